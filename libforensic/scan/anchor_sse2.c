/* anchor_sse2.c - the kernel of the digit search for x86-64 */
#include "anchor.h"

#ifdef __SSE2__
#include <emmintrin.h>

enum { LANE = 16 };

static inline __m128i
load(const uint8_t *p, unsigned int k)
{
	p += (size_t)k * LANE;
	return _mm_loadu_si128((const __m128i *)(const void *)p);
}

/* A bit for each byte of ones, in place k of the four of a step. */
static inline uint64_t
mask(__m128i same, unsigned int k)
{
	return (uint64_t)(unsigned int)_mm_movemask_epi8(same) << k * LANE;
}

static inline uint64_t
digits_in(const uint8_t *p, unsigned int k)
{
	__m128i v = _mm_sub_epi8(load(p, k), _mm_set1_epi8('0'));

	return mask(_mm_cmpeq_epi8(_mm_min_epu8(v, _mm_set1_epi8(9)), v), k);
}

static inline uint64_t
zeros_in(const uint8_t *p, unsigned int k)
{
	return mask(_mm_cmpeq_epi8(load(p, k), _mm_setzero_si128()), k);
}

/* Written out: at -O2 a loop of four is not unrolled. */
FX_INLINE uint64_t
digits(const uint8_t *p)
{
	return digits_in(p, 0) | digits_in(p, 1) | digits_in(p, 2) |
	    digits_in(p, 3);
}

FX_INLINE uint64_t
zeros(const uint8_t *p)
{
	return zeros_in(p, 0) | zeros_in(p, 1) | zeros_in(p, 2) |
	    zeros_in(p, 3);
}

void
fx_runs_sse2(const uint8_t *p, size_t n, struct fx_runs *runs)
{
	fx_runs_with(p, n, runs, digits, zeros);
}
#endif
