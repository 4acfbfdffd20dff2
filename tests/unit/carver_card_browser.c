/*
 * carver_card_browser.c - rows of Web Data whole, overwritten and cut; what
 * looks like them; Firefox's cards in JSON; masks
 *
 * The tables are Chromium's of several versions; what stands in them is made.
 */
#include "carve.h"
#include "sqlcell.h"
#include "tap.h"

#define GUID "3f0e5e7a-8a14-4b8e-9d55-0c5be5a0a001"
#define V10 CB("v10", 44)

enum { MODIFIED = 1700000000, USED = 1710000000, ANY = 99 };

/* How much is left of a row. */
enum state { WHOLE, HEADER, FREED, CUT };

#define CARD(guid, month, year, number)                                        \
	{                                                                      \
		CT(guid), CT("ERIKA MUSTERMANN"), CI(month), CI(year), number, \
		    CI(MODIFIED), CT("https://shop.example/"), CI(3),          \
		    CI(USED), CT(""), CT("")                                   \
	}
#define MASKED(network, last)                                                \
	{                                                                    \
		CT("b7a0c5e1"), CT("MAX MUSTERMANN"), CT(network), CT(last), \
		    CI(7), CI(2028), CT("Example Bank"), CT("blue"), CI(1),  \
		    CI(77777), CI(0),                                        \
		    CT("https://art.example.com/cards/blue-and-white.png"),  \
		    CT("Example Card")                                       \
	}

static const struct {
	const char *what;
	enum state state;
	const char *value; /* NULL: nothing is found */
	const char *has;
	int least, most;
	struct cell_column col[16];
} rows[] = {
	{ "a card", WHOLE, "chromium/" GUID,
	    "row:credit_cards,cell,prefix:v10,length,expiry store=chromium"
	    " table=credit_cards prefix=v10 length=47"
	    " holder=ERIKA MUSTERMANN modified=2023-11-14T22:13:20Z"
	    " used=2024-03-09T16:00:00Z expiry=2027-12",
	    30, ANY, CARD(GUID, 12, 2027, V10) },
	{ "length and rowid are gone", HEADER, "chromium/" GUID,
	    "row:credit_cards,prefix:v10,length,expiry", 26, ANY,
	    CARD(GUID, 12, 2027, V10) },
	{ "a free block over it", FREED, "chromium/" GUID,
	    "row:credit_cards,overwritten,prefix:v10,length,expiry", 20, ANY,
	    CARD(GUID, 12, 2027, V10) },
	{ "cut behind the prefix", CUT, "chromium/" GUID,
	    "row:credit_cards,cell,prefix:v10", 20, ANY,
	    CARD(GUID, 12, 2027, V10) },
	{ "CBC of Linux", WHOLE, "chromium/" GUID, "prefix=v11 length=35", 30,
	    ANY, CARD(GUID, 1, 2030, CB("v11", 32)) },
	{ "bound to the application", WHOLE, "chromium/" GUID, "prefix=v20", 30,
	    ANY, CARD(GUID, 1, 2030, CB("v20", 44)) },
	{ "DPAPI", WHOLE, "chromium/" GUID, "prefix=dpapi length=230", 36, ANY,
	    CARD(GUID, 1, 2030, CD(230)) },
	{ "no expiry", WHOLE, "chromium/" GUID, "length store", 26, 28,
	    CARD(GUID, 0, 0, V10) },
	{ "columns of 2012", WHOLE, "chromium/" GUID, "modified=2023", 30, ANY,
	    { CT(GUID), CT("E M"), CI(12), CI(2013), V10, CI(MODIFIED) } },
	{ "use before change", WHOLE, "chromium/" GUID,
	    "modified=2023-11-14T22:13:20Z used=2024-03-09T16:00:00Z", 30, ANY,
	    { CT(GUID), CT("E M"), CI(12), CI(2027), V10, CI(2), CI(USED),
		CI(MODIFIED), CT(""), CT(""), CT("") } },
	{ "a code", WHOLE, "chromium/" GUID,
	    "row:local_stored_cvc,cell,prefix:v10,length store=chromium"
	    " table=local_stored_cvc prefix=v10 length=34"
	    " modified=2023-11-14T22:13:20Z",
	    28, 28, { CT(GUID), CB("v10", 31), CI(MODIFIED) } },
	{ "a code, a free block over it and its first type", FREED,
	    "chromium/" GUID, "row:local_stored_cvc,overwritten,", 20, 20,
	    { CT(GUID), CB("v10", 31), CI(MODIFIED) } },
	{ "a code of an account's card", WHOLE, "chromium/9",
	    "row:server_stored_cvc,cell", 28, 28,
	    { CN, CB("v20", 31), CI(MODIFIED) } },
	{ "the same, not whole", HEADER, NULL, NULL, 0, 0,
	    { CN, CB("v20", 31), CI(MODIFIED) } },
	{ "an account's card with its number", WHOLE, "chromium/a1b2",
	    "row:unmasked_credit_cards,cell", 28, 28,
	    { CT("a1b2"), CB("v11", 32), CI(2), CI(USED),
		CI(13344307200000000) } },
	{ "an account's card", WHOLE, "chromium/b7a0c5e1",
	    "row:masked_credit_cards,cell,network,expiry store=chromium"
	    " table=masked_credit_cards scheme=visa last4=1111"
	    " holder=MAX MUSTERMANN bank=Example Bank nickname=blue"
	    " expiry=2028-07",
	    34, 34, MASKED("visaCC", "1111") },
	{ "of a long name", WHOLE, "chromium/b7a0c5e1", "scheme=amex", 34, 34,
	    MASKED("americanExpressCC", "0005") },
	{ "an account's card of 2016", WHOLE, "chromium/b7a0c5e1",
	    "scheme=mastercard last4=4444 holder=M M expiry=2019-03", 34, 34,
	    { CT("b7a0c5e1"), CT("OK"), CT("M M"), CT("masterCardCC"),
		CT("4444"), CI(3), CI(2019) } },
	{ "overwritten", FREED, "chromium/b7a0c5e1", "overwritten", 26, 26,
	    MASKED("discoverCC", "1117") },
	/* What is none. */
	{ "no month", WHOLE, NULL, NULL, 0, 0, CARD(GUID, 13, 2027, V10) },
	{ "no UUID", WHOLE, NULL, NULL, 0, 0,
	    CARD("3f0e5e7a_8a14_4b8e_9d55_0c5be5a0a001", 12, 2027, V10) },
	{ "no such prefix", WHOLE, NULL, NULL, 0, 0,
	    CARD(GUID, 12, 2027, CB("v21", 44)) },
	{ "a prefix in a text", WHOLE, NULL, NULL, 0, 0,
	    CARD(GUID, 12, 2027,
		CT("v10 is the version that the vendor tells of here")) },
	{ "nothing behind the prefix", WHOLE, NULL, NULL, 0, 0,
	    CARD(GUID, 12, 2027, CB("v10", 0)) },
	{ "an IBAN that is kept", WHOLE, NULL, NULL, 0, 0,
	    { CT(GUID), CI(2), CI(USED), V10, CT("mine") } },
	{ "a cookie", WHOLE, NULL, NULL, 0, 0,
	    { CI(13344307200000000), CT(".example.com"), CT(""), CT("sid"),
		CT(""), CB("v10", 60), CT("/"), CI(13344307200000000), CI(1),
		CI(1) } },
	{ "a token", WHOLE, NULL, NULL, 0, 0,
	    { CT("AccountId-1"), CB("v10", 60), CN } },
	{ "no network", WHOLE, NULL, NULL, 0, 0, MASKED("bisaCC", "1111") },
	{ "five digits", WHOLE, NULL, NULL, 0, 0, MASKED("visaCC", "11111") },
	{ "letters for digits", WHOLE, NULL, NULL, 0, 0,
	    MASKED("visaCC", "11I1") },
};

static size_t
columns(const struct cell_column *col)
{
	size_t n = 0;

	while (n < FX_LEN(rows[0].col) && col[n].kind != '\0')
		n++;
	return n;
}

/* The row as a page has it: with others beside it, or with what is left. */
static size_t
page(size_t i, uint8_t *out)
{
	static const char before[] = "free space\0\0\0\0",
			  behind[] = "next row";
	struct cell c;
	size_t n = sizeof(before) - 1, from = 0;

	cell_make(&c, 9, rows[i].col, columns(rows[i].col));
	if (rows[i].state == FREED)
		cell_free(&c);
	if (rows[i].state == HEADER)
		from = c.header;
	if (rows[i].state == CUT)
		c.n = c.body + 36 + 16 + 1 + 2 + 3;
	memcpy(out, before, n);
	memcpy(out + n, c.p + from, c.n - from);
	n += c.n - from;
	if (rows[i].state == CUT)
		return n;
	memcpy(out + n, behind, sizeof(behind));
	return n + sizeof(behind);
}

static void
one(size_t i)
{
	uint8_t p[CELL_MOST + 64];
	char told[4096];
	struct fx_hit hit;
	size_t n = page(i, p);

	if (!carve(&carver_card_browser, (const char *)p, n, FX_ASCII, &hit)) {
		ok(rows[i].value == NULL, "%s: none", rows[i].what);
		return;
	}
	carve_told(&hit, told, sizeof told);
	is_str(hit.value, rows[i].value == NULL ? "" : rows[i].value,
	    "%s: value", rows[i].what);
	if (!ok(rows[i].has == NULL || strstr(told, rows[i].has) != NULL,
		"%s: has what it must", rows[i].what) ||
	    !ok(hit.score >= rows[i].least && hit.score <= rows[i].most,
		"%s: %d bits", rows[i].what, hit.score))
		printf("# %s\n", told);
}

/* Published by nobody: 12 bytes, 16 digits' worth, 16 bytes, all of noise. */
#define SEALED "6pCEQnX3iiHpMq8XpjcQX9TlZLMowVzJ81pC6E6FkEh0bwAbWm2rd9KjZ7E="
#define NSS                                                              \
	"MDoEEPgAAAAAAAAAAAAAAAAAAAEwFAYIKoZIhvcNAwcECPfxo08d5UxEBBB9aJ" \
	"+chJC2pDccxKhqs1UH"

static const struct carve_case json[] = {
	{ "Firefox",
	    "{\"version\":1,\"creditCards\":[{\"cc-name\":\"M \\\"X\\\" M\","
	    "\"cc-number\":\"************1111\",\"cc-exp-month\":7,"
	    "\"cc-exp-year\":2028,\"cc-type\":\"visa\",\"version\":3,"
	    "\"guid\":\"a1b2c3d4e5f6\",\"_sync\":{\"changeCounter\":1},"
	    "\"cc-number-encrypted\":\"" SEALED
	    "\",\"timeCreated\":1645526456872,\"timeLastUsed\":1645526456872,"
	    "\"timeLastModified\":1645526456872,\"timesUsed\":0}]}",
	    "firefox/a1b2c3d4e5f6",
	    "masked,json,prefix:oskeystore,length,expiry last4=1111"
	    " store=firefox prefix=oskeystore length=44 holder=M \"X\" M"
	    " scheme=visa expiry=2028-07 modified=2022-02-22T10:40:56Z",
	    NULL, 20, ANY },
	{ "a network that is none",
	    "{\"cc-number\":\"************1111\",\"guid\":\"x\","
	    "\"cc-type\":\"4539578763621486\","
	    "\"cc-number-encrypted\":\"" SEALED "\"}",
	    "firefox/x", "masked,json", "4539", 20, ANY },
	{ "with line ends",
	    "{\n  \"cc-number-encrypted\": \"" SEALED
	    "\",\n  \"cc-number\": \"************1111\",\n  \"guid\": \"x\"\n}",
	    "firefox/x", "masked", NULL, 20, ANY },
	{ "another length than its mask's",
	    "{\"cc-number\":\"***********1111\",\"guid\":\"x\","
	    "\"cc-number-encrypted\":\"" SEALED "\"}",
	    "firefox/x", "masked,json", "length,", 12, 19 },
	{ "by the master password", "{\"cc-number-encrypted\":\"" NSS "\"}",
	    "firefox/", "prefix=nss", NULL, 20, ANY },
	{ "the end of an object",
	    ",\"cc-number-encrypted\":\"" SEALED "\",\"guid\":\"x\"}",
	    "firefox/x", "json,prefix", "masked", 12, 19 },
	{ "short", "{\"cc-number-encrypted\":\"aaaa\"}", NULL, NULL, NULL, 0,
	    0 },
	{ "no base64",
	    "{\"cc-number-encrypted\":\"(encrypted and to be discarded as it is,"
	    " for good)\"}",
	    NULL, NULL, NULL, 0, 0 },
	{ "cut", "{\"cc-number-encrypted\":\"6pCEQnX3iiHpMq8XpjcQX9TlZLMowVzJ",
	    NULL, NULL, NULL, 0, 0 },
	{ "a name in a program",
	    "record[\"cc-number-encrypted\"] = \"" SEALED "\"", NULL, NULL,
	    NULL, 0, 0 },
};

static const struct {
	const char *value, *masked;
} masks[] = {
	{ "chromium/" GUID, "chromium/********" },
	{ "firefox/a1b2c3d4e5f6", "firefox/********" },
	{ "opera/a1b2c3d4e5f6", "********" },
	{ "", "" },
};

int
main(void)
{
	char out[FX_VALUE_LEN];
	size_t i;

	for (i = 0; i < FX_LEN(rows); i++)
		one(i);
	carve_cases(&carver_card_browser, json, FX_LEN(json));
	for (i = 0; i < FX_LEN(masks); i++) {
		fx_mask(&carver_card_browser, masks[i].value, out);
		is_str(out, masks[i].masked, "mask of %s", masks[i].value);
	}
	return done();
}
