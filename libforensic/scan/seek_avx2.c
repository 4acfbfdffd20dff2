/*
 * seek_avx2.c - the kernel of the search for newer x86-64
 *
 * Prints are looked for as Teddy does (a scheme of Hyperscan's): tables tell of
 * each half of a byte of which buckets it may be at each of four places; a bit
 * that is left of all eight is a print.
 */
#include "seek_loop.h"

#ifdef __SSE2__
#include <immintrin.h>

enum { LANE = 32 };

#define FOR_AVX2 __attribute__((target("avx2")))

FOR_AVX2 static inline __m256i
load(const uint8_t *p)
{
	return _mm256_loadu_si256((const __m256i *)(const void *)p);
}

FOR_AVX2 static inline uint64_t
mask(__m256i low, __m256i high)
{
	return (uint32_t)_mm256_movemask_epi8(low) |
	    (uint64_t)(uint32_t)_mm256_movemask_epi8(high) << LANE;
}

/* Which bytes are first to first + n - 1? */
FOR_AVX2 static inline uint64_t
among(__m256i low, __m256i high, char first, char n)
{
	const __m256i from = _mm256_set1_epi8(first);
	const __m256i most = _mm256_set1_epi8((char)(n - 1));

	low = _mm256_sub_epi8(low, from);
	high = _mm256_sub_epi8(high, from);
	return mask(_mm256_cmpeq_epi8(_mm256_min_epu8(low, most), low),
	    _mm256_cmpeq_epi8(_mm256_min_epu8(high, most), high));
}

FOR_AVX2 static inline uint64_t
one(__m256i low, __m256i high, char c)
{
	const __m256i same = _mm256_set1_epi8(c);

	return mask(_mm256_cmpeq_epi8(low, same),
	    _mm256_cmpeq_epi8(high, same));
}

FOR_AVX2 static inline __m256i
is_alike(__m256i v)
{
	__m256i a = _mm256_or_si256(_mm256_cmpeq_epi8(v, _mm256_set1_epi8('0')),
	    _mm256_cmpeq_epi8(v, _mm256_set1_epi8('O')));
	__m256i b = _mm256_or_si256(_mm256_cmpeq_epi8(v, _mm256_set1_epi8('I')),
	    _mm256_cmpeq_epi8(v, _mm256_set1_epi8('l')));

	return _mm256_or_si256(a, b);
}

FOR_AVX2 static inline __m256i
is_url(__m256i v)
{
	return _mm256_or_si256(_mm256_cmpeq_epi8(v, _mm256_set1_epi8('-')),
	    _mm256_cmpeq_epi8(v, _mm256_set1_epi8('_')));
}

FOR_AVX2 FX_INLINE void
signs(const uint8_t *p, unsigned int wanted, uint64_t sign[FX_SIGNS])
{
	const __m256i low = load(p), high = load(p + LANE);

	memset(sign, 0, FX_SIGNS * sizeof(sign[0]));
	if (wanted >> FX_SIGN_DIGIT & 1)
		sign[FX_SIGN_DIGIT] = among(low, high, '0', 10);
	if (wanted >> FX_SIGN_UPPER & 1)
		sign[FX_SIGN_UPPER] = among(low, high, 'A', 26);
	if (wanted >> FX_SIGN_LOWER & 1)
		sign[FX_SIGN_LOWER] = among(low, high, 'a', 26);
	if (wanted >> FX_SIGN_LESS & 1)
		sign[FX_SIGN_LESS] = one(low, high, '<');
	if (wanted >> FX_SIGN_URL & 1)
		sign[FX_SIGN_URL] = mask(is_url(low), is_url(high));
	if (wanted >> FX_SIGN_ALIKE & 1)
		sign[FX_SIGN_ALIKE] = mask(is_alike(low), is_alike(high));
}

FOR_AVX2 FX_INLINE void
classes(const uint8_t *p, const struct fx_seek *s, uint64_t chars[FX_CLASSES])
{
	uint64_t sign[FX_SIGNS];

	signs(p, s->signs, sign);
	fx_chars(s, sign, chars);
}

FOR_AVX2 static inline __m256i
table(const uint8_t half[16])
{
	return _mm256_broadcastsi128_si256(
	    _mm_loadu_si128((const __m128i *)(const void *)half));
}

/* The halves of 64 bytes. */
struct halves {
	__m256i low[2], high[2];
};

FOR_AVX2 static inline struct halves
halve(const uint8_t *p)
{
	const __m256i half = _mm256_set1_epi8(15);
	const __m256i v = load(p), w = load(p + LANE);
	struct halves h;

	h.low[0] = _mm256_and_si256(v, half);
	h.low[1] = _mm256_and_si256(w, half);
	h.high[0] = _mm256_and_si256(_mm256_srli_epi16(v, 4), half);
	h.high[1] = _mm256_and_si256(_mm256_srli_epi16(w, 4), half);
	return h;
}

/* Buckets that are left of these when a place's table is asked, too. */
FOR_AVX2 static inline void
ask(__m256i left[2], const struct halves *h, const uint8_t low[16],
    const uint8_t high[16])
{
	const __m256i a = table(low), b = table(high);

	left[0] = _mm256_and_si256(left[0],
	    _mm256_and_si256(_mm256_shuffle_epi8(a, h->low[0]),
		_mm256_shuffle_epi8(b, h->high[0])));
	left[1] = _mm256_and_si256(left[1],
	    _mm256_and_si256(_mm256_shuffle_epi8(a, h->low[1]),
		_mm256_shuffle_epi8(b, h->high[1])));
}

FOR_AVX2 static inline uint64_t
prints(const uint8_t *p, const struct fx_seek *s)
{
	const __m256i zero = _mm256_setzero_si256();
	const __m256i ones = _mm256_cmpeq_epi8(zero, zero);
	__m256i some[2] = { ones, ones }, more[2] = { ones, ones };
	const struct fx_table *t = s->table;
	const bool two = s->ntable > 1;
	struct halves h;
	unsigned int k;

	if (!two)
		more[0] = more[1] = zero;
#pragma GCC unroll 4
	for (k = 0; k < FX_PRINT; k++) {
		h = halve(p + k);
		ask(some, &h, t->low[k], t->high[k]);
		if (two)
			ask(more, &h, t[1].low[k], t[1].high[k]);
	}
	some[0] = _mm256_or_si256(some[0], more[0]);
	some[1] = _mm256_or_si256(some[1], more[1]);
	return ~mask(_mm256_cmpeq_epi8(some[0], zero),
	    _mm256_cmpeq_epi8(some[1], zero));
}

FOR_AVX2 static inline uint64_t
zeros(const uint8_t *p)
{
	return one(load(p), load(p + LANE), 0);
}

FOR_AVX2 void
fx_seek_avx2(const struct fx_seek *s, const struct fx_search *find)
{
	static const struct fx_kernel kernel = { classes, prints, zeros };

	fx_seek_with(s, find, &kernel);
}
#endif
