/* id_dated.c - the same, of numbers that hold a date of birth */
#include "person.h"

#include <string.h>

#include "forensic/bytes.h"

/* Numbers for asylum seekers and hospitals have 40 added to the day or the
 * month; those from 80 on carry no date and are not told as valid. */
static bool
norwegian_date(const char *s, struct fx_checked *out)
{
	int day = id_two(s), month = id_two(s + 2), year = id_two(s + 4);
	int individual = id_digits(s + 6, 3);

	if (day >= 80)
		return false;
	day -= day > 40 ? 40 : 0;
	month -= month > 40 ? 40 : 0;
	if (individual < 500 || (individual >= 900 && year >= 40))
		year += 1900;
	else if (individual < 750 && year >= 54)
		year += 1800;
	else if (year < 40)
		year += 2000;
	else
		return false;
	return id_date(out, year, month, day);
}

/* Weights 1 to 9, 1; if that leaves 10, weights 3 to 9, 1 to 3. */
static enum fx_answer
baltic(const char *s, struct fx_checked *out, bool nine)
{
	int check = ID_SUM(s, 1, 2, 3, 4, 5, 6, 7, 8, 9, 1) % 11;
	bool date = nine && s[0] == '9'; /* without a date, in Lithuania */

	if (check == 10)
		check = ID_SUM(s, 3, 4, 5, 6, 7, 8, 9, 1, 2, 3) % 11 % 10;
	if (!date && s[0] >= '1' && s[0] <= '8')
		date = id_date(out,
		    1800 + (s[0] - '1') / 2 * 100 + id_two(s + 1),
		    id_two(s + 3), id_two(s + 5));
	return id_answer(date, check == s[10] - '0');
}

static enum fx_answer
check_bg_egn(const char *text, size_t n, struct fx_checked *out)
{
	enum fx_answer got = id_take(out, text, n, " -.", 10);
	const char *s = out->value;
	int year, month;

	if (got != FX_VALID)
		return got;
	year = 1900 + id_two(s);
	month = id_two(s + 2);
	if (month > 40) {
		year += 100;
		month -= 40;
	} else if (month > 20) {
		year -= 100;
		month -= 20;
	}
	return id_answer(id_date(out, year, month, id_two(s + 4)),
	    ID_SUM(s, 2, 4, 8, 5, 10, 9, 7, 3, 6) % 11 % 10 == s[9] - '0');
}

const struct fx_scheme fx_scheme_id_bg_egn = {
	.name = "id:bg.egn",
	.about = "Bulgaria: civil number, EGN",
	.standard = "Ordinance RD-02-20-9 of 2012 on EGN",
	.tenths = 65,
	.check = check_bg_egn,
};

static enum fx_answer
check_is_kennitala(const char *text, size_t n, struct fx_checked *out)
{
	enum fx_answer got = id_take(out, text, n, "-", 10);
	const char *s = out->value;
	int day, year;

	if (got != FX_VALID)
		return got;
	if (s[9] != '9' && s[9] != '0')
		return FX_BAD_COMPONENT;
	day = id_two(s);
	year = (s[9] == '9' ? 1900 : 2000) + id_two(s + 4);
	return id_answer(/* organizations have 40 added to the day */
	    day < 80 &&
		id_date(out, year, id_two(s + 2), day >= 40 ? day - 40 : day),
	    ID_SUM(s, 3, 2, 7, 6, 5, 4, 3, 2, 1) % 11 == 0);
}

const struct fx_scheme fx_scheme_id_is_kennitala = {
	.name = "id:is.kennitala",
	.about = "Iceland: kennitala",
	.standard = "Registers Iceland, kennitala",
	.tenths = 97,
	.check = check_is_kennitala,
};

static enum fx_answer
check_lv_pvn(const char *text, size_t n, struct fx_checked *out)
{
	enum fx_answer got;
	const char *s = out->value;

	id_skip(&text, &n, "LV");
	got = id_take(out, text, n, " -", 11);
	if (got != FX_VALID)
		return got;
	if (s[0] > '3') /* of a company */
		return fx_holds(
		    ID_SUM(s, 9, 1, 4, 8, 3, 10, 2, 5, 7, 6, 1) % 11 == 3);
	if (s[0] == '3' && s[1] >= '2') /* since 2017, and says nothing */
		return FX_NOT_CHECKABLE;
	return id_answer(id_date(out, 1800 + (s[6] - '0') * 100 + id_two(s + 4),
			     id_two(s + 2), id_two(s)),
	    (1 + ID_SUM(s, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9)) % 11 % 10 ==
		s[10] - '0');
}

const struct fx_scheme fx_scheme_id_lv_pvn = {
	.name = "id:lv.pvn",
	.about = "Latvia: personal code",
	.standard = "Cabinet regulation 130 of 2009",
	.tenths = 41,
	.check = check_lv_pvn,
};

static enum fx_answer
check_no_fodselsnummer(const char *text, size_t n, struct fx_checked *out)
{
	enum fx_answer got = id_take(out, text, n, " -:", 11);
	const char *s = out->value;
	int first, second;

	if (got != FX_VALID)
		return got;
	first = (11 - ID_SUM(s, 3, 7, 6, 1, 8, 9, 4, 5, 2) % 11) % 11;
	second = (11 - ID_SUM(s, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2) % 11) % 11;
	return id_answer(norwegian_date(s, out),
	    first == s[9] - '0' && second == s[10] - '0');
}

const struct fx_scheme fx_scheme_id_no_fodselsnummer = {
	.name = "id:no.fodselsnummer",
	.about = "Norway: birth number",
	.standard = "Skatteetaten; Folkeregisterforskriften, 2-2-1",
	.tenths = 98,
	.check = check_no_fodselsnummer,
};

static enum fx_answer
check_ro_cnp(const char *text, size_t n, struct fx_checked *out)
{
	enum fx_answer got = id_take(out, text, n, " -", 13);
	const char *s = out->value;
	static const int centuries[] = { 1900, 1900, 1800, 1800, 2000, 2000 };
	int sum, year;

	if (got != FX_VALID)
		return got;
	if (s[0] == '0')
		return FX_BAD_COMPONENT;
	year = (s[0] <= '6' ? centuries[s[0] - '1'] : 1900) + id_two(s + 1);
	sum = ID_SUM(s, 2, 7, 9, 1, 4, 6, 3, 5, 8, 2, 7, 9) % 11;
	return id_answer(id_date(out, year, id_two(s + 3), id_two(s + 5)),
	    (sum == 10 ? 1 : sum) == s[12] - '0');
}

const struct fx_scheme fx_scheme_id_ro_cnp = {
	.name = "id:ro.cnp",
	.about = "Romania: personal numerical code",
	.standard = "OUG 97/2005; HG 64/2011, annex 4",
	.tenths = 91,
	.check = check_ro_cnp,
};

static enum fx_answer
check_si_emso(const char *text, size_t n, struct fx_checked *out)
{
	enum fx_answer got = id_take(out, text, n, " ", 13);
	const char *s = out->value;
	int year;

	if (got != FX_VALID)
		return got;
	year = id_digits(s + 4, 3);
	return id_answer(id_date(out, year + (year < 800 ? 2000 : 1000),
			     id_two(s + 2), id_two(s)),
	    (11 - ID_SUM(s, 7, 6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2) % 11) % 11 %
		    10 ==
		s[12] - '0');
}

const struct fx_scheme fx_scheme_id_si_emso = {
	.name = "id:si.emso",
	.about =
	    "Slovenia: EMSO, and that of other states of former Yugoslavia",
	.standard = "Zakon o centralnem registru prebivalstva, ZCRP",
	.tenths = 80,
	.check = check_si_emso,
};

static enum fx_answer
check_cz_rc(const char *text, size_t n, struct fx_checked *out)
{
	enum fx_answer got = fx_take_digits(out, text, n, " /", 9, 10);
	const char *s = out->value;
	int year, month, check;

	if (got != FX_VALID)
		return got;
	year = 1900 + id_two(s);
	month = id_two(s + 2) % 50 % 20;
	if (out->n == 9) { /* before 1954: no check digit */
		year -= year >= 1980 ? 100 : 0;
		out->tenths = 27;
		return year <= 1953 && id_date(out, year, month, id_two(s + 4))
		    ? FX_VALID
		    : FX_BAD_COMPONENT;
	}
	year += year < 1954 ? 100 : 0;
	check = fx_digits_mod(s, 9, 11);
	/* until 1985 some with the remainder 10 got a 0 */
	return id_answer(id_date(out, year, month, id_two(s + 4)),
	    (year < 1985 ? check % 10 : check) == s[9] - '0');
}

const struct fx_scheme fx_scheme_id_cz_rc = {
	.name = "id:cz.rc",
	.about = "Czech Republic, Slovakia: birth number",
	.standard = "Act 133/2000, 13",
	.tenths = 56,
	.check = check_cz_rc,
};

/* The same number: they were one state. */
const struct fx_scheme fx_scheme_id_sk_rc = {
	.name = "id:sk.rc",
	.about = "Slovakia: birth number",
	.standard = "Act 301/1995, 2",
	.tenths = 56,
	.check = check_cz_rc,
};

static enum fx_answer
check_ee_ik(const char *text, size_t n, struct fx_checked *out)
{
	enum fx_answer got = id_take(out, text, n, " ", 11);
	const char *s = out->value;

	return got == FX_VALID ? baltic(s, out, false) : got;
}

const struct fx_scheme fx_scheme_id_ee_ik = {
	.name = "id:ee.ik",
	.about = "Estonia: personal code",
	.standard = "EVS 585:2007",
	.tenths = 83,
	.check = check_ee_ik,
};

static enum fx_answer
check_lt_asmens(const char *text, size_t n, struct fx_checked *out)
{
	enum fx_answer got = id_take(out, text, n, " ", 11);
	const char *s = out->value;

	return got == FX_VALID ? baltic(s, out, true) : got;
}

const struct fx_scheme fx_scheme_id_lt_asmens = {
	.name = "id:lt.asmens",
	.about = "Lithuania: personal code",
	.standard = "Law on the register of residents, I-2237",
	.tenths = 63,
	.check = check_lt_asmens,
};
