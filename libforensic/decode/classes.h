/*
 * classes.h - of 64 bytes, which are of the characters that texts are made of
 *
 * What stands in base64 or hex is found by runs of characters of a class, and
 * these by bits: one for each byte, the first lowest.
 */
#ifndef DECODE_CLASSES_H
#define DECODE_CLASSES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
	CLASSES_STEP = 64, /* bytes looked at together */
	CLASSES_LONG = 24, /* see classes_long */
};

struct classes {
	uint64_t base64; /* A-Z a-z 0-9 + / - _ */
	uint64_t hex;    /* 0-9 A-F a-f */
	uint64_t word;   /* A-Z a-z 0-9 */
	uint64_t gap;    /* blank, tab, CR, LF : , ; - */
};

/* Those of n bytes at p, CLASSES_STEP at most; what is not there is in none. */
typedef void classes_fn(const uint8_t *p, size_t n, struct classes *c);
classes_fn classes_of, classes_portable;
#ifdef __SSE2__
classes_fn classes_sse2;
#endif
#ifdef __x86_64__
classes_fn classes_avx2;
#endif

/* Those of all n bytes at p, step by step; the fast one of this machine. */
classes_fn classes_all_portable;
#ifdef __x86_64__
classes_fn classes_all_avx2, classes_all_avx512;
#endif
classes_fn *classes_fast(void);

/*
 * Where n (1 to CLASSES_STEP) or more ones begin, of which the first is one of
 * the bits of lo: the bits of hi come behind it.
 */
static inline uint64_t
classes_run(uint64_t lo, uint64_t hi, size_t n)
{
	size_t have, by;

	for (have = 1; have < n && lo != 0; have += by) {
		by = 2 * have <= n ? have : n - have;
		lo &= lo >> by | hi << (CLASSES_STEP - 1 - by) << 1;
		hi &= hi >> by;
	}
	return lo;
}

/*
 * May CLASSES_LONG or more ones begin in lo, with hi behind it?  Then two bytes
 * of it that lie side by side are full.
 */
static inline bool
classes_long(uint64_t lo, uint64_t hi)
{
	const uint64_t ones = UINT64_C(0x0101010101010101);

	return ((~lo - ones) & lo & ones << 7) != 0 ||
	    (lo >> (CLASSES_STEP - 1) != 0 && (hi & 0xffff) == 0xffff);
}

/* The bits i characters further on. */
static inline uint64_t
classes_ahead(uint64_t lo, uint64_t hi, unsigned int i)
{
	return lo >> i | hi << (CLASSES_STEP - i);
}

#endif
