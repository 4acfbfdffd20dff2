/*
 * iban.c - International Bank Account Numbers: ISO 13616-1:2020, the form of
 * each country by the registry (iban.def), and its national check digits
 */
#include "forensic/iban.h"

#include <string.h>

#include "forensic/bytes.h"
#include "internal.h"

const struct fx_iban_row fx_iban_rows[] = {
#define IBAN(cc, form, bank, nbank, branch, nbranch, national, decides, name) \
	{ cc, name, form, national, bank, nbank, branch, nbranch, decides },
#include "iban.def"
#undef IBAN
};
const size_t fx_iban_count = FX_LEN(fx_iban_rows);

const struct fx_iban_row *
fx_iban_row(const char *cc)
{
	size_t lo = 0, hi = fx_iban_count, mid;
	int order;

	while (lo < hi) {
		mid = (lo + hi) / 2;
		order = memcmp(cc, fx_iban_rows[mid].cc, 2);
		if (order == 0)
			return &fx_iban_rows[mid];
		if (order < 0)
			hi = mid;
		else
			lo = mid + 1;
	}
	return NULL;
}

size_t
fx_iban_len(const struct fx_iban_row *row)
{
	return 4 + fx_form_len(row->form);
}

/*
 * ISO 13616-1, 6.1 and annex A: the first four characters go to the end.  Check
 * digits are made as 98 less a remainder, so 00, 01 and 99 are none, though
 * they are equal to 97, 98 and 02 modulo 97.
 */
bool
fx_iban_ok(const char *s, size_t n)
{
	char turned[FX_IBAN_MOST];

	if (n < 5 || n > FX_IBAN_MOST || fx_check_value(s[2]) > 9 ||
	    fx_check_value(s[3]) > 9)
		return false;
	if (memcmp(s + 2, "00", 2) == 0 || memcmp(s + 2, "01", 2) == 0 ||
	    memcmp(s + 2, "99", 2) == 0)
		return false;
	memcpy(turned, s + 4, n - 4);
	memcpy(turned + n - 4, s, 4);
	return fx_mod97(turned, n) == 1;
}

static void
tell(struct fx_checked *out, const struct fx_iban_row *row)
{
	const char *bban = out->value + 4;

	fx_tell_str(out, "name", row->name);
	fx_tell(out, "bank", bban + row->bank, row->nbank);
	if (row->nbranch > 0)
		fx_tell(out, "branch", bban + row->branch, row->nbranch);
	fx_tell_str(out, "bban", bban);
}

/* The national digits: told, and what follows from them. */
static enum fx_answer
national(struct fx_checked *out, const struct fx_iban_row *row)
{
	enum fx_answer got;

	if (row->national == NULL)
		return FX_VALID;
	got = row->national(out->value + 4);
	if (got == FX_VALID) {
		fx_tell_str(out, "national", "ok");
		out->tenths += 33;
	} else if (got == FX_BAD_CHECKSUM) {
		fx_tell_str(out, "national", "bad");
		if (row->decides)
			return FX_BAD_CHECKSUM;
	}
	return FX_VALID;
}

static enum fx_answer
check(const char *text, size_t n, struct fx_checked *out)
{
	enum fx_answer got = fx_take(out, text, n, " -.");
	const struct fx_iban_row *row;

	if (got != FX_VALID)
		return got;
	for (n = 0; n < out->n; n++)
		if (fx_check_value(out->value[n]) == -1)
			return FX_BAD_FORMAT;
	if (n < 5 || n > FX_IBAN_MOST)
		return FX_BAD_LENGTH;
	if (!fx_form_ok("2a2n", out->value, 4))
		return FX_BAD_FORMAT;
	fx_tell(out, "country", out->value, 2);
	if ((row = fx_iban_row(out->value)) == NULL)
		return fx_iban_ok(out->value, n) ? FX_BAD_COMPONENT
						 : FX_BAD_CHECKSUM;
	if (n != fx_iban_len(row))
		return FX_BAD_LENGTH;
	if (!fx_form_ok(row->form, out->value + 4, n - 4))
		return FX_BAD_FORMAT;
	tell(out, row);
	if (!fx_iban_ok(out->value, n))
		return FX_BAD_CHECKSUM;
	return national(out, row);
}

const struct fx_scheme fx_scheme_iban = {
	.name = "iban",
	.about = "International Bank Account Number",
	.standard = "ISO 13616-1:2020; SWIFT IBAN Registry, release 101",
	.tenths = 66,
	.check = check,
};
