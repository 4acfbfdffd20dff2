/* id_mod10.c - persons' numbers with a sum modulo 10, Luhn's among them */
#include "person.h"

#include <string.h>

#include "forensic/bytes.h"

/* May "-", or "+" from the age of a hundred on, stand where it does: before the
 * last four digits? */
static bool
parted(const char *text, size_t n)
{
	size_t i;

	while (n > 0 && (text[n - 1] == ' ' || text[n - 1] == '\t'))
		n--;
	for (i = 0; i < n; i++)
		if ((text[i] == '-' || text[i] == '+') && i + 5 != n)
			return false;
	return true;
}

static enum fx_answer
check_bg_pnf(const char *text, size_t n, struct fx_checked *out)
{
	enum fx_answer got = id_take(out, text, n, " -.", 10);
	const char *s = out->value;

	if (got != FX_VALID)
		return got;
	return fx_holds(
	    ID_SUM(s, 21, 19, 17, 13, 11, 9, 7, 3, 1) % 10 == s[9] - '0');
}

const struct fx_scheme fx_scheme_id_bg_pnf = {
	.name = "id:bg.pnf",
	.about = "Bulgaria: number of a foreigner, LNCh",
	.standard = "Law on foreigners; stdnum bg.pnf",
	.tenths = 33,
	.check = check_bg_pnf,
};

static enum fx_answer
check_ch_ssn(const char *text, size_t n, struct fx_checked *out)
{
	enum fx_answer got = id_take(out, text, n, " .", 13);
	const char *s = out->value;

	if (got != FX_VALID)
		return got;
	if (memcmp(s, "756", 3) != 0)
		return FX_BAD_COMPONENT;
	return fx_holds(
	    (ID_SUM(s, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3) + s[12] - '0') %
		10 ==
	    0);
}

const struct fx_scheme fx_scheme_id_ch_ssn = {
	.name = "id:ch.ssn",
	.about = "Switzerland: AHV number",
	.standard = "AHVG, 50c; GS1 check digit",
	.tenths = 136,
	.check = check_ch_ssn,
};

static enum fx_answer
check_at_tin(const char *text, size_t n, struct fx_checked *out)
{
	enum fx_answer got = id_take(out, text, n, " -./,", 9);
	const char *s = out->value;

	if (got != FX_VALID)
		return got;
	return fx_holds(fx_luhn_ok(s, 9));
}

const struct fx_scheme fx_scheme_id_at_tin = {
	.name = "id:at.tin",
	.about = "Austria: tax number",
	.standard = "Austrian ministry of finance, Abgabenkontonummer",
	.tenths = 33,
	.check = check_at_tin,
};

static enum fx_answer
check_gr_amka(const char *text, size_t n, struct fx_checked *out)
{
	enum fx_answer got = id_take(out, text, n, " -", 11);
	const char *s = out->value;

	if (got != FX_VALID)
		return got;
	return id_answer(id_date(out, id_two(s + 4), id_two(s + 2), id_two(s)),
	    fx_luhn_ok(s, 11));
}

const struct fx_scheme fx_scheme_id_gr_amka = {
	.name = "id:gr.amka",
	.about = "Greece: social security number, AMKA",
	.standard = "Law 3655/2008, 153",
	.tenths = 82,
	.check = check_gr_amka,
};

static enum fx_answer
check_hu_taj(const char *text, size_t n, struct fx_checked *out)
{
	enum fx_answer got = id_take(out, text, n, " -", 9);
	const char *s = out->value;

	if (got != FX_VALID)
		return got;
	return fx_holds(ID_SUM(s, 3, 7, 3, 7, 3, 7, 3, 7) % 10 == s[8] - '0');
}

const struct fx_scheme fx_scheme_id_hu_taj = {
	.name = "id:hu.taj",
	.about = "Hungary: social security number",
	.standard = "Act XX of 1996, annex",
	.tenths = 33,
	.check = check_hu_taj,
};

static enum fx_answer
check_lu_nin(const char *text, size_t n, struct fx_checked *out)
{
	enum fx_answer got = id_take(out, text, n, " ", 13);
	const char *s = out->value;
	char v[13];

	if (got != FX_VALID)
		return got;
	memcpy(v, s, 11); /* the last digit, too, is over the first eleven */
	v[11] = s[12];
	return id_answer(id_date(out, id_digits(s, 4), id_two(s + 4),
			     id_two(s + 6)),
	    fx_luhn_ok(s, 12) && fx_verhoeff_ok(v, 12));
}

const struct fx_scheme fx_scheme_id_lu_nin = {
	.name = "id:lu.nin",
	.about = "Luxembourg: national number",
	.standard = "Law of 19 June 2013, 2; Luhn and Verhoeff",
	.tenths = 110,
	.check = check_lu_nin,
};

static enum fx_answer
check_pl_pesel(const char *text, size_t n, struct fx_checked *out)
{
	enum fx_answer got = id_take(out, text, n, " -", 11);
	const char *s = out->value;
	static const int centuries[] = { 1900, 2000, 2100, 2200, 1800 };
	int month;

	if (got != FX_VALID)
		return got;
	month = id_two(s + 2);
	return id_answer(id_date(out, centuries[month / 20] + id_two(s),
			     month % 20, id_two(s + 4)),
	    (ID_SUM(s, 1, 3, 7, 9, 1, 3, 7, 9, 1, 3) + s[10] - '0') % 10 == 0);
}

const struct fx_scheme fx_scheme_id_pl_pesel = {
	.name = "id:pl.pesel",
	.about = "Poland: PESEL",
	.standard = "Act on the register of population, 2010, 15",
	.tenths = 58,
	.check = check_pl_pesel,
};

static enum fx_answer
check_se_personnummer(const char *text, size_t n, struct fx_checked *out)
{
	enum fx_answer got = fx_take_digits(out, text, n, " :-+", 10, 12);
	const char *s = out->value;
	int day;

	if (got != FX_VALID)
		return got;
	if (out->n == 11)
		return FX_BAD_LENGTH;
	if (!parted(text, n))
		return FX_BAD_FORMAT;
	s += out->n - 10;
	day = id_two(s + 4);
	/* a number for coordination has 60 added */
	return id_answer(id_date(out,
			     out->n == 12 ? id_digits(out->value, 4)
					  : id_two(s),
			     id_two(s + 2), day > 60 ? day - 60 : day),
	    fx_luhn_ok(s, 10));
}

const struct fx_scheme fx_scheme_id_se_personnummer = {
	.name = "id:se.personnummer",
	.about = "Sweden: personal number",
	.standard = "SKV 704; Folkbokforingslagen 1991:481, 18",
	.tenths = 82,
	.check = check_se_personnummer,
};

static enum fx_answer
check_tr_tckimlik(const char *text, size_t n, struct fx_checked *out)
{
	enum fx_answer got = id_take(out, text, n, "", 11);
	const char *s = out->value;
	int odd, even, tenth;

	if (got != FX_VALID)
		return got;
	if (s[0] == '0')
		return FX_BAD_FORMAT;
	odd = ID_SUM(s, 1, 0, 1, 0, 1, 0, 1, 0, 1);
	even = ID_SUM(s, 0, 1, 0, 1, 0, 1, 0, 1);
	tenth = (100 + 7 * odd - even) % 10;
	return fx_holds(
	    tenth == s[9] - '0' && (odd + even + tenth) % 10 == s[10] - '0');
}

const struct fx_scheme fx_scheme_id_tr_tckimlik = {
	.name = "id:tr.tckimlik",
	.about = "Turkey: identification number",
	.standard = "Law 5490, 46",
	.tenths = 69,
	.check = check_tr_tckimlik,
};
