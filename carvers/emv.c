/* emv.c - data objects of EMV: the card number, and those that stand beside it
 */
#include "emv.h"

#include <ctype.h>
#include <string.h>

#include "fields.h"
#include "forensic/check.h"

size_t
emv_digits(const uint8_t *p, size_t n, char *out)
{
	size_t i;
	unsigned int d;

	for (i = 0; i < n; i++) {
		d = (i & 1) == 0 ? p[i / 2] >> 4 : p[i / 2] & 15;
		if (d > 9)
			break;
		out[i] = (char)('0' + d);
	}
	out[i] = '\0';
	return i;
}

static unsigned int
nibble(const uint8_t *p, size_t i)
{
	return (i & 1) == 0 ? p[i / 2] >> 4 : p[i / 2] & 15;
}

/* Are nibbles [i, n) nothing but filling? */
static bool
filled(const uint8_t *p, size_t i, size_t n)
{
	for (; i < n; i++)
		if (nibble(p, i) != 15)
			return false;
	return true;
}

bool
emv_track(const uint8_t *p, size_t n, struct emv *e)
{
	enum { SEPARATOR = 13, LEAST = 7 /* expiry and service code */ };
	struct expiry x;
	char digits[EMV_TRACK + 1];
	size_t i, k;

	if (n > EMV_TRACK / 2)
		return false;
	i = emv_digits(p, 2 * n, digits);
	if (i < PAN_MIN || i > PAN_MAX || i == 2 * n ||
	    nibble(p, i) != SEPARATOR)
		return false;
	memcpy(e->pan, digits, i + 1);
	e->n = i;
	/* what follows begins at either half of a byte */
	for (i++, k = 0; i < 2 * n && nibble(p, i) <= 9; i++)
		e->rest[k++] = (char)('0' + nibble(p, i));
	e->rest[k] = '\0';
	e->track = true;
	if (k < LEAST || !filled(p, i, 2 * n) || !expiry_yymm(e->rest, &x))
		return false;
	memcpy(e->yymm, e->rest, 4);
	e->yymm[4] = '\0';
	return fx_luhn_ok(e->pan, e->n) && pan_iin(e->pan, e->n) != NULL;
}

static bool
read_pan(const uint8_t *p, size_t n, struct emv *e)
{
	char digits[EMV_TRACK + 1];
	size_t i = emv_digits(p, 2 * n, digits);

	if (i < PAN_MIN || i > PAN_MAX || !filled(p, i, 2 * n))
		return false;
	memcpy(e->pan, digits, i + 1);
	e->n = i;
	return fx_luhn_ok(e->pan, e->n) && pan_iin(e->pan, e->n) != NULL;
}

/* What the value of an object must be. */
enum form {
	ANY,  /* it may stand there, but proves nothing */
	AID,  /* registered: A000..., or D and a country's number */
	TEXT, /* printable ASCII */
	LETTERS,
	DATE,   /* YYMMDD */
	NUMBER, /* packed decimals */
	CODE,   /* three digits in two bytes */
};

/* EMV Book 3, annex A; lengths in bytes. */
static const struct rule {
	uint16_t tag;
	uint8_t least, most;
	enum form form;
} rules[] = {
	{ 0x4f, 5, 16, AID },
	{ 0x50, 4, 16, TEXT },
	{ 0x56, 20, 79, TEXT },
	{ 0x57, 8, 19, ANY },
	{ 0x5a, 6, 10, ANY },
	{ 0x82, 2, 2, ANY },
	{ 0x84, 5, 16, AID },
	{ 0x87, 1, 1, ANY },
	{ 0x8c, 3, 127, ANY },
	{ 0x8d, 3, 127, ANY },
	{ 0x8e, 10, 127, ANY },
	{ 0x8f, 1, 1, ANY },
	{ 0x94, 4, 127, ANY },
	{ 0x95, 5, 5, ANY },
	{ 0x9a, 3, 3, DATE },
	{ 0x9b, 2, 2, ANY },
	{ 0x9c, 1, 1, ANY },
	{ 0x5f20, 2, 26, TEXT },
	{ 0x5f24, 3, 3, DATE },
	{ 0x5f25, 3, 3, DATE },
	{ 0x5f28, 2, 2, CODE },
	{ 0x5f2a, 2, 2, CODE },
	{ 0x5f2d, 2, 8, LETTERS },
	{ 0x5f30, 2, 2, CODE },
	{ 0x5f34, 1, 1, NUMBER },
	{ 0x9f02, 6, 6, NUMBER },
	{ 0x9f03, 6, 6, NUMBER },
	{ 0x9f06, 5, 16, AID },
	{ 0x9f07, 2, 2, ANY },
	{ 0x9f08, 2, 2, ANY },
	{ 0x9f09, 2, 2, ANY },
	{ 0x9f0d, 5, 5, ANY },
	{ 0x9f0e, 5, 5, ANY },
	{ 0x9f0f, 5, 5, ANY },
	{ 0x9f10, 7, 32, ANY },
	{ 0x9f11, 1, 1, NUMBER },
	{ 0x9f12, 4, 16, TEXT },
	{ 0x9f1a, 2, 2, CODE },
	{ 0x9f1e, 8, 8, TEXT },
	{ 0x9f1f, 4, 54, TEXT },
	{ 0x9f26, 8, 8, ANY },
	{ 0x9f27, 1, 1, ANY },
	{ 0x9f33, 3, 3, ANY },
	{ 0x9f34, 3, 3, ANY },
	{ 0x9f36, 2, 2, ANY },
	{ 0x9f37, 4, 4, ANY },
	{ 0x9f42, 2, 2, CODE },
	{ 0x9f44, 1, 1, NUMBER },
	{ 0x9f4a, 1, 1, ANY },
	{ 0x9f6b, 8, 19, ANY },
};

/* One object: its place in the window, its value and what is known of it. */
struct object {
	size_t at, end; /* end 0: none stands there */
	const uint8_t *p;
	size_t n;
	const struct rule *rule;
};

static struct object
read_object(const struct fx_window *w, size_t at)
{
	struct object o = { .at = at };
	uint16_t tag = pan_char(w, at);
	size_t i = at + 1, k;

	if ((tag & 0x1f) == 0x1f)
		tag = (uint16_t)(tag << 8 | pan_char(w, i++));
	for (k = 0; k < FX_LEN(rules); k++)
		if (rules[k].tag == tag)
			break;
	o.n = pan_char(w, i++);
	if (k == FX_LEN(rules) || o.n < rules[k].least || o.n > rules[k].most ||
	    i + o.n > w->len)
		return o;
	o.rule = &rules[k];
	o.p = w->p + i;
	o.end = i + o.n;
	return o;
}

static bool
is_text(const struct object *o)
{
	size_t i;

	for (i = 0; i < o->n; i++)
		if (o->p[i] < ' ' || o->p[i] > '~')
			return false;
	return true;
}

static bool
is_date(const struct object *o)
{
	struct expiry x;
	char d[7];

	return emv_digits(o->p, 6, d) == 6 && expiry_yymm(d, &x) &&
	    strcmp(d + 4, "01") >= 0 && strcmp(d + 4, "31") <= 0;
}

/* Does the value say that this is what the tag says? */
static bool
is_sound(const struct object *o)
{
	char digits[EMV_TRACK + 1];
	size_t i;

	switch (o->rule->form) {
	case AID:
		return (o->p[0] == 0xa0 && o->p[1] == 0) ||
		    (o->p[0] >= 0xd0 && o->p[0] <= 0xd9 && o->p[1] >> 4 <= 9 &&
			(o->p[1] & 15) <= 9);
	case TEXT:
		return is_text(o);
	case LETTERS:
		for (i = 0; i < o->n; i++)
			if (!islower(o->p[i]))
				return false;
		return true;
	case DATE:
		return is_date(o);
	case NUMBER:
		return emv_digits(o->p, 2 * o->n, digits) == 2 * o->n;
	case CODE:
		return o->p[0] <= 9 && emv_digits(o->p, 4, digits) == 4;
	case ANY:
		break;
	}
	return false;
}

/* Keep what an object beside the number says of the card. */
static void
learn(const struct object *o, struct emv *e)
{
	char digits[7];
	size_t n = o->n;

	if (o->rule->tag == 0x5f24 && e->yymm[0] == '\0') {
		emv_digits(o->p, 6, digits);
		memcpy(e->yymm, digits, 4);
		e->yymm[4] = '\0';
	} else if (o->rule->tag == 0x5f34) {
		emv_digits(o->p, 2, e->sequence);
	} else if (o->rule->tag == 0x5f20) {
		while (n > 0 && o->p[n - 1] == ' ')
			n--;
		memcpy(e->holder, o->p, n);
		e->holder[n] = '\0';
	}
}

/* Walk over objects from place i on until one ends at to or behind it. */
static size_t
walk(const struct fx_window *w, size_t i, size_t to, struct emv *e)
{
	struct object o;

	while (i < to) {
		o = read_object(w, i);
		if (o.end == 0 || (o.rule->form != ANY && !is_sound(&o)))
			break;
		if (o.rule->form != ANY) {
			e->tags++;
			learn(&o, e);
		}
		i = o.end;
	}
	return i;
}

/* Does a template begin right before place i that reaches to end? */
static bool
has_template(const struct fx_window *w, size_t i, size_t end)
{
	static const uint8_t templates[] = { 0x61, 0x6f, 0x70, 0x77, 0xa5 };
	size_t n, head = 2;

	if (i < 2)
		return false;
	n = w->p[i - 1];
	if (n >= 0x80 && i >= 3 && w->p[i - 2] == 0x81)
		head = 3;
	else if (n >= 0x80)
		return false;
	return memchr(templates, w->p[i - head], sizeof templates) != NULL &&
	    n >= end - i && n - (end - i) <= FX_REACH_FIELDS;
}

/* Look at the objects on both sides of e. */
static void
look_around(const struct fx_window *w, struct emv *e)
{
	size_t end = e->at + e->len, start = e->at, i;
	size_t first = e->at > EMV_NEAR ? e->at - EMV_NEAR : 0;
	struct emv before;

	/* the longest chain that leads here */
	for (i = first; i < e->at; i++) {
		before = *e;
		if (walk(w, i, e->at, &before) == e->at && before.tags > 0) {
			*e = before;
			start = i;
			break;
		}
	}
	walk(w, end, end + EMV_NEAR, e);
	e->template = has_template(w, start, end);
}

bool
emv_object(const struct fx_window *w, size_t at, struct emv *e)
{
	struct object o = read_object(w, at);

	memset(e, 0, sizeof *e);
	if (o.end == 0)
		return false;
	e->at = at;
	e->len = o.end - at;
	e->source = o.rule->tag == 0x57 ? "57"
	    : o.rule->tag == 0x5a       ? "5a"
	    : o.rule->tag == 0x9f6b     ? "9f6b"
					: NULL;
	if (e->source == NULL)
		return false;
	if (o.rule->tag == 0x5a ? !read_pan(o.p, o.n, e)
				: !emv_track(o.p, o.n, e))
		return false;
	look_around(w, e);
	/* a PAN by itself stands in any data: 7 a GiB */
	return e->track || e->tags > 0 || e->template;
}
