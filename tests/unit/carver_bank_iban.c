/*
 * carver_bank_iban.c - IBANs as people and programs write them, and what looks
 * like one
 */
#include "carve.h"
#include "forensic/bytes.h"
#include "forensic/iban.h"
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
	static const struct {
		const char *value, *mask;
	} some[] = {
		/* country, check digits, last four */
		{ "AT611904310234573201", "AT61************3201" },
		{ "IT60X0542811101200000123456",
		    "IT60*******************3456" },
		{ "PL61109010140000071219812874",
		    "PL61********************2874" },
		{ "CH9300762011623852957", "CH93*************2957" },
		/* without the check digits */
		{ "AT611904300234573201", "AT**************3201" },
		{ "DE75512108001245126199", "DE****************6199" },
		{ "SE4550000000058398257466", "SE******************7466" },
		{ "ES9121000418450200051332", "ES******************1332" },
		/* the last two */
		{ "DE89370400440532013000", "DE******************00" },
		{ "NL91ABNA1417164300", "NL**************00" },
		{ "GB33BUKB20201555555555", "GB******************55" },
		{ "BE71096123456769", "BE************69" },
		/* none of them */
		{ "NL91ABNA0000164300", "NL****************" },
		{ "NO8330001234567", "NO*************" },
		/* not of the registry */
		{ "AO06000600000100037131174", "AO***********************" },
		{ "AO06000600000112345678974", "AO*******************8974" },
		{ "DE75 5121", "********" },
		{ "", "" },
	};
	char out[FX_VALUE_LEN];
	size_t k;

	for (k = 0; k < FX_LEN(some); k++) {
		fx_mask(&carver_bank_iban, some[k].value, out);
		is_str(out, some[k].mask, "%s is masked", some[k].value);
	}
}

/* Of no country is so much shown that few accounts are left of a known bank. */
static void
countries(void)
{
	char value[FX_IBAN_MOST + 1], out[FX_VALUE_LEN];
	size_t k, n, codes, shown;
	const struct fx_iban_row *row;

	for (k = 0; k < fx_iban_count; k++) {
		row = &fx_iban_rows[k];
		n = fx_iban_len(row);
		memset(value, '7', n);
		memcpy(value, row->cc, 2);
		value[n] = '\0';
		fx_mask(&carver_bank_iban, value, out);
		codes = (size_t)row->nbank + row->nbranch;
		shown = strspn(out + 2, "7") +
		    strspn(strrchr(out, '*') + 1, "7");
		ok(n - 4 - codes >= shown + 5 + (row->national != NULL) ||
			shown == 0,
		    "%s: %s", row->cc, out);
	}
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
	countries();
	ok(carve(&carver_bank_iban, "IBAN DE89370400440532013000", 27, FX_ASCII,
	       &hit) &&
		fx_hit_get(&hit, "test") != NULL,
	    "an example is marked");
	is_str(fx_hit_get(&hit, "country"), "DE", "country");
	is_str(fx_hit_get(&hit, "bank"), "37040044", "bank");
	return done();
}
