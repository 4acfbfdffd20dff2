/* carver_bank_bic.c - BICs are found beside their label or an IBAN only */
#include "carve.h"
#include "forensic/bytes.h"
#include "tap.h"

static const struct {
	const char *text, *value;
	int least;
} cases[] = {
	{ "BIC: COBADEFFXXX", "COBADEFFXXX", 12 },
	{ "BIC COBADEFF", "COBADEFF", 12 },
	{ "<BICFI>DEUTDEFF</BICFI>", "DEUTDEFF", 12 },
	{ "\"bic\":\"DEUTDEFF500\"", "DEUTDEFF500", 12 },
	{ "SWIFT: DEUTDEFF", "DEUTDEFF", 12 },
	{ "SWIFT/BIC COBADEFFXXX", "COBADEFFXXX", 12 },
	{ "INGBNL2A, NL95 INGB 0004 5487 74", "INGBNL2A", 12 },
	{ "NL95INGB0004548774 INGBNL2A", "INGBNL2A", 12 },
	{ "COBADEFF", NULL, 0 },
	{ "COMPILER", NULL, 0 },
	{ "the Swift COMPILER says", NULL, 0 },
	{ "BIC: COBAQQFF", NULL, 0 }, /* no such country */
	{ "BIC: COBADEFFX", NULL, 0 },
	{ "BIC: COBADEFFXXXX", NULL, 0 },
	{ "BIC: COB1DEFF", NULL, 0 },
	{ "BIC: cobadeff", NULL, 0 },
	{ "BIC: XCOBADEFFe", NULL, 0 },
};

static void
ask(size_t k, enum fx_encoding enc)
{
	struct fx_hit hit;

	if (!carve(&carver_bank_bic, cases[k].text, strlen(cases[k].text), enc,
		&hit)) {
		ok(cases[k].value == NULL, "%s: nothing", cases[k].text);
		return;
	}
	is_str(hit.value, cases[k].value != NULL ? cases[k].value : "nothing",
	    "%s", cases[k].text);
	ok(hit.score >= cases[k].least, "%d bits", hit.score);
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
