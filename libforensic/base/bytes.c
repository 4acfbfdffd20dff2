/* bytes.c - hexadecimal */
#include "forensic/bytes.h"

void
fx_hex(char *out, const void *p, size_t n)
{
	static const char digits[] = "0123456789abcdef";
	const uint8_t *b = p;
	size_t i;

	for (i = 0; i < n; i++) {
		out[2 * i] = digits[b[i] >> 4];
		out[2 * i + 1] = digits[b[i] & 15];
	}
	out[2 * n] = '\0';
}

static int
nibble(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	return -1;
}

int
fx_unhex(uint8_t *out, const char *hex, size_t n)
{
	int hi, lo;
	size_t i;

	for (i = 0; i < n; i++) {
		if ((hi = nibble(hex[2 * i])) == -1 ||
		    (lo = nibble(hex[2 * i + 1])) == -1)
			return -1;
		out[i] = (uint8_t)(hi << 4 | lo);
	}
	return 0;
}
