/* lz_chunk.c - one chunk of LZNT1, [MS-XCA] 2.5 */
#include "lz.h"

enum { SHORTEST = 3, LENGTH_BITS = 12, DISTANCE_BITS = 4 };

/* Take one match out of a compressed word; false if it cannot be. */
static bool
match(uint16_t word, uint8_t *out, size_t *got)
{
	unsigned lbits = LENGTH_BITS, dbits = DISTANCE_BITS;
	size_t length, distance, i;

	/* The more there is to look back at, the more bits the distance has. */
	while (dbits<LENGTH_BITS && * got>((size_t)1 << dbits)) {
		dbits++;
		lbits--;
	}
	length = (size_t)(word & ((1U << lbits) - 1)) + SHORTEST;
	distance = (size_t)(word >> lbits) + 1;
	if (distance > *got || length > LZ_PAGE - *got)
		return false;
	for (i = 0; i < length; i++, (*got)++)
		out[*got] = out[*got - distance];
	return true;
}

bool
lz_chunk(const uint8_t *in, size_t n, uint8_t *out, size_t *got)
{
	size_t at = 0;
	unsigned flags, bit;

	*got = 0;
	while (at < n) {
		flags = in[at++];
		for (bit = 0; bit < 8 && at < n; bit++, flags >>= 1) {
			if ((flags & 1) == 0) {
				if (*got == LZ_PAGE)
					return false;
				out[(*got)++] = in[at++];
				continue;
			}
			if (n - at < 2 || !match(fx_le16(in + at), out, got))
				return false;
			at += 2;
		}
	}
	return true;
}
