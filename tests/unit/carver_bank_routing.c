/* carver_bank_routing.c - routing numbers are found with context only */
#include "carve.h"
#include "forensic/bytes.h"
#include "tap.h"

static const struct {
	const char *text, *value;
	int least, most;
} cases[] = {
	{ "routing number: 111000025", "111000025", 12, 20 },
	{ "ABA 0110-0001-5", "011000015", 12, 20 },
	{ "\"routing_number\":\"021000021\"", "021000021", 12, 20 },
	{ "\xe2\x91\x86"
	  "011000015\xe2\x91\x86",
	    "011000015", 12, 20 },
	{ "account 12345678 111000025", "111000025", 0, 11 },
	{ "111000025", NULL, 0, 0 },
	{ "routing number: 111000026", NULL, 0, 0 },
	{ "routing number: 1110000251", NULL, 0, 0 },
	{ "routing number: 11100002", NULL, 0, 0 },
	{ "routing number: 810000009", NULL, 0, 0 }, /* no such district */
	{ "routing number: 0110-00015", NULL, 0, 0 },
	{ "routing number: 10110-0001-5", NULL, 0, 0 },
	{ "ABA number 000000000", "000000000", -9, 11 },
	{ "routing number: 033333333", "033333333", -9, 11 },
	{ "routing, serial number: 111000025", "111000025", -9, 11 },
};

static void
ask(size_t k, enum fx_encoding enc)
{
	const char *text = cases[k].text;
	struct fx_hit hit;

	if (enc != FX_ASCII && text[0] == '\xe2')
		return;
	if (!carve(&carver_bank_routing, text, strlen(text), enc, &hit)) {
		ok(cases[k].value == NULL, "%s: nothing", text);
		return;
	}
	is_str(hit.value, cases[k].value != NULL ? cases[k].value : "nothing",
	    "%s", text);
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
		ask(k, FX_UTF16BE);
	}
	fx_mask(&carver_bank_routing, "111000025", out);
	is_str(out, "111000025", "a bank's number is shown");
	fx_mask(&carver_bank_routing, "11100002", out);
	is_str(out, "********", "what is none is hidden");
	return done();
}
