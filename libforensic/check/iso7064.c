/*
 * iso7064.c - check character systems of ISO/IEC 7064:2003
 *
 * Pure systems MOD m-r (clause 7): the sum of values times powers of r is 1
 * modulo m.  Hybrid systems MOD m+1,m (clause 8): a product is carried from
 * character to character.
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

/*
 * One check character.  values is how many characters may stand before it, and
 * last the one that stands for m - 1, in the check character's place alone.
 */
static bool
pure_ok(const char *s, size_t n, int m, int values, char last)
{
	int p = 0, v;
	size_t i;

	for (i = 0; i < n; i++) {
		v = i + 1 == n && s[i] == last ? m - 1 : fx_check_value(s[i]);
		if (v == -1 || (v >= values && v != m - 1) ||
		    (v == m - 1 && s[i] != last))
			return false;
		p = (p * 2 + v) % m;
	}
	return n > 1 && p == 1;
}

bool
fx_mod11_2_ok(const char *s, size_t n)
{
	return pure_ok(s, n, 11, 10, 'X');
}

bool
fx_mod37_2_ok(const char *s, size_t n)
{
	return pure_ok(s, n, 37, 36, '*');
}

/* Characters have the values 0 to m - 1; first is what is taken off. */
static bool
hybrid_ok(const char *s, size_t n, int m, int first)
{
	int p = m, v;
	size_t i;

	for (i = 0; i < n; i++) {
		v = fx_check_value(s[i]) - first;
		if (v < 0 || v >= m)
			return false;
		if (i + 1 == n)
			return n > 1 && (p + v) % m == 1;
		p = (p + v) % m;
		p = (p == 0 ? m : p) * 2 % (m + 1);
	}
	return false;
}

bool
fx_mod11_10_ok(const char *s, size_t n)
{
	return hybrid_ok(s, n, 10, 0);
}

bool
fx_mod27_26_ok(const char *s, size_t n)
{
	return hybrid_ok(s, n, 26, 10);
}

bool
fx_mod37_36_ok(const char *s, size_t n)
{
	return hybrid_ok(s, n, 36, 0);
}
