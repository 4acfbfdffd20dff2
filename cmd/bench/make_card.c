/* make_card.c - cards as they are traded: numbers, tracks, chip data */
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "made.h"
#include "sums.h"

enum { PAN = 20 };

struct pan {
	char digits[PAN];
	const char *scheme;
	unsigned int month, year; /* of its expiry: 1 to 12, 27 to 31 */
	char code[8];             /* its security code */
	char given[32], family[32];
};

static const struct {
	const char *scheme;
	const char *prefixes[6];
	size_t digits;
} schemes[] = {
	{ "visa", { "4539", "4716", "4929", "4024", "4485", "4532" }, 16 },
	{ "mastercard", { "51", "52", "53", "54", "55", "2311" }, 16 },
	{ "amex", { "34", "37", "371", "379", "345", "348" }, 15 },
	{ "discover", { "6011", "644", "645", "648", "649", "6512" }, 16 },
	{ "jcb", { "3530", "3541", "3552", "3563", "3574", "3588" }, 16 },
	{ "diners", { "300", "301", "305", "36", "38", "36" }, 14 },
};

static void
pan_make(struct rnd *r, struct pan *p)
{
	unsigned int k = rnd_below(r, 8);
	const char *prefix;
	size_t n;

	/* Half of all cards are of two schemes. */
	k = k >= sizeof(schemes) / sizeof(schemes[0]) ? k % 2 : k;
	n = schemes[k].digits;
	rnd_digits(r, p->digits, n - 1);
	prefix = schemes[k].prefixes[rnd_below(r, 6)];
	memcpy(p->digits, prefix, strlen(prefix));
	p->digits[n - 1] = sums_luhn(p->digits, n - 1);
	p->digits[n] = '\0';
	p->scheme = schemes[k].scheme;
	p->month = 1 + rnd_below(r, 12);
	p->year = 27 + rnd_below(r, 5);
	rnd_digits(r, p->code, k == 2 ? 4 : 3);
	made_name(r, true, p->given, p->family, sizeof(p->given));
}

static void
pan_show(const struct pan *p, char sep, char *out)
{
	static const char *const forms[] = { "4444", "465", "464" };
	size_t n = strlen(p->digits), i, g = 0, left;
	const char *form = forms[n == 16 ? 0 : n == 15 ? 1 : 2];

	left = (size_t)(form[0] - '0');
	for (i = 0; i < n; i++) {
		if (left-- == 0) {
			*out++ = sep;
			left = (size_t)(form[++g] - '0') - 1;
		}
		*out++ = p->digits[i];
	}
	*out = '\0';
}

/* As sold, typed, mailed, exported and posted. */
void
make_card_pan(struct rnd *r, unsigned int n, struct made *m)
{
	struct pan p;
	char shown[32];
	bool one = m->enc == ENC_EBCDIC;

	pan_make(r, &p);
	made_attr(m, "scheme", p.scheme);
	switch (n % 6) {
	case 0:
		made_value(m, p.digits, p.digits);
		made_put(m, "|%02u|%02u|%s|%s %s|DE|10115\n", p.month, p.year,
		    p.code, p.given, p.family);
		break;
	case 1:
		pan_show(&p, n % 4 == 1 ? ' ' : '-', shown);
		made_put(m, "Card number: ");
		made_value(m, one ? p.digits : shown, p.digits);
		made_put(m, "\nExpiry: %02u/%02u\nCVV: %s\n", p.month, p.year,
		    p.code);
		break;
	case 2:
		made_put(m, "{\"holder\":\"%s %s\",\"card_number\":\"", p.given,
		    p.family);
		made_value(m, p.digits, p.digits);
		made_put(m, "\",\"exp_month\":%u,\"exp_year\":20%02u}\n",
		    p.month, p.year);
		break;
	case 3:
		made_put(m, "pan;expiry;cvv2;name\n");
		made_value(m, p.digits, p.digits);
		made_put(m, ";%02u/%02u;%s;%s %s\n", p.month, p.year, p.code,
		    p.given, p.family);
		break;
	case 4:
		made_put(m, "Kreditkarte Nr. ");
		made_value(m, p.digits, p.digits);
		made_put(m, " gueltig bis %02u/20%02u\n", p.month, p.year);
		break;
	default:
		made_put(m, "ccnum=");
		made_value(m, p.digits, p.digits);
		made_put(m, "&expmonth=%02u&expyear=20%02u&cvc=%s\n", p.month,
		    p.year, p.code);
	}
}

/*
 * The exclusive or of all characters' data bits, as a character (ISO/IEC
 * 7811-2): of track 1 six bits from U+0020, of track 2 four from U+0030.
 */
static char
check_character(const char *track, unsigned int bits, char base)
{
	unsigned int sum = 0;

	for (; *track != '\0'; track++)
		sum ^= (unsigned int)(*track - base) & ((1u << bits) - 1);
	return (char)((unsigned int)base + sum);
}

static void
track_put(struct made *m, const char *track, const char *value, bool whole,
    char lrc)
{
	char shown[160];

	/* Where signs stand in EBCDIC depends on the code page. */
	whole = m->enc == ENC_XOR ||
	    (whole && (m->enc != ENC_EBCDIC || isalnum((unsigned char)lrc)));
	if (whole)
		snprintf(shown, sizeof(shown), "%s%c", track, lrc);
	made_value(m, whole ? shown : value, value);
	made_put(m, "\n");
}

void
make_card_track1(struct rnd *r, unsigned int n, struct made *m)
{
	static const char *const codes[] = { "101", "201", "121", "221" };
	struct pan p;
	char value[128], track[140], rest[16];

	pan_make(r, &p);
	rnd_digits(r, rest, 9);
	made_attr(m, "scheme", p.scheme);
	snprintf(value, sizeof(value), "B%s^%s/%s^%02u%02u%s%s", p.digits,
	    p.family, p.given, p.year, p.month, RND_OF(r, codes), rest);
	snprintf(track, sizeof(track), "%%%s?", value);
	track_put(m, track, value, n % 3 != 0, check_character(track, 6, ' '));
}

void
make_card_track2(struct rnd *r, unsigned int n, struct made *m)
{
	static const char *const codes[] = { "101", "201", "121", "221" };
	struct pan p;
	char value[64], track[80], rest[16];

	pan_make(r, &p);
	rnd_digits(r, rest, 9);
	made_attr(m, "scheme", p.scheme);
	snprintf(value, sizeof(value), "%s=%02u%02u%s%s", p.digits, p.year,
	    p.month, RND_OF(r, codes), rest);
	snprintf(track, sizeof(track), ";%s?", value);
	track_put(m, track, value, n % 3 != 0, check_character(track, 4, '0'));
}

/* Digits, "D" and "F" as packed nibbles. */
static size_t
packed(const char *s, uint8_t *out)
{
	size_t i;
	unsigned int v;

	for (i = 0; s[i] != '\0'; i++) {
		v = s[i] <= '9' ? (unsigned int)(s[i] - '0')
				: (unsigned int)(s[i] - 'A' + 10);
		out[i / 2] = (uint8_t)(i % 2 == 0 ? v << 4 : out[i / 2] | v);
	}
	return i / 2;
}

static void
tlv(struct fx_buf *b, const char *tag, const void *p, size_t n)
{
	uint8_t t[2];

	fx_buf_put(b, t, packed(tag, t));
	fx_buf_byte(b, (int)n);
	fx_buf_put(b, p, n);
}

/* A record of an application (EMV Book 3, 6.5.11): tag 70. */
void
make_card_emv(struct rnd *r, unsigned int n, struct made *m)
{
	struct pan p;
	struct fx_buf body = { 0 };
	char text[64], rest[16];
	uint8_t raw[32];
	size_t at, len;

	pan_make(r, &p);
	made_attr(m, "scheme", p.scheme);
	rnd_digits(r, rest, 8);
	snprintf(text, sizeof(text), "%02u%02u28", p.year, p.month);
	tlv(&body, "5F24", raw, packed(text, raw));
	if (n % 2 == 0) {
		len = (size_t)snprintf(text, sizeof(text), "%sD%02u%02u201%s",
		    p.digits, p.year, p.month, rest);
		snprintf(m->value, sizeof(m->value), "%s=%02u%02u201%s",
		    p.digits, p.year, p.month, rest);
	} else {
		len = (size_t)snprintf(text, sizeof(text), "%s", p.digits);
		snprintf(m->value, sizeof(m->value), "%s", p.digits);
	}
	if (len % 2 != 0)
		snprintf(text + len, sizeof(text) - len, "F");
	at = body.len;
	tlv(&body, n % 2 == 0 ? "57" : "5A", raw, packed(text, raw));
	len = body.len - at;
	snprintf(text, sizeof(text), "%s/%s", p.family, p.given);
	tlv(&body, "5F20", text, strlen(text));
	fx_buf_byte(&m->text, 0x70);
	fx_buf_byte(&m->text, (int)body.len);
	m->at = m->text.len + at;
	m->len = len;
	fx_buf_put(&m->text, body.p, body.len);
	fx_buf_done(&body);
}
