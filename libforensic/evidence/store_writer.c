/*
 * store_writer.c - one full batch goes to disk while the next one is filled
 *
 * The thread has the case file, the vault and what is known to be on disk to
 * itself from writer_give until writer_settle has returned; all that asks for
 * them settles first.  Batches follow one another as ever, and nothing is said
 * to be on disk before it is.
 */
#include <pthread.h>
#include <stdlib.h>
#include <unistd.h>

#include "store_internal.h"

struct writer {
	struct fx_store *store;
	struct batch batch; /* n is 0: it has none */
	bool busy, stop;
	int rc; /* of what was written last */
	struct fx_err err;
	pthread_t thread;
	pthread_mutex_t lock;
	pthread_cond_t work, finished;
};

static void *
work(void *arg)
{
	struct writer *w = arg;

	pthread_mutex_lock(&w->lock);
	while (!w->stop) {
		if (!w->busy) {
			pthread_cond_wait(&w->work, &w->lock);
			continue;
		}
		pthread_mutex_unlock(&w->lock);
		w->rc = store_write(w->store, &w->batch, &w->err);
		pthread_mutex_lock(&w->lock);
		w->busy = false;
		pthread_cond_signal(&w->finished);
	}
	pthread_mutex_unlock(&w->lock);
	return NULL;
}

/* NULL: memory or a thread is refused, or there is but one processor. */
static struct writer *
writer_new(struct fx_store *s)
{
	struct writer *w;
	struct fx_err lost;

	if (sysconf(_SC_NPROCESSORS_ONLN) < 2 ||
	    (w = calloc(1, sizeof(*w))) == NULL)
		return NULL;
	w->store = s;
	pthread_mutex_init(&w->lock, NULL);
	pthread_cond_init(&w->work, NULL);
	pthread_cond_init(&w->finished, NULL);
	if (records_ready(&w->batch, &lost) == 0 &&
	    pthread_create(&w->thread, NULL, work, w) == 0)
		return w;
	pthread_mutex_destroy(&w->lock);
	pthread_cond_destroy(&w->work);
	pthread_cond_destroy(&w->finished);
	records_done(&w->batch);
	free(w);
	return NULL;
}

int
writer_give(struct fx_store *s)
{
	struct batch full = s->batch;
	struct writer *w;

	if (s->writer == NULL && (s->writer = writer_new(s)) == NULL)
		return 1;
	w = s->writer;
	s->batch = w->batch;
	s->since = fx_time_up(); /* its failure is to be seen in time, too */
	pthread_mutex_lock(&w->lock);
	w->batch = full;
	w->busy = true;
	pthread_cond_signal(&w->work);
	pthread_mutex_unlock(&w->lock);
	return 0;
}

bool
writer_has(const struct fx_store *s)
{
	return s->writer != NULL && s->writer->batch.n > 0;
}

static void
wait_for(struct writer *w)
{
	pthread_mutex_lock(&w->lock);
	while (w->busy)
		pthread_cond_wait(&w->finished, &w->lock);
	pthread_mutex_unlock(&w->lock);
}

int
writer_settle(struct fx_store *s, struct fx_err *err)
{
	struct writer *w = s->writer;

	if (!writer_has(s))
		return 0;
	wait_for(w);
	if (w->rc == 0) {
		store_written(s, &w->batch);
		return 0;
	}
	records_empty(&w->batch);
	s->dead = true;
	*err = w->err;
	return -1;
}

void
writer_free(struct fx_store *s)
{
	struct writer *w = s->writer;

	if (w == NULL)
		return;
	wait_for(w);
	pthread_mutex_lock(&w->lock);
	w->stop = true;
	pthread_cond_signal(&w->work);
	pthread_mutex_unlock(&w->lock);
	pthread_join(w->thread, NULL);
	pthread_mutex_destroy(&w->lock);
	pthread_cond_destroy(&w->work);
	pthread_cond_destroy(&w->finished);
	records_done(&w->batch);
	free(w);
	s->writer = NULL;
}
