/* crew.c - the parts of a task, done by threads on the other cores as well */
#include "forensic/crew.h"

#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>
#include <unistd.h>

enum {
	THREADS_MOST = 16,
	FEW = 32, /* parts that are no work for a thread */
};

struct fx_crew {
	fx_crew_fn *part;
	size_t claim, most;
	void *task;
	size_t n, claimed, done; /* parts */
	pthread_t thread[THREADS_MOST];
	size_t threads;
	bool started, stop;
	pthread_mutex_t lock;
	pthread_cond_t work, finished;
};

/* Do some parts that nobody has.  Called, and returns, locked. */
static void
help(struct fx_crew *c)
{
	size_t from = c->claimed, to, i;

	to = c->n - from < c->claim ? c->n : from + c->claim;
	c->claimed = to;
	pthread_mutex_unlock(&c->lock);
	for (i = from; i < to; i++)
		c->part(c->task, i);
	pthread_mutex_lock(&c->lock);
	c->done += to - from;
	if (c->done == c->n)
		pthread_cond_signal(&c->finished);
}

static void *
work(void *arg)
{
	struct fx_crew *c = arg;

	pthread_mutex_lock(&c->lock);
	while (!c->stop)
		if (c->claimed < c->n)
			help(c);
		else
			pthread_cond_wait(&c->work, &c->lock);
	pthread_mutex_unlock(&c->lock);
	return NULL;
}

static void
start(struct fx_crew *c)
{
	long cores = sysconf(_SC_NPROCESSORS_ONLN);

	c->started = true;
	while (c->threads < c->most && (long)c->threads + 1 < cores &&
	    pthread_create(&c->thread[c->threads], NULL, work, c) == 0)
		c->threads++;
}

struct fx_crew *
fx_crew_new(fx_crew_fn *part, size_t claim, size_t most, struct fx_err *err)
{
	struct fx_crew *c = calloc(1, sizeof(*c));

	if (c == NULL) {
		fx_fail(err, FX_ENOMEM, 0, "out of memory");
		return NULL;
	}
	c->part = part;
	c->claim = claim;
	c->most = most < THREADS_MOST ? most : THREADS_MOST;
	pthread_mutex_init(&c->lock, NULL);
	pthread_cond_init(&c->work, NULL);
	pthread_cond_init(&c->finished, NULL);
	return c;
}

void
fx_crew_give(struct fx_crew *c, void *task, size_t n)
{
	if (n > FEW && !c->started)
		start(c);
	pthread_mutex_lock(&c->lock);
	c->task = task;
	c->n = n;
	c->claimed = c->done = 0;
	if (n > FEW)
		pthread_cond_broadcast(&c->work);
	pthread_mutex_unlock(&c->lock);
}

void
fx_crew_wait(struct fx_crew *c)
{
	pthread_mutex_lock(&c->lock);
	while (c->done < c->n)
		if (c->claimed < c->n)
			help(c);
		else
			pthread_cond_wait(&c->finished, &c->lock);
	pthread_mutex_unlock(&c->lock);
}

void
fx_crew_free(struct fx_crew *c)
{
	size_t i;

	if (c == NULL)
		return;
	fx_crew_wait(c);
	pthread_mutex_lock(&c->lock);
	c->stop = true;
	pthread_cond_broadcast(&c->work);
	pthread_mutex_unlock(&c->lock);
	for (i = 0; i < c->threads; i++)
		pthread_join(c->thread[i], NULL);
	pthread_mutex_destroy(&c->lock);
	pthread_cond_destroy(&c->work);
	pthread_cond_destroy(&c->finished);
	free(c);
}
