/*
 * carver_bank_iban.c - IBANs as people and programs write them, and what looks
 * like one
 */
#include "carve.h"
#include "forensic/bytes.h"
#include "tap.h"

static const struct {
	const char *what, *text;
	const char *value; /* NULL: nothing is found */
	int least, most;   /* bits */
	size_t at, len;
} cases[] = {
	{ "in one piece", "x DE75512108001245126198 y", NULL, 0, 0, 0, 0 },
	{ "alone", "DE75512108001245126199", "DE75512108001245126199", 12, 19,
	    0, 22 },
	{ "in groups", "to DE75 5121 0800 1245 1261 99.",
	    "DE75512108001245126199", 12, 19, 3, 27 },
	{ "with hyphens", "DE75-5121-0800-1245-1261-99",
	    "DE75512108001245126199", 12, 19, 0, 27 },
	{ "with no-break spaces",
	    "DE75\xc2\xa0"
	    "5121\xc2\xa0"
	    "0800\xc2\xa0"
	    "1245\xc2\xa0"
	    "1261\xc2\xa0"
	    "99",
	    "DE75512108001245126199", 12, 19, 0, 32 },
	{ "as forms send it", "iban=DE75+5121+0800+1245+1261+99&x=1",
	    "DE75512108001245126199", 20, 40, 5, 27 },
	{ "percent-encoded", "DE75%205121%200800%201245%201261%2099",
	    "DE75512108001245126199", 12, 19, 0, 37 },
	{ "in odd groups", "DE75 51210800 1245126199", "DE75512108001245126199",
	    12, 19, 0, 24 },
	{ "small letters", "de75512108001245126199", "DE75512108001245126199",
	    10, 12, 0, 22 },
	{ "labelled", "IBAN: DE75512108001245126199", "DE75512108001245126199",
	    20, 40, 6, 22 },
	{ "glued to its label", "IBANDE75512108001245126199",
	    "DE75512108001245126199", 12, 40, 4, 22 },
	{ "in an element", "<IBAN>DE75512108001245126199</IBAN>",
	    "DE75512108001245126199", 20, 40, 6, 22 },
	{ "in a field of an MT message", ":59:/DE75512108001245126199\r\n",
	    "DE75512108001245126199", 20, 40, 5, 22 },
	{ "with a field's letter", ":50K:/DE75512108001245126199",
	    "DE75512108001245126199", 20, 40, 6, 22 },
	{ "national digits that hold", "NO8330001234567", "NO8330001234567", 12,
	    22, 0, 15 },
	/* It ends where the registry says. */
	{ "an amount behind it", "DE75 5121 0800 1245 1261 99 150,00 EUR",
	    "DE75512108001245126199", 12, 19, 0, 27 },
	{ "a word behind it", "DE75 5121 0800 1245 1261 99 AND MORE",
	    "DE75512108001245126199", 12, 19, 0, 27 },
	{ "a short word behind it", "BE71 0961 2345 6769 AB",
	    "BE71096123456769", 12, 22, 0, 19 },
	{ "one digit more", "DE755121080012451261990", NULL, 0, 0, 0, 0 },
	{ "one digit less", "DE7551210800124512619", NULL, 0, 0, 0, 0 },
	{ "one letter more", "DE75512108001245126199X", NULL, 0, 0, 0, 0 },
	{ "a letter before it", "XDE75512108001245126199", NULL, 0, 0, 0, 0 },
	{ "a digit before it", "1DE75512108001245126199", NULL, 0, 0, 0, 0 },
	{ "two digits changed", "DE75512108001245126919", NULL, 0, 0, 0, 0 },
	{ "a letter among digits", "DE7551210800124512619O", NULL, 0, 0, 0, 0 },
	{ "separators mixed", "DE75-5121 0800-1245 1261-99", NULL, 0, 0, 0, 0 },
	{ "two spaces", "DE75  5121 0800 1245 1261 99", NULL, 0, 0, 0, 0 },
	{ "check digits that are none", "AA0000000000000089", NULL, 0, 0, 0,
	    0 },
	{ "no country", "QQ75512108001245126199", NULL, 0, 0, 0, 0 },
	/* Countries that are not in the registry. */
	{ "Angola", "AO06000600000100037131174", "AO06000600000100037131174", 6,
	    6, 0, 25 },
	{ "Angola, in groups", "AO06 0006 0000 0100 0371 3117 4",
	    "AO06000600000100037131174", 6, 11, 0, 31 },
	{ "Angola, changed", "AO06000600000100037131175", NULL, 0, 0, 0, 0 },
	{ "Reunion", "RE4220041010050500013M02606",
	    "RE4220041010050500013M02606", 6, 6, 0, 27 },
	{ "a word of letters", "MA12ABCDEFGHIJKLMNOPQRST", NULL, 0, 0, 0, 0 },
};

static void
ask(size_t k, enum fx_encoding enc)
{
	const char *text = cases[k].text, *want = cases[k].value;
	char told[1024];
	struct fx_hit hit;

	if (enc != FX_ASCII && strchr(text, '\xc2') != NULL)
		return; /* two characters there */
	if (!carve(&carver_bank_iban, text, strlen(text), enc, &hit)) {
		ok(want == NULL, "%s: nothing", cases[k].what);
		return;
	}
	carve_told(&hit, told, sizeof told);
	is_str(hit.value, want != NULL ? want : "nothing", "%s: %s",
	    cases[k].what, told);
	if (want == NULL)
		return;
	is_int(hit.at, cases[k].at, "%s: its place", cases[k].what);
	is_int(hit.len, cases[k].len, "%s: its length", cases[k].what);
	ok(hit.score >= cases[k].least && hit.score <= cases[k].most,
	    "%s: %d bits", cases[k].what, hit.score);
}

/* One wrong character of a good one is never found. */
static void
near_misses(const char *good)
{
	size_t n = strlen(good), i, found = 0;
	struct fx_hit hit;
	char bad[64];
	int d;

	for (i = 2; i < n; i++)
		for (d = 0; d < 10; d++) {
			snprintf(bad, sizeof bad, "%s", good);
			if (bad[i] == '0' + d || bad[i] > '9')
				continue;
			bad[i] = (char)('0' + d);
			found += carve(&carver_bank_iban, bad, n, FX_ASCII,
			    &hit);
		}
	is_int(found, 0, "%s: no single error is found", good);
}

static void
masks(void)
{
	char out[FX_VALUE_LEN];

	fx_mask(&carver_bank_iban, "DE75512108001245126199", out);
	is_str(out, "DE75**************6199",
	    "country, check digits, last four");
	fx_mask(&carver_bank_iban, "NO8330001234567", out);
	is_str(out, "NO83*******4567", "of the shortest");
	fx_mask(&carver_bank_iban, "DE75 5121", out);
	is_str(out, "********", "what is none is hidden");
	fx_mask(&carver_bank_iban, "", out);
	is_str(out, "", "nothing");
}

int
main(void)
{
	struct fx_hit hit;
	size_t k;

	for (k = 0; k < FX_LEN(cases); k++) {
		ask(k, FX_ASCII);
		ask(k, FX_UTF16LE);
		ask(k, FX_UTF16BE);
	}
	near_misses("DE75512108001245126199");
	near_misses("GB33BUKB20201555555555");
	masks();
	ok(carve(&carver_bank_iban, "IBAN DE89370400440532013000", 27, FX_ASCII,
	       &hit) &&
		fx_hit_get(&hit, "test") != NULL,
	    "an example is marked");
	is_str(fx_hit_get(&hit, "country"), "DE", "country");
	is_str(fx_hit_get(&hit, "bank"), "37040044", "bank");
	return done();
}
