/*
 * bank_mod10.c - account numbers with weighted sums by 10
 *
 * Albania, Hungary: weights 9, 7, 3, 1.  Poland: 3, 9, 7, 1 over bank and
 * branch.  Finland: Luhn over the filled number.  Estonia: 7, 3, 1 from the
 * right.  United States: 3, 7, 1.  Croatia: ISO/IEC 7064 MOD 11,10 for bank and
 * account each.
 */
#include <string.h>

#include "internal.h"

static const uint8_t w9731[] = { 9, 7, 3, 1 };
static const uint8_t w3971[] = { 3, 9, 7, 1 };

static bool
tens(const char *s, size_t n, const uint8_t w[4])
{
	return fx_weighted(s, n, w, 4) % 10 == 0;
}

enum fx_answer
fx_bban_al(const char *bban)
{
	return fx_holds(tens(bban, 8, w9731));
}

/* Bank and branch 8 digits; account 16, or 8 and 8 zeros. */
enum fx_answer
fx_bban_hu(const char *bban)
{
	size_t n = strcmp(bban + 16, "00000000") == 0 ? 8 : 16;

	return fx_holds(tens(bban, 8, w9731) && tens(bban + 8, n, w9731));
}

enum fx_answer
fx_bban_pl(const char *bban)
{
	return fx_holds(tens(bban, 8, w3971));
}

enum fx_answer
fx_bban_fi(const char *bban)
{
	return fx_holds(fx_luhn_ok(bban, 14));
}

/* Behind the bank's two digits stand the branch and the account: 14. */
enum fx_answer
fx_bban_ee(const char *bban)
{
	/* the check digit itself counts once, the one before it seven times */
	int sum = fx_check_value(bban[15]) +
	    fx_weighted_back(bban + 2, 13, (const uint8_t[]){ 7, 3, 1 }, 3);

	return fx_holds(sum % 10 == 0);
}

enum fx_answer
fx_bban_hr(const char *bban)
{
	return fx_holds(
	    fx_mod11_10_ok(bban, 7) && fx_mod11_10_ok(bban + 7, 10));
}

/* 16 digits, or 24. */
static enum fx_answer
hu(const char *text, size_t n, struct fx_checked *out)
{
	enum fx_answer got = fx_take_digits(out, text, n, " -", 16, 24);
	char bban[] = "000000000000000000000000";

	if (got != FX_VALID)
		return got;
	if (out->n != 16 && out->n != 24)
		return FX_BAD_LENGTH;
	fx_tell(out, "bank", out->value, 3);
	fx_tell(out, "branch", out->value + 3, 4);
	memcpy(bban, out->value, out->n);
	return fx_bban_hu(bban);
}

/* The NRB: check digits of the IBAN, bank and branch, account. */
static enum fx_answer
pl(const char *text, size_t n, struct fx_checked *out)
{
	enum fx_answer got = fx_take_digits(out, text, n, " -", 26, 26);
	char turned[] = "000000000000000000000000PL00";

	if (got != FX_VALID)
		return got;
	fx_tell(out, "bank", out->value + 2, 8);
	memcpy(turned, out->value + 2, 24);
	memcpy(turned + 26, out->value, 2);
	if (fx_mod97(turned, 28) != 1)
		return FX_BAD_CHECKSUM;
	return fx_bban_pl(out->value + 2);
}

/*
 * "123456-785": zeros fill it to 14 digits, behind the sixth digit, or behind
 * the seventh where it begins with 4 or 5 (cooperative and savings banks).
 */
static enum fx_answer
fi(const char *text, size_t n, struct fx_checked *out)
{
	static const struct fx_bban b = { "3n11n", " ", 3, fx_bban_fi };
	enum fx_answer got = fx_take(out, text, n, " ");
	char whole[] = "00000000000000", *dash = strchr(out->value, '-');
	size_t head, len;

	if (got != FX_VALID || dash == NULL)
		return fx_take_bban(out, text, n, &b);
	if (dash != out->value + 6)
		return FX_BAD_FORMAT;
	len = out->n - 7;
	if (len < 2 || len > 8)
		return FX_BAD_LENGTH;
	memcpy(whole, out->value, 6);
	head = out->value[0] == '4' || out->value[0] == '5';
	memcpy(whole + 6, dash + 1, head);
	memcpy(whole + 14 - len + head, dash + 1 + head, len - head);
	return fx_take_bban(out, whole, 14, &b);
}

/* 4 to 14 digits, the first two the bank's. */
static enum fx_answer
ee(const char *text, size_t n, struct fx_checked *out)
{
	enum fx_answer got = fx_take_digits(out, text, n, " -", 4, 14);
	char bban[] = "0000000000000000";

	if (got != FX_VALID)
		return got;
	fx_tell(out, "bank", out->value, 2);
	memcpy(bban + 16 - out->n, out->value, out->n);
	return fx_bban_ee(bban);
}

static enum fx_answer
hr(const char *text, size_t n, struct fx_checked *out)
{
	static const struct fx_bban b = { "7n10n", " -", 7, fx_bban_hr };

	return fx_take_bban(out, text, n, &b);
}

/* First two digits: government, Federal Reserve districts, thrifts,
 * electronic, traveler's cheques. */
static bool
district_ok(int64_t d)
{
	return d <= 12 || (d >= 21 && d <= 32) || (d >= 61 && d <= 72) ||
	    d == 80;
}

static enum fx_answer
rtn(const char *text, size_t n, struct fx_checked *out)
{
	static const uint8_t w371[] = { 3, 7, 1 };
	enum fx_answer got = fx_take_digits(out, text, n, " -", 9, 9);

	if (got != FX_VALID)
		return got;
	fx_tell(out, "district", out->value, 2);
	fx_tell(out, "institution", out->value + 4, 4);
	if (fx_weighted(out->value, 9, w371, 3) % 10 != 0)
		return FX_BAD_CHECKSUM;
	return district_ok(fx_digits_number(out->value, 2)) ? FX_VALID
							    : FX_BAD_COMPONENT;
}

const struct fx_scheme fx_scheme_bank_ee = {
	.name = "bank:ee",
	.about = "Estonian account number",
	.standard = "weights 7 3 1 by 10: ECBS TR 201, Estonia",
	.tenths = 33,
	.check = ee,
};

const struct fx_scheme fx_scheme_bank_fi = {
	.name = "bank:fi",
	.about = "Finnish account number",
	.standard = "Luhn over 14 digits: ECBS TR 201, Finland",
	.tenths = 33,
	.check = fi,
};

const struct fx_scheme fx_scheme_bank_hr = {
	.name = "bank:hr",
	.about = "Croatian account number, bank-account",
	.standard = "ISO/IEC 7064:2003, MOD 11,10, twice: ECBS TR 201, Croatia",
	.tenths = 66,
	.check = hr,
};

const struct fx_scheme fx_scheme_bank_hu = {
	.name = "bank:hu",
	.about = "Hungarian account number, 16 or 24 digits",
	.standard = "weights 9 7 3 1 by 10, twice: ECBS TR 201, Hungary",
	.tenths = 66,
	.check = hu,
};

const struct fx_scheme fx_scheme_bank_pl = {
	.name = "bank:pl",
	.about = "Polish account number (NRB), 26 digits",
	.standard =
	    "ISO/IEC 7064:2003, MOD 97-10, weights 3 9 7 1 by 10: ECBS TR 201, Poland",
	.tenths = 99,
	.check = pl,
};

const struct fx_scheme fx_scheme_bank_us_rtn = {
	.name = "bank:us.rtn",
	.about = "US routing transit number",
	.standard = "ABA Key to Routing Numbers: weights 3 7 1 by 10",
	.tenths = 47,
	.check = rtn,
};
