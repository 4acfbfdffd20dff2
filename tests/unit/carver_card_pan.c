/* carver_card_pan.c - card numbers: notations, schemes, scores, look-alikes */
#include "carve.h"
#include "tap.h"

/* Numbers that publishers give for testing, but for the ones marked made. */
#define VISA "4539578763621486" /* made */
#define AMEX "371449635398431"
#define DINERS "36259600000004"
#define SECOND "5398228707871527" /* validator.js */

/* Every notation: alone in a text, and found by its value. */
static const struct {
	const char *what, *text, *value;
} notations[] = {
	{ "plain", VISA, VISA },
	{ "spaces", "4539 5787 6362 1486", VISA },
	{ "dashes", "4539-5787-6362-1486", VISA },
	{ "dots", "4539.5787.6362.1486", VISA },
	{ "no-break spaces, UTF-8",
	    "4539\xc2\xa0"
	    "5787\xc2\xa0"
	    "6362\xc2\xa0"
	    "1486",
	    VISA },
	{ "no-break spaces, 8859-1",
	    "4539\xa0"
	    "5787\xa0"
	    "6362\xa0"
	    "1486",
	    VISA },
	{ "%20", "4539%205787%206362%201486", VISA },
	{ "plus signs", "4539+5787+6362+1486", VISA },
	{ "4-6-5", "3714 496353 98431", AMEX },
	{ "4-6-5 dashes", "3714-496353-98431", AMEX },
	{ "4-6-4", "3625 960000 0004", DINERS },
	{ "4-4-4-4-3", "6759 5600 4500 5727 054", "6759560045005727054" },
	{ "6-13", "675956 0045005727054", "6759560045005727054" },
	{ "4-4-4-3", "3714 4963 5398 431", AMEX },
	{ "mixed separators", "4539 5787-6362 1486", VISA },
	{ "letters on both sides", "xn" VISA "e", VISA },
	{ "behind an escaped quote", "number%22%3A%22" VISA "%22", VISA },
	{ "behind an escaped space", "q=%20" VISA, VISA },
	{ "behind \\u0022", "\\u0022" VISA "\\u0022", VISA },
	{ "behind \\x20", "\\x20" VISA, VISA },
	{ "in quotes", "\"" VISA "\"", VISA },
	{ "after a sign", "#" VISA, VISA },
	{ "first of many groups", "4539 5787 6362 1486 1227 417", VISA },
};

static void
notation(size_t i)
{
	static const enum fx_encoding encs[] = { FX_ASCII, FX_UTF16LE,
		FX_UTF16BE };
	struct fx_hit hit;
	size_t e, n = strlen(notations[i].text);

	for (e = 0; e < FX_LEN(encs); e++) {
		bool found = carve(&carver_card_pan, notations[i].text, n,
		    encs[e], &hit);

		is_str(found ? hit.value : "", notations[i].value, "%s, %zu",
		    notations[i].what, e);
	}
}

static const struct {
	const char *what, *text;
} nones[] = {
	{ "wrong check digit", "4539578763621487" },
	{ "wrong check digit, groups", "4539 5787 6362 1487" },
	{ "tail of a longer number", "99994" VISA },
	{ "head of a longer number", VISA "9999" },
	{ "eleven digits", "12345678903" },
	{ "two spaces", "4539  5787  6362  1486" },
	{ "cut short", "4539 5787 6362 148" },
	{ "groups of no card", "45395 78763 62148 6" },
	{ "nothing", "" },
	{ "a letter inside", "4539578763x621486" },
};

/* Schemes by prefix and length; the numbers are published ones. */
static const struct {
	const char *digits, *scheme;
} schemes[] = {
	{ "4111111111111111", "visa" },
	{ "4222222222222", "visa" },
	{ "4716989580001715211", "visa" },
	{ "5555555555554444", "mastercard" },
	{ "2223003122003222", "mastercard" },
	{ "2720990000000015", "mastercard" },
	{ "378282246310005", "amex" },
	{ "343434343434343", "amex" },
	{ "30569309025904", "diners" },
	{ "3056930009020004", "diners" },
	{ "36148900647913", "diners" },
	{ "38520000023237", "diners" },
	{ "6011000990139424", "discover" },
	{ "6445644564456445", "discover" },
	{ "6534567890123458", "discover" },
	{ "3530111333300000", "jcb" },
	{ "3537286818376838569", "jcb" },
	{ "6221260000000000", "unionpay" },
	{ "6205500000000000004", "unionpay" },
	{ "62123456789002", "unionpay" },
	{ "8171999927660000", "unionpay" },
	{ "8100513433325374", "unionpay" },
	{ "6304000000000000", "maestro" },
	{ "6759649826438453", "maestro" },
	{ "6799990100000000019", "maestro" },
	{ "5066991111111118", "elo" },
	{ "6277809990229178", "elo" },
	{ "6062820524845321", "hipercard" },
	{ "6370950000000005", "hiper" },
	{ "5895626292990446", "naranja" },
	{ "9792100000000001", "troy" },
	{ "6502740000000001", "troy" },
	{ "5019717010103742", "dankort" },
	{ "6703444444444449", "bancontact" },
	{ "122000000000003", "uatp" },
	{ "5610591081018250", "bankcard" },
	{ "6331101999990016", "switch" },
	{ "1000000000000008", "" },
	{ "11111111111111116", "" },
};

static void
scheme(size_t i)
{
	const char *d = schemes[i].digits;
	struct fx_hit hit;
	const char *got = "no hit";

	if (carve(&carver_card_pan, d, strlen(d), FX_ASCII, &hit))
		got = fx_hit_get(&hit, "scheme");
	is_str(got != NULL ? got : "", schemes[i].scheme, "%s is %s", d,
	    schemes[i].scheme);
}

/* Digits that only fall or rise are a table's; a publisher's are its own. */
static const struct {
	const char *digits;
	bool sorted;
} orders[] = {
	{ "4333322211110000", true },
	{ "4444444444456889", true },
	{ "4333322211110018", false },
	{ "5555555555554444", false },
	{ VISA, false },
};

static void
order(size_t i)
{
	const char *d = orders[i].digits;
	struct fx_hit hit;
	char told[4096];

	if (!carve(&carver_card_pan, d, strlen(d), FX_ASCII, &hit)) {
		ok(false, "%s is found", d);
		return;
	}
	carve_told(&hit, told, sizeof told);
	ok((strstr(told, "sorted") != NULL) == orders[i].sorted,
	    "%s is %ssorted", d, orders[i].sorted ? "" : "not ");
}

int
main(void)
{
	struct fx_hit hit;
	size_t i;

	for (i = 0; i < FX_LEN(notations); i++)
		notation(i);
	for (i = 0; i < FX_LEN(nones); i++)
		ok(!carve(&carver_card_pan, nones[i].text,
		       strlen(nones[i].text), FX_ASCII, &hit),
		    "%s: none", nones[i].what);
	for (i = 0; i < FX_LEN(schemes); i++)
		scheme(i);
	for (i = 0; i < FX_LEN(orders); i++)
		order(i);
	return done();
}
