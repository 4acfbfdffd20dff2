/* luhn.c - the check digit of ISO/IEC 7812-1, annex B */
#include "forensic/check.h"
#include "forensic/scheme.h"

bool
fx_luhn_ok(const char *digits, size_t n)
{
	unsigned int d, sum = 0;
	size_t i;

	for (i = 0; i < n; i++) {
		d = (unsigned int)(digits[n - 1 - i] - '0');
		if (i % 2 == 1) /* every second digit from the right, doubled */
			d = d < 5 ? d * 2 : d * 2 - 9;
		sum += d;
	}
	return n > 0 && sum % 10 == 0;
}

static enum fx_answer
check(const char *text, size_t n, struct fx_checked *out)
{
	enum fx_answer got = fx_take_digits(out, text, n, " -", 1,
	    FX_CHECKED_LEN - 1);

	if (got != FX_VALID)
		return got;
	return fx_luhn_ok(out->value, out->n) ? FX_VALID : FX_BAD_CHECKSUM;
}

const struct fx_scheme fx_scheme_luhn = {
	.name = "luhn",
	.about = "digits that end in a Luhn check digit",
	.standard = "ISO/IEC 7812-1:2017, annex B",
	.tenths = 33,
	.check = check,
};
