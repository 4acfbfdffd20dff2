/*
 * reference.c - identifiers of payments that end or begin with MOD 97-10:
 * the SEPA creditor identifier and the creditor reference
 */
#include "forensic/check.h"

#include <string.h>

#include "internal.h"

/*
 * EPC 262-08, Creditor Identifier Overview: country, check digits, three
 * characters of the creditor's own (not checked), and up to 28 of the national
 * identifier, from which all that is no letter or digit is left out.
 */
static enum fx_answer
creditor(const char *text, size_t n, struct fx_checked *out)
{
	enum fx_answer got = fx_take(out, text, n, " -/?:().,'+\"");
	char turned[FX_CHECKED_LEN];

	if (got != FX_VALID)
		return got;
	for (n = 0; n < out->n; n++)
		if (fx_check_value(out->value[n]) == -1)
			return FX_BAD_FORMAT;
	if (n < 8 || n > 35)
		return FX_BAD_LENGTH;
	if (!fx_form_ok("2a2n", out->value, 4))
		return FX_BAD_FORMAT;
	fx_tell(out, "country", out->value, 2);
	fx_tell(out, "business", out->value + 4, 3);
	fx_tell(out, "national", out->value + 7, n - 7);
	memcpy(turned, out->value + 7, n - 7);
	memcpy(turned + n - 7, out->value, 4);
	if (fx_mod97(turned, n - 3) != 1)
		return FX_BAD_CHECKSUM;
	return fx_country_ok(out->value) ? FX_VALID : FX_BAD_COMPONENT;
}

/* ISO 11649:2009: RF, check digits, 1 to 21 characters. */
static enum fx_answer
rf(const char *text, size_t n, struct fx_checked *out)
{
	enum fx_answer got = fx_take(out, text, n, " -.,/:");
	char turned[FX_CHECKED_LEN];

	if (got != FX_VALID)
		return got;
	for (n = 0; n < out->n; n++)
		if (fx_check_value(out->value[n]) == -1)
			return FX_BAD_FORMAT;
	if (n < 5 || n > 25)
		return FX_BAD_LENGTH;
	if (memcmp(out->value, "RF", 2) != 0 ||
	    !fx_form_ok("2n", out->value + 2, 2))
		return FX_BAD_FORMAT;
	fx_tell(out, "reference", out->value + 4, n - 4);
	memcpy(turned, out->value + 4, n - 4);
	memcpy(turned + n - 4, out->value, 4);
	return fx_holds(fx_mod97(turned, n) == 1);
}

const struct fx_scheme fx_scheme_bank_eu_at_02 = {
	.name = "bank:eu.at_02",
	.about = "SEPA creditor identifier (AT-02)",
	.standard = "EPC 262-08; ISO/IEC 7064:2003, MOD 97-10",
	.tenths = 66,
	.check = creditor,
};

const struct fx_scheme fx_scheme_iso11649 = {
	.name = "iso11649",
	.about = "creditor reference (RF)",
	.standard = "ISO 11649:2009; ISO/IEC 7064:2003, MOD 97-10",
	.tenths = 66,
	.check = rf,
};
