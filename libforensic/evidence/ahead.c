/* ahead.c - lines of findings taken apart on other cores, in their order */
#include <pthread.h>
#include <stdlib.h>
#include <unistd.h>

#include "ahead.h"

enum {
	LINES = 256,             /* of a batch, at most, */
	LINES_BYTES = 128 << 10, /* and so many bytes, but for one more line */
	CLAIM = 8,               /* lines that a thread takes at a time */
	FEW = 32,                /* lines that are no work for a thread */
	THREADS = 4,
};

struct batch {
	struct ahead_line line[LINES];
	struct fx_buf text;
	size_t n, next;       /* lines; those handed on */
	size_t claimed, done; /* under the lock, once it is out */
};

struct ahead {
	struct fx_lines *lines;
	struct batch batch[2];
	struct batch *now, *out; /* out: with the threads; or NULL */
	bool over;               /* nothing more can be read */
	pthread_t thread[THREADS];
	size_t threads;
	bool started, stop;
	pthread_mutex_t lock;
	pthread_cond_t work, finished;
};

/* What was there before goes first: its memory is just what is needed. */
static void
take_apart(struct batch *b, struct ahead_line *l)
{
	fx_line_done(&l->line);
	if (l->rc == 1)
		l->read = fx_line_read(&l->line, fx_buf_text(&b->text) + l->at,
		    l->n, &l->err);
}

/* Take some lines of the batch that is out.  Called, and returns, locked. */
static void
help(struct ahead *a)
{
	struct batch *b = a->out;
	size_t from = b->claimed, to, i;

	to = b->n - from < CLAIM ? b->n : from + CLAIM;
	b->claimed = to;
	pthread_mutex_unlock(&a->lock);
	for (i = from; i < to; i++)
		take_apart(b, &b->line[i]);
	pthread_mutex_lock(&a->lock);
	b->done += to - from;
	if (b->done == b->n)
		pthread_cond_signal(&a->finished);
}

static void *
work(void *arg)
{
	struct ahead *a = arg;

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
start(struct ahead *a)
{
	long cores = sysconf(_SC_NPROCESSORS_ONLN);

	a->started = true;
	while (a->threads < THREADS && (long)a->threads + 1 < cores &&
	    pthread_create(&a->thread[a->threads], NULL, work, a) == 0)
		a->threads++;
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

/* Have a batch taken apart: by threads, or here if there is little to do. */
static void
hand_out(struct ahead *a, struct batch *b)
{
	size_t i;

	if (b->n == 0)
		return;
	b->claimed = b->done = b->n;
	if (b->n <= FEW) {
		for (i = 0; i < b->n; i++)
			take_apart(b, &b->line[i]);
	} else if (!a->started) {
		start(a);
	}
	pthread_mutex_lock(&a->lock);
	if (b->n > FEW) {
		b->claimed = b->done = 0;
		pthread_cond_broadcast(&a->work);
	}
	a->out = b;
	pthread_mutex_unlock(&a->lock);
}

/* Wait until the batch that is out is done, and help. */
static struct batch *
bring_in(struct ahead *a)
{
	struct batch *b;

	pthread_mutex_lock(&a->lock);
	b = a->out;
	while (b->done < b->n)
		if (b->claimed < b->n)
			help(a);
		else
			pthread_cond_wait(&a->finished, &a->lock);
	a->out = NULL;
	pthread_mutex_unlock(&a->lock);
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
ahead_new(struct fx_lines *lines, struct fx_err *err)
{
	struct ahead *a = calloc(1, sizeof(*a));

	if (a == NULL) {
		fx_fail(err, FX_ENOMEM, 0, "out of memory");
		return NULL;
	}
	a->lines = lines;
	a->now = &a->batch[0];
	pthread_mutex_init(&a->lock, NULL);
	pthread_cond_init(&a->work, NULL);
	pthread_cond_init(&a->finished, NULL);
	return a;
}

static void
batch_done(struct batch *b)
{
	size_t i;

	for (i = 0; i < LINES; i++)
		fx_line_done(&b->line[i].line);
	fx_buf_done(&b->text);
}

void
ahead_free(struct ahead *a)
{
	size_t i;

	if (a == NULL)
		return;
	if (a->out != NULL)
		bring_in(a);
	pthread_mutex_lock(&a->lock);
	a->stop = true;
	pthread_cond_broadcast(&a->work);
	pthread_mutex_unlock(&a->lock);
	for (i = 0; i < a->threads; i++)
		pthread_join(a->thread[i], NULL);
	batch_done(&a->batch[0]);
	batch_done(&a->batch[1]);
	pthread_mutex_destroy(&a->lock);
	pthread_cond_destroy(&a->work);
	pthread_cond_destroy(&a->finished);
	free(a);
}
