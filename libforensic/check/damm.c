/* damm.c - Damm's check digit: a totally anti-symmetric quasigroup */
#include "forensic/check.h"

/* The quasigroup of order 10 in Damm's thesis, page 111. */
static const uint8_t table[10][10] = {
	{ 0, 3, 1, 7, 5, 9, 8, 6, 4, 2 },
	{ 7, 0, 9, 2, 1, 5, 4, 8, 6, 3 },
	{ 4, 2, 0, 6, 8, 7, 1, 3, 5, 9 },
	{ 1, 7, 5, 0, 9, 8, 3, 4, 2, 6 },
	{ 6, 1, 2, 3, 0, 4, 5, 9, 7, 8 },
	{ 3, 6, 7, 4, 2, 0, 9, 5, 8, 1 },
	{ 5, 8, 6, 9, 7, 2, 0, 1, 3, 4 },
	{ 8, 9, 4, 5, 3, 6, 2, 0, 1, 7 },
	{ 9, 4, 3, 8, 6, 1, 7, 2, 0, 5 },
	{ 2, 5, 8, 1, 4, 3, 6, 7, 9, 0 },
};

bool
fx_damm_ok(const char *digits, size_t n)
{
	size_t i;
	int c = 0, v;

	for (i = 0; i < n; i++) {
		v = fx_check_value(digits[i]);
		if (v < 0 || v > 9)
			return false;
		c = table[c][v];
	}
	return n > 0 && c == 0;
}
