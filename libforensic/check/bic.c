/* bic.c - business identifier codes (ISO 9362:2022) */
#include "internal.h"

/* Institution, country, location, branch or nothing. */
static enum fx_answer
check(const char *text, size_t n, struct fx_checked *out)
{
	enum fx_answer got = fx_take(out, text, n, " -");

	if (got != FX_VALID)
		return got;
	for (n = 0; n < out->n; n++)
		if (fx_check_value(out->value[n]) == -1)
			return FX_BAD_FORMAT;
	if (n != 8 && n != 11)
		return FX_BAD_LENGTH;
	if (!fx_form_ok(n == 8 ? "4a2a2c" : "4a2a5c", out->value, n))
		return FX_BAD_FORMAT;
	fx_tell(out, "institution", out->value, 4);
	fx_tell(out, "country", out->value + 4, 2);
	fx_tell(out, "location", out->value + 6, 2);
	if (n == 11)
		fx_tell(out, "branch", out->value + 8, 3);
	return fx_country_ok(out->value + 4) ? FX_VALID : FX_BAD_COMPONENT;
}

const struct fx_scheme fx_scheme_bic = {
	.name = "bic",
	.about = "Business Identifier Code (SWIFT code)",
	.standard = "ISO 9362:2022; countries: ISO 3166-1",
	.tenths = 14,
	.check = check,
};
