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
	uint64_t w[FX_STEP / 8];

	memcpy(w, p, sizeof(w));
	return (w[0] | w[1] | w[2] | w[3] | w[4] | w[5] | w[6] | w[7]) == 0;
}

/* How many whole steps from p on, of n bytes, hold nothing but zeros? */
static inline size_t
fx_zeros_skip(const uint8_t *p, size_t n)
{
	size_t i = 0;

	while (n - i >= FX_STEP && fx_is_zero(p + i))
		i += FX_STEP;
	return i;
}

/* One step of the search; *wanted has the places where alt still matters. */
FX_INLINE void
fx_runs_step(const uint8_t *p, size_t n, size_t base, const uint8_t *q,
    uint64_t d, struct fx_carry *c, uint64_t *wanted, struct fx_runs *runs,
    fx_class *zeros, unsigned int log)
{
	static const uint64_t even = 0x5555555555555555;
	uint64_t edge, alt, z;

	edge = fx_runs_end(d, c, log, &alt);
	alt &= *wanted;
	if (__builtin_expect((edge | alt) == 0, 1))
		return;
	if (edge != 0)
		fx_runs_edge(p, n, base, edge, 1U << log, runs);
	if (log > 0 && alt != 0) {
		z = base > 0 && p[base - 1] == 0;
		alt &= zeros(q) << 1 | z;
	}
	if (alt == 0)
		return;
	fx_runs_wide(p, base, alt, runs);
	*wanted = (runs->wide[0] ? 0 : even) | (runs->wide[1] ? 0 : ~even);
}

FX_INLINE void
fx_runs_loop(const uint8_t *p, size_t n, struct fx_runs *runs, fx_class *digits,
    fx_class *zeros, unsigned int log)
{
	uint64_t d, wanted = runs->wide != NULL ? UINT64_MAX : 0, first;
	uint8_t tail[FX_STEP] = { 0 };
	struct fx_carry c = { { 0 }, { 0 } };
	size_t base;

	for (base = 0; n - base >= FX_STEP; base += FX_STEP) {
		d = digits(p + base);
		fx_runs_step(p, n, base, p + base, d, &c, &wanted, runs, zeros,
		    log);
		/* Behind a step without digits nothing is carried on. */
		memcpy(&first, p + base, sizeof(first));
		if (__builtin_expect((d | first) == 0, 0))
			base += fx_zeros_skip(p + base + FX_STEP,
			    n - base - FX_STEP);
	}
	if (base == n)
		return;
	memcpy(tail, p + base, n - base);
	fx_runs_step(p, n, base, tail, digits(tail), &c, &wanted, runs, zeros,
	    log);
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
