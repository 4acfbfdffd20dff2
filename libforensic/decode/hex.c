/* hex.c - HEX: bytes as hex digits, plain, in pairs, as numbers of a program */
#include <stdlib.h>
#include <string.h>

#include "digits.h"
#include "hexdump.h"
#include "lines.h"
#include "wide.h"
#include "worth.h"

#define NONE2 0xff, 0xff
#define NONE6 NONE2, NONE2, NONE2
#define NONE16 NONE6, NONE6, NONE2, NONE2

static const struct lines hex = {
	.value = { NONE16, NONE16, NONE16, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, NONE6,
	    0xff, 10, 11, 12, 13, 14, 15, NONE6, NONE2, 0xff, NONE16, 0xff, 10,
	    11, 12, 13, 14, 15, NONE6, NONE2, 0xff, NONE16, NONE16, NONE16,
	    NONE16, NONE16, NONE16, NONE16, NONE16, NONE16 },
	.bits = 4,
};

enum {
	PAIRS = 12,   /* bytes that a text has at least */
	PEEK = 256,   /* and so many are looked at */
	GAP = 72,     /* most bytes between two pairs */
	PHRASE = 12,  /* bytes of text that show where an odd run begins */
	CHUNK = 4096, /* input that is worked on at a time */
	BEFORE = GAP + 8,
};

/* How the bytes are written. */
enum form {
	NO_FORM,
	PLAIN, /* 34313131 */
	PAIR,  /* 34 31, 34:31, 34,31, 34-31 */
	NUMBER /* 0x34, 0x31 */
};

static bool
is_word(uint8_t c)
{
	return digit_value(c) < 36;
}

/* The byte that is written at p[at] in that form: its length; 0: none. */
static size_t
byte_at(enum form form, const struct lines_at *l, size_t at, uint8_t *byte)
{
	size_t skip = form == NUMBER ? 2 : 0;
	uint32_t v;

	if (at >= l->n || l->n - at < skip + 2)
		return 0;
	if (form == NUMBER && (l->p[at] != '0' || (l->p[at + 1] | 32) != 'x'))
		return 0;
	if (digits_read(l->p + at + skip, l->n - at - skip, 16, 2, 2, &v) == 0)
		return 0;
	at += skip + 2;
	if ((at < l->n && is_word(l->p[at])) ||
	    (at > skip + 2 && is_word(l->p[at - skip - 3])))
		return 0;
	*byte = (uint8_t)v;
	return skip + 2;
}

/*
 * What stands between two of them at p[at]: its length, 0 if that is nothing
 * or too much, and its kind: the mark, or a space where there are blanks only.
 */
static size_t
gap_at(const struct lines_at *l, size_t at, uint8_t *kind)
{
	size_t from = at;

	*kind = ' ';
	for (; at < l->n && at - from <= GAP; at++) {
		if (l->p[at] != 0 && strchr(":,;-", l->p[at]) != NULL) {
			if (*kind != ' ')
				break;
			*kind = l->p[at];
		} else if (l->p[at] == 0 ||
		    strchr(" \t\r\n", l->p[at]) == NULL) {
			break;
		}
	}
	return at - from <= GAP ? at - from : 0;
}

/* The gap that ends before p[at] and has a byte of that form before it. */
static bool
goes_on(enum form form, const struct lines_at *l, uint8_t kind)
{
	size_t len = form == NUMBER ? 4 : 2, from = l->at, n;
	uint8_t byte, other;

	while (from > 0 && l->at - from < GAP && l->p[from - 1] != 0 &&
	    strchr(" \t\r\n:,;-", l->p[from - 1]) != NULL)
		from--;
	if (from < len || from == l->at ||
	    byte_at(form, l, from - len, &byte) == 0)
		return false;
	n = gap_at(l, from, &other);
	return from + n == l->at && other == kind;
}

/*
 * The bytes from l->at on, `most` at most, in a form that is not PLAIN: returns
 * how many, and the kind of gap between them.
 */
static size_t
peek(enum form form, const struct lines_at *l, size_t most, uint8_t *out,
    uint8_t *kind)
{
	size_t at = l->at, n = 0, len, gap;
	uint8_t other;

	while (n < most && (len = byte_at(form, l, at, &out[n])) != 0) {
		n++;
		gap = gap_at(l, at + len, &other);
		if (n == 1)
			*kind = other;
		if (gap == 0 || other != *kind)
			break;
		at += len + gap;
	}
	return n;
}

/* How a text that may begin at l->at is written. */
static enum form
form_at(const struct lines_at *l)
{
	size_t n = lines_run(&hex, l, LINES_LEAST);

	if (n == 1 && l->p[l->at] == '0')
		return NUMBER;
	if (n == 2)
		return PAIR;
	return n == LINES_LEAST ? PLAIN : NO_FORM;
}

/*
 * Hex digits without a break: their bytes at out.  One digit too many at the
 * end or the begin: the half whose bytes are text is taken.  Returns how many,
 * 0 if it is a word that goes on with other letters; skip is 1 when the first
 * digit is left out.
 */
static size_t
plain(const struct lines_at *l, uint8_t out[LINES_PEEK], size_t *skip)
{
	uint8_t value[LINES_PEEK], other[LINES_PEEK];
	size_t n = lines_peek(&hex, l, value), len, m, end = l->at;

	*skip = 0;
	end += lines_run(&hex, l, LINES_PEEK);
	if (n < LINES_LEAST ||
	    (end < l->n && is_word(l->p[end]) &&
		hex.value[l->p[end]] == LINES_NOT))
		return 0;
	len = lines_bytes(&hex, value, n, 0, out);
	if (n % 2 == 0)
		return len;
	m = lines_bytes(&hex, value, n, 1, other);
	if (worth_text(other, m) >= PHRASE &&
	    worth_text(other, m) > worth_text(out, len)) {
		*skip = 1;
		memcpy(out, other, m);
		return m;
	}
	return len;
}

static bool
look(const struct fx_look *l)
{
	struct lines_at at = { l->p, l->n, l->at };
	enum form form = form_at(&at);
	uint8_t out[LINES_PEEK], kind;
	size_t n, skip;

	if (form == PLAIN) {
		n = plain(&at, out, &skip);
		return n != 0 && lines_first(&hex, &at) &&
		    worth_bytes(out, n, worth_text(out, n));
	}
	/* Nearly all are one of many pairs: that is asked before these are. */
	if (form == NO_FORM || peek(form, &at, 1, out, &kind) == 0 ||
	    goes_on(form, &at, kind) ||
	    (n = peek(form, &at, PEEK, out, &kind)) < PAIRS)
		return false;
	return !hexdump_has(&at) && worth_bytes(out, n, worth_text(out, n));
}

struct hex_reader {
	enum form form;
	struct lines_reader lines; /* PLAIN, and the position of all */
	uint8_t kind;
};

static int
open_hex(struct fx_decoding *d, struct fx_err *err)
{
	struct hex_reader *r;
	struct lines_at at;
	uint8_t out[LINES_PEEK], kind = 0;
	size_t n = 0, skip = 0;
	enum form form;

	if (lines_see(d, &at, err) == -1)
		return -1;
	form = form_at(&at);
	if (form == PLAIN)
		n = plain(&at, out, &skip);
	else if (form != NO_FORM)
		n = peek(form, &at, PEEK, out, &kind);
	if (n < PAIRS)
		return fx_fail(err, FX_EFORMAT, d->start, "too few digits");
	if ((r = calloc(1, sizeof(*r))) == NULL)
		return fx_fail(err, FX_ENOMEM, d->start, "out of memory");
	r->form = form;
	r->kind = kind;
	r->lines.k = &hex;
	r->lines.pos = d->start;
	r->lines.skip = skip;
	d->own = r;
	return 0;
}

/* Take bytes of l up to `to`, which are not PLAIN; returns how many. */
static size_t
take(struct hex_reader *r, struct lines_at *l, size_t to, uint8_t *out,
    size_t cap)
{
	size_t n = 0, len, gap;
	uint8_t kind;

	while (n < cap && l->at < to && !r->lines.end) {
		len = byte_at(r->form, l, l->at, &out[n]);
		r->lines.end = len == 0;
		if (len == 0)
			break;
		n++;
		l->at += len;
		gap = gap_at(l, l->at, &kind);
		r->lines.end = gap == 0 || kind != r->kind ||
		    byte_at(r->form, l, l->at + gap, &kind) == 0;
		if (!r->lines.end)
			l->at += gap;
	}
	return n;
}

static ssize_t
read_hex(struct fx_decoding *d, uint8_t *out, size_t cap, struct fx_err *err)
{
	struct hex_reader *r = d->own;
	struct lines_at l;
	uint64_t from;
	size_t n;

	if (r->form == PLAIN)
		return lines_read(d, &r->lines, out, cap, err);
	if (r->lines.end || cap == 0)
		return 0;
	l.at = r->lines.pos < BEFORE ? (size_t)r->lines.pos : BEFORE;
	from = r->lines.pos - l.at;
	l.p = fx_in_at(&d->in, from, l.at + CHUNK + BEFORE + GAP, &l.n);
	if (l.n <= l.at) {
		if (!d->in.failed)
			return 0;
		*err = d->in.err;
		return -1;
	}
	n = take(r, &l, l.n - l.at > CHUNK ? l.at + CHUNK : l.n, out, cap);
	r->lines.pos = from + l.at;
	d->used = r->lines.pos - d->start;
	return (ssize_t)n;
}

static void
close_hex(struct fx_decoding *d)
{
	free(d->own);
}

static const struct wide_base base = { .back = LINES_BACK,
	.ahead = LINES_SPAN,
	.look = look,
	.open = open_hex,
	.read = read_hex,
	.close = close_hex };

static bool
look_both(const struct fx_look *l)
{
	return wide_look(&base, l);
}

static int
open_both(struct fx_decoding *d, struct fx_err *err)
{
	return wide_open(&base, d, err);
}

const struct fx_decoder decode_hex = {
	.name = "HEX",
	.about = "hex digits, from 12 bytes: 343131, 34 31 31, 34:31:31, 0x34, "
		 "0x31",
	.version = 2,
	.marks = { { FX_MARK_HEX, LINES_LEAST, "", 0, 0 },
	    { FX_MARK_PAIR, 2, "", 0, 0 }, { FX_MARK_BYTES, 2, "0x", 0, 0 },
	    { FX_MARK_BYTES, 2, "0X", 0, 0 },
	    { FX_MARK_WIDE, LINES_LEAST, "", 0, 0 } },
	.look = look_both,
	.open = open_both,
	.read = wide_read,
	.close = wide_close,
};
