/* worker.c - a thread that carves blocks */
#include "ring.h"

/* The slot holds all it may: wait until that is told. */
static bool
drain(struct fx_ring *r, struct fx_slot *s)
{
	bool go;

	pthread_mutex_lock(&r->lock);
	s->state = FX_SLOT_FULL;
	pthread_cond_signal(&r->carved);
	while (s->state == FX_SLOT_FULL && !r->dead)
		pthread_cond_wait(&r->drained, &r->lock);
	go = !r->dead;
	pthread_mutex_unlock(&r->lock);
	return go;
}

/* Returns 0, or -1 and the slot's err. */
static int
carve(struct fx_worker *w, struct fx_slot *s)
{
	size_t at, end;

	if (fx_carve_open(w->carve, &s->b, &s->err) == -1)
		return -1;
	for (at = s->b.from; at < s->b.to; at = end) {
		end = s->b.to - at > FX_CARVE ? at + FX_CARVE : s->b.to;
		if (s->out.rec.len >= FX_OUT_MOST && !drain(w->ring, s))
			return 0;
		if (fx_carve_range(w->carve, at, end, &s->out, &s->err) == -1)
			return -1;
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
