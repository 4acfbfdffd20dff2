/*
 * bank_gb.c - United Kingdom: sort code and account number
 *
 * Their check is a table of the banks' rules (forensic/modulus.h), which this
 * scheme does not have: it sees the form, and that is all it says.
 */
#include "internal.h"

static enum fx_answer
check(const char *text, size_t n, struct fx_checked *out)
{
	enum fx_answer got = fx_take_digits(out, text, n, " -", 14, 14);

	if (got != FX_VALID)
		return got;
	fx_tell(out, "bank", out->value, 6);
	fx_tell(out, "account", out->value + 6, 8);
	return FX_NOT_CHECKABLE;
}

const struct fx_scheme fx_scheme_bank_gb = {
	.name = "bank:gb",
	.about = "British sort code and account number, 6 and 8 digits",
	.standard = "Pay.UK, Validating account numbers, UK modulus checking",
	.tenths = 33,
	.check = check,
};
