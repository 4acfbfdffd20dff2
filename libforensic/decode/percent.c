/* percent.c - PERCENT: %34, %u0034, and + for a space in forms (RFC 3986) */
#include <string.h>

#include "digits.h"
#include "unescape.h"

enum {
	TRACK_DIGITS = 12, /* of %B4111..., a track that begins with its % */
	FORM_BACK = 256,   /* how far a + looks for the name of its field */
	TEXT_NEAR = 12,    /* bytes of text that an escape stands among */
	AHEAD = 64,
};

/* %NN at p[at]: its value; -1 if none stands there. */
static int
pair(const struct place *l, size_t at)
{
	uint32_t v;

	if (at >= l->n || l->p[at] != '%' ||
	    digits_read(l->p + at + 1, l->n - at - 1, 16, 2, 2, &v) == 0)
		return -1;
	return (int)v;
}

/*
 * Is there another %NN so near that a control character may be meant?  Alone
 * it is a conversion of printf(3): %08x, %10d.
 */
static bool
beside(const struct place *l)
{
	size_t k;

	for (k = 3; k <= 4; k++)
		if (pair(l, l->at + k) != -1 ||
		    (l->at >= k && pair(l, l->at - k) != -1))
			return true;
	return false;
}

/* Is it the sentinel of a track?  In %C3%B4111 it is not. */
static bool
track(const struct place *l)
{
	uint32_t v;

	if (l->at >= 3 && pair(l, l->at - 3) != -1)
		return false;
	return (l->p[l->at + 1] | 0x20) == 'b' &&
	    digits_read(l->p + l->at + 2, l->n - l->at - 2, 10, TRACK_DIGITS,
		TRACK_DIGITS, &v) != 0;
}

static size_t
find(const struct place *l, struct plain *out)
{
	const uint8_t *p = l->p + l->at;
	size_t n = l->n - l->at;
	uint32_t cp;
	int v;

	if (n > 2 && p[1] == 'u' &&
	    digits_read(p + 2, n - 2, 16, 4, 4, &cp) != 0) {
		plain_char(out, cp);
		return 6;
	}
	if ((v = pair(l, l->at)) == -1 || track(l) ||
	    !place_in_text(l, TEXT_NEAR))
		return 0;
	if ((v < ' ' && v != '\t' && v != '\n' && v != '\r') || v == 0x7f)
		if (!beside(l))
			return 0;
	out->p[0] = (char)v;
	out->n = 1;
	return 3;
}

/* A character of a form's field, or of its name. */
static bool
in_form(uint8_t c)
{
	return digit_value(c) < 36 ||
	    (c != 0 && strchr("%+.-_~*!'()[]@:,;/$", c) != NULL);
}

/*
 * Is the + at p[at] in the field of a form: name=value with an & before the
 * name or behind the value, or a ? before it?
 */
static size_t
find_plus(const struct place *l, struct plain *out)
{
	size_t eq = l->at, name, end = l->at;

	while (eq > 0 && in_form(l->p[eq]))
		eq--;
	if (l->p[eq] != '=')
		return 0;
	for (name = eq; name > 0 && in_form(l->p[name - 1]);)
		name--;
	while (end < l->n && in_form(l->p[end]))
		end++;
	if (name == eq ||
	    !((name > 0 && strchr("&?", l->p[name - 1]) != NULL) ||
		(end < l->n && l->p[end] == '&')))
		return 0;
	out->p[0] = ' ';
	out->n = 1;
	return 1;
}

/* What may stand behind the lead. */
static const char behind[] = "0123456789ABCDEFabcdefu";

const struct escapes escapes_percent = { .lead = '%',
	.behind = behind,
	.also = '+',
	.back = FORM_BACK,
	.ahead = AHEAD,
	.find = find,
	.find_also = find_plus };

const struct fx_decoder decode_percent = {
	.name = "PERCENT",
	.about =
	    "percent escapes of URLs and forms: %34, %u0034, + for a space",
	.version = 2,
	.marks = { { FX_MARK_BYTES, 1, "%", 0, 0 } },
	.behind = behind,
	.look = unescape_look,
	.open = unescape_open,
	.read = unescape_read,
	.close = unescape_close,
	.touched = unescape_touched,
	.place = unescape_place,
};
