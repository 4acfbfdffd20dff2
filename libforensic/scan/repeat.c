/* repeat.c - is what a decoding shows told already, where it lies as it is? */
#include "repeat.h"

#include <stdlib.h>
#include <string.h>

enum {
	/* Bytes that are known to stand somewhere: of four digits each may. */
	GRAM = 8,
	LEAST = GRAM,           /* bytes that are looked for, at least */
	START = 32,             /* and those of a start */
	PIECE = 64 << 10,       /* of input, read at a time */
	REGION_MOST = 16 << 20, /* of input in which bytes are looked for */
	/*
	 * What a library may have taken in before it gives the first byte made
	 * of it, beside what it took since it last gave any.
	 */
	SLACK = 128 << 10,
	LOG_LEAST = 12, /* of bits in the table of grams: four to a byte */
	LOG_MOST = 24,
};

/* Input [lo, hi) of a stream, and which grams stand in it. */
struct region {
	uint64_t serial, lo, hi;
	bool known;
};

struct fx_repeat {
	struct fx_again *again;
	struct region region;
	unsigned int log;
	size_t room;   /* bytes of bits */
	uint8_t *bits; /* by the hash of a gram */
	uint8_t piece[PIECE + FX_WIDEST_MOST];
};

struct fx_repeat *
fx_repeat_new(struct fx_again *again, struct fx_err *err)
{
	struct fx_repeat *r = malloc(sizeof(*r));

	if (r == NULL) {
		fx_fail(err, FX_ENOMEM, 0, "out of memory for a worker");
		return NULL;
	}
	memset(r, 0, offsetof(struct fx_repeat, piece));
	r->again = again;
	return r;
}

void
fx_repeat_free(struct fx_repeat *r)
{
	if (r == NULL)
		return;
	free(r->bits);
	free(r);
}

static uint32_t
hash(const struct fx_repeat *r, const uint8_t *p)
{
	return (uint32_t)(fx_le64(p) * UINT64_C(0x9e3779b97f4a7c15) >>
	    (64 - r->log));
}

static bool
has(const struct fx_repeat *r, uint32_t h)
{
	return (r->bits[h / 8] >> h % 8 & 1) != 0;
}

/* As many of n bytes at off of a stream as there are. */
static size_t
fetch(const struct fx_source *src, uint64_t off, uint8_t *p, size_t n)
{
	struct fx_err err;
	size_t have = 0;
	ssize_t got = 1;

	while (have < n && got > 0) {
		got = src->read(src->arg, off + have, p + have, n - have, &err);
		have += got > 0 ? (size_t)got : 0;
	}
	return have;
}

/* Have a table for n bytes, with nothing in it. */
static bool
clear(struct fx_repeat *r, uint64_t n)
{
	uint8_t *more;
	size_t size;

	r->region.known = false;
	for (r->log = LOG_LEAST; r->log < LOG_MOST; r->log++)
		if (UINT64_C(1) << r->log >= 4 * n)
			break;
	size = (size_t)1 << r->log >> 3;
	if (size > r->room) {
		if ((more = realloc(r->bits, size)) == NULL)
			return false;
		r->bits = more;
		r->room = size;
	}
	memset(r->bits, 0, size);
	return true;
}

/* Know the grams of a region. */
static bool
learn(struct fx_repeat *r, const struct fx_raw *above, uint64_t lo, uint64_t hi)
{
	struct region *g = &r->region;
	uint64_t at;
	size_t n, i;
	uint32_t h;

	if (g->known && g->serial == above->serial && g->lo == lo &&
	    g->hi == hi)
		return true;
	if (!clear(r, hi - lo))
		return false;
	for (at = lo; at < hi; at += PIECE) {
		n = hi - at < PIECE + GRAM - 1 ? (size_t)(hi - at)
					       : PIECE + GRAM - 1;
		n = fetch(&above->src, at, r->piece, n);
		for (i = 0; i + GRAM <= n; i++) {
			h = hash(r, r->piece + i);
			r->bits[h / 8] |= (uint8_t)(1U << h % 8);
		}
	}
	*g = (struct region){ above->serial, lo, hi, true };
	return true;
}

/* May the n bytes at p stand in the region? */
static bool
may_stand(const struct fx_repeat *r, const uint8_t *p, size_t n)
{
	size_t i;

	for (i = 0; i + GRAM <= n; i++)
		if (!has(r, hash(r, p + i)))
			return false;
	return true;
}

/* The first place of the n bytes at p in [lo, hi) of a stream. */
static bool
search(struct fx_repeat *r, const struct fx_source *src, uint64_t lo,
    uint64_t hi, const uint8_t *p, size_t n, uint64_t *at)
{
	const uint8_t *found;
	size_t have, want;

	for (; hi - lo >= n; lo += PIECE) {
		want = hi - lo < PIECE + n - 1 ? (size_t)(hi - lo)
					       : PIECE + n - 1;
		have = fetch(src, lo, r->piece, want);
		found = memmem(r->piece, have, p, n);
		if (found != NULL) {
			*at = lo + (uint64_t)(found - r->piece);
			return true;
		}
		if (have < want || hi - lo <= PIECE)
			return false;
	}
	return false;
}

/* Is it where it would be if nothing else came since the last one found? */
static bool
goes_on(struct fx_repeat *r, const struct fx_raw *above,
    const struct fx_layer_mark *last, uint64_t hi, uint64_t from,
    const uint8_t *p, size_t n, uint64_t *at)
{
	if (!last->any || from < last->off ||
	    !fx_add(last->at, from - last->off, at) || *at >= hi ||
	    hi - *at < n)
		return false;
	return fetch(&above->src, *at, r->piece, n) == n &&
	    memcmp(r->piece, p, n) == 0;
}

/*
 * Where in `above` do the n bytes at `from` of l stand as they are?  Behind the
 * last ones that were found: so what a stream gives twice, but has only once as
 * it is, is found there once.
 */
static bool
find(struct fx_repeat *r, struct fx_layer *l, const struct fx_raw *above,
    struct fx_layer_mark *last, uint64_t from, size_t n, uint64_t *at)
{
	const uint8_t *p = fx_layer_at(l, from);
	uint64_t first;
	struct fx_range in;

	if (n < LEAST || n > FX_WIDEST_MOST ||
	    !fx_layer_made(l, from, from + n, &in))
		return false;
	in.from = l->start + (in.from > SLACK ? in.from - SLACK : 0);
	in.to += l->start;
	if (in.to - in.from > REGION_MOST)
		in.from = in.to - REGION_MOST;
	if (!goes_on(r, above, last, in.to, from, p, n, at)) {
		if (!learn(r, above, in.from, in.to) || !may_stand(r, p, n))
			return false;
		first = last->any ? last->at + (from > last->off) : 0;
		if (first < in.from)
			first = in.from;
		if (first >= in.to ||
		    !search(r, &above->src, first, in.to, p, n, at))
			return false;
	}
	*last = (struct fx_layer_mark){ from, *at, true };
	return true;
}

bool
fx_repeat_may(const struct fx_layer *l)
{
	return l->decoder != NULL &&
	    (l->decoder->stores || l->decoder->place != NULL);
}

bool
fx_repeat_tells(struct fx_repeat *r, struct fx_layer *l,
    const struct fx_raw *above, const struct fx_carve *cv,
    const struct fx_cand *cand, uint64_t from, uint64_t to)
{
	struct fx_range in;
	size_t n, size = 0;

	if (!fx_repeat_may(l))
		return false;
	if (!l->decoder->stores) {
		if (!fx_decode_place(l->d, from, to, &in))
			return false;
	} else {
		/* So few may stand anywhere: with some of those behind. */
		n = to - from < LEAST ? LEAST : (size_t)(to - from);
		if (from + n > fx_layer_have(l) ||
		    !find(r, l, above, &l->value, from, n, &in.from))
			return false;
		in.to = in.from + (to - from);
		in.from += cand->lo - cand->first;
		size = (size_t)(to - from);
	}
	return fx_again_repeats(r->again, above, &in, size, cv, cand);
}

bool
fx_repeat_start(struct fx_repeat *r, struct fx_layer *l,
    const struct fx_raw *above, uint64_t from, uint64_t *at)
{
	return l->decoder != NULL && l->decoder->stores &&
	    from + START <= fx_layer_have(l) &&
	    find(r, l, above, &l->begun, from, START, at);
}
