/*
 * seek_avx512.c - the kernel of the search for x86-64 with AVX-512 and VBMI
 *
 * A step is one register, and what is told of its bytes one mask.  Prints are
 * looked for as by AVX2, but by whole characters, not by halves of them.
 */
#include "seek_loop.h"

#ifdef __SSE2__
#include <immintrin.h>

#define FOR_AVX512 __attribute__((target("avx512f,avx512bw,avx512vbmi")))

FOR_AVX512 static inline __m512i
load(const uint8_t *p)
{
	return _mm512_loadu_si512((const void *)p);
}

/*
 * A mask as a word.  The compiler is kept from calculating in registers for
 * masks, where each step takes four times as long.
 */
FOR_AVX512 static inline uint64_t
word(__mmask64 mask)
{
	uint64_t bits = _cvtmask64_u64(mask);

	__asm__("" : "+r"(bits));
	return bits;
}

/* Which bytes are first to first + n - 1? */
FOR_AVX512 static inline uint64_t
among(__m512i v, char first, char n)
{
	return _mm512_cmplt_epu8_mask(_mm512_sub_epi8(v,
					  _mm512_set1_epi8(first)),
	    _mm512_set1_epi8(n));
}

FOR_AVX512 static inline uint64_t
one(__m512i v, char c)
{
	return word(_mm512_cmpeq_epi8_mask(v, _mm512_set1_epi8(c)));
}

FOR_AVX512 FX_INLINE void
signs(const uint8_t *p, unsigned int wanted, uint64_t sign[FX_SIGNS])
{
	const __m512i v = load(p);

	(void)wanted; /* to ask would cost more */
	sign[FX_SIGN_DIGIT] = among(v, '0', 10);
	sign[FX_SIGN_UPPER] = among(v, 'A', 26);
	sign[FX_SIGN_LOWER] = among(v, 'a', 26);
	sign[FX_SIGN_LESS] = one(v, '<');
	sign[FX_SIGN_URL] = one(v, '-') | one(v, '_');
	sign[FX_SIGN_ALIKE] = one(v, '0') | one(v, 'O') | one(v, 'I') |
	    one(v, 'l');
}

/* Of which buckets may the characters be, at one place of a print? */
FOR_AVX512 static inline __m512i
ask(__m512i v, const uint8_t all[2 * FX_STEP])
{
	return _mm512_permutex2var_epi8(load(all), v, load(all + FX_STEP));
}

FOR_AVX512 FX_INLINE uint64_t
prints(const uint8_t *p, const struct fx_seek *s)
{
	const __m512i last = _mm512_set1_epi8(2 * FX_STEP - 1);
	const struct fx_table *t = s->table;
	const bool two = s->ntable > 1;
	__m512i some = _mm512_set1_epi8(-1), more = some, v;
	unsigned int k;

#pragma GCC unroll 4
	for (k = 0; k < FX_PRINT; k++) {
		v = _mm512_min_epu8(load(p + k), last);
		some = _mm512_and_si512(some, ask(v, t->all[k]));
		if (two)
			more = _mm512_and_si512(more, ask(v, t[1].all[k]));
	}
	if (two)
		some = _mm512_or_si512(some, more);
	return word(_mm512_test_epi8_mask(some, some));
}

FOR_AVX512 static inline uint64_t
zeros(const uint8_t *p)
{
	return one(load(p), 0);
}

FOR_AVX512 void
fx_seek_avx512(const struct fx_seek *s, const struct fx_search *find)
{
	static const struct fx_kernel kernel = { signs, prints, zeros };

	fx_seek_with(s, find, &kernel);
}
#endif
