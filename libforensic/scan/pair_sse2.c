/* pair_sse2.c - the search for anchors of bytes for x86-64 */
#include "internal.h"

#ifdef __SSE2__
#include <emmintrin.h>

enum { LANE = 16, STEP = 64 };

struct needle {
	__m128i first, mask, second;
};

static inline __m128i
load(const uint8_t *p)
{
	return _mm_loadu_si128((const __m128i *)(const void *)p);
}

/* Where in the 16 bytes at p does a pair begin? */
static inline __m128i
find(const uint8_t *p, const struct needle *needle, size_t n)
{
	__m128i a = load(p), b = load(p + 1), all = _mm_setzero_si128(), one;
	size_t k;

	for (k = 0; k < n; k++) {
		one = _mm_cmpeq_epi8(_mm_and_si128(b, needle[k].mask),
		    needle[k].second);
		one = _mm_and_si128(one, _mm_cmpeq_epi8(a, needle[k].first));
		all = _mm_or_si128(all, one);
	}
	return all;
}

static void
put(struct fx_places *places, size_t base, __m128i found)
{
	unsigned int bits = (unsigned int)_mm_movemask_epi8(found);

	for (; bits != 0; bits &= bits - 1)
		fx_places_put(places, base + (size_t)__builtin_ctz(bits));
}

/* Whole steps, the byte behind each at hand; returns how far it came. */
static size_t
steps(const uint8_t *p, size_t n, const struct needle *needle, size_t nneedle,
    struct fx_places *places)
{
	__m128i found[STEP / LANE], any;
	size_t base, i;

	for (base = 0; n - base > STEP; base += STEP) {
		any = _mm_setzero_si128();
		for (i = 0; i < STEP / LANE; i++) {
			found[i] = find(p + base + i * LANE, needle, nneedle);
			any = _mm_or_si128(any, found[i]);
		}
		if (__builtin_expect(_mm_movemask_epi8(any) == 0, 1))
			continue;
		for (i = 0; i < STEP / LANE; i++)
			put(places, base + i * LANE, found[i]);
	}
	return base;
}

void
fx_pairs_sse2(const uint8_t *p, size_t n, const struct fx_pair *pair,
    size_t npair, struct fx_places *places)
{
	struct needle needle[FX_PAIRS_MOST];
	size_t k;

	for (k = 0; k < npair; k++) {
		needle[k].first = _mm_set1_epi8((char)pair[k].first);
		needle[k].mask = _mm_set1_epi8((char)pair[k].mask);
		needle[k].second = _mm_set1_epi8((char)pair[k].second);
	}
	places->n = 0;
	fx_pairs_slow(p, n, steps(p, n, needle, npair, places), pair, npair,
	    places);
}
#endif
