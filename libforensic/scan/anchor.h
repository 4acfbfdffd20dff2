/*
 * anchor.h - the search for digit runs, 64 bytes a step
 *
 * A kernel turns 64 bytes into one bit each: is it a digit, is it zero.  The
 * rest is plain algebra on 64-bit words, the same for every kernel: the file of
 * a kernel defines the two functions and gives them to fx_runs_with, which is
 * inlined into it.
 */
#ifndef SCAN_ANCHOR_H
#define SCAN_ANCHOR_H

#include <string.h>

#include "internal.h"

#define FX_INLINE static inline __attribute__((always_inline))

enum { FX_STEP = 64 };

/* Bit i of the result speaks of p[i], 0 <= i < FX_STEP. */
typedef uint64_t fx_class(const uint8_t *p);

/* Words of the step before, from which bits shift into this one. */
struct fx_carry {
	uint64_t run[4]; /* 1, 2, 4 and 8 digits end here */
	uint64_t alt[4]; /* the same, counting every other byte */
};

/* now moved up by k places, filled from the step before. */
FX_INLINE uint64_t
fx_shift(uint64_t now, uint64_t before, unsigned int k)
{
	return now << k | before >> (FX_STEP - k);
}

/*
 * Where do runs of 1 << log digits end?  Doubling: 2n digits end where n end
 * and n places before n end.  Returns the first such place of each run; *alt is
 * every place where so many digits at every other byte end.
 */
FX_INLINE uint64_t
fx_runs_end(uint64_t digits, struct fx_carry *c, unsigned int log,
    uint64_t *alt)
{
	uint64_t run = digits, a = digits, t, edge;
	unsigned int i;

	for (i = 0; i < log; i++) {
		t = run;
		run &= fx_shift(t, c->run[i], 1U << i);
		c->run[i] = t;
		t = a;
		a &= fx_shift(t, c->alt[i], 2U << i);
		c->alt[i] = t;
	}
	edge = run & ~fx_shift(run, c->run[log], 1);
	c->run[log] = run;
	*alt = a;
	return edge;
}

/* anchor.c: the rare part, kept out of the loop. */
void fx_runs_edge(const uint8_t *p, size_t n, size_t base, uint64_t edge,
    unsigned int size, struct fx_runs *runs);
void fx_runs_wide(const uint8_t *p, size_t base, uint64_t alt,
    struct fx_runs *runs);

FX_INLINE bool
fx_is_zero(const uint8_t *p)
{
	uint64_t w[FX_STEP / 8], any = 0;
	unsigned int i;

	memcpy(w, p, sizeof(w));
	for (i = 0; i < FX_LEN(w); i++)
		any |= w[i];
	return any == 0;
}

FX_INLINE void
fx_runs_loop(const uint8_t *p, size_t n, struct fx_runs *runs, fx_class *digits,
    fx_class *zeros, unsigned int log)
{
	static const uint64_t even = 0x5555555555555555;
	bool ask = runs->wide != NULL;
	struct fx_carry c = { { 0 }, { 0 } };
	uint64_t d, edge, alt, wanted = ask ? UINT64_MAX : 0, before, z, first;
	uint8_t tail[FX_STEP] = { 0 };
	const uint8_t *q;
	size_t base;

	for (base = 0; base < n; base += FX_STEP) {
		q = p + base;
		if (n - base < FX_STEP) {
			memcpy(tail, q, n - base);
			q = tail;
		}
		d = digits(q);
		edge = fx_runs_end(d, &c, log, &alt);
		if (__builtin_expect(edge != 0, 0))
			fx_runs_edge(p, n, base, edge, 1U << log, runs);
		alt &= wanted;
		if (__builtin_expect(alt != 0, 0)) {
			before = base > 0 && p[base - 1] == 0;
			z = log > 0 ? zeros(q) << 1 | before : UINT64_MAX;
			if ((alt & z) != 0)
				fx_runs_wide(p, base, alt & z, runs);
			wanted = (runs->wide[0] ? 0 : even) |
			    (runs->wide[1] ? 0 : ~even);
		}
		memcpy(&first, q, sizeof(first));
		if ((d | first) != 0 || q == tail || !fx_is_zero(q))
			continue;
		/* No digit in this step: nothing is carried out of it. */
		while (
		    n - base >= FX_STEP + FX_STEP && fx_is_zero(q + FX_STEP)) {
			base += FX_STEP;
			q += FX_STEP;
		}
	}
}

/* The whole search, for one kernel. */
FX_INLINE void
fx_runs_with(const uint8_t *p, size_t n, struct fx_runs *runs, fx_class *digits,
    fx_class *zeros)
{
	runs->n = 0;
	if (runs->min >= 8)
		fx_runs_loop(p, n, runs, digits, zeros, 3);
	else if (runs->min >= 4)
		fx_runs_loop(p, n, runs, digits, zeros, 2);
	else if (runs->min >= 2)
		fx_runs_loop(p, n, runs, digits, zeros, 1);
	else
		fx_runs_loop(p, n, runs, digits, zeros, 0);
}

#endif
