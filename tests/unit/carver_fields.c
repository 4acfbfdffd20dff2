/* carver_fields.c - expiry, code and holder in the ways they are written */
#include "carve.h"
#include "fields.h"
#include "tap.h"

#define P "4539578763621486"   /* made */
#define Q "5398228707871527"   /* validator.js */
#define AMEX "371449635398431" /* published for testing */

/* what is expected: "expiry cvv holder", "-" for none. */
static const struct {
	const char *what, *text, *pan, *expiry, *cvv, *holder;
} cases[] = {
	/* carding lines, every separator */
	{ "bar", P "|09|28|417|Ann Example|12 Elm St|Riga", P, "2028-09", "417",
	    "Ann Example" },
	{ "bar, spaces", P " | 09/28 | 417 | ANN EXAMPLE | x", P, "2028-09",
	    "417", "ANN EXAMPLE" },
	{ "double bar", P "||09||28||417", P, "2028-09", "417", "-" },
	{ "semicolon", P ";09/2028;417;Ann Example", P, "2028-09", "417",
	    "Ann Example" },
	{ "colon", P ":0928:417:Ann van der Example", P, "2028-09", "417",
	    "Ann van der Example" },
	{ "comma", P ",09,2028,417,\"Ann O'Hara\"", P, "2028-09", "417",
	    "Ann O'Hara" },
	{ "slash", P "/09/28/417/Ann Example/12 Elm", P, "2028-09", "417",
	    "Ann Example" },
	{ "TAB", P "\t09/28\t417\tAnn-Marie Example", P, "2028-09", "417",
	    "Ann-Marie Example" },
	{ "space", P " 09/28 417", P, "2028-09", "417", "-" },
	{ "dash between spaces", P " - 09/28 - 417 - Ann Example", P, "2028-09",
	    "417", "Ann Example" },
	{ "groups and spaces", "4539 5787 6362 1486 09/28 417", P, "2028-09",
	    "417", "-" },
	{ "groups, MMYY a group", "4539 5787 6362 1486 0928 417", P, "2028-09",
	    "417", "-" },
	{ "groups, MMYY the last group", "4539 5787 6362 1486 0928", P,
	    "2028-09", "-", "-" },
	{ "four digits for Amex", AMEX "|09|28|4178|Ann Example", AMEX,
	    "2028-09", "4178", "Ann Example" },
	{ "three are not Amex's", AMEX "|09|28|417", AMEX, "2028-09", "-",
	    "-" },
	{ "four are not Visa's", P "|09|28|4178", P, "2028-09", "-", "-" },
	{ "YYMM", P "|2809|417", P, "2028-09", "417", "-" },
	{ "MMYYYY", P "|092028|417", P, "2028-09", "417", "-" },
	{ "YYYYMM", P "|202809|417", P, "2028-09", "417", "-" },
	{ "M/YYYY", P "|9/2028|417", P, "2028-09", "417", "-" },
	{ "MM-YY", P "|09-28|417", P, "2028-09", "417", "-" },
	{ "MM.YYYY", P ";09.2028;417", P, "2028-09", "417", "-" },
	{ "YYYY-MM", P "|2028-09|417", P, "2028-09", "417", "-" },
	{ "the last century", P "|09|99|417", P, "1999-09", "417", "-" },
	{ "the name first", "Ann Example|" P "|09|28|417", P, "2028-09", "417",
	    "Ann Example" },
	{ "the name first, quotes",
	    "\"17\";\"Ann Example\";\"" P "\";\"09/2028\";\"417\"", P,
	    "2028-09", "417", "Ann Example" },
	{ "the code alone", "4539 5787 6362 1486 417", P, "-", "417", "-" },
	{ "the code alone, bar", P "|417", P, "-", "417", "-" },
	{ "cells of a table",
	    "<td>Ann Example</td><td>" P "</td><td>09/28</td><td>417</td>", P,
	    "2028-09", "417", "Ann Example" },
	{ "SQL", "VALUES (17,'Ann Example','" P "','0928','417');", P,
	    "2028-09", "417", "Ann Example" },
	/* near misses */
	{ "no such month", P "|13|28|417", P, "-", "-", "-" },
	{ "month nought", P "|00/28|417", P, "-", "-", "-" },
	{ "a year out of reach", P "|09|2071", P, "-", "-", "-" },
	{ "a date with its day", P ",12/09/2028,417", P, "-", "-", "-" },
	{ "a time stamp", P "\t2028-09-14 10:11:12", P, "-", "-", "-" },
	{ "separators differ", P "|09;28", P, "-", "-", "-" },
	{ "a table of groups", "5500 5501 5502 5503 5504 5505",
	    "5500550155025503", "-", "-", "-" },
	{ "a place is no name", P "|09|28|417|United States", P, "2028-09",
	    "417", "-" },
	{ "a sentence is no name", P "|09|28|417|Tools for writing code", P,
	    "2028-09", "417", "-" },
	{ "one word is no name", P "|09|28|417|Example", P, "2028-09", "417",
	    "-" },
	{ "an address is no name", P "|09|28|417|12 Elm St", P, "2028-09",
	    "417", "-" },
	/* labels */
	{ "JSON",
	    "{\"holder\":\"Ann Example\",\"number\":\"" P
	    "\",\"exp_month\":9,\"exp_year\":2028,\"cvc\":\"417\"}",
	    P, "2028-09", "417", "Ann Example" },
	{ "JSON, camels",
	    "{\"cardNumber\":\"" P "\",\"expMonth\":\"09\",\"expYear\":\"28\","
	    "\"securityCode\":\"417\",\"name\":\"Ann Example\"}",
	    P, "2028-09", "417", "Ann Example" },
	{ "JSON, lines",
	    "{\n  \"number\": \"" P
	    "\",\n  \"expiry\": \"09\\/28\",\n  \"cvv\": 417\n}",
	    P, "2028-09", "417", "-" },
	{ "XML",
	    "<card><pan>" P
	    "</pan><expiry>2028-09</expiry><cvv>417</cvv></card>",
	    P, "2028-09", "417", "-" },
	{ "XML, attributes",
	    "<card number=\"" P "\" expiry=\"09/28\" cvv2=\"417\" "
	    "holder=\"Ann Example\"/>",
	    P, "2028-09", "417", "Ann Example" },
	{ "a form sent",
	    "name=Ann+Example&cardNumber=" P "&expiry=09%2F28&cvv=417", P,
	    "2028-09", "417", "Ann Example" },
	{ "text", "Card: " P " Exp: 09/28 CVV: 417 Holder: Ann Example", P,
	    "2028-09", "417", "Ann Example" },
	{ "text, labels before", "CVV 417, exp 09/2028, nr " P, P, "2028-09",
	    "417", "-" },
	{ "lines",
	    "Holder: Ann Example\nCardType: Visa\nCard: " P
	    "\nExpire: 9/2028\nCVV2: 417\n",
	    P, "2028-09", "417", "Ann Example" },
	{ "YAML", "card:\n  number: '" P "'\n  expiry: 09/28\n  cvv: 417\n", P,
	    "2028-09", "417", "-" },
	{ "a date with its day, labelled", "card " P " expires 2028-09-30", P,
	    "2028-09", "-", "-" },
	{ "a long number behind a label",
	    "card " P " expiry 1110-1371449635398431111-1", P, "-", "-", "-" },
	{ "German",
	    "Karteninhaber: Ann Example\nKartennummer: " P
	    "\nGültig bis: 09/28\nPrüfnummer: 417",
	    P, "2028-09", "417", "Ann Example" },
	{ "French",
	    "Titulaire : Ann Example\nNuméro de carte : " P
	    "\nExpire fin : 09/28\nCryptogramme : 417",
	    P, "2028-09", "417", "Ann Example" },
	{ "Polish",
	    "Numer karty: " P "\nData ważności: 09/28\nKod bezpieczeństwa: 417",
	    P, "2028-09", "417", "-" },
	/* two cards in one text: each has its own */
	{ "fields behind, the first",
	    "Card: " P "\nExp: 09/28\nCVV: 417\nCard: " Q
	    "\nExp: 01/27\nCVV: 999",
	    P, "2028-09", "417", "-" },
	{ "fields behind, the last",
	    "Card: " P "\nExp: 09/28\nCVV: 417\nCard: " Q
	    "\nExp: 01/27\nCVV: 999",
	    Q, "2027-01", "999", "-" },
	{ "fields ahead, the first",
	    "Exp: 09/28\nCVV: 417\nCard: " P "\nExp: 01/27\nCVV: 999\nCard: " Q,
	    P, "2028-09", "417", "-" },
	{ "fields ahead, the last",
	    "Exp: 09/28\nCVV: 417\nCard: " P "\nExp: 01/27\nCVV: 999\nCard: " Q,
	    Q, "2027-01", "999", "-" },
	{ "one line, two cards", P " 09/28 417 " Q " 01/27 999", Q, "2027-01",
	    "999", "-" },
	{ "another record", "Exp: 01/27\n\n" P "\n\nCVV: 999", P, "-", "-",
	    "-" },
};

static const char *
got(const struct fx_hit *hit, const char *key)
{
	const char *v = fx_hit_get(hit, key);

	return v != NULL ? v : "-";
}

static void
check(size_t i)
{
	struct carve_text t;
	struct fx_hit hit;
	size_t n = strlen(cases[i].text), at;
	bool found = false;

	carve_open(&t, cases[i].text, n, FX_ASCII);
	for (at = 0; at < n && !found; at++)
		found = carve_at(&carver_card_pan, &t.w, at, &hit) &&
		    strcmp(hit.value, cases[i].pan) == 0;
	if (ok(found, "%s: found", cases[i].what)) {
		is_str(got(&hit, "expiry"), cases[i].expiry, "%s: expiry",
		    cases[i].what);
		is_str(got(&hit, "cvv"), cases[i].cvv, "%s: code",
		    cases[i].what);
		is_str(got(&hit, "holder"), cases[i].holder, "%s: holder",
		    cases[i].what);
	}
	carve_close(&t);
}

int
main(void)
{
	static const char wide[] = P "|09|28|417|J\xf6rg M\xfcller";
	struct fx_hit hit;
	size_t i;

	for (i = 0; i < FX_LEN(cases); i++)
		check(i);
	ok(carve(&carver_card_pan, wide, sizeof wide - 1, FX_UTF16BE, &hit),
	    "UTF-16: found");
	is_str(got(&hit, "holder"), "J\xc3\xb6rg M\xc3\xbcller",
	    "UTF-16: the holder is UTF-8");
	is_int(expiry_century(79), 2079, "79 is of this century");
	is_int(expiry_century(80), 1980, "80 is of the last");
	return done();
}
