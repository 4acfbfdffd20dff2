/* pair_avx512.c - the search for anchors of bytes for x86-64 with AVX-512: as
 * by AVX2, 64 bytes a step */
#include "internal.h"

#ifdef __SSE2__
#include <immintrin.h>

enum { STEP = 64 };

#define FOR_AVX512 __attribute__((target("avx512f,avx512bw")))

FOR_AVX512 static inline __m512i
load(const uint8_t *p)
{
	return _mm512_loadu_si512((const void *)p);
}

FOR_AVX512 static inline __m512i
all_lanes(const uint8_t table[16])
{
	return _mm512_broadcast_i32x4(
	    _mm_loadu_si128((const __m128i *)(const void *)table));
}

/* Which pairs may these bytes be of, by both of their halves? */
FOR_AVX512 static inline __m512i
ask(__m512i v, __m512i low, __m512i high)
{
	const __m512i half = _mm512_set1_epi8(15);

	return _mm512_and_si512(_mm512_shuffle_epi8(low,
				    _mm512_and_si512(v, half)),
	    _mm512_shuffle_epi8(high,
		_mm512_and_si512(_mm512_srli_epi16(v, 4), half)));
}

FOR_AVX512 void
fx_pairs_avx512(const uint8_t *p, size_t n, const struct fx_pair *pair,
    size_t npair, struct fx_places *places)
{
	uint8_t halves[4][16];
	__m512i low0, high0, low1, high1, first, second;
	uint64_t bits;
	size_t base;

	fx_pairs_halves(pair, npair, halves);
	low0 = all_lanes(halves[0]);
	high0 = all_lanes(halves[1]);
	low1 = all_lanes(halves[2]);
	high1 = all_lanes(halves[3]);
	places->n = 0;
	for (base = 0; n - base > STEP; base += STEP) {
		first = ask(load(p + base), low0, high0);
		second = ask(load(p + base + 1), low1, high1);
		bits = _cvtmask64_u64(_mm512_test_epi8_mask(first, second));
		if (__builtin_expect(bits != 0, 0))
			fx_pairs_put(p, base, bits, pair, npair, places);
	}
	fx_pairs_slow(p, n, base, pair, npair, places);
}
#endif
