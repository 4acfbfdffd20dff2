/*
 * seek_around.h - which of the characters around a place are digits or capitals
 *
 * Most places where a pattern may stand have its print or its run and nothing
 * else of it.  One comparison of this word tells nearly all of them.
 */
#ifndef SCAN_SEEK_AROUND_H
#define SCAN_SEEK_AROUND_H

#include <string.h>

#include "among.h"
#include "internal.h"

enum {
	FX_AROUND = 32,                 /* characters, */
	FX_AROUND_BACK = FX_AROUND / 2, /* so many before the place */
	FX_AROUND_CAPITALS = FX_AROUND, /* bits of capitals are behind those
	                                   of digits */
};
_Static_assert((int)FX_ANCHOR_TEXT_MOST <= (int)FX_AROUND_BACK,
    "a pattern lies within, wherever its print is");

/* Where the FX_AROUND characters around a place lie, or a copy of them: what is
 * outside of the text is zeros. */
static inline const uint8_t *
fx_around_at(const struct fx_search *find, size_t at, uint8_t copy[FX_AROUND])
{
	const size_t behind = FX_AROUND - FX_AROUND_BACK;
	size_t from, to;

	if (__builtin_expect(at >= FX_AROUND_BACK && find->n - at >= behind, 1))
		return find->p + at - FX_AROUND_BACK;
	from = at > FX_AROUND_BACK ? at - FX_AROUND_BACK : 0;
	to = find->n - at > behind ? at + behind : find->n;
	memset(copy, 0, FX_AROUND);
	memcpy(copy + FX_AROUND_BACK - (at - from), find->p + from, to - from);
	return copy;
}

/* Which of those characters are digits, and which are capitals? */
static inline uint64_t
fx_around_digits(const uint8_t *p)
{
	return fx_among(p, '0', 10) |
	    fx_among(p + FX_AMONG, '0', 10) << FX_AMONG;
}

static inline uint64_t
fx_around_capitals(const uint8_t *p)
{
	return (uint64_t)(fx_among(p, 'A', 26) |
		   fx_among(p + FX_AMONG, 'A', 26) << FX_AMONG)
	    << FX_AROUND_CAPITALS;
}

/*
 * A pattern may begin with a sector whatever stands before that.  Returns bits
 * of the character before a sector that begins up to FX_AROUND_BACK - 1
 * characters before the place, or there; 0: none does.
 */
static inline uint64_t
fx_around_sector(const struct fx_search *find, size_t at)
{
	const uint64_t in = (find->off + at * (uint64_t)find->unit) % FX_SECTOR;

	if (__builtin_expect(in >= (uint64_t)FX_AROUND_BACK * find->unit, 1))
		return 0;
	return (UINT64_C(1) | UINT64_C(1) << FX_AROUND_CAPITALS)
	    << (FX_AROUND_BACK - 1 - in / find->unit);
}

#endif
