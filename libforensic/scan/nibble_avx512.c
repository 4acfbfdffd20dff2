/* nibble_avx512.c - the kernel of the search for shared nibbles for x86-64 with
 * AVX-512 */
#include "nibble.h"

#ifdef __SSE2__
#include <immintrin.h>

#define FOR_AVX512 __attribute__((target("avx512f,avx512bw")))

/* A group shares its nibbles if it is the same, turned by a byte. */
FOR_AVX512 FX_QUAD_INLINE uint32_t
quads(const uint8_t *p)
{
	const __m512i v = _mm512_and_si512(_mm512_loadu_si512((const void *)p),
	    _mm512_set1_epi8((char)0xf0));

	return _mm512_cmpeq_epi32_mask(v, _mm512_rol_epi32(v, 8)) &
	    _mm512_test_epi32_mask(v, v);
}

FOR_AVX512 size_t
fx_quads_avx512(const uint8_t *p, size_t n, size_t from)
{
	return fx_quads_with(p, n, from, quads);
}
#endif
