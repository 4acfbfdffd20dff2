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

/* A bit of each byte, or a byte of a vector: what a table tells of it. */
FOR_AVX512 static inline __m512i
ask(__m512i v, const uint8_t all[2 * FX_STEP])
{
	return _mm512_permutex2var_epi8(load(all), v, load(all + FX_STEP));
}

/* The characters at p; all that no table tells apart are one. */
FOR_AVX512 static inline __m512i
known(const uint8_t *p)
{
	return _mm512_min_epu8(load(p), _mm512_set1_epi8(2 * FX_STEP - 1));
}

FOR_AVX512 FX_INLINE void
classes(const uint8_t *p, const struct fx_seek *s, uint64_t chars[FX_CLASSES])
{
	const __m512i v = ask(known(p), s->sets);
	size_t i;

	for (i = 0; i < s->nset; i++)
		chars[i] = word(_mm512_test_epi8_mask(v,
		    _mm512_set1_epi8((char)(1U << i))));
}

/* Buckets that are left of all when each place's table is asked. */
FOR_AVX512 FX_INLINE uint64_t
prints(const uint8_t *p, const struct fx_seek *s)
{
	const struct fx_table *t = s->table;
	const bool two = s->ntable > 1;
	__m512i some = _mm512_set1_epi8(-1), more = some, v;
	unsigned int k;

#pragma GCC unroll 4
	for (k = 0; k < FX_PRINT; k++) {
		v = known(p + k);
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
	const __m512i v = load(p);

	return word(_mm512_testn_epi8_mask(v, v));
}

FOR_AVX512 void
fx_seek_avx512(const struct fx_seek *s, const struct fx_search *find)
{
	static const struct fx_kernel kernel = { classes, prints, zeros };

	fx_seek_with(s, find, &kernel);
}
#endif
