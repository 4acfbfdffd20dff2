/* letters.c - what characters are, 64 at a time */
#include <string.h>

#include "forensic/carver.h"

#ifdef __SSE2__
#include <emmintrin.h>

enum { LANE = 16 };

static inline uint64_t
among(__m128i v, char first, char n)
{
	v = _mm_sub_epi8(v, _mm_set1_epi8(first));
	return (uint32_t)_mm_movemask_epi8(
	    _mm_cmpeq_epi8(v, _mm_min_epu8(v, _mm_set1_epi8((char)(n - 1)))));
}

static inline void
add(const uint8_t *p, unsigned int at, struct fx_letters *l)
{
	const __m128i v = _mm_loadu_si128((const __m128i *)(const void *)p);

	l->letter |= among(_mm_or_si128(v, _mm_set1_epi8(0x20)), 'a', 26) << at;
	l->capital |= among(v, 'A', 26) << at;
	l->high |= (uint64_t)(uint32_t)_mm_movemask_epi8(v) << at;
	l->plain |= among(v, ' ', '~' - ' ' + 1) << at;
}
#else
enum { LANE = 1 };

static inline void
add(const uint8_t *p, unsigned int at, struct fx_letters *l)
{
	const uint8_t c = *p;

	l->letter |= (uint64_t)((uint8_t)((c | 0x20) - 'a') < 26) << at;
	l->capital |= (uint64_t)((uint8_t)(c - 'A') < 26) << at;
	l->high |= (uint64_t)(c >> 7) << at;
	l->plain |= (uint64_t)((uint8_t)(c - ' ') <= '~' - ' ') << at;
}
#endif

struct fx_letters
fx_letters_at(const uint8_t *p, size_t n)
{
	struct fx_letters l = { .letter = 0 };
	uint8_t copy[FX_LETTERS];
	unsigned int at;

	if (n < FX_LETTERS) {
		memset(copy, 0, sizeof(copy));
		memcpy(copy, p, n);
		p = copy;
	}
	for (at = 0; at < FX_LETTERS; at += LANE)
		add(p + at, at, &l);
	return l;
}
