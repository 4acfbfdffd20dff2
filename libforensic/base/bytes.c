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

/* The value of each digit, and 1 more; 0: of what is none. */
static const uint8_t nibble[256] = {
	['0'] = 1,
	['1'] = 2,
	['2'] = 3,
	['3'] = 4,
	['4'] = 5,
	['5'] = 6,
	['6'] = 7,
	['7'] = 8,
	['8'] = 9,
	['9'] = 10,
	['a'] = 11,
	['b'] = 12,
	['c'] = 13,
	['d'] = 14,
	['e'] = 15,
	['f'] = 16,
};

int
fx_unhex(uint8_t *out, const char *hex, size_t n)
{
	unsigned int hi, lo;
	size_t i;

	for (i = 0; i < n; i++) {
		if ((hi = nibble[(uint8_t)hex[2 * i]]) == 0 ||
		    (lo = nibble[(uint8_t)hex[2 * i + 1]]) == 0)
			return -1;
		out[i] = (uint8_t)((hi - 1) << 4 | (lo - 1));
	}
	return 0;
}
