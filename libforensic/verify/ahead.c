/* ahead.c - records taken apart on all cores, before they are judged in order
 */
#include <stdlib.h>
#include <string.h>

#include "ahead.h"
#include "forensic/canon.h"
#include "forensic/crew.h"

/*
 * What is ahead is in memory: taken apart, a text takes up to ten times its
 * bytes, and which thread's heap it comes from is chance.  So it is the bytes
 * that bound it, and few of them.
 */
enum {
	BATCH = 256,             /* rows, at most, */
	BATCH_BYTES = 128 << 10, /* and so much of their text, but for one more
	                          */
	CLAIM = 16,              /* rows that a thread takes at a time */
	THREADS = 16,
};

#define NO_TEXT SIZE_MAX

/* Rows whose texts lie in one buffer, at these places. */
struct batch {
	struct fxv_parsed *p; /* BATCH of them */
	size_t (*at)[2];      /* of kind and body; or NO_TEXT */
	uint8_t (*leaf)[FX_SHA256_LEN];
	struct fx_buf text;
	size_t n;
	bool trees; /* of every record: somebody asks for them */
};

struct fxv_ahead {
	struct fxv *v;
	fxv_judge_fn *judge;
	struct batch batch[2];
	struct batch *fill, *out; /* out: with the crew; or NULL */
	bool stopped;             /* nothing is judged any more */
	struct fx_crew *crew;
};

/* As a tree, and by the table of its kind. */
static void
parse(struct fxv_parsed *p)
{
	p->record = fx_canon_parse(p->row.body, p->row.len, &p->err);
	if (p->record == NULL)
		return;
	p->verdict = fxv_kind_check(p->record, &p->kind, &p->extra, p->why);
	if (p->verdict != -1)
		fxv_gist(&p->gist, p->record);
}

/*
 * All that can be known of a row by itself.  The record that was there before
 * is let go of here: its memory is just what the new one needs, in this thread.
 */
static void
take_apart(void *batch, size_t i)
{
	struct batch *b = batch;
	struct fxv_parsed *p = &b->p[i];
	const struct fxv_row *row = &p->row;

	json_decref(p->record);
	p->record = NULL;
	p->extra = NULL;
	p->quick = false;
	p->kind = FXV_KINDS;
	p->hashed = row->body != NULL &&
	    fx_leaf(p->hash, row->body, row->len) == 0;
	if (row->body == NULL || row->len > FX_CANON_LEN || row->seq < 0)
		return;
	p->quick = !b->trees && fxv_quick(&p->gist, row->body, row->len);
	if (!p->quick) {
		parse(p);
		return;
	}
	p->kind = FXV_FINDING;
	p->verdict = 0;
}

static struct batch *
bring_in(struct fxv_ahead *a)
{
	struct batch *b = a->out;

	fx_crew_wait(a->crew);
	a->out = NULL;
	return b;
}

static void
hand_out(struct fxv_ahead *a, struct batch *b)
{
	struct fxv_row *row;
	size_t i;

	for (i = 0; i < b->n; i++) {
		row = &b->p[i].row;
		row->kind = b->at[i][0] == NO_TEXT ? NULL
						   : b->text.p + b->at[i][0];
		row->body = b->at[i][1] == NO_TEXT ? NULL
						   : b->text.p + b->at[i][1];
		if (row->leaf != NULL)
			row->leaf = b->leaf[i];
	}
	fx_crew_give(a->crew, b, b->n);
	a->out = b;
}

/* Judge a batch that is in, in order, until that says stop; empty it. */
static int
judge_all(struct fxv_ahead *a, struct batch *b)
{
	size_t i;

	for (i = 0; i < b->n && !a->stopped; i++)
		a->stopped = a->judge(a->v, &b->p[i]) == -1;
	b->n = 0;
	fx_buf_reset(&b->text);
	return a->stopped ? -1 : 0;
}

/* The batch that was filled goes out, the one that was out is judged. */
static int
turn(struct fxv_ahead *a)
{
	struct batch *in = bring_in(a);

	hand_out(a, a->fill);
	a->fill = a->fill == &a->batch[0] ? &a->batch[1] : &a->batch[0];
	return in != NULL ? judge_all(a, in) : 0;
}

/* Where a copy of n bytes at s lies in the batch. */
static size_t
keep(struct batch *b, const char *s, size_t n)
{
	size_t at = b->text.len;

	if (s == NULL)
		return NO_TEXT;
	fx_buf_put(&b->text, s, n);
	fx_buf_byte(&b->text, '\0');
	return at;
}

int
fxv_ahead_row(struct fxv *v, const struct fxv_row *row, void *ahead)
{
	struct fxv_ahead *a = ahead;
	struct batch *b = a->fill;
	size_t i = b->n;

	b->p[i].row = *row;
	b->at[i][0] = keep(b, row->kind,
	    row->kind != NULL ? strlen(row->kind) : 0);
	b->at[i][1] = keep(b, row->body, row->len);
	if (row->leaf != NULL)
		memcpy(b->leaf[i], row->leaf, FX_SHA256_LEN);
	if (b->text.failed)
		return fxv_fail(v, FX_ENOMEM, "records");
	b->n++;
	return b->n < BATCH && b->text.len < BATCH_BYTES ? 0 : turn(a);
}

static void
batch_done(struct batch *b)
{
	size_t i;

	for (i = 0; b->p != NULL && i < BATCH; i++)
		json_decref(b->p[i].record);
	free(b->p);
	free(b->at);
	free(b->leaf);
	fx_buf_done(&b->text);
}

static void
done(struct fxv_ahead *a)
{
	fx_crew_free(a->crew);
	batch_done(&a->batch[0]);
	batch_done(&a->batch[1]);
	free(a);
}

void
fxv_ahead_end(struct fxv_ahead *a)
{
	struct batch *in;

	turn(a);
	if ((in = bring_in(a)) != NULL)
		judge_all(a, in);
	done(a);
}

struct fxv_ahead *
fxv_ahead_new(struct fxv *v, fxv_judge_fn *judge)
{
	struct fxv_ahead *a = calloc(1, sizeof(*a));
	struct fx_err err;
	struct batch *b;

	if (a == NULL) {
		fxv_fail(v, FX_ENOMEM, "records");
		return NULL;
	}
	a->v = v;
	a->judge = judge;
	a->fill = &a->batch[0];
	a->crew = fx_crew_new(take_apart, CLAIM, THREADS, &err);
	for (b = a->batch; b < a->batch + 2; b++) {
		b->trees = v->opt != NULL && v->opt->hook != NULL;
		b->p = calloc(BATCH, sizeof(*b->p));
		b->at = calloc(BATCH, sizeof(*b->at));
		b->leaf = calloc(BATCH, sizeof(*b->leaf));
		if (a->crew == NULL || b->p == NULL || b->at == NULL ||
		    b->leaf == NULL) {
			fxv_fail(v, FX_ENOMEM, "records");
			done(a);
			return NULL;
		}
	}
	return a;
}
