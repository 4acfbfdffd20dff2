/* nibble_sse2.c - the kernel of the search for shared nibbles for x86-64 */
#include "nibble.h"

#ifdef __SSE2__
#include <emmintrin.h>

/* Four groups: all bits of their nibbles where they share one, else none. */
static inline __m128i
shared(const uint8_t *p)
{
	__m128i v = _mm_loadu_si128((const __m128i *)(const void *)p);
	__m128i turned;

	v = _mm_and_si128(v, _mm_set1_epi8((char)0xf0));
	turned = _mm_or_si128(_mm_slli_epi32(v, 8), _mm_srli_epi32(v, 24));
	return _mm_and_si128(v, _mm_cmpeq_epi32(v, turned));
}

/* Packing keeps what is not 0 so: it saturates. */
FX_QUAD_INLINE uint32_t
quads(const uint8_t *p)
{
	__m128i v = _mm_packs_epi16(_mm_packs_epi32(shared(p), shared(p + 16)),
	    _mm_packs_epi32(shared(p + 32), shared(p + 48)));

	return (uint32_t)_mm_movemask_epi8(
		   _mm_cmpeq_epi8(v, _mm_setzero_si128())) ^
	    0xffffU;
}

size_t
fx_quads_sse2(const uint8_t *p, size_t n, size_t from)
{
	return fx_quads_with(p, n, from, quads);
}
#endif
