/*
 * bank_it.c - Italian and Sammarinese account numbers: the CIN
 *
 * The control letter stands for the sum, by 26, of values of the 22 characters
 * behind it: of those at even places, counted from 1, the digit or the letter's
 * place in the alphabet; of those at odd places what a table gives, the same as
 * for the tax code (ABI, Coordinate bancarie).
 */
#include "internal.h"

enum fx_answer
fx_bban_it(const char *bban)
{
	static const uint8_t odd[26] = { 1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2,
		4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23 };
	int sum = 0, v;
	size_t i;

	for (i = 1; i < 23; i++) {
		if ((v = fx_check_value(bban[i])) == -1)
			return FX_BAD_FORMAT;
		v = v > 9 ? v - 10 : v; /* A is as 0 */
		sum += i % 2 == 1 ? odd[v] : v;
	}
	return fx_holds(bban[0] == 'A' + sum % 26);
}

static enum fx_answer
cin(const char *text, size_t n, struct fx_checked *out)
{
	static const struct fx_bban b = { "1a5n5n12c", " -", 0, fx_bban_it };

	return fx_take_bban(out, text, n, &b);
}

const struct fx_scheme fx_scheme_bank_it_cin = {
	.name = "bank:it.cin",
	.about = "Italian account number with its letter (CIN)",
	.standard = "CIN, values by 26: ECBS TR 201, Italy",
	.tenths = 47,
	.check = cin,
};
