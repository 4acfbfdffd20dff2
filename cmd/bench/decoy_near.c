/* decoy_near.c - near misses: all is there, and a check digit is wrong */
#include <stdio.h>
#include <string.h>

#include "decoy.h"
#include "sums.h"

/* A digit that is not this one. */
static char
other_digit(struct rnd *r, char right)
{
	return (char)('0' +
	    ((unsigned int)(right - '0') + 1 + rnd_below(r, 9)) % 10);
}

/* Sixteen digits of an issuer whose check digit does not hold. */
static void
bad_pan(struct rnd *r, char *out)
{
	rnd_digits(r, out, 15);
	memcpy(out, rnd_below(r, 2) ? "4539" : "5234", 4);
	out[15] = other_digit(r, sums_luhn(out, 15));
	out[16] = '\0';
}

void
decoy_bad_luhn(struct rnd *r, unsigned int i, struct fx_buf *out)
{
	char pan[20], shown[32];

	bad_pan(r, pan);
	made_group(shown, sizeof(shown), pan, 4, ' ');
	fx_buf_printf(out, "%s%s exp 09/28 cvv 417",
	    i % 2 == 0 ? "Card number: " : "cc ", i % 3 == 0 ? shown : pan);
}

void
decoy_bad_track(struct rnd *r, unsigned int i, struct fx_buf *out)
{
	char pan[20];

	bad_pan(r, pan);
	if (i % 2 == 0)
		fx_buf_printf(out, ";%s=2812201%08u?", pan,
		    rnd_below(r, 100000000));
	else
		fx_buf_printf(out, "%%B%s^MUSTER/ANNA^2812201%08u?", pan,
		    rnd_below(r, 100000000));
}

void
decoy_bad_iban(struct rnd *r, unsigned int i, struct fx_buf *out)
{
	static const char *const forms[] = { "DE00000000000000000000",
		"AT000000000000000000", "NL00AAAA0000000000",
		"GB00AAAA00000000000000", "FR0000000000000000000000000" };
	char text[48], shown[64];

	do
		rnd_form(r, forms[i % 5], text, sizeof(text));
	while (sums_iban_ok(text));
	made_group(shown, sizeof(shown), text, 4, ' ');
	fx_buf_printf(out, "IBAN: %s", i % 2 == 0 ? shown : text);
}

/*
 * A second line of TD3 in which no check digit holds: one that has a wrong one
 * may be forged, and is found.
 */
void
decoy_bad_zone(struct rnd *r, unsigned int i, struct fx_buf *out)
{
	char number[12], birth[8], expiry[8], text[64], over[64];

	(void)i;
	rnd_form(r, "AX0000000", number, sizeof(number));
	snprintf(birth, sizeof(birth), "%02u0%u1%u", 50 + rnd_below(r, 50),
	    1 + rnd_below(r, 9), rnd_below(r, 10));
	snprintf(expiry, sizeof(expiry), "%02u0%u1%u", 27 + rnd_below(r, 9),
	    1 + rnd_below(r, 9), rnd_below(r, 10));
	snprintf(text, sizeof(text), "%s%cD<<%s%cM%s%c<<<<<<<<<<<<<<%c", number,
	    other_digit(r, sums_731(number, 9)), birth,
	    other_digit(r, sums_731(birth, 6)), expiry,
	    other_digit(r, sums_731(expiry, 6)), '1' + (int)rnd_below(r, 9));
	snprintf(over, sizeof(over), "%.10s%.7s%s", text, text + 13, text + 21);
	fx_buf_printf(out, "%s%c", text,
	    other_digit(r, sums_731(over, strlen(over))));
}

void
decoy_bad_address(struct rnd *r, unsigned int i, struct fx_buf *out)
{
	char text[64];

	if (i % 2 == 0) {
		rnd_chars(r,
		    "123456789ABCDEFGHJKLMNPQRSTUVWXYZ"
		    "abcdefghijkmnopqrstuvwxyz",
		    text, 33);
		fx_buf_printf(out, "bitcoin 1%s", text);
	} else {
		rnd_chars(r, "qpzry9x8gf2tvdw0s3jn54khce6mua7l", text, 38);
		fx_buf_printf(out, "wallet bc1q%s", text);
	}
}

void
decoy_bad_routing(struct rnd *r, unsigned int i, struct fx_buf *out)
{
	char text[16];

	(void)i;
	rnd_digits(r, text, 9);
	text[0] = '0';
	text[1] = '2';
	if (text[8] == sums_routing(text))
		text[8] = (char)('0' + (text[8] - '0' + 1) % 10);
	fx_buf_printf(out, "routing number %s", text);
}

/* Capitals that could be codes of banks, in the neighbourhood of their words.
 */
void
decoy_words(struct rnd *r, unsigned int i, struct fx_buf *out)
{
	static const char *const words[] = { "DIVIDEND", "STANDARD", "DOCUMENT",
		"CHAPTERS", "PERSONAL", "ADDITION", "TRANSFER", "EXCHANGE",
		"SECURITY", "REGISTER" };

	fx_buf_printf(out, "%s %s BANK %s %u", RND_OF(r, words),
	    RND_OF(r, words), RND_OF(r, words), i);
}

/* ---- digits drawn at random, in the form of a value ---------------------- */

void
decoy_random_16(struct rnd *r, unsigned int i, struct fx_buf *out)
{
	char text[20];

	rnd_digits(r, text, 16);
	fx_buf_printf(out, "%u,%s,20%02u-%02u-%02u", i, text, 20 + i % 7,
	    1 + i % 12, 1 + i % 28);
}

void
decoy_random_groups(struct rnd *r, unsigned int i, struct fx_buf *out)
{
	char text[24];

	rnd_form(r, "0000 0000 0000 0000", text, sizeof(text));
	fx_buf_printf(out, "voucher %u: %s", i, text);
}

void
decoy_random_iban(struct rnd *r, unsigned int i, struct fx_buf *out)
{
	char text[32];

	rnd_form(r, "DE00000000000000000000", text, sizeof(text));
	fx_buf_printf(out, "%u;%s", i, text);
}
