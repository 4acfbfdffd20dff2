/* id_document.c - numbers of documents that are no person's own */
#include "person.h"

#include <string.h>

#include "forensic/bytes.h"

/* Values of letters and digits times weights. */
static int
weigh(const char *s, size_t n, const uint8_t *weights)
{
	int sum = 0;
	size_t i;

	for (i = 0; i < n; i++)
		sum += fx_check_value(s[i]) * weights[i];
	return sum;
}

static enum fx_answer
check_be_eid(const char *text, size_t n, struct fx_checked *out)
{
	enum fx_answer got = id_take(out, text, n, " -", 12);
	int check;

	if (got != FX_VALID)
		return got;
	check = fx_digits_mod(out->value, 10, 97);
	return fx_holds((check == 0 ? 97 : check) == id_two(out->value + 10));
}

const struct fx_scheme fx_scheme_id_be_eid = {
	.name = "id:be.eid",
	.about = "Belgium: number of an identity card",
	.standard = "IBZ, instructions IT 195, identity documents",
	.tenths = 66,
	.check = check_be_eid,
};

/* Nine characters as on the card, and the check digit of its zone. */
static enum fx_answer
check_de_ausweis(const char *text, size_t n, struct fx_checked *out)
{
	static const uint8_t weights[] = { 7, 3, 1, 7, 3, 1, 7, 3, 1 };
	enum fx_answer got = fx_take(out, text, n, " ");
	const char *s = out->value;

	if (got != FX_VALID)
		return got;
	if (out->n != 9 && out->n != 10)
		return FX_BAD_LENGTH;
	if (strspn(s, "0123456789CFGHJKLMNPRTVWXYZ") != out->n)
		return FX_BAD_FORMAT;
	if (out->n == 9)
		return FX_NOT_CHECKABLE;
	if (!fx_form_ok("1n", s + 9, 1))
		return FX_BAD_FORMAT;
	return fx_holds(weigh(s, 9, weights) % 10 == s[9] - '0');
}

const struct fx_scheme fx_scheme_id_de_ausweis = {
	.name = "id:de.ausweis",
	.about = "Germany: number of an identity card or passport",
	.standard = "PassV, annex 11; ICAO Doc 9303-3, 4.9",
	.tenths = 33,
	.check = check_de_ausweis,
};

/* Of digits alone, without a check: the letter says where and when. */
static enum fx_answer
check_mt_id(const char *text, size_t n, struct fx_checked *out)
{
	enum fx_answer got = fx_take(out, text, n, " -");
	const char *s = out->value;

	if (got != FX_VALID)
		return got;
	if (out->n != 8)
		return FX_BAD_LENGTH;
	if (!fx_form_ok("7n1a", s, 8))
		return FX_BAD_FORMAT;
	return strchr("ABGHLMPZ", s[7]) != NULL ? FX_VALID : FX_BAD_COMPONENT;
}

const struct fx_scheme fx_scheme_id_mt_id = {
	.name = "id:mt.id",
	.about = "Malta: number of the identity card",
	.standard = "Identita, e-ID card number; OECD, Malta TIN",
	.tenths = 17,
	.check = check_mt_id,
};

static enum fx_answer
check_pl_dowod(const char *text, size_t n, struct fx_checked *out)
{
	static const uint8_t weights[] = { 7, 3, 1, 9, 7, 3, 1, 7, 3 };
	enum fx_answer got = fx_take(out, text, n, " ");

	if (got != FX_VALID)
		return got;
	if (out->n != 9)
		return FX_BAD_LENGTH;
	if (!fx_form_ok("3a6n", out->value, 9))
		return FX_BAD_FORMAT;
	return fx_holds(weigh(out->value, 9, weights) % 10 == 0);
}

const struct fx_scheme fx_scheme_id_pl_dowod = {
	.name = "id:pl.dowod",
	.about = "Poland: number of an identity card",
	.standard = "MSWiA regulation on identity cards; weights 7 3 1 9",
	.tenths = 33,
	.check = check_pl_dowod,
};
