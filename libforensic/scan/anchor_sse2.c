/* anchor_sse2.c - the kernel of the digit search for x86-64 */
#include "anchor.h"

#ifdef __SSE2__
#include <emmintrin.h>

enum { LANE = 16 };

static inline __m128i
load(const uint8_t *p)
{
	return _mm_loadu_si128((const __m128i *)(const void *)p);
}

static inline uint64_t
mask(__m128i same)
{
	return (uint64_t)(unsigned int)_mm_movemask_epi8(same);
}

FX_INLINE uint64_t
digits(const uint8_t *p)
{
	const __m128i zero = _mm_set1_epi8('0'), nine = _mm_set1_epi8(9);
	uint64_t bits = 0;
	unsigned int i;
	__m128i v;

	for (i = 0; i < FX_STEP / LANE; i++) {
		v = _mm_sub_epi8(load(p + (size_t)i * LANE), zero);
		v = _mm_cmpeq_epi8(_mm_min_epu8(v, nine), v);
		bits |= mask(v) << i * LANE;
	}
	return bits;
}

FX_INLINE uint64_t
zeros(const uint8_t *p)
{
	uint64_t bits = 0;
	unsigned int i;
	__m128i v;

	for (i = 0; i < FX_STEP / LANE; i++) {
		v = _mm_cmpeq_epi8(load(p + (size_t)i * LANE),
		    _mm_setzero_si128());
		bits |= mask(v) << i * LANE;
	}
	return bits;
}

void
fx_runs_sse2(const uint8_t *p, size_t n, struct fx_runs *runs)
{
	fx_runs_with(p, n, runs, digits, zeros);
}
#endif
