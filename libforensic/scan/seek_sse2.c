/* seek_sse2.c - the kernel of the search for x86-64 */
#include "seek_loop.h"

#ifdef __SSE2__
#include <emmintrin.h>

enum { LANE = 16, LANES = FX_STEP / LANE };

/* A bit for each byte of ones, in place k of the four of a step. */
static inline uint64_t
mask(__m128i same, unsigned int k)
{
	return (uint64_t)(unsigned int)_mm_movemask_epi8(same) << k * LANE;
}

/* Which bytes are first to first + n - 1? */
static inline uint64_t
among(const __m128i v[LANES], char first, char n)
{
	const __m128i from = _mm_set1_epi8(first);
	const __m128i most = _mm_set1_epi8((char)(n - 1));
	uint64_t bits = 0;
	unsigned int k;
	__m128i w;

#pragma GCC unroll 4
	for (k = 0; k < LANES; k++) {
		w = _mm_sub_epi8(v[k], from);
		bits |= mask(_mm_cmpeq_epi8(_mm_min_epu8(w, most), w), k);
	}
	return bits;
}

static inline uint64_t
one(const __m128i v[LANES], char c)
{
	const __m128i same = _mm_set1_epi8(c);
	uint64_t bits = 0;
	unsigned int k;

#pragma GCC unroll 4
	for (k = 0; k < LANES; k++)
		bits |= mask(_mm_cmpeq_epi8(v[k], same), k);
	return bits;
}

static inline void
load(const uint8_t *p, __m128i v[LANES])
{
	unsigned int k;

#pragma GCC unroll 4
	for (k = 0; k < LANES; k++)
		v[k] = _mm_loadu_si128(
		    (const __m128i *)(const void *)(p + (size_t)k * LANE));
}

FX_INLINE void
signs(const uint8_t *p, unsigned int wanted, uint64_t sign[FX_SIGNS])
{
	__m128i v[LANES];

	load(p, v);
	memset(sign, 0, FX_SIGNS * sizeof(sign[0]));
	if (wanted >> FX_SIGN_DIGIT & 1)
		sign[FX_SIGN_DIGIT] = among(v, '0', 10);
	if (wanted >> FX_SIGN_UPPER & 1)
		sign[FX_SIGN_UPPER] = among(v, 'A', 26);
	if (wanted >> FX_SIGN_LOWER & 1)
		sign[FX_SIGN_LOWER] = among(v, 'a', 26);
	if (wanted >> FX_SIGN_LESS & 1)
		sign[FX_SIGN_LESS] = one(v, '<');
	if (wanted >> FX_SIGN_URL & 1)
		sign[FX_SIGN_URL] = one(v, '-') | one(v, '_');
	if (wanted >> FX_SIGN_ALIKE & 1)
		sign[FX_SIGN_ALIKE] = one(v, '0') | one(v, 'O') | one(v, 'I') |
		    one(v, 'l');
}

FX_INLINE void
classes(const uint8_t *p, const struct fx_seek *s, uint64_t chars[FX_CLASSES])
{
	uint64_t sign[FX_SIGNS];

	signs(p, s->signs, sign);
	fx_chars(s, sign, chars);
}

/* Without a shuffle of bytes there is nothing better than tables. */
FX_INLINE uint64_t
prints(const uint8_t *p, const struct fx_seek *s)
{
	uint64_t bits = 0;
	unsigned int i;

	for (i = 0; i < FX_STEP; i++)
		bits |= (uint64_t)((s->exact[0][p[i]] & s->exact[1][p[i + 1]] &
				       s->exact[2][p[i + 2]] &
				       s->exact[3][p[i + 3]]) != 0)
		    << i;
	return bits;
}

FX_INLINE uint64_t
zeros(const uint8_t *p)
{
	__m128i v[LANES];

	load(p, v);
	return one(v, 0);
}

void
fx_seek_sse2(const struct fx_seek *s, const struct fx_search *find)
{
	static const struct fx_kernel kernel = { classes, prints, zeros };

	fx_seek_with(s, find, &kernel);
}
#endif
