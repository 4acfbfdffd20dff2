/* hasher.c - the thread that computes all digests, in order */
#include "ring.h"

void *
fx_hasher(void *ring)
{
	struct fx_ring *r = ring;
	const struct fx_slot *s;
	uint64_t next = 0;
	struct fx_err err;
	unsigned int i;

	while ((s = fx_ring_take(r, &next)) != NULL) {
		for (i = 0; i < FX_HASHES; i++)
			if (r->hash[i] != NULL &&
			    fx_hash_add(r->hash[i], s->fresh, s->nfresh,
				&err) == -1) {
				fx_ring_kill(r, &err);
				return NULL;
			}
		pthread_mutex_lock(&r->lock);
		r->hashed = next;
		pthread_cond_signal(&r->room);
		pthread_mutex_unlock(&r->lock);
	}
	return NULL;
}
