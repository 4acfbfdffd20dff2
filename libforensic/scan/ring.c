/* ring.c - the ring of blocks: its memory, its lock, its end */
#include <stdlib.h>
#include <time.h>

#include "ring.h"

/* Waiting for a time needs a clock that is never set; the rest can't fail. */
static int
init_lock(struct fx_ring *r)
{
	pthread_condattr_t attr;
	int rc;

	pthread_mutex_init(&r->lock, NULL);
	pthread_cond_init(&r->room, NULL);
	pthread_cond_init(&r->filled, NULL);
	pthread_cond_init(&r->drained, NULL);
	pthread_condattr_init(&attr);
	rc = pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
	pthread_cond_init(&r->carved, &attr);
	pthread_condattr_destroy(&attr);
	return rc == 0 ? 0 : -1;
}

static int
init_slots(struct fx_ring *r, struct fx_err *err)
{
	size_t size = r->plan->block + 2 * r->plan->margin, i;
	void *mem;

	if ((r->slot = calloc(r->n, sizeof(*r->slot))) == NULL)
		return fx_fail(err, FX_ENOMEM, 0, "out of memory for a scan");
	for (i = 0; i < r->n; i++) {
		if (posix_memalign(&mem, FX_PAGE, size) != 0)
			return fx_fail(err, FX_ENOMEM, 0,
			    "out of memory for %zu blocks of %zu bytes", r->n,
			    size);
		r->slot[i].mem = mem;
	}
	return 0;
}

static int
init_hashes(struct fx_ring *r, const struct fx_scan_options *opt,
    struct fx_err *err)
{
	unsigned int i;

	r->hashing = !opt->nohash && (opt->ranges == NULL || opt->hash_ranges);
	for (i = 0; r->hashing && i < FX_HASHES; i++)
		if ((i == FX_SHA256 || (opt->hash[i] && opt->ranges == NULL)) &&
		    (r->hash[i] = fx_hash_new((enum fx_hash_alg)i, err)) ==
			NULL)
			return -1;
	return 0;
}

int
fx_ring_init(struct fx_ring *r, const struct fx_plan *plan,
    struct fx_image *img, const struct fx_scan_options *opt,
    unsigned int workers, struct fx_err *err)
{
	*r = (struct fx_ring){ .plan = plan,
		.img = img,
		.ranges = opt->ranges,
		.nranges = opt->nranges };
	r->n = 2 * (size_t)workers + 4;
	if (init_lock(r) == -1)
		return fx_fail(err, FX_EIO, 0, "no monotonic clock");
	if (init_slots(r, err) == -1)
		return -1;
	return init_hashes(r, opt, err);
}

void
fx_ring_free(struct fx_ring *r)
{
	size_t i;

	for (i = 0; r->slot != NULL && i < r->n; i++) {
		free(r->slot[i].mem);
		free(r->slot[i].gap);
		fx_buf_done(&r->slot[i].out.rec);
	}
	free(r->slot);
	for (i = 0; i < FX_HASHES; i++)
		fx_hash_free(r->hash[i]);
	pthread_cond_destroy(&r->room);
	pthread_cond_destroy(&r->filled);
	pthread_cond_destroy(&r->carved);
	pthread_cond_destroy(&r->drained);
	pthread_mutex_destroy(&r->lock);
}

void
fx_ring_kill(struct fx_ring *r, const struct fx_err *err)
{
	pthread_mutex_lock(&r->lock);
	if (err != NULL && !r->dead) {
		r->failed = true;
		r->err = *err;
	}
	r->dead = true;
	__atomic_store_n(&r->halt, 1, __ATOMIC_RELAXED);
	pthread_cond_broadcast(&r->room);
	pthread_cond_broadcast(&r->filled);
	pthread_cond_broadcast(&r->carved);
	pthread_cond_broadcast(&r->drained);
	pthread_mutex_unlock(&r->lock);
}

void
fx_ring_stop(struct fx_ring *r)
{
	r->stop = true;
	__atomic_store_n(&r->halt, 1, __ATOMIC_RELAXED);
}

struct fx_slot *
fx_ring_take(struct fx_ring *r, uint64_t *next)
{
	struct fx_slot *slot = NULL;

	pthread_mutex_lock(&r->lock);
	while (!r->dead && !r->ended && *next == r->read)
		pthread_cond_wait(&r->filled, &r->lock);
	if (!r->dead && *next < r->read)
		slot = fx_ring_slot(r, (*next)++);
	pthread_mutex_unlock(&r->lock);
	return slot;
}
