/*
 * carver_card_emv.c - chip data and payment messages: read, bounded, masked
 *
 * The numbers are published for testing: those of Mastercard's and Visa's test
 * cards as the payment libraries print them (Global Payments SDK, Active
 * Merchant); the layout of the Bancontact record is an emulator's.
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "carvers.h"
#include "forensic/buf.h"
#include "forensic/scan.h"
#include "tap.h"

static const struct fx_carver *const set[] = { &carver_card_emv, NULL };

/* Hexadecimal, "quoted text" as it is; spaces count only there. */
static size_t
bytes(const char *text, uint8_t *out)
{
	static const char hex[] = "0123456789abcdef";
	size_t n = 0; /* nibbles */
	bool quoted = false;
	unsigned int d;

	for (; *text != '\0'; text++) {
		if (*text == '\'')
			quoted = !quoted;
		else if (quoted) {
			out[n / 2] = (uint8_t)*text;
			n += 2;
		} else if (*text != ' ') {
			d = (unsigned int)(strchr(hex, tolower(*text)) - hex);
			out[n / 2] = (uint8_t)(n % 2 == 0 ? d << 4
							  : out[n / 2] | d);
			n++;
		}
	}
	n /= 2;
	return n;
}

/* What was found, a line each: value, place, score, reasons, attributes. */
static int
tell(const struct fx_found *f, void *arg, struct fx_err *err)
{
	struct fx_buf *b = arg;
	size_t i;

	(void)err;
	fx_buf_printf(b, "%s @%d+%d score %d", f->value, (int)f->off,
	    (int)f->len, f->score);
	for (i = 0; i < f->nwhy; i++)
		fx_buf_printf(b, " %s", f->why[i]);
	for (i = 0; i < f->nattrs; i++)
		fx_buf_printf(b, " %s=%s", f->attrs[i].key, f->attrs[i].value);
	fx_buf_str(b, "\n");
	return 0;
}

static void
scan(const uint8_t *p, size_t n, struct fx_buf *b)
{
	struct fx_scan_options opt = { .min = 0 };
	struct fx_scan_sink sink = { .found = tell, .arg = b };
	struct fx_scan_piece piece = { p, n, 0, 0, n };
	struct fx_scan_result res;
	struct fx_err err;

	if (fx_scan_memory(&piece, set, &opt, &sink, &res, &err) == -1)
		printf("# %s\n", err.msg);
	fx_buf_str(b, "");
}

#define PAN57 "5713 5413330089010434 D2212 201 9882803290000F"
#define PAN5A "5A08 5413330089010434"
#define FIXED "000000 000000001000 1122083015 000001"

static const struct {
	const char *what, *text, *has, *lacks;
} cases[] = {
	{ "track 2 alone", PAN57,
	    "5413330089010434=22122019882803290000 @0+21 score 24 luhn "
	    "iin:mastercard tag:57 expiry service:201 ",
	    "tags" },
	{ "its attributes", PAN57,
	    "scheme=mastercard source=57 pan=5413330089010434 expiry=2022-12 "
	    "service_code=201 service=international, chip; normal "
	    "authorization; no restrictions discretionary=9882803290000",
	    NULL },
	{ "a record of Mastercard's test card",
	    "4F07A0000000041010 500A'MasterCard' " PAN57 PAN5A
	    " 82023800 8407A0000000041010 5F201A'Test/Card 10              ' "
	    "5F2403221231 5F3401 01",
	    "5413330089010434 @42+10 score 31 luhn iin:mastercard tag:5a "
	    "tags:6",
	    NULL },
	{ "what stands beside the PAN",
	    "70 3B " PAN5A " 5F201A'Test/Card 10              ' "
	    "5F2403221231 5F3401 01",
	    "template tags:3 expiry scheme=mastercard source=5a "
	    "pan=5413330089010434 expiry=2022-12 holder=Test/Card 10 "
	    "sequence=01",
	    NULL },
	{ "Visa's acquirer test card",
	    "500B'VISA CREDIT' 5711 4761739001010119 D1512 201 17589893 89 "
	    "5A08 4761739001010119",
	    "4761739001010119=15122011758989389 @13+19 score 29", NULL },
	{ "contactless", "9F6B13 5413330089010434 D0906 101 9000990003210F",
	    "5413330089010434=09061019000990003210 @0+22 score 24 luhn "
	    "iin:mastercard tag:9f6b",
	    NULL },
	{ "17 digits of Bancontact in a template",
	    "703E 5A09 67030405123456786F 5F340102 5F2503080101 5F2403121231 "
	    "5713 67030405123456786D 1212 221 000002200009F 5F28020056 "
	    "9F42020978 9F44010290",
	    "67030405123456786 @2+11 score 29 luhn iin:bancontact tag:5a template "
	    "tags:6",
	    NULL },
	{ "and its track 2",
	    "703E 5A09 67030405123456786F 5F340102 5F2503080101 5F2403121231 "
	    "5713 67030405123456786D 1212 221 000002200009F 5F28020056 "
	    "9F42020978 9F44010290",
	    "67030405123456786=1212221000002200009 @29+21 score 37", NULL },
	{ "the example of EMV Contactless Book C-2, without a check digit",
	    "9F6B13 5413123456784808 D0906 101 9000990003210F", NULL, "score" },
	{ "a PAN padded to ten bytes", "5A0A 4761739001010119FFFF 5F2403151231",
	    "4761739001010119 @0+12 score 21", NULL },
	{ "in a template alone", "700A " PAN5A, "@2+10 score 15", NULL },
	{ "a PAN alone", PAN5A, NULL, "score" },
	{ "beside a tag with a wrong date", PAN5A " 5F2403221331", NULL,
	    "score" },
	{ "beside a tag that says nothing", PAN5A " 82023800", NULL, "score" },
	{ "a template too short for it", "7008 " PAN5A, NULL, "score" },
	{ "wrong check digit", "5713 5413330089010435 D2212 201 9882803290000F",
	    NULL, "score" },
	{ "no such month", "5713 5413330089010434 D2213 201 9882803290000F",
	    NULL, "score" },
	{ "no separator", "5713 5413330089010434 22212 201 9882803290000F",
	    NULL, "score" },
	{ "another separator", "5713 5413330089010434 E2212 201 9882803290000F",
	    NULL, "score" },
	{ "length too small", "5708 5413330089010434 D2212 201 9882803290000F",
	    NULL, "score" },
	{ "length too large",
	    "5714 5413330089010434 D2212 201 9882803290000F00", NULL, "score" },
	{ "cut", "5713 5413330089010434 D2212 201 98828032", NULL, "score" },
	{ "no service code", "570B 5413330089010434 D2212F", NULL, "score" },
	{ "letters behind it", "5713 5413330089010434 D2212 201 988280329ABCDF",
	    NULL, "score" },
	{ "of no issuer", "5713 1000000000000008 D2212 201 9882803290000F",
	    NULL, "score" },
	{ "ISO 8583, packed",
	    "0200 7000000000000000 16 4539578763621486 000000 000000001000 "
	    "000001",
	    NULL, "score" /* 3, 4, 11: not field 11's bit */ },
	{ "ISO 8583, packed, as it should be",
	    "0200 7224000000000000 16 4539578763621486 000000 000000001000 "
	    "1122083015 000001 2712",
	    "4539578763621486 @10+28 score 24 luhn iin:visa iso8583 expiry "
	    "scheme=visa source=iso8583 pan=4539578763621486 expiry=2027-12",
	    NULL },
	{ "ISO 8583, packed, with track 2",
	    "0200 7220000020000000 16 4539578763621486 000000 000000001000 "
	    "1122083015 000001 37 4539578763621486D27122011234567890123F",
	    "4539578763621486=27122011234567890123 @10+", NULL },
	{ "ISO 8583, packed, track 2 of another",
	    "0200 7220000020000000 16 4539578763621486 000000 000000001000 "
	    "1122083015 000001 37 5413330089010434D27122011234567890123F",
	    NULL, "score" },
	{ "ISO 8583, packed, two bitmaps",
	    "0100 F224000000000000 0000000000000001 16 4539578763621486 000000 "
	    "000000001000 1122083015 000001 2712",
	    "4539578763621486 @18+28 score 24", NULL },
	{ "ISO 8583, packed, no type",
	    "0300 7224000000000000 16 4539578763621486 000000 000000001000 "
	    "1122083015 000001 2712",
	    NULL, "score" },
	{ "ISO 8583, packed, a field that is no number",
	    "0200 7224000000000000 16 4539578763621486 00A000 000000001000 "
	    "1122083015 000001 2712",
	    NULL, "score" },
	{ "ISO 8583 as text",
	    "'0200' '7224000000000000' '16' '4539578763621486' '000000' "
	    "'000000001000' '1122083015' '000001' '2712'",
	    "4539578763621486 @0+76 score 24 luhn iin:visa iso8583", NULL },
	{ "ISO 8583 as text, bitmap in bytes, a length before it",
	    "'00680200' 7220000020000000 '16' '4539578763621486' '000000' "
	    "'000000001000' '1122083015' '000001' "
	    "'37' '4539578763621486=27122011234567890123'",
	    "4539578763621486=27122011234567890123 @0+", NULL },
	{ "ISO 8583 as text, letters where digits must be",
	    "'0200' '7224000000000000' '16' '4539578763621486' '0000X0' "
	    "'000000001000' '1122083015' '000001' '2712'",
	    NULL, "score" },
	{ "ISO 8583 as text, cut",
	    "'0200' '7224000000000000' '16' '4539578763621486' '000000'", NULL,
	    "score" },
	{ "numbers in a row that only look so",
	    "'0200 7224 0000 0000 0000 16 4539578763621486'", NULL, "score" },
};

static void
check_cases(void)
{
	uint8_t p[400], *copy;
	struct fx_buf b = { .len = 0 };
	size_t i, n, k;

	for (i = 0; i < FX_LEN(cases); i++) {
		n = bytes(cases[i].text, p);
		fx_buf_reset(&b);
		copy = malloc(n > 0 ? n : 1);
		memcpy(copy, p, n);
		scan(copy, n, &b);
		free(copy);
		ok((cases[i].has == NULL ||
		       strstr(fx_buf_text(&b), cases[i].has) != NULL) &&
			(cases[i].lacks == NULL ||
			    strstr(fx_buf_text(&b), cases[i].lacks) == NULL),
		    "%s", cases[i].what);
		if (cases[i].has != NULL &&
		    strstr(fx_buf_text(&b), cases[i].has) == NULL)
			printf("# %s", fx_buf_text(&b));
		/* cut anywhere: nothing is read behind the end */
		for (k = 1; k < n; k++) {
			copy = malloc(k);
			memcpy(copy, p, k);
			fx_buf_reset(&b);
			scan(copy, k, &b);
			free(copy);
		}
	}
	fx_buf_done(&b);
}

static void
check_masks(void)
{
	static const struct {
		const char *value, *mask;
	} masks[] = {
		{ "5413330089010434", "541333******0434" },
		{ "5413330089010434=22122019882803290000",
		    "541333******0434=********************" },
		{ "54133300x", "********" },
		{ "=", "********" },
	};
	char out[FX_VALUE_LEN];
	size_t i;

	for (i = 0; i < FX_LEN(masks); i++) {
		fx_mask(&carver_card_emv, masks[i].value, out);
		is_str(out, masks[i].mask, "the mask of %s", masks[i].value);
	}
}

int
main(void)
{
	check_cases();
	check_masks();
	return done();
}
