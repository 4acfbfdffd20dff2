/* among.h - which of 16 characters are in a range */
#ifndef SCAN_AMONG_H
#define SCAN_AMONG_H

#include <stdint.h>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

enum { FX_AMONG = 16 };

/* A bit for each of the FX_AMONG characters at p that is one of n from first on
 * (n is 1 to 255). */
static inline uint32_t
fx_among(const uint8_t *p, uint8_t first, uint8_t n)
{
#ifdef __SSE2__
	__m128i v = _mm_loadu_si128((const __m128i *)(const void *)p);

	v = _mm_sub_epi8(v, _mm_set1_epi8((char)first));
	return (uint32_t)_mm_movemask_epi8(
	    _mm_cmpeq_epi8(v, _mm_min_epu8(v, _mm_set1_epi8((char)(n - 1)))));
#else
	uint32_t bits = 0;
	unsigned int i;

	for (i = 0; i < FX_AMONG; i++)
		bits |= (uint32_t)((uint8_t)(p[i] - first) < n) << i;
	return bits;
#endif
}

#endif
