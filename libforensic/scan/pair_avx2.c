/*
 * pair_avx2.c - the search for anchors of bytes for newer x86-64
 *
 * Four tables tell of each half of the two bytes which pairs it may be of; what
 * is left of all four is compared.
 */
#include "internal.h"

#ifdef __SSE2__
#include <immintrin.h>

enum { LANE = 32, STEP = 64 };

#define FOR_AVX2 __attribute__((target("avx2")))

/* Pairs by low and high half of the first byte, and of the second. */
struct tables {
	__m256i low0, high0, low1, high1;
};

FOR_AVX2 static __m256i
both(const uint8_t table[16])
{
	return _mm256_broadcastsi128_si256(
	    _mm_loadu_si128((const __m128i *)(const void *)table));
}

FOR_AVX2 static struct tables
prepare(const struct fx_pair *pair, size_t n)
{
	struct tables tables;
	uint8_t halves[4][16];

	fx_pairs_halves(pair, n, halves);
	tables.low0 = both(halves[0]);
	tables.high0 = both(halves[1]);
	tables.low1 = both(halves[2]);
	tables.high1 = both(halves[3]);
	return tables;
}

/* A bit for each of the 32 bytes at p that is no place. */
FOR_AVX2 static inline uint32_t
others(const uint8_t *p, const struct tables *t)
{
	const __m256i half = _mm256_set1_epi8(15);
	__m256i a = _mm256_loadu_si256((const __m256i *)(const void *)p);
	__m256i b = _mm256_loadu_si256((const __m256i *)(const void *)(p + 1));
	__m256i x, y;

	x = _mm256_and_si256(_mm256_shuffle_epi8(t->low0,
				 _mm256_and_si256(a, half)),
	    _mm256_shuffle_epi8(t->high0,
		_mm256_and_si256(_mm256_srli_epi16(a, 4), half)));
	y = _mm256_and_si256(_mm256_shuffle_epi8(t->low1,
				 _mm256_and_si256(b, half)),
	    _mm256_shuffle_epi8(t->high1,
		_mm256_and_si256(_mm256_srli_epi16(b, 4), half)));
	return (uint32_t)_mm256_movemask_epi8(
	    _mm256_cmpeq_epi8(_mm256_and_si256(x, y), _mm256_setzero_si256()));
}

FOR_AVX2 void
fx_pairs_avx2(const uint8_t *p, size_t n, const struct fx_pair *pair,
    size_t npair, struct fx_places *places)
{
	struct tables t = prepare(pair, npair);
	uint64_t bits;
	size_t base;

	places->n = 0;
	for (base = 0; n - base > STEP; base += STEP) {
		bits = others(p + base, &t) |
		    (uint64_t)others(p + base + LANE, &t) << LANE;
		if (__builtin_expect(bits != UINT64_MAX, 0))
			fx_pairs_put(p, base, ~bits, pair, npair, places);
	}
	fx_pairs_slow(p, n, base, pair, npair, places);
}
#endif
