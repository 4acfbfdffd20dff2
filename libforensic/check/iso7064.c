/*
 * iso7064.c - check character systems of ISO/IEC 7064:2003 that schemes here
 * use
 *
 * MOD 97-10, a pure system (clause 7): the number is 1 modulo 97.  MOD 11,10, a
 * hybrid one (clause 8): a product is carried from digit to digit.
 */
#include "forensic/check.h"

int
fx_mod97(const char *s, size_t n)
{
	unsigned int r = 0;
	size_t i;
	int v;

	for (i = 0; i < n; i++) {
		if ((v = fx_check_value(s[i])) == -1)
			return -1;
		r = (r * (v < 10 ? 10 : 100) + (unsigned int)v) % 97;
	}
	return n > 0 ? (int)r : -1;
}

bool
fx_mod97_10_ok(const char *s, size_t n)
{
	return n > 2 && fx_check_value(s[n - 1]) < 10 &&
	    fx_check_value(s[n - 2]) < 10 && fx_mod97(s, n) == 1;
}

bool
fx_mod11_10_ok(const char *s, size_t n)
{
	int p = 10, v;
	size_t i;

	for (i = 0; i < n; i++) {
		v = fx_check_value(s[i]);
		if (v < 0 || v > 9)
			return false;
		if (i + 1 == n)
			return n > 1 && (p + v) % 10 == 1;
		p = (p + v) % 10;
		p = (p == 0 ? 10 : p) * 2 % 11;
	}
	return false;
}
