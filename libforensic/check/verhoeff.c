/*
 * verhoeff.c - Verhoeff's check digit
 *
 * Digits are elements of the dihedral group of order 10: 0 to 4 rotations, 5 to
 * 9 reflections.  The one at place i from the right goes through the i-th power
 * of a permutation, and their product must be 0.
 */
#include "forensic/check.h"

/* The group's product. */
static int
product(int a, int b)
{
	if (a < 5)
		return b < 5 ? (a + b) % 5 : 5 + (a + b) % 5;
	return b < 5 ? 5 + (a - b) % 5 : (5 + a - b) % 5;
}

bool
fx_verhoeff_ok(const char *digits, size_t n)
{
	static const int permutation[10] = { 1, 5, 7, 6, 2, 8, 3, 0, 9, 4 };
	int c = 0, v;
	size_t i, k;

	for (i = 0; i < n; i++) {
		v = fx_check_value(digits[n - 1 - i]);
		if (v < 0 || v > 9)
			return false;
		for (k = 0; k < i % 8; k++)
			v = permutation[v];
		c = product(c, v);
	}
	return n > 0 && c == 0;
}
