/* ahead.c - lines of findings taken apart on other cores, in their order */
#include <stdlib.h>

#include "ahead.h"
#include "forensic/crew.h"

enum {
	LINES = 256,             /* of a batch, at most, */
	LINES_BYTES = 128 << 10, /* and so many bytes, but for one more line */
	CLAIM = 8,               /* lines that a thread takes at a time: */
	GROUPS = LINES / CLAIM,  /* each so many are one thread's */
	THREADS = 4,
};

struct batch {
	struct ahead_line line[LINES];
	struct fx_buf text;
	size_t n, next;            /* lines; those handed on */
	const struct quick_of *of; /* or NULL */
	struct fx_chance chance[GROUPS];
};

struct ahead {
	struct fx_lines *lines;
	struct batch batch[2];
	struct batch *now, *out; /* out: with the crew; or NULL */
	bool over;               /* nothing more can be read */
	struct fx_crew *crew;
};

/* What was there before goes first: its memory is just what is needed. */
static void
take_apart(void *batch, size_t i)
{
	struct batch *b = batch;
	struct ahead_line *l = &b->line[i];

	const char *text = fx_buf_text(&b->text) + l->at;

	fx_line_done(&l->line);
	l->made = l->rc == 1 && b->of != NULL &&
	    quick_make(&l->quick, b->of, text, l->n, &b->chance[i / CLAIM]);
	if (l->made) {
		l->line.type = FX_LINE_FINDING;
		l->read = 0;
	} else if (l->rc == 1) {
		l->read = fx_line_read(&l->line, text, l->n, &l->err);
	}
}

/* One line is kept; it may be the last that there is. */
static void
keep(struct ahead *a, struct batch *b, int waited)
{
	struct ahead_line *l = &b->line[b->n++];
	const char *text = NULL;

	l->rc = waited;
	if (waited == 1)
		l->rc = fx_lines_next(a->lines, &text, &l->n, &l->err);
	l->number = a->lines->number;
	l->at = b->text.len;
	if (l->rc == 1) {
		fx_buf_put(&b->text, text, l->n);
		if (fx_buf_check(&b->text, &l->err) == -1)
			l->rc = -1;
	}
	a->over = l->rc != 1;
}

/* Those lines that are there to be read. */
static void
fill(struct ahead *a, struct batch *b)
{
	struct fx_err *err;
	int rc;

	b->n = b->next = 0;
	fx_buf_reset(&b->text);
	while (!a->over && b->n < LINES && b->text.len < LINES_BYTES) {
		err = &b->line[b->n].err;
		if ((rc = fx_lines_wait(a->lines, 0, err)) == 0)
			break;
		keep(a, b, rc);
	}
}

static void
hand_out(struct ahead *a, struct batch *b)
{
	if (b->n == 0)
		return;
	fx_crew_give(a->crew, b, b->n);
	a->out = b;
}

static struct batch *
bring_in(struct ahead *a)
{
	struct batch *b = a->out;

	fx_crew_wait(a->crew);
	a->out = NULL;
	return b;
}

bool
ahead_any(const struct ahead *a)
{
	return a->now->next < a->now->n || a->out != NULL;
}

struct ahead_line *
ahead_next(struct ahead *a)
{
	struct batch *free_one = a->now;

	if (a->now->next < a->now->n)
		return &a->now->line[a->now->next++];
	if (a->out == NULL) {
		fill(a, a->now);
		hand_out(a, a->now);
		if (a->out == NULL)
			return NULL;
		free_one = a->now == &a->batch[0] ? &a->batch[1] : &a->batch[0];
	}
	a->now = bring_in(a);
	fill(a, free_one);
	hand_out(a, free_one);
	return &a->now->line[a->now->next++];
}

struct ahead *
ahead_new(struct fx_lines *lines, const struct quick_of *of, struct fx_err *err)
{
	struct ahead *a = calloc(1, sizeof(*a));

	if (a == NULL) {
		fx_fail(err, FX_ENOMEM, 0, "out of memory");
		return NULL;
	}
	a->lines = lines;
	a->now = &a->batch[0];
	a->batch[0].of = a->batch[1].of = of;
	if ((a->crew = fx_crew_new(take_apart, CLAIM, THREADS, err)) == NULL) {
		free(a);
		return NULL;
	}
	return a;
}

static void
batch_done(struct batch *b)
{
	size_t i;

	for (i = 0; i < LINES; i++) {
		fx_line_done(&b->line[i].line);
		quick_done(&b->line[i].quick);
	}
	for (i = 0; i < GROUPS; i++)
		fx_chance_done(&b->chance[i]);
	fx_buf_done(&b->text);
}

void
ahead_free(struct ahead *a)
{
	if (a == NULL)
		return;
	fx_crew_free(a->crew);
	batch_done(&a->batch[0]);
	batch_done(&a->batch[1]);
	free(a);
}
