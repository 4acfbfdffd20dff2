/* carver_bank_bic.c - BICs are found beside their label or an IBAN only */
#include "carve.h"
#include "forensic/bytes.h"
#include "tap.h"

static const struct {
	const char *text, *value;
	int least, most;
} cases[] = {
	{ "BIC: COBADEFFXXX", "COBADEFFXXX", 12, 30 },
	{ "BIC COBADEFF", "COBADEFF", 12, 30 },
	{ "<BICFI>DEUTDEFF</BICFI>", "DEUTDEFF", 12, 30 },
	{ "\"bic\":\"DEUTDEFF500\"", "DEUTDEFF500", 12, 30 },
	{ "SWIFT: DEUTDEFF", "DEUTDEFF", 12, 30 },
	{ "SWIFT/BIC COBADEFFXXX", "COBADEFFXXX", 12, 30 },
	{ "INGBNL2A, NL95 INGB 0004 5487 74", "INGBNL2A", 12, 30 },
	{ "NL95INGB0004548774 INGBNL2A", "INGBNL2A", 12, 30 },
	/* the IBAN's country, and its bank where that is letters */
	{ "DE75512108001245126199 COBADEFF", "COBADEFF", 12, 14 },
	{ "DE75512108001245126199, BRPXDEPW", "BRPXDEPW", 12, 14 },
	{ "COBADEFFXXX DE75512108001245126199", "COBADEFFXXX", 12, 14 },
	{ "COMMERZBANK COBADEFF DE75512108001245126199", "COBADEFF", 12, 14 },
	{ "NL95INGB0004548774 DE75512108001245126199 COBADEFF", "COBADEFF", 12,
	    14 },
	{ "GENERAL AMSTERDAM ACCOUNT INGBNL2A NL95INGB0004548774", "INGBNL2A",
	    12, 14 },
	{ "NL95INGB0004548774 ABNANL2A", NULL, 0, 0 },
	{ "NL95INGB0004548774 COBADEFF", NULL, 0, 0 },
	{ "NL95INGB0004548774 BIC: COBADEFF", "COBADEFF", 12, 14 },
	{ "DE75512108001245126198 COBADEFF", NULL, 0, 0 },
	{ "DE75512108001245126199 INGBNL2A", NULL, 0, 0 },
	/* words in capitals beside one */
	{ "DE75512108001245126199\n"
	  "DOCUMENT REGISTER CUSTOMER DELIVERY CALENDAR\n",
	    NULL, 0, 0 },
	{ "DE75512108001245126199\nDIVIDEND\n", "DIVIDEND", 0, 11 },
	{ "DE75512108001245126199\nBIC codes\n"
	  "CUSTOMER: INCIDENT REGISTER\n",
	    "INCIDENT", 0, 11 },
	{ "BIC of the list: DE75512108001245126199 : RESIDENT", "RESIDENT", 0,
	    11 },
	{ "DE75512108001245126199\nGENERAL BACKDEED MEETING\n", "BACKDEED", 0,
	    11 },
	{ "DE75512108001245126199\nGENERAL STUDDELL MEETING\n", "STUDDELL", 0,
	    11 },
	{ "GB33BUKB20201555555555\nDOCUMENT SWINGBIN RIGHGBAT\n", NULL, 0, 0 },
	{ "bic register of DOCUMENTS: DOCUMENT", NULL, 0, 0 },
	{ "BIC of the bank: COBADEFF", "COBADEFF", 12, 30 },
	{ "COBADEFF", NULL, 0, 0 },
	{ "COMPILER", NULL, 0, 0 },
	{ "the Swift COMPILER says", NULL, 0, 0 },
	{ "BIC: COBAQQFF", NULL, 0, 0 }, /* no such country */
	{ "BIC: COBADEFFX", NULL, 0, 0 },
	{ "BIC: COBADEFFXXXX", NULL, 0, 0 },
	{ "BIC: COB1DEFF", NULL, 0, 0 },
	{ "BIC: cobadeff", NULL, 0, 0 },
	{ "BIC: XCOBADEFFe", NULL, 0, 0 },
};

static void
ask(size_t k, enum fx_encoding enc)
{
	const char *text = cases[k].text;
	int line = (int)strcspn(text, "\n"); /* names a case well enough */
	struct fx_hit hit;

	if (!carve(&carver_bank_bic, text, strlen(text), enc, &hit)) {
		ok(cases[k].value == NULL, "%.*s: nothing", line, text);
		return;
	}
	is_str(hit.value, cases[k].value != NULL ? cases[k].value : "nothing",
	    "%.*s", line, text);
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
	fx_mask(&carver_bank_bic, "COBADEFFXXX", out);
	is_str(out, "COBADEFFXXX", "a bank's code is shown");
	fx_mask(&carver_bank_bic, "COBADEFFX", out);
	is_str(out, "********", "what is none is hidden");
	return done();
}
