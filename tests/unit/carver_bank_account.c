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

int
main(void)
{
	char out[FX_VALUE_LEN];
	size_t k;

	for (k = 0; k < FX_LEN(cases); k++) {
		ask(k, FX_ASCII);
		ask(k, FX_UTF16LE);
	}
	fx_mask(&carver_bank_account, "000019-2000145399/0800", out);
	is_str(out, "******************0800", "the last four stand");
	fx_mask(&carver_bank_account, "86011117947", out);
	is_str(out, "*******7947", "of digits, too");
	fx_mask(&carver_bank_account, "86 011", out);
	is_str(out, "********", "what is none is hidden");
	return done();
}
