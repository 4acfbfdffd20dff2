/* classes.c - classes of characters, 64 bytes at a time */
#include <string.h>

#include "classes.h"
#include "forensic/sys.h"

#ifdef __SSE2__
#include <immintrin.h>
#endif

static uint64_t
bit(int set, size_t i)
{
	return (uint64_t)(set != 0) << i;
}

void
classes_portable(const uint8_t *p, size_t n, struct classes *c)
{
	size_t i;
	int digit, letter;

	*c = (struct classes){ 0 };
	for (i = 0; i < n && i < CLASSES_STEP; i++) {
		digit = (uint8_t)(p[i] - '0') <= 9;
		letter = (uint8_t)((p[i] | 0x20) - 'a') <= 'z' - 'a';
		c->word |= bit(digit | letter, i);
		c->hex |= bit(digit || (letter && (p[i] | 0x20) <= 'f'), i);
		c->gap |= bit(p[i] != 0 && strchr(" \t\r\n:,;-", p[i]) != NULL,
		    i);
		c->base64 |= bit(p[i] != 0 && strchr("+/-_", p[i]) != NULL, i);
	}
	c->base64 |= c->word;
}

#ifdef __SSE2__
enum { LANE = 16 };

/* Ones where a byte is at least `from`, and at most `most` more than that. */
static inline __m128i
between(__m128i v, char from, char most)
{
	v = _mm_sub_epi8(v, _mm_set1_epi8(from));
	return _mm_cmpeq_epi8(_mm_min_epu8(v, _mm_set1_epi8(most)), v);
}

static inline __m128i
is(__m128i v, char c)
{
	return _mm_cmpeq_epi8(v, _mm_set1_epi8(c));
}

/* Ones where a byte is `from`, or that and one of the bits of `bits`. */
static inline __m128i
among(__m128i v, char from, char bits)
{
	v = _mm_sub_epi8(v, _mm_set1_epi8(from));
	return is(_mm_andnot_si128(_mm_set1_epi8(bits), v), 0);
}

static inline uint64_t
mask(__m128i ones, size_t k)
{
	return (uint64_t)(unsigned int)_mm_movemask_epi8(ones) << k;
}

static inline void
lane(const uint8_t *p, size_t k, struct classes *c)
{
	__m128i v = _mm_loadu_si128((const __m128i *)(const void *)(p + k));
	__m128i lower = _mm_or_si128(v, _mm_set1_epi8(0x20));
	__m128i digit = between(v, '0', 9);
	__m128i word = _mm_or_si128(digit, between(lower, 'a', 'z' - 'a'));
	/* + - /, and of the same distance the digit 1 */
	__m128i sign = _mm_or_si128(among(v, '+', 6), is(v, '_'));
	/* tab and LF, : and ; stand side by side */
	__m128i gap = _mm_or_si128(_mm_or_si128(is(v, ' '), between(v, 9, 1)),
	    _mm_or_si128(is(v, '\r'), between(v, ':', 1)));

	gap = _mm_or_si128(gap, _mm_or_si128(is(v, ','), is(v, '-')));
	c->word |= mask(word, k);
	c->base64 |= mask(_mm_or_si128(word, sign), k);
	c->hex |= mask(_mm_or_si128(digit, between(lower, 'a', 'f' - 'a')), k);
	c->gap |= mask(gap, k);
}

void
classes_sse2(const uint8_t *p, size_t n, struct classes *c)
{
	uint8_t tail[CLASSES_STEP] = { 0 };

	if (n < CLASSES_STEP) {
		memcpy(tail, p, n);
		p = tail;
	}
	*c = (struct classes){ 0 };
	lane(p, 0, c);
	lane(p, LANE, c);
	lane(p, 2 * (size_t)LANE, c);
	lane(p, 3 * (size_t)LANE, c);
}
#endif

#ifdef __x86_64__
#define AVX2 __attribute__((target("avx2")))

AVX2 static inline __m256i
between2(__m256i v, char from, char most)
{
	v = _mm256_sub_epi8(v, _mm256_set1_epi8(from));
	return _mm256_cmpeq_epi8(_mm256_min_epu8(v, _mm256_set1_epi8(most)), v);
}

AVX2 static inline __m256i
is2(__m256i v, char c)
{
	return _mm256_cmpeq_epi8(v, _mm256_set1_epi8(c));
}

AVX2 static inline __m256i
either(__m256i a, __m256i b)
{
	return _mm256_or_si256(a, b);
}

AVX2 static inline uint64_t
mask2(__m256i ones, size_t k)
{
	return (uint64_t)(uint32_t)_mm256_movemask_epi8(ones) << k;
}

/* The same as lane, of twice as many. */
AVX2 static inline void
lane2(const uint8_t *p, size_t k, struct classes *c)
{
	__m256i v = _mm256_loadu_si256((const __m256i *)(const void *)(p + k));
	__m256i lower = either(v, _mm256_set1_epi8(0x20));
	__m256i digit = between2(v, '0', 9);
	__m256i word = either(digit, between2(lower, 'a', 'z' - 'a'));
	__m256i sign = _mm256_andnot_si256(_mm256_set1_epi8(6),
	    _mm256_sub_epi8(v, _mm256_set1_epi8('+')));
	__m256i gap = either(either(is2(v, ' '), between2(v, 9, 1)),
	    either(is2(v, '\r'), between2(v, ':', 1)));

	sign = either(is2(sign, 0), is2(v, '_'));
	gap = either(gap, either(is2(v, ','), is2(v, '-')));
	c->word |= mask2(word, k);
	c->base64 |= mask2(either(word, sign), k);
	c->hex |= mask2(either(digit, between2(lower, 'a', 'f' - 'a')), k);
	c->gap |= mask2(gap, k);
}

AVX2 void
classes_avx2(const uint8_t *p, size_t n, struct classes *c)
{
	uint8_t tail[CLASSES_STEP] = { 0 };

	if (n < CLASSES_STEP) {
		memcpy(tail, p, n);
		p = tail;
	}
	*c = (struct classes){ 0 };
	lane2(p, 0, c);
	lane2(p, CLASSES_STEP / 2, c);
}

AVX2 void
classes_all_avx2(const uint8_t *p, size_t n, struct classes *c)
{
	for (; n >= CLASSES_STEP; n -= CLASSES_STEP, p += CLASSES_STEP, c++) {
		*c = (struct classes){ 0 };
		lane2(p, 0, c);
		lane2(p, CLASSES_STEP / 2, c);
	}
	if (n > 0)
		classes_avx2(p, n, c);
}

#define AVX512 __attribute__((target("avx512f,avx512bw")))

AVX512 static inline uint64_t
between5(__m512i v, char from, char most)
{
	return _mm512_cmple_epu8_mask(_mm512_sub_epi8(v,
					  _mm512_set1_epi8(from)),
	    _mm512_set1_epi8(most));
}

AVX512 static inline uint64_t
is5(__m512i v, char c)
{
	return _mm512_cmpeq_epi8_mask(v, _mm512_set1_epi8(c));
}

/* The same of a whole step; what is not there is in no class. */
AVX512 static inline void
step5(__m512i v, struct classes *c)
{
	__m512i lower = _mm512_or_si512(v, _mm512_set1_epi8(0x20));
	uint64_t digit = between5(v, '0', 9);
	uint64_t sign = _mm512_testn_epi8_mask(_mm512_sub_epi8(v,
						   _mm512_set1_epi8('+')),
	    _mm512_set1_epi8(~6));

	c->word = digit | between5(lower, 'a', 'z' - 'a');
	c->hex = digit | between5(lower, 'a', 'f' - 'a');
	c->base64 = c->word | sign | is5(v, '_');
	c->gap = is5(v, ' ') | between5(v, 9, 1) | is5(v, '\r') |
	    between5(v, ':', 1) | is5(v, ',') | is5(v, '-');
}

AVX512 void
classes_all_avx512(const uint8_t *p, size_t n, struct classes *c)
{
	for (; n >= CLASSES_STEP; n -= CLASSES_STEP, p += CLASSES_STEP)
		step5(_mm512_loadu_si512(p), c++);
	if (n > 0)
		step5(_mm512_maskz_loadu_epi8((UINT64_C(1) << n) - 1, p), c);
}
#endif

void
classes_all_portable(const uint8_t *p, size_t n, struct classes *c)
{
	size_t at;

	for (at = 0; at < n; at += CLASSES_STEP)
		classes_of(p + at, n - at, c++);
}

classes_fn *
classes_fast(void)
{
#ifdef __x86_64__
	if (fx_isa() >= FX_ISA_AVX512)
		return classes_all_avx512;
	if (fx_isa() >= FX_ISA_AVX2)
		return classes_all_avx2;
#endif
	return classes_all_portable;
}

void
classes_of(const uint8_t *p, size_t n, struct classes *c)
{
#ifdef __SSE2__
	classes_sse2(p, n, c);
#else
	classes_portable(p, n, c);
#endif
}
