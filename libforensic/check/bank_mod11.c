/*
 * bank_mod11.c - account numbers with weighted sums by 11
 *
 * Spain: weights 1, 2, 4, 8, 5, 10, 9, 7, 3, 6, the powers of two, over bank
 * and office filled to ten digits, and over the account (Codigo Cuenta
 * Cliente, Consejo Superior Bancario).  Czechia and Slovakia: decree of the
 * Czech National Bank on account numbers, weights 6 3 7 9 10 5 8 4 2 1.
 * Netherlands: elfproef, weights 10 to 1.  Norway: weights 5432765432; numbers
 * of the former post giro, seven digits, pass Luhn.  Iceland: the owner's
 * kennitala at the end, weights 3276543210.
 */
#include <string.h>

#include "internal.h"

static const uint8_t powers[] = { 1, 2, 4, 8, 5, 10, 9, 7, 3, 6 };
static const uint8_t czech[] = { 6, 3, 7, 9, 10, 5, 8, 4, 2, 1 };

/* A digit of the CCC: 11 less the remainder, 0 and 1 as they are. */
static char
ccc_digit(const char *s, size_t n, size_t skip)
{
	int r = fx_weighted(s, n, powers + skip, n) % 11;

	return (char)('0' + (r < 2 ? r : 11 - r));
}

enum fx_answer
fx_bban_es(const char *bban)
{
	return fx_holds(bban[8] == ccc_digit(bban, 8, 2) &&
	    bban[9] == ccc_digit(bban + 10, 10, 0));
}

/* Bank, prefix of six digits, account of ten. */
enum fx_answer
fx_bban_cz(const char *bban)
{
	return fx_holds(fx_weighted(bban + 4, 6, czech + 4, 6) % 11 == 0 &&
	    fx_weighted(bban + 10, 10, czech, 10) % 11 == 0);
}

/*
 * Four letters of the bank, ten digits.  Accounts of the former Postbank, of
 * seven digits and less, have no check digit.
 */
enum fx_answer
fx_bban_nl(const char *bban)
{
	static const uint8_t down[] = { 10, 9, 8, 7, 6, 5, 4, 3, 2, 1 };
	int64_t number = fx_digits_number(bban + 4, 10);

	if (number < 10000000)
		return number > 0 ? FX_NOT_CHECKABLE : FX_BAD_CHECKSUM;
	return fx_holds(fx_weighted(bban + 4, 10, down, 10) % 11 == 0);
}

enum fx_answer
fx_bban_no(const char *bban)
{
	static const uint8_t w[] = { 5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1 };

	if (memcmp(bban, "0000", 4) == 0)
		return fx_holds(fx_luhn_ok(bban + 4, 7));
	return fx_holds(fx_weighted(bban, 11, w, 11) % 11 == 0);
}

enum fx_answer
fx_bban_is(const char *bban)
{
	static const uint8_t w[] = { 3, 2, 7, 6, 5, 4, 3, 2, 1, 0 };

	return fx_holds(fx_weighted(bban + 12, 10, w, 10) % 11 == 0);
}

static enum fx_answer
ccc(const char *text, size_t n, struct fx_checked *out)
{
	static const struct fx_bban b = { "4n4n1n1n10n", " -", 4, fx_bban_es };

	return fx_take_bban(out, text, n, &b);
}

static enum fx_answer
kontonr(const char *text, size_t n, struct fx_checked *out)
{
	enum fx_answer got = fx_take_digits(out, text, n, " .-", 7, 11);

	if (got != FX_VALID)
		return got;
	if (out->n == 7)
		return fx_holds(fx_luhn_ok(out->value, 7));
	if (out->n != 11)
		return FX_BAD_LENGTH;
	fx_tell(out, "bank", out->value, 4);
	return fx_bban_no(out->value);
}

/* Nine or ten digits; fewer is what the Postbank had. */
static enum fx_answer
nl(const char *text, size_t n, struct fx_checked *out)
{
	enum fx_answer got = fx_take_digits(out, text, n, " .-", 1, 10);
	char bban[] = "XXXX0000000000";

	if (got != FX_VALID)
		return got;
	memcpy(bban + sizeof bban - 1 - out->n, out->value, out->n);
	return out->n == 8 ? FX_BAD_LENGTH : fx_bban_nl(bban);
}

/* Copy the n digits at s to the end of width places at to, else say no. */
static bool
fill(char *to, size_t width, const char *s, size_t least, size_t n)
{
	if (n < least || n > width || strspn(s, "0123456789") < n)
		return false;
	memcpy(to + width - n, s, n);
	return true;
}

/* "19-2000145399/0800", its parts of six, ten and four digits at most. */
static enum fx_answer
cz(const char *text, size_t n, struct fx_checked *out)
{
	enum fx_answer got = fx_take(out, text, n, " ");
	char bban[] = "00000000000000000000";
	char *account = out->value, *dash, *bank;

	if (got != FX_VALID)
		return got;
	if (strspn(account, "0123456789-/") != out->n ||
	    (bank = strchr(account, '/')) == NULL)
		return FX_BAD_FORMAT;
	dash = strchr(account, '-');
	if (dash != NULL && dash < bank) {
		if (!fill(bban + 4, 6, account, 0, (size_t)(dash - account)))
			return FX_BAD_LENGTH;
		account = dash + 1;
	}
	if (!fill(bban, 4, bank + 1, 4, strlen(bank + 1)) ||
	    !fill(bban + 10, 10, account, 2, (size_t)(bank - account)))
		return FX_BAD_LENGTH;
	fx_tell(out, "bank", bban, 4);
	fx_tell(out, "prefix", bban + 4, 6);
	fx_tell(out, "account", bban + 10, 10);
	out->n = 22;
	memcpy(out->value, bban + 4, 6);
	out->value[6] = '-';
	memcpy(out->value + 7, bban + 10, 10);
	out->value[17] = '/';
	memcpy(out->value + 18, bban, 4);
	out->value[22] = '\0';
	return fx_bban_cz(bban);
}

const struct fx_scheme fx_scheme_bank_cz = {
	.name = "bank:cz",
	.about = "Czech account number, prefix-account/bank",
	.standard = "decree 169/2011 of the Czech National Bank: weights by 11",
	.tenths = 69,
	.check = cz,
};

const struct fx_scheme fx_scheme_bank_es_ccc = {
	.name = "bank:es.ccc",
	.about = "Spanish account number (CCC)",
	.standard =
	    "Codigo Cuenta Cliente: powers of two by 11; ECBS TR 201, Spain",
	.tenths = 67,
	.check = ccc,
};

const struct fx_scheme fx_scheme_bank_nl = {
	.name = "bank:nl",
	.about = "Dutch account number",
	.standard = "elfproef, weights 10 to 1: ECBS TR 201, Netherlands",
	.tenths = 35,
	.check = nl,
};

const struct fx_scheme fx_scheme_bank_no_kontonr = {
	.name = "bank:no.kontonr",
	.about = "Norwegian account number",
	.standard =
	    "weights 5432765432 by 11, seven digits Luhn: ECBS TR 201, Norway",
	.tenths = 35,
	.check = kontonr,
};

const struct fx_scheme fx_scheme_bank_sk = {
	.name = "bank:sk",
	.about = "Slovak account number, prefix-account/bank",
	.standard =
	    "decree 8/2009 of the National Bank of Slovakia: weights by 11",
	.tenths = 69,
	.check = cz,
};
