/*
 * bank_97.c - account numbers with check digits by 97
 *
 * Belgium: the first ten digits by 97, 97 for 0 (Febelfin, structure of the
 * bank account number).  France and Monaco: the key of the releve d'identite
 * bancaire, with letters as digits (Comite francais d'organisation et de
 * normalisation bancaires).  Tunisia: 97 less the remainder.  Portugal (NIB),
 * Slovenia, Serbia, Montenegro, North Macedonia and others: ISO/IEC 7064 MOD
 * 97-10 over the whole.
 */
#include <string.h>

#include "internal.h"

enum fx_answer
fx_bban_97(const char *bban)
{
	return fx_holds(fx_mod97_10_ok(bban, strlen(bban)));
}

enum fx_answer
fx_bban_be(const char *bban)
{
	int r = fx_digits_mod(bban, 10, 97);

	return fx_holds((r == 0 ? 97 : r) == fx_digits_number(bban + 10, 2));
}

/* A to I are 1 to 9, J to R too, S to Z 2 to 9. */
static char
rib_digit(char c)
{
	static const char letters[] = "12345678912345678923456789";

	if (c < 'A' || c > 'Z')
		return c;
	return letters[c - 'A'];
}

enum fx_answer
fx_bban_fr(const char *bban)
{
	char digits[24];
	size_t i;

	for (i = 0; i < 23; i++)
		digits[i] = rib_digit(bban[i]);
	/* 89 bank + 15 branch + 3 account + key is a multiple of 97: so is the
	 * whole, read as one number */
	return fx_holds(fx_digits_mod(digits, 23, 97) == 0 &&
	    fx_digits_number(bban + 21, 2) >= 1 &&
	    fx_digits_number(bban + 21, 2) <= 97);
}

enum fx_answer
fx_bban_tn(const char *bban)
{
	return fx_holds(fx_digits_mod(bban, 20, 97) == 0 &&
	    fx_digits_number(bban + 18, 2) >= 1);
}

static enum fx_answer
be(const char *text, size_t n, struct fx_checked *out)
{
	static const struct fx_bban b = { "3n7n2n", " -./", 3, fx_bban_be };

	return fx_take_bban(out, text, n, &b);
}

static enum fx_answer
rib(const char *text, size_t n, struct fx_checked *out)
{
	static const struct fx_bban b = { "5n5n11c2n", " -", 5, fx_bban_fr };

	return fx_take_bban(out, text, n, &b);
}

static enum fx_answer
nib(const char *text, size_t n, struct fx_checked *out)
{
	static const struct fx_bban b = { "4n4n11n2n", " -.", 4, fx_bban_97 };

	return fx_take_bban(out, text, n, &b);
}

static enum fx_answer
si(const char *text, size_t n, struct fx_checked *out)
{
	static const struct fx_bban b = { "5n8n2n", " -", 5, fx_bban_97 };

	return fx_take_bban(out, text, n, &b);
}

/*
 * "260-0056010016113-79" may be written without the zeros that fill its middle:
 * put them there, for an account of width characters.
 */
static enum fx_answer
filled(const char *text, size_t n, struct fx_checked *out, size_t width,
    const struct fx_bban *b)
{
	enum fx_answer got = fx_take(out, text, n, " ");
	char *first = strchr(out->value, '-'), whole[FX_CHECKED_LEN];
	char *last = strrchr(out->value, '-');
	size_t len, fill;

	if (got != FX_VALID || first == NULL || first == last)
		return fx_take_bban(out, text, n, b);
	len = (size_t)(last - first) - 1;
	if (len == 0 || len > width || out->n + width >= sizeof whole)
		return FX_BAD_LENGTH;
	n = (size_t)(first - out->value);
	fill = width - len;
	memcpy(whole, out->value, n);
	memset(whole + n, '0', fill);
	memcpy(whole + n + fill, first + 1, out->n - n - 1);
	return fx_take_bban(out, whole, out->n + fill - 1, b);
}

static enum fx_answer
rs(const char *text, size_t n, struct fx_checked *out)
{
	static const struct fx_bban b = { "3n13n2n", " -", 3, fx_bban_97 };

	return filled(text, n, out, 13, &b);
}

static enum fx_answer
mk(const char *text, size_t n, struct fx_checked *out)
{
	static const struct fx_bban b = { "3n10c2n", " -", 3, fx_bban_97 };

	return filled(text, n, out, 10, &b);
}

const struct fx_scheme fx_scheme_bank_be = {
	.name = "bank:be",
	.about = "Belgian account number, 3-7-2 digits",
	.standard = "first ten digits by 97, 0 as 97: ECBS TR 201, Belgium",
	.tenths = 66,
	.check = be,
};

const struct fx_scheme fx_scheme_bank_fr_rib = {
	.name = "bank:fr.rib",
	.about = "French account number with its key (RIB)",
	.standard = "RIB key, 97 less a remainder: ECBS TR 201, France",
	.tenths = 66,
	.check = rib,
};

const struct fx_scheme fx_scheme_bank_me = {
	.name = "bank:me",
	.about = "Montenegrin account number",
	.standard = "ISO/IEC 7064:2003, MOD 97-10: ECBS TR 201, Montenegro",
	.tenths = 66,
	.check = rs,
};

const struct fx_scheme fx_scheme_bank_mk = {
	.name = "bank:mk",
	.about = "Macedonian account number",
	.standard = "ISO/IEC 7064:2003, MOD 97-10: ECBS TR 201, Macedonia",
	.tenths = 66,
	.check = mk,
};

const struct fx_scheme fx_scheme_bank_pt_nib = {
	.name = "bank:pt.nib",
	.about = "Portuguese account number (NIB)",
	.standard = "ISO/IEC 7064:2003, MOD 97-10: ECBS TR 201, Portugal",
	.tenths = 66,
	.check = nib,
};

const struct fx_scheme fx_scheme_bank_rs = {
	.name = "bank:rs",
	.about = "Serbian account number",
	.standard = "ISO/IEC 7064:2003, MOD 97-10: ECBS TR 201, Serbia",
	.tenths = 66,
	.check = rs,
};

const struct fx_scheme fx_scheme_bank_si = {
	.name = "bank:si",
	.about = "Slovenian account number (TRR)",
	.standard = "ISO/IEC 7064:2003, MOD 97-10: ECBS TR 201, Slovenia",
	.tenths = 66,
	.check = si,
};
