/* carver_bank_account.c - account numbers beside their words, and without */
#include "carve.h"
#include "forensic/bytes.h"
#include "tap.h"

static const struct {
	const char *text, *value, *country; /* value NULL: nothing */
	int least, most;
	size_t at, len;
} cases[] = {
	{ "Kontonummer: 8601.11.17947", "86011117947", "NO", 12, 25, 13, 13 },
	{ "bankkontonummer 86011117947", "86011117947", "NO", 12, 25, 16, 11 },
	{ "cislo uctu 19-2000145399/0800", "000019-2000145399/0800", "CZ", 12,
	    25, 11, 18 },
	{ "cislo uctu: 2000145399/0800.", "000000-2000145399/0800", "CZ", 12,
	    25, 12, 15 },
	{ "CCC 2100 0418 45 0200051332", "21000418450200051332", "ES", 12, 25,
	    4, 23 },
	{ "cuenta bancaria: 21000418450200051332", "21000418450200051332", "ES",
	    12, 25, 17, 20 },
	{ "Rekeningnummer 41.71.64.300", "417164300", "NL", 12, 25, 15, 12 },
	{ "coordinate bancarie X 05428 11101 000000123456",
	    "X0542811101000000123456", "IT", 12, 25, 20, 26 },
	{ "RIB: 20041 01005 0500013M026 06", "20041010050500013M02606", "FR",
	    12, 25, 5, 26 },
	{ "numer konta 61 1090 1014 0000 0712 1981 2874",
	    "61109010140000071219812874", "PL", 12, 30, 12, 32 },
	{ "NIB 0002.0123.12345678901.54", "000201231234567890154", "PT", 12, 25,
	    4, 24 },
	{ "bankszamlaszam 11773016-11111018-00000000",
	    "117730161111101800000000", "HU", 12, 25, 15, 26 },
	{ "broj racuna 1001005-1863000160", "10010051863000160", "HR", 12, 25,
	    12, 18 },
	{ "rekening 539-0075470-34", "539007547034", "BE", 12, 25, 9, 14 },
	{ "sort code 60-16-13 account number 31926819", "60161331926819", "GB",
	    12, 25, 10, 32 },
	{ ":25:37040044/532013000\r\n", "370400440532013000", "DE", 12, 25, 4,
	    18 },
	{ ":25:37040044/532013000EUR\r\n", "370400440532013000", "DE", 12, 25,
	    4, 18 },
	{ "Bankverbindung 37040044/532013000", "370400440532013000", "DE", 12,
	    25, 15, 18 },
	{ "37040044/532013000", NULL, NULL, 0, 0, 0, 0 },
	{ ":25:37040044/53201300000", NULL, NULL, 0, 0, 0, 0 },
	{ ":25:37040044/", NULL, NULL, 0, 0, 0, 0 },
	{ ":25:97040044/532013000", NULL, NULL, 0, 0, 0, 0 },
	/* no word, or one of another language */
	{ "8601.11.17947", NULL, NULL, 0, 0, 0, 0 },
	{ "2000145399/0800", NULL, NULL, 0, 0, 0, 0 },
	{ "2100 0418 45 0200051332", NULL, NULL, 0, 0, 0, 0 },
	{ "60-16-13 31926819", NULL, NULL, 0, 0, 0, 0 },
	{ "account 41.71.64.300", "417164300", "NL", 0, 11, 8, 12 },
	{ "phone 86011117947, kontonummer unknown", "86011117947", "NO", 0, 11,
	    6, 11 },
	/* near misses */
	{ "Kontonummer: 8601.11.17948", NULL, NULL, 0, 0, 0, 0 },
	{ "Kontonummer: 8601.11.179470", NULL, NULL, 0, 0, 0, 0 },
	{ "Kontonummer: 18601.11.17947", NULL, NULL, 0, 0, 0, 0 },
	{ "Kontonummer: 1.8601.11.17947", NULL, NULL, 0, 0, 0, 0 },
	{ "Kontonummer: 8601.11.17947-5", NULL, NULL, 0, 0, 0, 0 },
	{ "Kontonummer: 8601.11-17947", NULL, NULL, 0, 0, 0, 0 },
	{ "cislo uctu 18-2000145399/0800", NULL, NULL, 0, 0, 0, 0 },
	{ "cislo uctu 19-2000145399/080", NULL, NULL, 0, 0, 0, 0 },
	{ "cislo uctu 19-2000145399/08000", NULL, NULL, 0, 0, 0, 0 },
	{ "CCC 2100 0418 54 0200051332", NULL, NULL, 0, 0, 0, 0 },
	{ "RIB: 20041 01005 0500013M026 07", NULL, NULL, 0, 0, 0, 0 },
	{ "coordinate bancarie Y 05428 11101 000000123456", NULL, NULL, 0, 0, 0,
	    0 },
	{ "sort code 60-16-13 of 2026 account 31926819", NULL, NULL, 0, 0, 0,
	    0 },
	{ "sort code 60-16-13 account 319268190", NULL, NULL, 0, 0, 0, 0 },
};

static void
ask(size_t k, enum fx_encoding enc)
{
	const char *text = cases[k].text, *want = cases[k].value;
	char told[1024];
	struct fx_hit hit;

	if (!carve(&carver_bank_account, text, strlen(text), enc, &hit)) {
		ok(want == NULL, "%s: nothing", text);
		return;
	}
	carve_told(&hit, told, sizeof told);
	is_str(hit.value, want != NULL ? want : "nothing", "%s: %s", text,
	    told);
	if (want == NULL)
		return;
	is_str(fx_hit_get(&hit, "country"), cases[k].country, "its country");
	is_int(hit.at, cases[k].at, "its place");
	is_int(hit.len, cases[k].len, "its length");
	ok(hit.score >= cases[k].least && hit.score <= cases[k].most, "%d bits",
	    hit.score);
}

static void
masks(void)
{
	static const struct {
		const char *value, *mask;
	} some[] = {
		{ "000019-2000145399/0800", "*************5399*****" },
		{ "000000-2000145399/0800", "***************99*****" },
		{ "000000-0000145399/0800", "**********************" },
		{ "86011117947", "***********" }, /* NO */
		{ "417164300", "*******00" },
		{ "0417164300", "********00" },
		{ "0001234567", "**********" },
		{ "539007547034", "************" },
		{ "539107547034", "**********34" },
		{ "60161331926819", "************19" },
		{ "1177301611111018", "**************18" },
		{ "117730161111101800000000", "**********************00" },
		{ "10010051863000160", "*************0160" },
		{ "370400440532013000", "****************00" },
		{ "370400440000013000", "******************" },
		{ "21000418451200051332", "****************1332" },
		{ "000201231234567890154", "*****************0154" },
		{ "X0542811101000000123456", "***********************" },
		{ "X0542811101001234567890", "*********************90" },
		{ "61109010140000071219812874", "**********************2874" },
		{ "86 011", "********" }, /* none of its forms */
		{ "8601111794712", "*************" },
	};
	char out[FX_VALUE_LEN];
	size_t k;

	for (k = 0; k < FX_LEN(some); k++) {
		fx_mask(&carver_bank_account, some[k].value, out);
		is_str(out, some[k].mask, "%s is masked", some[k].value);
	}
}

/*
 * Whoever knows the bank, that is the first characters, tries what the mask
 * hides: 10^5 numbers hold, and more.
 */
static void
candidates(const char *scheme, const char *value, size_t bank)
{
	const struct fx_scheme *s = fx_scheme_find(fx_schemes, scheme);
	char mask[FX_VALUE_LEN], text[FX_VALUE_LEN];
	const int want = 100000;
	struct fx_checked c;
	size_t n = strlen(value), i;
	int hold = 0;

	fx_mask(&carver_bank_account, value, mask);
	for (i = 0; i < n; i++)
		if (mask[i] != '*' || i < bank)
			text[i] = value[i];
		else
			text[i] = '0';
	while (hold < want) {
		hold += fx_scheme_check(s, text, n, &c) == FX_VALID;
		for (i = n; i > bank; i--) /* count on */
			if (mask[i - 1] == '*' && ++text[i - 1] <= '9')
				break;
			else if (mask[i - 1] == '*')
				text[i - 1] = '0';
		if (i == bank)
			break;
	}
	is_int(hold, want, "%s: so many could be %s", scheme, mask);
}

int
main(void)
{
	size_t k;

	for (k = 0; k < FX_LEN(cases); k++) {
		ask(k, FX_ASCII);
		ask(k, FX_UTF16LE);
	}
	masks();
	candidates("bank:no.kontonr", "86011117947", 4);
	candidates("bank:nl", "0417164300", 0);
	return done();
}
