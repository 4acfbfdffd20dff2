/* id_range.c - persons' numbers without check digits: dates and ranges */
#include "person.h"

#include <string.h>

#include "forensic/bytes.h"

/* Do hyphens stand, if at all, behind three and five digits? */
static bool
parted(const char *text, size_t n)
{
	size_t i, digits = 0, last = 0;

	for (i = 0; i < n; i++) {
		digits += text[i] >= '0' && text[i] <= '9';
		if (text[i] != '-')
			continue;
		if ((digits != 3 && digits != 5) || digits == last)
			return false;
		last = digits;
	}
	return true;
}

static enum fx_answer
check_dk_cpr(const char *text, size_t n, struct fx_checked *out)
{
	enum fx_answer got = id_take(out, text, n, " -", 10);
	const char *s = out->value;
	int year;

	if (got != FX_VALID)
		return got;
	year = id_two(s + 4);
	if (s[6] >= '5' && s[6] <= '8' && year >= 58)
		year += 1800;
	else if (s[6] <= '3' || ((s[6] == '4' || s[6] == '9') && year >= 37))
		year += 1900;
	else
		year += 2000;
	return id_date(out, year, id_two(s + 2), id_two(s)) ? FX_VALID
							    : FX_BAD_COMPONENT;
}

const struct fx_scheme fx_scheme_id_dk_cpr = {
	.name = "id:dk.cpr",
	.about = "Denmark: CPR number",
	.standard = "CPR-kontoret: no check digit since 2007, a date alone",
	.tenths = 50,
	.check = check_dk_cpr,
};

static enum fx_answer
check_gb_nino(const char *text, size_t n, struct fx_checked *out)
{
	static const char *const never[] = { "BG", "GB", "KN", "NK", "NT", "TN",
		"ZZ" };
	enum fx_answer got = fx_take(out, text, n, " -");
	const char *s = out->value;
	size_t i;

	if (got != FX_VALID)
		return got;
	if (out->n != 9)
		return FX_BAD_LENGTH;
	if (!fx_form_ok("2a6n1a", s, 9) || s[8] > 'D')
		return FX_BAD_FORMAT;
	for (i = 0; i < FX_LEN(never); i++)
		if (memcmp(s, never[i], 2) == 0)
			return FX_BAD_COMPONENT;
	return strchr("DFIQUV", s[0]) == NULL && strchr("DFIQUVO", s[1]) == NULL
	    ? FX_VALID
	    : FX_BAD_COMPONENT;
}

const struct fx_scheme fx_scheme_id_gb_nino = {
	.name = "id:gb.nino",
	.about = "United Kingdom: national insurance number",
	.standard = "HMRC, NIM39110",
	.tenths = 8,
	.check = check_gb_nino,
};

static enum fx_answer
check_us_itin(const char *text, size_t n, struct fx_checked *out)
{
	enum fx_answer got = id_take(out, text, n, "-", 9);
	const char *s = out->value;
	int group;

	if (got != FX_VALID)
		return got;
	if (!parted(text, n))
		return FX_BAD_FORMAT;
	group = id_two(s + 3);
	return s[0] == '9' && group >= 70 && group != 89 && group != 93
	    ? FX_VALID
	    : FX_BAD_COMPONENT;
}

const struct fx_scheme fx_scheme_id_us_itin = {
	.name = "id:us.itin",
	.about = "United States: taxpayer number of a foreigner",
	.standard = "IRS, Publication 1915",
	.tenths = 51,
	.check = check_us_itin,
};

static enum fx_answer
check_us_ssn(const char *text, size_t n, struct fx_checked *out)
{
	enum fx_answer got = id_take(out, text, n, "-", 9);
	const char *s = out->value;
	static const char *const never[] = { "078051120", "219099999",
		"457555462" };
	size_t i;

	if (got != FX_VALID)
		return got;
	if (!parted(text, n))
		return FX_BAD_FORMAT;
	for (i = 0; i < FX_LEN(never); i++) /* in advertisements */
		if (strcmp(s, never[i]) == 0)
			return FX_BAD_COMPONENT;
	return s[0] != '9' && id_digits(s, 3) != 0 && id_digits(s, 3) != 666 &&
		id_two(s + 3) != 0 && id_digits(s + 5, 4) != 0
	    ? FX_VALID
	    : FX_BAD_COMPONENT;
}

const struct fx_scheme fx_scheme_id_us_ssn = {
	.name = "id:us.ssn",
	.about = "United States: social security number",
	.standard = "SSA, POMS RM 10201.035",
	.tenths = 2,
	.check = check_us_ssn,
};
