/* places.c - where in the input what a text decoder passed on lies */
#include <stdlib.h>
#include <string.h>

#include "places.h"

enum { FIRST = 64 };

struct places_entry {
	uint64_t out, in; /* behind the escape */
	size_t n;         /* bytes that it gave */
};

/* Room for one more; the ring is full in order until it has its most. */
static bool
grow(struct places *p)
{
	size_t cap = p->cap == 0 ? FIRST : 2 * p->cap;
	struct places_entry *more;

	if (p->n < p->cap || p->cap == PLACES_MOST)
		return true;
	if ((more = realloc(p->entry, cap * sizeof(*more))) == NULL) {
		p->failed = true;
		return false;
	}
	p->entry = more;
	p->cap = cap;
	return true;
}

void
places_put(struct places *p, uint64_t out, size_t n, uint64_t in)
{
	if (p->failed || !grow(p))
		return;
	p->entry[p->n++ % p->cap] = (struct places_entry){ out + n, in, n };
}

/* Where output byte `out` lies; false if an escape gave it. */
static bool
place(const struct places *p, uint64_t out, uint64_t *in)
{
	uint64_t lo = p->n > p->cap ? p->n - p->cap : 0, hi = p->n, mid;
	const uint64_t oldest = lo;
	const struct places_entry *e;

	/* The first entry behind the byte. */
	while (lo < hi) {
		mid = lo + (hi - lo) / 2;
		if (p->entry[mid % p->cap].out <= out)
			lo = mid + 1;
		else
			hi = mid;
	}
	if (lo < p->n) {
		e = &p->entry[lo % p->cap];
		if (out >= e->out - e->n)
			return false;
	}
	if (lo == 0) {
		*in = p->first + out;
		return true;
	}
	if (lo == oldest)
		return false;
	e = &p->entry[(lo - 1) % p->cap];
	*in = e->in + (out - e->out);
	return true;
}

bool
places_find(const struct places *p, uint64_t from, uint64_t to,
    struct fx_range *in)
{
	uint64_t last;

	if (p->failed || from >= to || !place(p, from, &in->from) ||
	    !place(p, to - 1, &last))
		return false;
	in->to = last + 1;
	return true;
}

void
places_done(struct places *p)
{
	free(p->entry);
	*p = (struct places){ 0 };
}
