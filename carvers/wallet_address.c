/* wallet_address.c - addresses and keys of coins, by their check sums */
#include "forensic/wallet.h"

#include <string.h>

#include "carvers.h"
#include "chars.h"
#include "coin.h"
#include "score.h"

enum {
	ADDRESS_REACH = 112, /* an extended key has 111 characters */
	HEX_LEN = 42,
	FEW = 4, /* digits of an address that is nobody's: 0x000...dEaD */
	SHOWN_FIRST = 6,
	SHOWN_LAST = 4,
};

/*
 * Lengths that a text in base 58 has by its first character, coin.def's: a byte
 * before the payload fixes what can stand first.
 */
static const struct {
	const char *first;
	uint8_t lo, hi;
} lengths[] = {
	{ "1", 26, 34 },                  /* btc */
	{ "3", 33, 35 },                  /* btc */
	{ "LMDA9X7T", 33, 35 },           /* ltc, doge, dash, trx */
	{ "r", 25, 35 },                  /* xrp */
	{ "s", 29, 29 }, { "t", 35, 35 }, /* zec */
	{ "5KL6TQ7X", 50, 53 },           /* keys of btc, ltc, doge, dash */
	{ "48", 95, 95 },                 /* xmr */
	{ "4", 106, 106 }, { "xyz", 111, 111 }, /* extended keys */
};

/* Can a text of n characters that begins with c be an address in base 58? */
static bool
may_be_base58(uint8_t c, size_t n)
{
	size_t i;

	for (i = 0; i < FX_LEN(lengths); i++)
		if (n >= lengths[i].lo && n <= lengths[i].hi && c != 0 &&
		    strchr(lengths[i].first, c) != NULL)
			return true;
	return false;
}

static bool
begins(const struct fx_window *w, size_t at, const char *prefix)
{
	size_t i;

	for (i = 0; prefix[i] != '\0'; i++)
		if (at + i >= w->len ||
		    (w->p[at + i] | 0x20) != (prefix[i] | 0x20))
			return false;
	return true;
}

/* How long is what stands at `at`, if it may be an address at all? Else 0. */
static size_t
extent(const struct fx_window *w, size_t at)
{
	static const char cash[] = "bitcoincash:";
	size_t n = begins(w, at, cash) ? sizeof(cash) - 1 : 0;

	if (!char_begins(w, at))
		return 0;
	while (n <= ADDRESS_REACH && char_alnum(w, at + n))
		n++;
	if (n > ADDRESS_REACH)
		return 0;
	if (begins(w, at, "0x"))
		return n == HEX_LEN ? n : 0;
	if (begins(w, at, cash) || begins(w, at, "bc1") ||
	    begins(w, at, "ltc1"))
		return n;
	return may_be_base58(w->p[at], n) ? n : 0;
}

/* Different digits of a hexadecimal text, the first two characters apart. */
static size_t
variety(const char *s)
{
	bool seen[128] = { false };
	size_t i, n = 0;
	unsigned int c;

	for (i = 2; s[i] != '\0'; i++) {
		c = (unsigned char)s[i] & 0x5f; /* a and A are one digit */
		n += !seen[c];
		seen[c] = true;
	}
	return n;
}

static bool
probe(const struct fx_window *w, size_t at, struct fx_hit *hit)
{
	size_t n = extent(w, at);
	struct fx_checked out = { .n = 0 };
	enum fx_answer got;

	if (n == 0)
		return false;
	got = fx_wallet_check((const char *)w->p + at, n, &out);
	if (got != FX_VALID && got != FX_NOT_CHECKABLE)
		return false;
	hit->at = at;
	hit->len = n;
	memcpy(hit->value, out.value, out.n + 1);
	if (n == HEX_LEN && begins(w, at, "0x")) {
		fx_hit_why(hit, BITS_COIN_HEX, "hex-address");
		if (got == FX_VALID)
			fx_hit_why(hit, BITS_COIN_CAPITALS, "capitals");
		if (variety(hit->value) <= FEW)
			fx_hit_why(hit, BITS_COIN_FEW, "few-digits");
	} else {
		fx_hit_why(hit, BITS_COIN_SUM, "check-sum");
	}
	fx_hit_attr(hit, "coin", fx_checked_part(&out, "coin"));
	fx_hit_attr(hit, "type", fx_checked_part(&out, "kind"));
	return true;
}

static void
fields(const struct fx_window *w, struct fx_hit *hit)
{
	coin_words(w, hit);
}

/* An address is known to all the world; a key opens it and is hidden. */
static void
mask(const char *value, char *out, size_t cap)
{
	struct fx_checked of = { .n = 0 };
	size_t n = strlen(value);
	enum fx_answer got = fx_wallet_check(value, n, &of);

	if ((got != FX_VALID && got != FX_NOT_CHECKABLE) || n >= cap ||
	    n <= SHOWN_FIRST + SHOWN_LAST ||
	    fx_checked_part(&of, "secret") != NULL) {
		fx_mask(NULL, value, out);
		return;
	}
	memcpy(out, value, n + 1);
	memset(out + SHOWN_FIRST, '*', n - SHOWN_FIRST - SHOWN_LAST);
}

const struct fx_carver carver_wallet_address = {
	.name = "wallet.address",
	.about = "addresses and keys of cryptocurrencies",
	.group = "wallet",
	.version = 3,
	.reach = ADDRESS_REACH,
	.anchors = {
		{ .kind = FX_ANCHOR_RUN, .chars = FX_CLASS_BASE58, .min = 25 },
		{ .kind = FX_ANCHOR_TEXT, .text = "bc1",
		    .flags = FX_ANCHOR_FOLD | FX_ANCHOR_BEGINS },
		{ .kind = FX_ANCHOR_TEXT, .text = "ltc1",
		    .flags = FX_ANCHOR_FOLD | FX_ANCHOR_BEGINS },
		{ .kind = FX_ANCHOR_TEXT, .text = "bitcoincash:",
		    .flags = FX_ANCHOR_FOLD | FX_ANCHOR_BEGINS },
		{ .kind = FX_ANCHOR_TEXT, .text = "0x",
		    .flags = FX_ANCHOR_FOLD | FX_ANCHOR_BEGINS },
	},
	.probe = probe,
	.fields = fields,
	.mask = mask,
	.attrs = {
		{ "coin", FX_PUBLIC, false },
		{ "type", FX_PUBLIC, false },
	},
};
