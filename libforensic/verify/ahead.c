/* ahead.c - records taken apart on all cores, before they are judged in order
 */
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "ahead.h"
#include "forensic/canon.h"

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
	size_t claimed, done; /* under the lock, once it is handed out */
};

struct fxv_ahead {
	struct fxv *v;
	fxv_judge_fn *judge;
	struct batch batch[2];
	struct batch *fill, *out; /* out: handed to the threads; or NULL */
	pthread_t thread[THREADS];
	size_t threads;
	bool trees; /* of every record: somebody asks for them */
	bool started, stop;
	bool stopped; /* nothing is judged any more */
	pthread_mutex_t lock;
	pthread_cond_t work, finished;
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
take_apart(struct fxv_parsed *p, bool trees)
{
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
	p->quick = !trees && fxv_quick(&p->gist, row->body, row->len);
	if (!p->quick) {
		parse(p);
		return;
	}
	p->kind = FXV_FINDING;
	p->verdict = 0;
}

/* Take some rows of the batch that is out.  Called, and returns, locked. */
static void
help(struct fxv_ahead *a)
{
	struct batch *b = a->out;
	size_t from = b->claimed, to, i;

	to = b->n - from < CLAIM ? b->n : from + CLAIM;
	b->claimed = to;
	pthread_mutex_unlock(&a->lock);
	for (i = from; i < to; i++)
		take_apart(&b->p[i], a->trees);
	pthread_mutex_lock(&a->lock);
	b->done += to - from;
	if (b->done == b->n)
		pthread_cond_signal(&a->finished);
}

static void *
work(void *arg)
{
	struct fxv_ahead *a = arg;

	pthread_mutex_lock(&a->lock);
	while (!a->stop)
		if (a->out != NULL && a->out->claimed < a->out->n)
			help(a);
		else
			pthread_cond_wait(&a->work, &a->lock);
	pthread_mutex_unlock(&a->lock);
	return NULL;
}

/* As many threads as there are other cores; without them it just takes longer.
 */
static void
start(struct fxv_ahead *a)
{
	long cores = sysconf(_SC_NPROCESSORS_ONLN);

	a->started = true;
	while (a->threads < THREADS && (long)a->threads + 1 < cores &&
	    pthread_create(&a->thread[a->threads], NULL, work, a) == 0)
		a->threads++;
}

/* Wait until the batch that is out is done, and help. */
static struct batch *
bring_in(struct fxv_ahead *a)
{
	struct batch *b;

	pthread_mutex_lock(&a->lock);
	b = a->out;
	while (b != NULL && b->done < b->n)
		if (b->claimed < b->n)
			help(a);
		else
			pthread_cond_wait(&a->finished, &a->lock);
	a->out = NULL;
	pthread_mutex_unlock(&a->lock);
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
	pthread_mutex_lock(&a->lock);
	b->claimed = b->done = 0;
	a->out = b;
	pthread_cond_broadcast(&a->work);
	pthread_mutex_unlock(&a->lock);
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
	if (b->n < BATCH && b->text.len < BATCH_BYTES)
		return 0;
	if (!a->started)
		start(a);
	return turn(a);
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
	batch_done(&a->batch[0]);
	batch_done(&a->batch[1]);
	pthread_mutex_destroy(&a->lock);
	pthread_cond_destroy(&a->work);
	pthread_cond_destroy(&a->finished);
	free(a);
}

void
fxv_ahead_end(struct fxv_ahead *a)
{
	struct batch *in;
	size_t i;

	turn(a);
	if ((in = bring_in(a)) != NULL)
		judge_all(a, in);
	pthread_mutex_lock(&a->lock);
	a->stop = true;
	pthread_cond_broadcast(&a->work);
	pthread_mutex_unlock(&a->lock);
	for (i = 0; i < a->threads; i++)
		pthread_join(a->thread[i], NULL);
	done(a);
}

struct fxv_ahead *
fxv_ahead_new(struct fxv *v, fxv_judge_fn *judge)
{
	struct fxv_ahead *a = calloc(1, sizeof(*a));
	struct batch *b;

	if (a == NULL) {
		fxv_fail(v, FX_ENOMEM, "records");
		return NULL;
	}
	a->v = v;
	a->judge = judge;
	a->trees = v->opt != NULL && v->opt->hook != NULL;
	a->fill = &a->batch[0];
	pthread_mutex_init(&a->lock, NULL);
	pthread_cond_init(&a->work, NULL);
	pthread_cond_init(&a->finished, NULL);
	for (b = a->batch; b < a->batch + 2; b++) {
		b->p = calloc(BATCH, sizeof(*b->p));
		b->at = calloc(BATCH, sizeof(*b->at));
		b->leaf = calloc(BATCH, sizeof(*b->leaf));
		if (b->p == NULL || b->at == NULL || b->leaf == NULL) {
			fxv_fail(v, FX_ENOMEM, "records");
			done(a);
			return NULL;
		}
	}
	return a;
}
