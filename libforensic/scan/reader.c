/* reader.c - the thread that fills the ring: every byte is read once */
#include <stdlib.h>
#include <string.h>

#include "ring.h"

/* What the image tells of one read. */
struct told {
	struct fx_slot *slot;
	bool nomem;
};

static void
keep_gap(const struct fx_gap *gap, void *arg)
{
	struct told *t = arg;
	struct fx_slot *s = t->slot;
	size_t cap = s->capgap != 0 ? 2 * s->capgap : 16;
	struct fx_gap *more;

	if (s->ngap == s->capgap) {
		if ((more = realloc(s->gap, cap * sizeof(*more))) == NULL) {
			t->nomem = true;
			return;
		}
		s->gap = more;
		s->capgap = cap;
	}
	s->gap[s->ngap++] = *gap;
}

/*
 * Read len bytes to p, fewer only at the end.  The image gives less only there;
 * but that nothing more comes is asked for, so that an error behind a short
 * read is not taken for the end.
 */
static int
read_all(struct fx_ring *r, struct fx_slot *slot, uint8_t *p, size_t len,
    struct fx_err *err)
{
	struct told t = { slot, false };
	ssize_t got;

	while (len > 0 && !r->eof) {
		got = fx_image_read(r->img, r->pos, p, len, keep_gap, &t, err);
		if (got == -1)
			return -1;
		if (t.nomem)
			return fx_fail(err, FX_ENOMEM, r->pos,
			    "out of memory for unreadable ranges");
		r->eof = got == 0;
		p += got;
		len -= (size_t)got;
		r->pos += (uint64_t)got;
	}
	return 0;
}

/*
 * Fill slot i: its left margin and the first bytes of its core stand in the
 * slot before it already, the latter as that one's right margin.
 */
static int
fill(struct fx_ring *r, uint64_t i, struct fx_err *err)
{
	struct fx_slot *s = fx_ring_slot(r, i), *before;
	const size_t block = r->plan->block, margin = r->plan->margin;
	uint64_t start = i * block;
	size_t left = start < margin ? (size_t)start : margin, have;
	int rc;

	s->b = (struct fx_block){
		.p = s->mem + margin - left,
		.off = start - left,
		.from = left,
	};
	have = (size_t)(r->pos - s->b.off);
	if (i > 0) {
		before = fx_ring_slot(r, i - 1);
		memcpy(s->mem + margin - left,
		    before->mem + margin + block - left, have);
	}
	s->fresh = s->b.p + have;
	s->ngap = 0;
	rc = read_all(r, s, s->mem + margin - left + have,
	    left + block + margin - have, err);
	s->b.n = (size_t)(r->pos - s->b.off);
	s->nfresh = s->b.n - have;
	s->b.to = s->b.n < left + block ? s->b.n : left + block;
	return rc;
}

/* Of the gaps of a slot, keep what lies in its core: no other has these. */
static void
clip_gaps(struct fx_slot *s)
{
	uint64_t from = s->b.off + s->b.from, to = s->b.off + s->b.to, end;
	struct fx_gap *g;
	size_t i, n = 0;

	for (i = 0; i < s->ngap; i++) {
		g = &s->gap[i];
		end = g->off + g->len < to ? g->off + g->len : to;
		if (g->off < from)
			g->off = from;
		if (g->off >= end)
			continue;
		g->len = end - g->off;
		s->gap[n++] = *g;
	}
	s->ngap = n;
}

/*
 * Fill slot i with the next block of the ranges.  They seldom touch, so each
 * block is read with both of its margins.
 */
static int
fill_range(struct fx_ring *r, uint64_t i, struct fx_err *err)
{
	const struct fx_range *range = &r->ranges[r->range];
	struct fx_slot *s = fx_ring_slot(r, i);
	const uint64_t block = r->plan->block, margin = r->plan->margin;
	uint64_t start = r->next > range->from ? r->next : range->from;
	uint64_t end = range->to - start > block ? start + block : range->to;
	size_t left = start < margin ? (size_t)start : (size_t)margin;
	int rc;

	s->b = (struct fx_block){
		.p = s->mem + margin - left,
		.off = start - left,
		.from = left,
	};
	s->fresh = s->b.p + left;
	s->ngap = 0;
	r->pos = s->b.off;
	rc = read_all(r, s, s->mem + margin - left,
	    left + (size_t)(end - start + margin), err);
	s->b.n = (size_t)(r->pos - s->b.off);
	s->b.to = left + (size_t)(end - start);
	if (s->b.to > s->b.n)
		s->b.to = s->b.n > left ? s->b.n : left;
	s->nfresh = s->b.to - s->b.from;
	clip_gaps(s);
	r->next = end;
	if (end == range->to)
		r->range++;
	/* The end of the source ends a margin, no more. */
	r->eof = r->range == r->nranges;
	return rc;
}

/* Is there no block behind the first i? */
static bool
is_over(const struct fx_ring *r, uint64_t i)
{
	if (r->ranges != NULL)
		return r->eof || r->range == r->nranges;
	return r->eof && r->pos <= i * r->plan->block;
}

static int
fill_next(struct fx_ring *r, uint64_t i, struct fx_err *err)
{
	return r->ranges != NULL ? fill_range(r, i, err) : fill(r, i, err);
}

/* Wait for a free slot. Returns false when all is to be dropped. */
static bool
wait_room(struct fx_ring *r, uint64_t i)
{
	bool go;

	pthread_mutex_lock(&r->lock);
	while (!r->dead &&
	    (i - r->told >= r->n || (r->hashing && i - r->hashed >= r->n)))
		pthread_cond_wait(&r->room, &r->lock);
	go = !r->dead;
	if (r->stop && !r->eof) /* carve what was read, read no more */
		r->eof = r->cut = true;
	pthread_mutex_unlock(&r->lock);
	return go;
}

static void
publish(struct fx_ring *r, struct fx_slot *s)
{
	pthread_mutex_lock(&r->lock);
	s->state = FX_SLOT_BUSY;
	r->read++;
	pthread_cond_broadcast(&r->filled);
	pthread_mutex_unlock(&r->lock);
}

/* No more blocks: how did the source end? */
static void
finish(struct fx_ring *r, const struct fx_err *err)
{
	pthread_mutex_lock(&r->lock);
	r->ended = true;
	r->whole = err == NULL && !r->cut;
	if (err != NULL && !r->failed) {
		r->failed = true;
		r->err = *err;
	}
	pthread_cond_broadcast(&r->filled);
	pthread_cond_broadcast(&r->carved);
	pthread_mutex_unlock(&r->lock);
}

void *
fx_reader(void *ring)
{
	struct fx_ring *r = ring;
	struct fx_err err;
	bool failed = false;
	uint64_t i;

	for (i = 0; wait_room(r, i); i++) {
		if (is_over(r, i))
			break;
		/* What came before an error is still carved and told. */
		if (fill_next(r, i, &err) == -1)
			failed = r->eof = true;
		if (fx_ring_slot(r, i)->b.from == fx_ring_slot(r, i)->b.to)
			break;
		publish(r, fx_ring_slot(r, i));
	}
	finish(r, failed ? &err : NULL);
	return NULL;
}
