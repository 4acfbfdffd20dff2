/*
 * carver_weights.c - the weights of score.h that can be computed, computed
 * again
 *
 * A weight is a base-2 logarithm of how much more often the reason is seen at a
 * value than at something else.  How often it is seen at something else is
 * counted here by asking the validators themselves, of all texts of a form or
 * of many random ones; or follows from figures of fxcarvers(7), ERROR RATES,
 * and its corpus.  What is measured or weighed by other means has its reason in
 * score.h: tests/lint/weights.t asks that each weight has a row here or words
 * there.
 */
#include <math.h>
#include <stdlib.h>

#include "forensic/check.h"
#include "forensic/iban.h"
#include "forensic/mrz.h"
#include "forensic/scheme.h"
#include "score.h"
#include "tap.h"
#include "track.h"

/* -log2 of a share of n. */
static double
bits(double hits, double n)
{
	return -log2(hits / n);
}

static double
luhn(void)
{
	unsigned int i, hits = 0;
	char text[24];

	for (i = 0; i < 10000; i++) {
		snprintf(text, sizeof text, "453957876362%04u", i);
		hits += fx_luhn_ok(text, 16);
	}
	return bits(hits, 10000);
}

static double
mod97(void)
{
	unsigned int i, hits = 0;
	char text[32];

	for (i = 0; i < 9700; i++) {
		snprintf(text, sizeof text, "DE89370400440532%06u",
		    i * 97 % 997);
		snprintf(text + 18, sizeof text - 18, "%04u", i);
		hits += fx_mod97(text, 22) == 1;
	}
	return bits(hits, 9700);
}

/* A second line of TD3, with n characters at a place replaced. */
static unsigned int
zone_faults(size_t at, const char *put)
{
	char line[] = "L898902C36UTO7408122F1204159ZE184226B<<<<<10";
	struct fx_mrz m;

	while (*put != '\0')
		line[at++] = *put++;
	return fx_mrz_read_lower(&m, line, 44) ? m.faults : ~0u;
}

static double
zone_check(void)
{
	unsigned int i, hits = 0;
	char text[2] = "";

	for (i = 0; i < 10; i++) {
		text[0] = (char)('0' + i);
		hits += (zone_faults(9, text) & FX_MRZ_NUMBER) == 0;
	}
	return bits(hits, 10);
}

static double
zone_date(void)
{
	unsigned int i, hits = 0;
	char text[8];

	for (i = 0; i < 10000; i++) {
		snprintf(text, sizeof text, "74%04u", i);
		hits += (zone_faults(13, text) & FX_MRZ_BIRTH_DATE) == 0;
	}
	return bits(hits, 10000);
}

static double
zone_state(void)
{
	unsigned int i, hits = 0;
	char text[4] = "";

	for (i = 0; i < 26 * 26 * 26; i++) {
		text[0] = (char)('A' + i / 676);
		text[1] = (char)('A' + i / 26 % 26);
		text[2] = (char)('A' + i % 26);
		hits += (zone_faults(10, text) & FX_MRZ_NATIONALITY) == 0;
	}
	return bits(hits, 26 * 26 * 26);
}

static double
zone_sex(void)
{
	static const char all[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ<";
	unsigned int i, hits = 0;
	char text[2] = "";

	for (i = 0; i < 37; i++) {
		text[0] = all[i];
		hits += (zone_faults(20, text) & FX_MRZ_SEX) == 0;
	}
	return bits(hits, 37);
}

/* All districts and check digits, of one bank in each. */
static double
routing(void)
{
	const struct fx_scheme *s = fx_scheme_find(fx_schemes, "bank:us.rtn");
	unsigned int i, hits = 0;
	struct fx_checked c;
	char text[16];

	for (i = 0; i < 1000; i++) {
		snprintf(text, sizeof text,
		    "%02u437123"
		    "%u",
		    i / 10, i % 10);
		hits += fx_scheme_check(s, text, 9, &c) == FX_VALID;
	}
	return bits(hits, 1000);
}

static double
bic(void)
{
	unsigned int i, hits = 0;
	char cc[3] = "";

	for (i = 0; i < 676; i++) {
		cc[0] = (char)('A' + i / 26);
		cc[1] = (char)('A' + i % 26);
		hits += fx_country_ok(cc);
	}
	return bits(hits, 676);
}

static double
service(void)
{
	unsigned int i, hits = 0;
	char code[8];

	for (i = 0; i < 1000; i++) {
		snprintf(code, sizeof code, "%03u", i);
		hits += service_ok(code);
	}
	return bits(hits, 1000);
}

/* Of all characters that could be the check character, how many hold? */
static double
lrc(int number)
{
	const char *track = number == 1
	    ? "%B4539578763621486^DOE/JANE^28092011200000?"
	    : ";4539578763621486=28092011200000?";
	unsigned int i, hits = 0, all = number == 1 ? 64 : 16;
	char text[64];
	struct track t;

	for (i = 0; i < all; i++) {
		int n = snprintf(text, sizeof text, "%s%c\n", track,
		    (number == 1 ? ' ' : '0') + (int)i);
		struct fx_window w = { .p = (const uint8_t *)text,
			.len = (size_t)n,
			.unit = 1 };

		hits += (number == 1 ? track1_read(&w, 2, &t)
				     : track2_read(&w, 1, &t)) &&
		    t.lrc == LRC_OK;
	}
	return bits(hits, all);
}

static double
lrc1(void)
{
	return lrc(1);
}

static double
lrc2(void)
{
	return lrc(2);
}

static double
month(void)
{
	return bits(12, 100);
}

/* EIP-55: of 16 hexadecimal digits six are letters, half of them capitals. */
static double
capitals(void)
{
	return 40 * bits(16 - 3, 16);
}

/* Of 4096 HMACs of 12 bits those that Electrum takes: "01", and "100" to
 * "102": 16 and 3. */
static double
electrum(void)
{
	return bits(16 + 3, 4096);
}

/* ---- figures of the corpus ---------------------------------------------- */

static double
iin_strong(void)
{
	return bits(31, 1433);
}

static double
groups(void)
{
	return bits(0.44, 31);
}

static double
ebcdic_half(void)
{
	return bits(0.11, 120) / 2;
}

static double
emv_pan(void)
{
	return bits(7.0, 120);
}

/* How a weight stands to what is computed. */
enum how {
	SAME,     /* it, rounded down or to the nearest */
	LESS,     /* no more than it: text has such, too, as score.h says */
	AT_LEAST, /* no less: the rest of it is measured */
};

static const struct {
	const char *name;
	int weight;
	double (*compute)(void);
	enum how how;
	double unit; /* 1: bits; 10: in tenths */
} rows[] = {
#define W(name, compute, how)                \
	{                                    \
#name, name, compute, how, 1 \
	}
	W(BITS_LUHN, luhn, SAME),
	{ "TENTHS_NEIGHBOUR", TENTHS_NEIGHBOUR, luhn, SAME, 10 },
	W(BITS_IBAN, mod97, SAME),
	W(BITS_NATIONAL, luhn, SAME),
	W(BITS_MRZ_CHECK, zone_check, SAME),
	W(BITS_MRZ_DATE, zone_date, SAME),
	W(BITS_MRZ_STATE, zone_state, LESS),
	W(BITS_MRZ_SEX, zone_sex, LESS),
	W(BITS_ROUTING, routing, SAME),
	W(BITS_BIC, bic, AT_LEAST),
	W(BITS_SERVICE, service, AT_LEAST),
	W(BITS_LRC1_OK, lrc1, SAME),
	W(BITS_LRC2_OK, lrc2, SAME),
	W(BITS_DATE, month, AT_LEAST),
	W(BITS_EXPIRY, month, AT_LEAST),
	W(BITS_EXPIRY_THIN, month, AT_LEAST),
	W(BITS_DATE_ODD, month, LESS),
	W(BITS_COIN_CAPITALS, capitals, SAME),
	W(BITS_SEED_ELECTRUM, electrum, SAME),
	W(BITS_IIN_STRONG, iin_strong, LESS),
	W(BITS_GROUP_CARD, groups, LESS),
	W(BITS_EBCDIC, ebcdic_half, SAME),
	W(BITS_EMV_PAN, emv_pan, SAME),
};

int
main(void)
{
	static const char *const words[] = { "is", "is at most",
		"is at least" };
	double x, w;
	size_t i;
	bool good;

	for (i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		x = rows[i].compute() * rows[i].unit;
		w = rows[i].weight;
		if (rows[i].how == SAME)
			good = w <= x + 0.5 && w > x - 1;
		else if (rows[i].how == LESS)
			good = w <= x && w > 0;
		else
			good = w >= x;
		ok(good, "%s %s %d: %.2f", rows[i].name, words[rows[i].how],
		    rows[i].weight, x);
	}
	return done();
}
