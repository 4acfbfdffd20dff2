/*
 * bank_routing.c - routing transit numbers of the United States, with context
 *
 * One number of nine digits in ten passes their check, so that they are never
 * probable by themselves: a word must say it, or the transit signs of E-13B.
 */
#include <string.h>

#include "bank.h"
#include "carvers.h"
#include "chars.h"
#include "score.h"
#include "words_may.h"

enum { RTN = 9, RTN_DASHES = 11 };

/* Nine digits, or 0711-0130-7: how long, or 0. */
static size_t
rtn_len(const struct fx_window *w, size_t at)
{
	size_t n = RTN;

	if (!char_digits(w, at, RTN)) {
		n = RTN_DASHES;
		if (!char_digits(w, at, 4) || !char_digits(w, at + 5, 4) ||
		    !char_digits(w, at + 10, 1) || w->p[at + 4] != '-' ||
		    w->p[at + 9] != '-')
			return 0;
	}
	return char_digits(w, at + n, 1) ? 0 : n;
}

/* U+2446, "OCR branch bank identification", which MICR readers write; in UTF-16
 * it is a unit past U+00FF. */
static bool
micr(const struct fx_window *w, size_t at, size_t n)
{
	static const char sign[] = "\xe2\x91\x86";

	if (w->unit == 1)
		return at >= 3 && w->len - at >= n + 3 &&
		    memcmp(w->p + at - 3, sign, 3) == 0 &&
		    memcmp(w->p + at + n, sign, 3) == 0;
	return at >= 1 && w->len - at > n && w->p[at - 1] == FX_NARROW_OTHER &&
	    w->p[at + n] == FX_NARROW_OTHER;
}

/* "000000000", "033333333": fillers, of which no bank has one. */
static bool
few_digits(const char *value)
{
	unsigned int seen = 0;

	for (; *value != '\0'; value++)
		seen |= 1u << (*value - '0');
	return __builtin_popcount(seen) <= 2;
}

static bool
probe(const struct fx_window *w, size_t at, struct fx_hit *hit)
{
	size_t n = rtn_len(w, at);
	struct beside beside;
	struct fx_checked c;

	beside_init(&beside, w);
	if (n == 0 || char_digits(w, at > 0 ? at - 1 : w->len, 1) ||
	    (!bank_may(w, at) && !micr(w, at, n)) ||
	    fx_scheme_check(fx_scheme_find(fx_schemes, "bank:us.rtn"),
		(const char *)w->p + at, n, &c) != FX_VALID)
		return false;
	if (!micr(w, at, n) &&
	    bank_context(&beside, at, n, BANK_WORDS, NULL) <= 0)
		return false;
	memset(hit, 0, sizeof *hit);
	hit->at = at;
	hit->len = n;
	memcpy(hit->value, c.value, c.n + 1);
	fx_hit_why(hit, BITS_ROUTING, "rtn");
	if (few_digits(hit->value))
		fx_hit_why(hit, BITS_FEW_DIGITS, "few-digits");
	if (micr(w, at, n))
		fx_hit_why(hit, BITS_MICR, "micr");
	fx_hit_attr(hit, "country", "US");
	fx_hit_attr(hit, "district", fx_checked_part(&c, "district"));
	return true;
}

static void
fields(const struct fx_window *w, struct fx_hit *hit)
{
	bank_words(w, hit, BANK_WORD(WORD_ROUTING), NULL);
}

/* A bank's number is nobody's secret. */
static void
mask(const char *value, char *out, size_t cap)
{
	if (strlen(value) != RTN || strspn(value, "0123456789") != RTN ||
	    cap <= RTN)
		fx_mask(NULL, value, out);
	else
		memcpy(out, value, RTN + 1);
}

const struct fx_carver carver_bank_routing = {
	.name = "bank.routing",
	.about = "routing transit numbers of the United States (ABA)",
	.group = "bank",
	.version = 4,
	.reach = RTN_DASHES,
	.anchors = { { .kind = FX_ANCHOR_DIGITS, .min = 9 },
	    { .kind = FX_ANCHOR_SHAPE, .text = "0000-0000-0" } },
	.probe = probe,
	.hints = words_may,
	.fields = fields,
	.mask = mask,
	.attrs = {
		{ "country", FX_PUBLIC, false },
		{ "district", FX_PUBLIC, false },
	},
};
