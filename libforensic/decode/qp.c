/* qp.c - QP: quoted-printable, =34 and soft line breaks (RFC 2045, 6.7) */
#include <string.h>

#include "digits.h"
#include "unescape.h"

/*
 * An = with two hex digits behind it stands in every third URL and program.
 * So it is an escape only where the text around it, NEAR bytes on both sides,
 * cannot well be anything but quoted-printable.
 */
enum {
	NEAR = 320,       /* four lines of 76 characters, and some more */
	BREAK_LEAST = 40, /* a line that is broken is so long, */
	BREAK_MOST = 80,  /* and no longer */
	BLANKS = 8,       /* blanks between the = and the end of its line */
};

static const uint8_t *
next_lead(const uint8_t *p, const uint8_t *end)
{
	return memchr(p, '=', (size_t)(end - p));
}

/* =NN at p: its value; -1 if none stands there. */
static int
pair(const uint8_t *p, const uint8_t *end)
{
	uint32_t v;

	if (end - p < 3 || *p != '=' ||
	    digits_read(p + 1, 2, 16, 2, 2, &v) == 0)
		return -1;
	return (int)v;
}

/* The length of an = that ends its line, with the line's end; 0: it doesn't. */
static size_t
soft(const uint8_t *p, const uint8_t *end)
{
	const uint8_t *q = p + 1;

	while (q < end && q - p <= BLANKS && (*q == ' ' || *q == '\t'))
		q++;
	if (q < end && *q == '\r')
		q++;
	if (q < end && *q == '\n')
		return (size_t)(q + 1 - p);
	return 0;
}

/*
 * Is the line that p[at] ends of the length at which lines are broken, and
 * more than letters and digits?  Those are base64, and the = its padding; so
 * is one behind another, which would be escaped.
 */
static bool
broken_line(const struct place *l, size_t at)
{
	const uint8_t *nl = memrchr(l->p, '\n', at);
	size_t from = nl != NULL ? (size_t)(nl - l->p) + 1 : 0, i;

	if (at - from < BREAK_LEAST || at - from > BREAK_MOST ||
	    l->p[at - 1] == '=')
		return false;
	for (i = from; i < at; i++)
		if (digit_value(l->p[i]) == 36 && l->p[i] != '+' &&
		    l->p[i] != '/')
			return true;
	return false;
}

/* A byte that no plain text is written with, and a space between digits. */
static bool
between_digits(const uint8_t *p, const uint8_t *from, int v)
{
	return (v == ' ' || v == 0xa0 || v == '\t' || v == '-') && p > from &&
	    p[-1] >= '0' && p[-1] <= '9';
}

/*
 * What else the text around shows: an = that is itself escaped, a character of
 * UTF-8, three escapes in a row, two spaces between digits, a soft line break.
 */
static bool
evidence(const struct place *l)
{
	const uint8_t *end = l->p + l->n, *p;
	unsigned int gaps = 0;
	int v, next;

	for (p = l->p; (p = next_lead(p, end)) != NULL; p++) {
		if ((v = pair(p, end)) == -1) {
			if (soft(p, end) != 0 &&
			    broken_line(l, (size_t)(p - l->p)))
				return true;
			continue;
		}
		next = pair(p + 3, end);
		if (v == '=' ||
		    (v >= 0xc2 && v <= 0xf4 && next >= 0x80 && next <= 0xbf) ||
		    (next != -1 && pair(p + 6, end) != -1))
			return true;
		gaps += between_digits(p, l->p, v);
		if (gaps == 2)
			return true;
	}
	return false;
}

static size_t
find(const struct place *l, struct plain *out)
{
	const uint8_t *p = l->p + l->at, *end = l->p + l->n;
	int v = pair(p, end);
	size_t n;

	if (v != -1) {
		if (!evidence(l))
			return 0;
		out->p[0] = (char)v;
		out->n = 1;
		return 3;
	}
	if ((n = soft(p, end)) == 0)
		return 0;
	return broken_line(l, l->at) || evidence(l) ? n : 0;
}

/* What may stand behind the lead. */
static const char behind[] = "0123456789ABCDEFabcdef \t\r\n";

const struct escapes escapes_qp = { .lead = '=',
	.behind = behind,
	.back = NEAR,
	.ahead = NEAR,
	.find = find };

const struct fx_decoder decode_qp = {
	.name = "QP",
	.about = "quoted-printable of mail: =34, and lines that an = joins",
	.version = 3,
	.marks = { { FX_MARK_BYTES, 1, "=", 0, 0 } },
	.behind = behind,
	.look = unescape_look,
	.open = unescape_open,
	.read = unescape_read,
	.close = unescape_close,
	.touched = unescape_touched,
	.place = unescape_place,
};
