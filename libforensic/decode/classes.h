/*
 * classes.h - of 64 bytes, which are of the characters that texts are made of
 *
 * What stands in base64 or hex is found by runs of characters of a class, and
 * these by bits: one for each byte, the first lowest.
 */
#ifndef DECODE_CLASSES_H
#define DECODE_CLASSES_H

#include <stddef.h>
#include <stdint.h>

enum { CLASSES_STEP = 64 }; /* bytes looked at together */

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

/* The bits i characters further on. */
static inline uint64_t
classes_ahead(uint64_t lo, uint64_t hi, unsigned int i)
{
	return lo >> i | hi << (CLASSES_STEP - i);
}

#endif
