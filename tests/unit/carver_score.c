/* carver_score.c - what numbers are worth, alone, in company, in a list */
#include <stdlib.h>

#include "carvers.h"
#include "forensic/scan.h"
#include "tap.h"

#define P "4539578763621486" /* made */
#define TEST "4111111111111111"
#define WEAK "6759649826438453" /* Maestro, published for testing */

enum { CONFIRMED = 20, PROBABLE = 12, ANY = 99, NONE = -1 };

/* What the scanner says of one value. */
struct want {
	const char *value;
	int score;
	size_t count;
	char why[512];
};

static int
found(const struct fx_found *f, void *arg, struct fx_err *err)
{
	struct want *want = arg;
	size_t i, n = 0;

	(void)err;
	if (strcmp(f->value, want->value) != 0)
		return 0;
	want->count++;
	want->score = f->score;
	for (i = 0; i < f->nwhy && n < sizeof want->why; i++)
		n += (size_t)snprintf(want->why + n, sizeof want->why - n,
		    "%s%s", i == 0 ? "" : ",", f->why[i]);
	return 0;
}

static int
score(const char *text, size_t n, struct want *want)
{
	const struct fx_scan_piece piece = { (const uint8_t *)text, n, 0, 0,
		n };
	const struct fx_scan_options opt = { .threads = 1 };
	const struct fx_scan_sink sink = { .found = found, .arg = want };
	struct fx_scan_result res;
	struct fx_err err;

	want->score = NONE;
	want->count = 0;
	want->why[0] = '\0';
	if (fx_scan_memory(&piece, carvers, &opt, &sink, &res, &err) == -1)
		printf("# %s\n", err.msg);
	return want->score;
}

/* Each with nothing else near. */
static const struct {
	const char *what, *text, *value;
	int least, most;
} cases[] = {
	/* a number alone */
	{ "plain", P, P, 0, 11 },
	{ "plain in prose", "lorem ipsum " P " dolor", P, 0, 11 },
	{ "4-4-4-4", "4539 5787 6362 1486", P, PROBABLE, 19 },
	{ "4-6-5", "3714 496353 98431", "371449635398431", 0, 11 }, /* test */
	{ "unknown issuer", "1000000000000008", "1000000000000008", 0, 4 },
	{ "weak issuer", WEAK, WEAK, 0, 8 },
	/* any context makes it probable */
	{ "a label", "card number: " P, P, PROBABLE, ANY },
	{ "a label, weak issuer", "card number " WEAK, WEAK, 11, ANY },
	{ "PAN=", "PAN=" P, P, PROBABLE, ANY },
	{ "a label behind", P " (Visa)", P, PROBABLE, ANY },
	{ "a label on the line before", "Kreditkartennummer\n\n" P, P, PROBABLE,
	    ANY },
	{ "an expiry", P " 09/28", P, PROBABLE, ANY },
	{ "MM|YY", P "|09|28", P, PROBABLE, ANY },
	{ "a code", "4539578763621486 cvv 417", P, PROBABLE, ANY },
	/* a record confirms it */
	{ "a carding line", P "|09|28|417|Ann Example", P, CONFIRMED, ANY },
	{ "label and expiry", "card " P " exp 09/28", P, CONFIRMED, ANY },
	{ "a test number with both", "card " TEST " exp 09/28", TEST, PROBABLE,
	    ANY },
	{ "a test number, label, expiry, code",
	    "Card: " TEST " Exp: 09/28 CVV: 417", TEST, CONFIRMED, ANY },
	/* BIN-heavy real numbers are not lost (made) */
	{ "400000, a label", "card number 4000004000020085", "4000004000020085",
	    PROBABLE, ANY },
	{ "444444, an expiry", "4444440123444444|09|28|417", "4444440123444444",
	    PROBABLE, ANY },
	/* ranges without a check digit are never probable */
	{ "UnionPay without Luhn, all there",
	    "card number: 6221258812340001 exp: 09/28 cvv: 417 "
	    "holder: Ann Example",
	    "6221258812340001", 0, 11 },
	{ "enRoute", "card 201400000000005 exp 09/28", "201400000000005", 0,
	    11 },
	/* look-alikes */
	{ "few digits", "6262626262626262626", "6262626262626262626", 0, 0 },
	{ "zeros", "0000000000000000", "0000000000000000", 0, 0 },
	{ "a fraction", "card = 0.4539578763621486", P, 0, 11 },
	{ "a fraction without a nought", "-.4539578763621486", P, 0, 0 },
	{ "a decimal point behind", "4539578763621486.25", P, 0, 4 },
	{ "an exponent", "4539578763621486e-05", P, 0, 0 },
	{ "in a digest", "9a3f4539578763621486be41c9d7", P, 0, 2 },
	{ "in a word", "AXZqwert4539578763621486YTRGHKLMN", P, 0, 4 },
	{ "a time", "20240131123455", "20240131123455", 0, 0 },
	{ "ms since 1970", "1748503543012", "1748503543012", 0, 0 },
	{ "IMEI", "imei 490154203237518", "490154203237518", 0, 11 },
	{ "IMEI beside a card", "imei: 370582916403727 credit card",
	    "370582916403727", 0, 0 },
	{ "the second of two", "IMEI (SIM 2): 370582916403727 card number",
	    "370582916403727", 0, 0 },
	{ "IMEI with another word",
	    "card number, phone IMEI/SN "
	    "370582916403727",
	    "370582916403727", 0, 0 },
	{ "IMEI and a card", "IMEI: -, credit card: 370582916403727",
	    "370582916403727", PROBABLE, ANY },
	{ "IMEI of a known body", "352099001761481", "352099001761481", 0, 0 },
	{ "ISBN", "9780306406156", "9780306406156", 0, 0 },
	{ "a phone", "+491711234567897", "491711234567897", 0, 0 },
	{ "a UUID", "123e4567-e89b-12d3-a456-501800000009", "501800000009", 0,
	    0 },
	{ "hexadecimal groups", "525A 5281 5282 5290 5293 529C",
	    "5281528252905293", 0, 11 },
	{ "in an IBAN", "IBAN LT75 4539 5787 6362 1486 card", P, 0, 11 },
	{ "in a wrong IBAN", "Konto: DE75 4539 5787 6362 1486 77", P, 0, 11 },
	{ "behind no country", "card XX75 4539 5787 6362 1486", P, PROBABLE,
	    ANY },
	{ "groups in steps", "4401 4412 4423 4434", "4401441244234434", 0, 11 },
	{ "groups go on", "4539 5787 6362 1486 7733 8841", P, 0, 11 },
	{ "groups went before", "7733 4539 5787 6362 1486", P, 0, 11 },
	{ "mixed separators", "4539 5787-6362 1486", P, 0, 11 },
	{ "another label", "tracking number: " P, P, 0, 11 },
	{ "another label and a word", "card, timestamp=1748503543012",
	    "1748503543012", NONE, 11 },
	{ "when a browser stored one",
	    "\"cc-name\":\"Anna Muster\",\"cc-number\":\"************1111\","
	    "\"cc-exp-month\":12,\"cc-exp-year\":2030,"
	    "\"timeLastModified\":1748503543012,",
	    "1748503543012", NONE, 11 },
};

/* ---- lists -------------------------------------------------------------- */

static char
luhn(const char *d, size_t n)
{
	unsigned int sum = 0, x;
	size_t i;

	for (i = 0; i < n; i++) {
		x = (unsigned int)(d[n - 1 - i] - '0') * (i % 2 == 0 ? 2 : 1);
		sum += x > 9 ? x - 9 : x;
	}
	return (char)('0' + (10 - sum % 10) % 10);
}

/* A number of n digits; right: its check digit holds, else it does not. */
static void
make(char *out, const char *prefix, size_t n, bool right, uint64_t *seed)
{
	size_t i;

	snprintf(out, n + 1, "%s", prefix);
	for (i = strlen(prefix); i < n - 1; i++) {
		*seed = *seed * 6364136223846793005u + 1442695040888963407u;
		out[i] = (char)('0' + (*seed >> 33) % 10);
	}
	out[n - 1] = luhn(out, n - 1);
	if (!right)
		out[n - 1] = (char)('0' + (out[n - 1] - '0' + 1) % 10);
	out[n] = '\0';
}

/*
 * A list of n lines: before, a number, behind; each of good lines passes Luhn,
 * every period'th of the others as well.  The first number is P's.
 */
static const struct {
	const char *what, *head, *prefix, *before, *behind;
	size_t n, digits, good, period;
	int least, most;
} lists[] = {
	{ "five bare cards", "", "4", "", "\n", 5, 16, 5, 0, CONFIRMED, ANY },
	{ "twenty bare cards", "", "51", "", "\r\n", 20, 16, 20, 0, CONFIRMED,
	    ANY },
	{ "three bare cards", "", "4", "", "\n", 3, 16, 3, 0, PROBABLE, ANY },
	{ "two bare cards", "", "4", "", "\n", 2, 16, 2, 0, 0, 11 },
	{ "cards in a row", "", "4", "", ",", 20, 16, 20, 0, CONFIRMED, ANY },
	{ "cards in quotes", "", "4", "  \"", "\",\n", 8, 16, 8, 0, CONFIRMED,
	    ANY },
	{ "Amex cards among others", "", "37", "", "\n", 6, 15, 6, 0, CONFIRMED,
	    ANY },
	{ "a lucky id among ids", "", "4", "", "\n", 30, 16, 1, 10, 0, 11 },
	{ "ids with a date each", "", "4", "", "|09|28\n", 30, 16, 1, 10, 0,
	    11 },
	{ "ids under a header that says card", "card number,expiry\n", "4", "",
	    ",09/28\n", 30, 16, 1, 10, 0, 11 },
	{ "ids with a label each", "", "4", "card: ", "\n", 30, 16, 1, 10, 0,
	    11 },
	{ "a few ids with a label each", "", "4", "card: ", "\n", 6, 16, 1, 0,
	    0, 11 },
	{ "half of them cards, with expiry", "", "4", "", "|09|28\n", 20, 16,
	    10, 0, PROBABLE, ANY },
	{ "random ids, one in ten passes", "", "7", "", "\n", 30, 16, 1, 10, 0,
	    11 },
	{ "IMEIs, all pass", "", "35", "", "\n", 20, 15, 20, 0, 0, 11 },
	{ "ICCIDs, all pass", "", "8949", "", "\n", 20, 19, 20, 0, 0, 11 },
};

static void
list(size_t i)
{
	struct want want = { 0 };
	char text[4096], first[32], number[32];
	size_t n = 0, k;
	uint64_t seed = i + 1;
	bool right;

	make(first, lists[i].prefix, lists[i].digits, true, &seed);
	n += (size_t)snprintf(text, sizeof text, "%s", lists[i].head);
	for (k = 0; k < lists[i].n; k++) {
		right = k < lists[i].good ||
		    (lists[i].period != 0 && k % lists[i].period == 3);
		make(number, lists[i].prefix, lists[i].digits, right, &seed);
		/* the lucky one stands in the middle */
		n += (size_t)snprintf(text + n, sizeof text - n, "%s%s%s",
		    lists[i].before, k == lists[i].n / 2 ? first : number,
		    lists[i].behind);
	}
	want.value = first;
	score(text, n, &want);
	ok(want.score >= lists[i].least && want.score <= lists[i].most,
	    "%s: %d bits: %s", lists[i].what, want.score, want.why);
}

/* Ids of another column do not count against a column of cards. */
static void
columns(void)
{
	struct want want = { 0 };
	char text[4096], first[32], card[32], id[32];
	size_t n = 0, k;
	uint64_t seed = 99;

	make(first, "4", 16, true, &seed);
	for (k = 0; k < 12; k++) {
		make(card, "4", 16, true, &seed);
		make(id, "4", 16, false, &seed);
		n += (size_t)snprintf(text + n, sizeof text - n, "%s;x;%s\n",
		    id, k == 6 ? first : card);
	}
	want.value = first;
	ok(score(text, n, &want) >= CONFIRMED, "a column of cards: %s",
	    want.why);
	for (n = 0, k = 0; k < 12; k++) {
		make(card, "4", 16, true, &seed);
		make(id, "4", 16, false, &seed);
		n += (size_t)snprintf(text + n, sizeof text - n,
		    "order: %s\ncard: %s\n", id, k == 6 ? first : card);
	}
	ok(score(text, n, &want) >= CONFIRMED, "cards under a label: %s",
	    want.why);
	for (n = 0, k = 0; k < 6; k++)
		n += (size_t)snprintf(text + n, sizeof text - n, "%s\n", first);
	ok(score(text, n, &want) < PROBABLE && want.count == 6,
	    "one number said over and over is no list: %s", want.why);
}

int
main(void)
{
	struct want want = { 0 };
	size_t i;

	for (i = 0; i < FX_LEN(cases); i++) {
		want.value = cases[i].value;
		score(cases[i].text, strlen(cases[i].text), &want);
		ok(want.score >= cases[i].least && want.score <= cases[i].most,
		    "%s: %d bits: %s", cases[i].what, want.score, want.why);
	}
	for (i = 0; i < FX_LEN(lists); i++)
		list(i);
	columns();
	return done();
}
