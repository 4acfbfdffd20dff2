/*
 * fxdecoy.c - what looks like cards and is none, from a seed
 *
 *	fxdecoy SEED DIR
 *
 * Ids, serial numbers, times and dumps as they lie on ordinary disks: one run
 * of sixteen random digits in ten passes Luhn, IMEI and ICCID all do.  Nothing
 * here may be reported at the default threshold.
 */
#include <stdarg.h>

#include "gen.h"

enum { ROWS = 600, FEW = 300, APART = 8600 };

/* One line of a kind. */
typedef void row(struct gen *g, unsigned int i);

static void
put_digits(struct gen *g, const char *prefix, size_t n)
{
	size_t k = strlen(prefix);
	char text[64];

	snprintf(text, sizeof text, "%s", prefix);
	gen_digits(g, text + k, n - k);
	gen_text(g, text);
}

/* n digits, the last of them right by Luhn. */
static void
put_luhn(struct gen *g, const char *prefix, size_t n, bool right)
{
	size_t k = strlen(prefix);
	char text[64];
	char c;

	snprintf(text, sizeof text, "%s", prefix);
	gen_digits(g, text + k, n - 1 - k);
	c = gen_luhn(text, n - 1);
	if (!right)
		c = (char)('0' + (c - '0' + 1 + (int)gen_below(g, 9)) % 10);
	text[n - 1] = c;
	text[n] = '\0';
	gen_text(g, text);
}

static void __attribute__((format(printf, 2, 3)))
put_printf(struct gen *g, const char *fmt, ...)
{
	char text[GEN_TEXT];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof text, fmt, ap);
	va_end(ap);
	gen_text(g, text);
}

static void
put_hex(struct gen *g, size_t n)
{
	char text[2] = { 0, 0 };

	for (; n > 0; n--) {
		text[0] = "0123456789abcdef"[gen_below(g, 16)];
		gen_text(g, text);
	}
}

static void
ids_bare(struct gen *g, unsigned int i)
{
	(void)i;
	put_digits(g, "", 16);
	gen_text(g, "\n");
}

/* Ids whose numbering happens to begin like an issuer's. */
static void
ids_visa(struct gen *g, unsigned int i)
{
	put_digits(g, i < ROWS / 2 ? "4" : "5234", 16);
	gen_text(g, "\n");
}

static void
ids_dates(struct gen *g, unsigned int i)
{
	if (i == 0)
		gen_text(g, "no;order;created;amount\n");
	put_printf(g, "%u;", i);
	put_digits(g, "", 16);
	put_printf(g, ";2026-%02u-%02u;%u.%02u\n", 1 + gen_below(g, 12),
	    1 + gen_below(g, 28), gen_below(g, 500), gen_below(g, 100));
}

/* Vouchers: the very columns of a card list, but random numbers. */
static void
ids_vouchers(struct gen *g, unsigned int i)
{
	if (i == 0)
		gen_text(g, "voucher,until,check,shop\n");
	put_digits(g, "", 16);
	put_printf(g, ",%02u/%02u,%03u,shop\n", 1 + gen_below(g, 12),
	    26 + gen_below(g, 5), gen_below(g, 1000));
}

/* A till's journal: the card is masked, the transaction's number is not. */
static void
ids_journal(struct gen *g, unsigned int i)
{
	put_printf(g, "2026-03-%02u 10:%02u:%02u card ************%04u txn ",
	    1 + i % 28, i % 60, gen_below(g, 60), gen_below(g, 10000));
	put_digits(g, "", 16);
	gen_text(g, " approved\n");
}

static void
ids_json(struct gen *g, unsigned int i)
{
	put_printf(g, "{\"n\":%u,\"user_id\":", i);
	put_digits(g, "", 16 + i % 4);
	gen_text(g, ",\"lang\":\"en\"},\n");
}

static void
ids_twelve(struct gen *g, unsigned int i)
{
	gen_text(g, i % 2 == 0 ? "account " : "ref ");
	put_digits(g, i % 3 == 0 ? "6" : "5", 12 + i % 3);
	gen_text(g, "\n");
}

static void
four_columns(struct gen *g, unsigned int i)
{
	(void)i;
	put_printf(g, "%u %u %u %u\n", 1000 + gen_below(g, 9000),
	    1000 + gen_below(g, 9000), 1000 + gen_below(g, 9000),
	    1000 + gen_below(g, 9000));
}

static void
many_columns(struct gen *g, unsigned int i)
{
	unsigned int k;

	for (k = 0; k < 6 + i % 3; k++)
		put_printf(g, "%u ", 1000 + gen_below(g, 9000));
	gen_text(g, "\n");
}

static void
iban(struct gen *g, unsigned int i)
{
	put_printf(g, "%sDE%02u %04u %04u %04u %04u %02u\n",
	    i % 2 == 0 ? "IBAN: " : "", 10 + gen_below(g, 88),
	    gen_below(g, 10000), gen_below(g, 10000), gen_below(g, 10000),
	    gen_below(g, 10000), gen_below(g, 100));
}

/* 3GPP TS 23.003, 6.2.1 and annex B: fifteen digits, the last by Luhn. */
static void
imei(struct gen *g, unsigned int i)
{
	static const char *const makers[] = { "35", "86", "01", "99" };

	gen_text(g, i % 40 < 20 ? "IMEI: " : "");
	put_luhn(g, makers[gen_below(g, i < FEW / 2 ? 1 : 4)], 15, true);
	gen_text(g, "\n");
}

/* ITU-T E.118: 89, country, issuer, account, a Luhn digit. */
static void
iccid(struct gen *g, unsigned int i)
{
	gen_text(g, i % 40 < 20 ? "ICCID " : "");
	put_luhn(g, "8949", i % 2 == 0 ? 19 : 20, true);
	gen_text(g, "\n");
}

static void
times(struct gen *g, unsigned int i)
{
	uint64_t t = UINT64_C(1763769558) + i;

	put_printf(g, "[%" PRIu64 "%06u] %" PRIu64 "%03u %" PRIu64 "%09u\n", t,
	    gen_below(g, 1000000), t, gen_below(g, 1000), t,
	    gen_below(g, 1000000000));
}

/* 20261121205918 and its fractions. */
static void
stamps(struct gen *g, unsigned int i)
{
	put_printf(g,
	    "backup-2026%02u%02u%02u%02u%02u.tar 2026%02u%02u%02u%02u%"
	    "02u%02u\n",
	    1 + i % 12, 1 + gen_below(g, 28), gen_below(g, 24),
	    gen_below(g, 60), gen_below(g, 60), 1 + i % 12,
	    1 + gen_below(g, 28), gen_below(g, 24), gen_below(g, 60),
	    gen_below(g, 60), gen_below(g, 100));
}

static void
uuid(struct gen *g, unsigned int i)
{
	static const size_t part[] = { 8, 4, 4, 4, 12 };
	size_t k;

	for (k = 0; k < 5; k++) {
		gen_text(g, k == 0 ? "" : "-");
		if (i % 2 == 0)
			put_hex(g, part[k]);
		else /* all digits, as some are */
			put_digits(g, "", part[k]);
	}
	gen_text(g, "\n");
}

static void
hashes(struct gen *g, unsigned int i)
{
	gen_text(g, i % 2 == 0 ? "commit " : "index ");
	put_hex(g, i % 2 == 0 ? 40 : 64);
	gen_text(g, "\n");
}

/* Hexadecimal that holds long runs of digits. */
static void
hex_digits(struct gen *g, unsigned int i)
{
	(void)i;
	put_hex(g, 6);
	gen_text(g, "e");
	put_digits(g, "4", 16);
	gen_text(g, "a");
	put_hex(g, 17);
	gen_text(g, "\n");
}

static void
floats(struct gen *g, unsigned int i)
{
	gen_text(g, i % 2 == 0 ? "0." : "-12.");
	put_digits(g, i % 3 == 0 ? "4" : "", 15 + i % 3);
	gen_text(g, i % 5 == 0 ? "e-05\n" : i % 2 == 0 ? ", " : "\n");
}

static void
svg(struct gen *g, unsigned int i)
{
	(void)i;
	put_printf(g,
	    "<path d=\"M%u.%04u %u.%04uL%u.%04u,%u.%04uz\" id=\"p%u\"/>\n",
	    gen_below(g, 999), gen_below(g, 10000), gen_below(g, 999),
	    gen_below(g, 10000), gen_below(g, 999), gen_below(g, 10000),
	    gen_below(g, 999), gen_below(g, 10000), i);
}

/* ISBN-13 (ISO 2108), with its own check digit. */
static void
isbn(struct gen *g, unsigned int i)
{
	unsigned int k, sum = 0;
	char text[16];

	memcpy(text, "978", 3);
	gen_digits(g, text + 3, 9);
	for (k = 0; k < 12; k++)
		sum += (k % 2 == 0 ? 1u : 3u) * (unsigned int)(text[k] - '0');
	text[12] = (char)('0' + (10 - sum % 10) % 10);
	text[13] = '\0';
	put_printf(g, "%s%s\n", i % 2 == 0 ? "ISBN " : "EAN ", text);
}

static void
phones(struct gen *g, unsigned int i)
{
	if (i % 3 == 0)
		put_printf(g, "+49 151 %04u %04u\n", gen_below(g, 10000),
		    gen_below(g, 10000));
	else if (i % 3 == 1)
		put_printf(g, "+1 (555) 010-%04u x%03u\n", gen_below(g, 10000),
		    gen_below(g, 1000));
	else
		put_printf(g, "tel 0044 20 %04u %04u\n", gen_below(g, 10000),
		    gen_below(g, 10000));
}

/* Looks right in every way, but a digit is wrong. */
static void
bad_luhn(struct gen *g, unsigned int i)
{
	gen_text(g, i % 2 == 0 ? "Card number: " : "cc ");
	put_luhn(g, i % 3 == 0 ? "4539" : "5234", 16, false);
	gen_text(g, " exp 09/28 cvv 417\n");
}

/* One digit too many on either side of what would be a number. */
static void
too_long(struct gen *g, unsigned int i)
{
	gen_text(g, "card ");
	if (i % 2 == 0)
		gen_text(g, "7");
	put_luhn(g, "4539", 16, true);
	gen_text(g, i % 2 == 0 ? "\n" : "7777\n");
}

static void
hexdump(struct gen *g, unsigned int i)
{
	unsigned int k;

	put_printf(g, "%08x ", i * 16);
	for (k = 0; k < 16; k++)
		put_printf(g, " %02x", gen_below(g, 100));
	gen_text(g, "  |................|\n");
}

static void
urls(struct gen *g, unsigned int i)
{
	put_printf(g, "http://www.example/photo.php?n=%u&fbid=", i);
	put_digits(g, "", 15 + i % 3);
	gen_text(g, "&set=a.");
	put_digits(g, "", 15);
	gen_text(g, "\n");
}

static void
gen_decoy(struct gen *g, const char *stem, enum gen_enc enc, unsigned int n,
    row *put)
{
	char name[64];
	unsigned int i;

	snprintf(name, sizeof name, "decoy-%s-%s.txt", stem, gen_enc_name[enc]);
	gen_open(g, name, enc, 0);
	gen_fill(g, 32);
	gen_text(g, "\n");
	for (i = 0; i < n; i++)
		put(g, i);
	gen_fill(g, APART);
	gen_close(g);
}

int
main(int argc, char *argv[])
{
	static const struct {
		const char *stem;
		row *put;
		unsigned int rows;
	} kinds[] = {
		{ "ids", ids_bare, ROWS },
		{ "ids-visa", ids_visa, ROWS },
		{ "ids-dates", ids_dates, ROWS },
		{ "ids-vouchers", ids_vouchers, ROWS },
		{ "ids-journal", ids_journal, ROWS },
		{ "ids-json", ids_json, ROWS },
		{ "ids-twelve", ids_twelve, ROWS },
		{ "four-columns", four_columns, ROWS },
		{ "many-columns", many_columns, ROWS },
		{ "iban", iban, ROWS },
		{ "imei", imei, FEW },
		{ "iccid", iccid, FEW },
		{ "times", times, ROWS },
		{ "stamps", stamps, ROWS },
		{ "uuid", uuid, ROWS },
		{ "hashes", hashes, FEW },
		{ "hex-digits", hex_digits, ROWS },
		{ "floats", floats, ROWS },
		{ "svg", svg, FEW },
		{ "isbn", isbn, ROWS },
		{ "phones", phones, FEW },
		{ "bad-luhn", bad_luhn, FEW },
		{ "too-long", too_long, FEW },
		{ "hexdump", hexdump, ROWS },
		{ "urls", urls, ROWS },
	};
	struct gen g;
	size_t i;

	if (argc != 3) {
		fprintf(stderr, "usage: fxdecoy SEED DIR\n");
		return 2;
	}
	gen_start(&g, argv[1], argv[2]);
	for (i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
		gen_decoy(&g, kinds[i].stem, GEN_ASCII, kinds[i].rows,
		    kinds[i].put);
		if (i % 2 == 0)
			gen_decoy(&g, kinds[i].stem,
			    i % 4 == 0 ? GEN_UTF16LE : GEN_UTF16BE, FEW,
			    kinds[i].put);
	}
	return gen_finish(&g);
}
