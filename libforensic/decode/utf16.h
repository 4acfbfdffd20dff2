/* utf16.h - characters of UTF-16, in the byte order that it is told */
#ifndef DECODE_UTF16_H
#define DECODE_UTF16_H

#include "forensic/bytes.h"

enum { UTF16_NOT = 0xfffd }; /* for half of a pair that stands alone */

static inline uint32_t
utf16_unit(const uint8_t *p, bool big)
{
	return big ? fx_be16(p) : fx_le16(p);
}

/* One character of n >= 2 bytes at p: the bytes it takes. */
static inline size_t
utf16_char(const uint8_t *p, size_t n, bool big, uint32_t *cp)
{
	uint32_t a = utf16_unit(p, big), b;

	*cp = a;
	if (a < 0xd800 || a > 0xdfff)
		return 2;
	*cp = UTF16_NOT;
	if (a > 0xdbff || n < 4 || (b = utf16_unit(p + 2, big)) < 0xdc00 ||
	    b > 0xdfff)
		return 2;
	*cp = 0x10000 + ((a - 0xd800) << 10) + (b - 0xdc00);
	return 4;
}

#endif
