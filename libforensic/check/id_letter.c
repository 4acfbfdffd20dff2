/* id_letter.c - persons' numbers with letters, by remainders */
#include "person.h"

#include <string.h>

#include "forensic/bytes.h"

static enum fx_answer
take_form(struct fx_checked *out, const char *text, size_t n, const char *skip,
    const char *form)
{
	enum fx_answer got = fx_take(out, text, n, skip);

	if (got != FX_VALID)
		return got;
	if (out->n != fx_form_len(form))
		return FX_BAD_LENGTH;
	return fx_form_ok(form, out->value, out->n) ? FX_VALID : FX_BAD_FORMAT;
}

static char
spanish(const char *s)
{
	return "TRWAGMYFPDXBNJZSQVHLCKE"[fx_digits_mod(s, 8, 23)];
}

/* The sign between date and number tells the century; 0: it is none. */
static int
finnish_century(char sign)
{
	if (sign == '+')
		return 1800;
	if (sign == '-' || (sign >= 'U' && sign <= 'Y'))
		return 1900;
	return sign >= 'A' && sign <= 'F' ? 2000 : 0;
}

/* A digit, or the letter that stands for it where two would have one code. */
static int
italian_digit(char c)
{
	static const char letters[] = "LMNPQRSTUV";
	const char *p;

	if (c >= '0' && c <= '9')
		return c - '0';
	p = strchr(letters, c);
	return p != NULL && c != '\0' ? (int)(p - letters) : -1;
}

static bool
italian_form(const char *s)
{
	static const uint8_t digits[] = { 6, 7, 9, 10, 12, 13, 14 };
	size_t i;

	for (i = 0; i < FX_LEN(digits); i++)
		if (italian_digit(s[digits[i]]) == -1)
			return false;
	return fx_form_ok("6a", s, 6) && fx_form_ok("1a", s + 8, 1) &&
	    strchr("ABCDEHLMPRST", s[8]) != NULL &&
	    fx_form_ok("1a", s + 11, 1) && fx_form_ok("1a", s + 15, 1);
}

/* The day of a woman's birth has 40 added. */
static bool
italian_date(const char *s, struct fx_checked *out)
{
	static const char months[] = "ABCDEHLMPRST";
	int day = italian_digit(s[9]) * 10 + italian_digit(s[10]);

	return day < 80 &&
	    id_date(out, italian_digit(s[6]) * 10 + italian_digit(s[7]),
		(int)(strchr(months, s[8]) - months) + 1, day % 40);
}

static char
italian_check(const char *s)
{
	static const uint8_t odd[] = { 1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4,
		18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23 };
	int sum = 0, i, v;

	for (i = 0; i < 15; i++) {
		v = s[i] <= '9' ? s[i] - '0' : s[i] - 'A';
		sum += i % 2 == 0 ? odd[v] : v;
	}
	return (char)('A' + sum % 26);
}

/* Luhn with letters as two-digit values, of which 9 is taken once. */
static bool
portuguese(const char *s)
{
	int sum = 0, v;
	size_t i;

	for (i = 0; i < 12; i++) {
		v = fx_check_value(s[i]);
		if (i % 2 == 0) {
			v *= 2;
			v -= v > 9 ? 9 : 0;
		}
		sum += v;
	}
	return sum % 10 == 0;
}

static enum fx_answer
check_cy_vat(const char *text, size_t n, struct fx_checked *out)
{
	static const uint8_t odd[] = { 1, 0, 5, 7, 9, 13, 15, 17, 19, 21 };
	enum fx_answer got;
	const char *s = out->value;
	int sum = 0, i;

	id_skip(&text, &n, "CY");
	got = take_form(out, text, n, " -", "8n1a");
	if (got != FX_VALID)
		return got;
	if (s[0] == '1' && s[1] == '2')
		return FX_BAD_COMPONENT;
	for (i = 0; i < 8; i++)
		sum += i % 2 == 0 ? odd[s[i] - '0'] : s[i] - '0';
	return fx_holds(sum % 26 == s[8] - 'A');
}

const struct fx_scheme fx_scheme_id_cy_vat = {
	.name = "id:cy.vat",
	.about = "Cyprus: tax number",
	.standard = "Cyprus tax department; VIES",
	.tenths = 47,
	.check = check_cy_vat,
};

static enum fx_answer
check_es_dni(const char *text, size_t n, struct fx_checked *out)
{
	enum fx_answer got = take_form(out, text, n, " -", "8n1a");

	if (got != FX_VALID)
		return got;
	return fx_holds(spanish(out->value) == out->value[8]);
}

const struct fx_scheme fx_scheme_id_es_dni = {
	.name = "id:es.dni",
	.about = "Spain: identity number, DNI",
	.standard = "Real Decreto 1553/2005; Orden INT/2058/2008",
	.tenths = 45,
	.check = check_es_dni,
};

static enum fx_answer
check_es_nie(const char *text, size_t n, struct fx_checked *out)
{
	enum fx_answer got = take_form(out, text, n, " -", "1a7n1a");
	char s[10];

	if (got != FX_VALID)
		return got;
	memcpy(s, out->value, 10);
	if (s[0] < 'X' || s[0] > 'Z')
		return FX_BAD_FORMAT;
	s[0] = (char)('0' + (s[0] - 'X'));
	return fx_holds(spanish(s) == s[8]);
}

const struct fx_scheme fx_scheme_id_es_nie = {
	.name = "id:es.nie",
	.about = "Spain: number of a foreigner, NIE",
	.standard = "Orden INT/2058/2008",
	.tenths = 45,
	.check = check_es_nie,
};

static enum fx_answer
check_fi_hetu(const char *text, size_t n, struct fx_checked *out)
{
	static const char alphabet[] = "0123456789ABCDEFHJKLMNPRSTUVWXY";
	enum fx_answer got = fx_take(out, text, n, "");
	const char *s = out->value;
	int year, individual;

	if (got != FX_VALID)
		return got;
	if (out->n != 11)
		return FX_BAD_LENGTH;
	if (!fx_form_ok("6n", s, 6) || !fx_form_ok("3n1c", s + 7, 4) ||
	    (year = finnish_century(s[6])) == 0)
		return FX_BAD_FORMAT;
	individual = id_digits(s + 7, 3);
	if (individual < 2 || individual > 899)
		return FX_BAD_COMPONENT;
	return id_answer(id_date(out, year + id_two(s + 4), id_two(s + 2),
			     id_two(s)),
	    alphabet[(id_digits(s, 6) * 1000 + individual) % 31] == s[10]);
}

const struct fx_scheme fx_scheme_id_fi_hetu = {
	.name = "id:fi.hetu",
	.about = "Finland: personal identity code",
	.standard = "Government decree 128/2010; 690/2022 for its signs",
	.tenths = 100,
	.check = check_fi_hetu,
};

static enum fx_answer
check_ie_pps(const char *text, size_t n, struct fx_checked *out)
{
	static const char alphabet[] = "WABCDEFGHIJKLMNOPQRSTUV";
	enum fx_answer got = fx_take(out, text, n, " -");
	const char *s = out->value;
	int sum;

	if (got != FX_VALID)
		return got;
	if (out->n != 8 && out->n != 9)
		return FX_BAD_LENGTH;
	if (!fx_form_ok("7n1a", s, 8) ||
	    (out->n == 9 && strchr("ABHTWX", s[8]) == NULL))
		return FX_BAD_FORMAT;
	sum = ID_SUM(s, 8, 7, 6, 5, 4, 3, 2);
	if (out->n == 9 && (s[8] == 'A' || s[8] == 'B' || s[8] == 'H'))
		sum += 9 * (s[8] - 'A' + 1);
	return fx_holds(alphabet[sum % 23] == s[7]);
}

const struct fx_scheme fx_scheme_id_ie_pps = {
	.name = "id:ie.pps",
	.about = "Ireland: PPS number",
	.standard = "Department of Social Protection, PPS number; Revenue",
	.tenths = 45,
	.check = check_ie_pps,
};

static enum fx_answer
check_it_codicefiscale(const char *text, size_t n, struct fx_checked *out)
{
	enum fx_answer got = fx_take(out, text, n, " -:");
	const char *s = out->value;

	if (got != FX_VALID)
		return got;
	if (out->n != 16)
		return FX_BAD_LENGTH;
	if (!italian_form(s))
		return FX_BAD_FORMAT;
	return id_answer(italian_date(s, out), italian_check(s) == s[15]);
}

const struct fx_scheme fx_scheme_id_it_codicefiscale = {
	.name = "id:it.codicefiscale",
	.about = "Italy: tax code",
	.standard = "D.M. 12 marzo 1974; D.M. 23 dicembre 1976",
	.tenths = 62,
	.check = check_it_codicefiscale,
};

static enum fx_answer
check_pt_cc(const char *text, size_t n, struct fx_checked *out)
{
	enum fx_answer got = take_form(out, text, n, " ", "9n2c1n");

	if (got != FX_VALID)
		return got;
	return fx_holds(portuguese(out->value));
}

const struct fx_scheme fx_scheme_id_pt_cc = {
	.name = "id:pt.cc",
	.about = "Portugal: citizen card",
	.standard = "Lei 7/2007; Numero de documento do cartao de cidadao",
	.tenths = 33,
	.check = check_pt_cc,
};
