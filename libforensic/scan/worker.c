/* worker.c - a thread that carves blocks */
#include "ring.h"

struct full {
	struct fx_ring *ring;
	struct fx_slot *slot;
	bool dropped; /* nobody wants the rest */
};

/* The slot holds all it may: wait until that is told. */
static int
drain(void *arg, struct fx_err *err)
{
	struct full *f = arg;
	struct fx_ring *r = f->ring;

	(void)err;
	pthread_mutex_lock(&r->lock);
	f->slot->state = FX_SLOT_FULL;
	pthread_cond_signal(&r->carved);
	while (f->slot->state == FX_SLOT_FULL && !r->dead)
		pthread_cond_wait(&r->drained, &r->lock);
	f->dropped = r->dead;
	pthread_mutex_unlock(&r->lock);
	return f->dropped ? -1 : 0;
}

static int
carve_range(struct fx_worker *w, struct fx_slot *s, size_t from, size_t to,
    const struct fx_taker *taker)
{
	if (w->dig != NULL)
		return fx_dig_range(w->dig, w->carve, from, to, &s->out, taker,
		    &s->err);
	if (s->out.rec.len >= FX_OUT_MOST &&
	    taker->full(taker->arg, &s->err) == -1)
		return -1;
	return fx_carve_range(w->carve, from, to, &s->out, &s->err);
}

/* Returns 0, or -1 and the slot's err. */
static int
carve(struct fx_worker *w, struct fx_slot *s)
{
	struct full full = { .ring = w->ring, .slot = s };
	struct fx_taker taker = { drain, &full, &w->ring->halt };
	size_t at, end;

	if (fx_carve_open(w->carve, &s->b, &s->err) == -1)
		return -1;
	for (at = s->b.from; at < s->b.to; at = end) {
		end = s->b.to - at > FX_CORE ? at + FX_CORE : s->b.to;
		if (carve_range(w, s, at, end, &taker) == -1)
			return full.dropped ? 0 : -1;
	}
	return 0;
}

void *
fx_worker(void *worker)
{
	struct fx_worker *w = worker;
	struct fx_ring *r = w->ring;
	struct fx_slot *s;
	int rc = 0;

	while (rc == 0 && (s = fx_ring_take(r, &r->taken)) != NULL) {
		rc = carve(w, s);
		pthread_mutex_lock(&r->lock);
		s->state = rc == 0 ? FX_SLOT_DONE : FX_SLOT_FAILED;
		pthread_cond_signal(&r->carved);
		pthread_mutex_unlock(&r->lock);
	}
	return NULL;
}
