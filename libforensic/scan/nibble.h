/*
 * nibble.h - the search for bytes in a row that share their high nibble
 *
 * Digits under a key, whatever the key, are such a row.  One of 13 bytes holds
 * two whole groups of four beside each other, counted from the start of the
 * block: a kernel tells of 64 bytes which groups of four share a nibble that is
 * not 0, the file of a kernel gives it to fx_quads_with, which is inlined.
 */
#ifndef SCAN_NIBBLE_H
#define SCAN_NIBBLE_H

#include <string.h>

#include "internal.h"

#define FX_QUAD_INLINE static inline __attribute__((always_inline))

enum { FX_QUAD = 4, FX_QUADS = 8, FX_QUAD_STEP = 64 };

/* Bit i: do bytes 4i to 4i + 3 of 64 share a high nibble other than 0? */
typedef uint32_t fx_quads(const uint8_t *p);

/* Do the two groups at i and the two bytes behind them share one nibble? */
FX_QUAD_INLINE bool
fx_quads_more(const uint8_t *p, size_t n, size_t i)
{
	return n - i >= FX_QUADS + 2 &&
	    (((p[i] ^ p[i + FX_QUAD]) | (p[i] ^ p[i + FX_QUADS]) |
		 (p[i] ^ p[i + FX_QUADS + 1])) &
		0xf0) == 0;
}

/* The first such place of a step at base, n if none; both: pairs end here. */
FX_QUAD_INLINE size_t
fx_quads_pick(const uint8_t *p, size_t n, size_t base, uint32_t both)
{
	size_t i;

	for (; both != 0; both &= both - 1) {
		i = base + (size_t)__builtin_ctz(both) * FX_QUAD - FX_QUAD;
		if (fx_quads_more(p, n, i))
			return i;
	}
	return n;
}

FX_QUAD_INLINE size_t
fx_quads_with(const uint8_t *p, size_t n, size_t from, fx_quads *quads)
{
	size_t base = from & ~(size_t)(FX_QUAD_STEP - 1), i;
	uint32_t wanted = 0xffffU << (from - base) / FX_QUAD;
	uint8_t tail[FX_QUAD_STEP] = { 0 };
	uint32_t bits, both, last = 0;

	for (; base < n && n - base >= FX_QUAD_STEP; base += FX_QUAD_STEP) {
		bits = quads(p + base) & wanted;
		both = bits & (bits << 1 | last);
		if (__builtin_expect(both != 0, 0) &&
		    (i = fx_quads_pick(p, n, base, both)) < n)
			return i;
		last = bits >> 15;
		wanted = 0xffff;
	}
	if (base >= n)
		return n;
	memcpy(tail, p + base, n - base);
	bits = quads(tail) & wanted;
	return fx_quads_pick(p, n, base, bits & (bits << 1 | last));
}

#endif
