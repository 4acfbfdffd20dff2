/* nibble_portable.c - the search for shared nibbles for any processor */
#include "nibble.h"

FX_QUAD_INLINE uint32_t
quads(const uint8_t *p)
{
	uint32_t bits = 0, v;
	unsigned int i;

	for (i = 0; i < FX_QUAD_STEP / FX_QUAD; i++) {
		v = fx_le32(p + (size_t)i * FX_QUAD) & 0xf0f0f0f0;
		if (v != 0 && v == (v << 8 | v >> 24))
			bits |= 1U << i;
	}
	return bits;
}

size_t
fx_quads_portable(const uint8_t *p, size_t n, size_t from)
{
	return fx_quads_with(p, n, from, quads);
}
