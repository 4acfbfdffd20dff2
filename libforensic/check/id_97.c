/* id_97.c - persons' numbers with remainders by 97 and 511, and ISO/IEC 7064 */
#include "person.h"

#include <string.h>

#include "forensic/bytes.h"

/* Months have 20 or 40 added for those not registered; 0 is not known. */
static enum fx_answer
belgian_date(struct fx_checked *out, int year)
{
	id_date(out, year, id_two(out->value + 2), id_two(out->value + 4));
	return FX_VALID;
}

/* Of the first ten digits one stands two or three times, the others once. */
static bool
one_repeats(const char *s)
{
	int count[10] = { 0 }, i, repeats = 0;

	for (i = 0; i < 10; i++)
		count[s[i] - '0']++;
	for (i = 0; i < 10; i++) {
		if (count[i] > 3)
			return false;
		repeats += count[i] > 1;
	}
	return repeats == 1;
}

static enum fx_answer
check_be_nn(const char *text, size_t n, struct fx_checked *out)
{
	enum fx_answer got = id_take(out, text, n, " -.", 11);
	const char *s = out->value;
	int check, year;

	if (got != FX_VALID)
		return got;
	if (id_same(s, 11, '0'))
		return FX_BAD_FORMAT;
	check = id_two(s + 9);
	year = id_two(s);
	if (97 - fx_digits_mod(s, 9, 97) == check)
		return belgian_date(out, 1900 + year);
	/* born since 2000: a 2 goes before it */
	if (97 - (fx_digits_mod(s, 9, 97) + 2000000000 % 97) % 97 == check)
		return belgian_date(out, 2000 + year);
	return FX_BAD_CHECKSUM;
}

const struct fx_scheme fx_scheme_id_be_nn = {
	.name = "id:be.nn",
	.about = "Belgium: national number",
	.standard = "Royal decree of 3 April 1984, 5",
	.tenths = 93,
	.check = check_be_nn,
};

static enum fx_answer
check_de_idnr(const char *text, size_t n, struct fx_checked *out)
{
	enum fx_answer got = id_take(out, text, n, " -./,", 11);
	const char *s = out->value;

	if (got != FX_VALID)
		return got;
	if (s[0] == '0' || !one_repeats(s))
		return FX_BAD_COMPONENT;
	return fx_holds(fx_mod11_10_ok(s, 11));
}

const struct fx_scheme fx_scheme_id_de_idnr = {
	.name = "id:de.idnr",
	.about = "Germany: tax identification number",
	.standard = "AO 139b; ISO/IEC 7064, MOD 11,10",
	.tenths = 83,
	.check = check_de_idnr,
};

static enum fx_answer
check_fr_nif(const char *text, size_t n, struct fx_checked *out)
{
	enum fx_answer got = id_take(out, text, n, " ", 13);
	const char *s = out->value;

	if (got != FX_VALID)
		return got;
	if (s[0] > '3')
		return FX_BAD_COMPONENT;
	return fx_holds(fx_digits_mod(s, 10, 511) == id_digits(s + 10, 3));
}

const struct fx_scheme fx_scheme_id_fr_nif = {
	.name = "id:fr.nif",
	.about = "France: tax number, SPI",
	.standard = "DGFiP, numero fiscal: key modulo 511",
	.tenths = 110,
	.check = check_fr_nif,
};

static enum fx_answer
check_fr_nir(const char *text, size_t n, struct fx_checked *out)
{
	enum fx_answer got = fx_take(out, text, n, " .");
	char s[16];
	size_t i;

	if (got != FX_VALID)
		return got;
	if (out->n != 15)
		return FX_BAD_LENGTH;
	memcpy(s, out->value, 16);
	if (s[5] == '2' && (s[6] == 'A' || s[6] == 'B')) { /* Corsica */
		s[5] = '1';
		s[6] = (char)(s[6] == 'A' ? '9' : '8');
	}
	for (i = 0; i < 15; i++)
		if (s[i] < '0' || s[i] > '9')
			return FX_BAD_FORMAT;
	return fx_holds(97 - fx_digits_mod(s, 13, 97) == id_two(s + 13));
}

const struct fx_scheme fx_scheme_id_fr_nir = {
	.name = "id:fr.nir",
	.about = "France: social security number, NIR",
	.standard = "Decret 91-1404; INSEE, cle du NIR",
	.tenths = 66,
	.check = check_fr_nir,
};

static enum fx_answer
check_hr_oib(const char *text, size_t n, struct fx_checked *out)
{
	enum fx_answer got;
	const char *s = out->value;

	id_skip(&text, &n, "HR");
	got = id_take(out, text, n, " -", 11);
	if (got != FX_VALID)
		return got;
	return fx_holds(fx_mod11_10_ok(s, 11));
}

const struct fx_scheme fx_scheme_id_hr_oib = {
	.name = "id:hr.oib",
	.about = "Croatia: personal number, OIB",
	.standard = "Zakon o OIB; ISO/IEC 7064, MOD 11,10",
	.tenths = 33,
	.check = check_hr_oib,
};
