/*
 * pair_avx2.c - the search for anchors of bytes for newer x86-64
 *
 * Each pair has a bit of eight.  Four tables tell of each half of the two bytes
 * which pairs it may be of: a bit that is left of all four is a place.  Pairs
 * that share a bit are told apart behind it.
 */
#include "internal.h"

#ifdef __SSE2__
#include <immintrin.h>

enum { LANE = 32, STEP = 64, BITS = 8 };

#define FOR_AVX2 __attribute__((target("avx2")))

/* Pairs by low and high half of the first byte, and of the second. */
struct tables {
	__m256i low0, high0, low1, high1;
};

/* Which pairs may have this half, of all values where only mask counts? */
static void
add(uint8_t table[16], uint8_t half, uint8_t mask, uint8_t bit)
{
	unsigned int v;

	for (v = 0; v < 16; v++)
		if ((v & mask) == (half & mask))
			table[v] |= bit;
}

FOR_AVX2 static __m256i
both(const uint8_t table[16])
{
	return _mm256_broadcastsi128_si256(
	    _mm_loadu_si128((const __m128i *)(const void *)table));
}

FOR_AVX2 static struct tables
prepare(const struct fx_pair *pair, size_t n)
{
	uint8_t t[4][16] = { { 0 } };
	struct tables tables;
	uint8_t bit;
	size_t k;

	for (k = 0; k < n; k++) {
		bit = (uint8_t)(1U << k % BITS);
		add(t[0], pair[k].first & 15, 15, bit);
		add(t[1], pair[k].first >> 4, 15, bit);
		add(t[2], pair[k].second & 15, pair[k].mask & 15, bit);
		add(t[3], pair[k].second >> 4, pair[k].mask >> 4, bit);
	}
	tables.low0 = both(t[0]);
	tables.high0 = both(t[1]);
	tables.low1 = both(t[2]);
	tables.high1 = both(t[3]);
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

static bool
is_pair(const uint8_t *p, const struct fx_pair *pair, size_t n)
{
	size_t k;

	for (k = 0; k < n; k++)
		if (p[0] == pair[k].first &&
		    (p[1] & pair[k].mask) == pair[k].second)
			return true;
	return false;
}

static __attribute__((noinline)) void
put(const uint8_t *p, size_t base, uint64_t bits, const struct fx_pair *pair,
    size_t n, struct fx_places *places)
{
	size_t i;

	for (; bits != 0; bits &= bits - 1) {
		i = base + (size_t)__builtin_ctzll(bits);
		if (n <= BITS || is_pair(p + i, pair, n))
			fx_places_put(places, i);
	}
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
			put(p, base, ~bits, pair, npair, places);
	}
	fx_pairs_slow(p, n, base, pair, npair, places);
}
#endif
