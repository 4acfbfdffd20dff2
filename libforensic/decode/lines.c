/* lines.c - text of one alphabet, in one line or wrapped */
#include <string.h>

#include "lines.h"
#include "worth.h"

enum {
	CHUNK = 8 << 10,   /* input that is worked on at a time */
	PADS = 2,          /* most characters that fill up a body */
	RECORD = 96,       /* characters of two lines that are compared */
	RECORD_LEAST = 12, /* bytes of a record */
	RECORD_SAME = 85,  /* per cent of them that are of the same kind */
};

struct line {
	size_t from, to; /* its run */
	bool whole;      /* it begins its line */
	bool ends;       /* and ends it */
};

static bool
in(const struct lines *k, uint8_t c)
{
	return k->value[c] != LINES_NOT;
}

static bool
blank(uint8_t c)
{
	return c == ' ' || c == '\t';
}

size_t
lines_run(const struct lines *k, const struct lines_at *l, size_t most)
{
	size_t n = 0;

	while (n < most && l->at + n < l->n && in(k, l->p[l->at + n]))
		n++;
	return n;
}

/* Behind the end of the line at `at`, blanks before it; 0: not its end. */
static size_t
behind_end(const struct lines_at *l, size_t at)
{
	size_t from = at;

	while (at < l->n && at - from < LINES_BLANKS && blank(l->p[at]))
		at++;
	if (at < l->n && l->p[at] == '\r')
		at++;
	return at < l->n && l->p[at] == '\n' ? at + 1 : 0;
}

/* The line that ends at l->at. */
static bool
line_before(const struct lines *k, const struct lines_at *l, struct line *line)
{
	size_t from = l->at, begin;

	while (from > 0 && l->at - from <= LINES_MOST && in(k, l->p[from - 1]))
		from--;
	for (begin = from; begin > 0 && from - begin < LINES_INDENT &&
	     blank(l->p[begin - 1]);)
		begin--;
	*line = (struct line){ from, l->at,
		begin == 0 || l->p[begin - 1] == '\n', true };
	return l->at - from >= LINES_LEAST && l->at - from <= LINES_MOST;
}

/* The line behind the run that ends at `at`. */
static bool
line_after(const struct lines *k, const struct lines_at *l, size_t at,
    struct line *line)
{
	struct lines_at next = { l->p, l->n, behind_end(l, at) };
	size_t from = next.at, n;

	if (from == 0)
		return false;
	while (next.at < l->n && next.at - from < LINES_INDENT &&
	    blank(l->p[next.at]))
		next.at++;
	n = lines_run(k, &next, LINES_MOST + 1);
	at = next.at + n;
	*line = (struct line){ next.at, at, true,
		at == l->n || behind_end(l, at) != 0 };
	while (k->pad != 0 && at < l->n && l->p[at] == k->pad)
		at++;
	if (n == 0 || n >= LINES_LEAST || at > line->to)
		return n > 0 && n <= LINES_MOST;
	/* A word of a sentence is no line of a body. */
	return at == l->n || !blank(l->p[at]) || behind_end(l, at) != 0;
}

static size_t
line_len(const struct line *line)
{
	return line->to - line->from;
}

size_t
lines_bytes(const struct lines *k, const uint8_t *value, size_t n, size_t skip,
    uint8_t out[LINES_PEEK])
{
	unsigned int bits = 0;
	uint32_t acc = 0;
	size_t i = skip, len = 0;

	/* Four of six bits at a time are three bytes. */
	for (; k->bits == 6 && i < n && n - i >= 4; i += 4) {
		acc = (uint32_t)value[i] << 18 | (uint32_t)value[i + 1] << 12 |
		    (uint32_t)value[i + 2] << 6 | value[i + 3];
		out[len++] = (uint8_t)(acc >> 16);
		out[len++] = (uint8_t)(acc >> 8);
		out[len++] = (uint8_t)acc;
	}
	for (; i < n; i++) {
		acc = acc << k->bits | value[i];
		bits += k->bits;
		if (bits >= 8) {
			bits -= 8;
			out[len++] = (uint8_t)(acc >> bits);
		}
	}
	return len;
}

/* The line's first bytes, decoded by themselves. */
static size_t
record(const struct lines *k, const struct lines_at *l, const struct line *line,
    uint8_t out[LINES_PEEK])
{
	uint8_t value[RECORD] = { 0 };
	size_t n = line_len(line), i;

	if (n > RECORD)
		n = RECORD;
	for (i = 0; i < n; i++)
		value[i] = k->value[l->p[line->from + i]];
	return lines_bytes(k, value, n, 0, out);
}

/* Digits are alike, letters are; anything else is itself. */
static int
kind(uint8_t c)
{
	if (c >= '0' && c <= '9')
		return '0';
	if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c >= 0x80)
		return 'a';
	return c;
}

/* Are two lines laid out alike, column by column, digits for digits? */
static bool
alike(const uint8_t *a, const uint8_t *b, size_t n)
{
	size_t i, same = 0;

	for (i = 0; i < n; i++)
		same += kind(a[i]) == kind(b[i]);
	return same * 100 >= n * RECORD_SAME;
}

/*
 * Is each of the lines a text of its own, as in a list whose records were
 * encoded one by one?  Joined, the last digits of one would run into the first
 * of the next.  They are if their length breaks no byte in a wrapped text but
 * would here, or if they are laid out alike and are not of a length that
 * programs wrap at.  c is NULL if there is no third line of that length.
 */
static bool
records(const struct lines *k, const struct lines_at *l, const struct line *a,
    const struct line *b, const struct line *c)
{
	uint8_t one[LINES_PEEK], other[LINES_PEEK];
	size_t width = line_len(a), n, m;
	bool breaks = width * k->bits % 8 != 0;

	if (!breaks &&
	    (width == 60 || width == 64 || width == 72 || width == 76 ||
		width == 80))
		return false;
	n = record(k, l, a, one);
	m = record(k, l, b, other);
	if (n < RECORD_LEAST || m < RECORD_LEAST || worth_text(one, n) < n ||
	    worth_text(other, m) < m)
		return false;
	if (breaks)
		return true;
	if (!alike(one, other, n < m ? n : m))
		return false;
	return c == NULL || alike(other, one, record(k, l, c, one));
}

/* Where in its line does the run a end, which does not begin it? */
static size_t
columns(const struct lines_at *l, const struct line *a)
{
	const uint8_t *nl = memrchr(l->p, '\n', a->from);

	return nl != NULL ? (size_t)(l->p + a->to - nl) - 1 : a->to;
}

/* May b be the line behind a, c being the one behind it, or NULL? */
static bool
fits(const struct lines_at *l, const struct line *a, const struct line *b,
    const struct line *c)
{
	size_t n = line_len(b), width = a->whole ? line_len(a) : columns(l, a);
	bool last = c == NULL || line_len(c) < LINES_LEAST;

	if (n == width)
		return true;
	/* a boundary of MIME, or the end of armour */
	if (n >= 2 && l->p[b->from] == '-' && l->p[b->from + 1] == '-')
		return false;
	/* What stands before a may have made it shorter or longer. */
	if (!a->whole && (line_len(a) == n || (!last && line_len(c) <= n)))
		return true;
	return n < width && last;
}

size_t
lines_join(const struct lines *k, const struct lines_at *l)
{
	size_t from = l->at > LINES_BACK ? l->at - LINES_BACK : 0;
	size_t to = l->n - l->at > LINES_AHEAD ? l->at + LINES_AHEAD : l->n;
	struct lines_at see = { l->p + from, to - from, l->at - from };
	struct line a, b, c;
	bool more;

	if (behind_end(&see, see.at) == 0 || !line_before(k, &see, &a) ||
	    !line_after(k, &see, a.to, &b))
		return 0;
	more = b.ends && line_after(k, &see, b.to, &c);
	if (!fits(&see, &a, &b, more ? &c : NULL) ||
	    records(k, &see, &a, &b,
		more && line_len(&c) == line_len(&b) ? &c : NULL))
		return 0;
	return from + b.from;
}

bool
lines_first(const struct lines *k, const struct lines_at *l)
{
	struct lines_at before = *l;
	size_t i;

	for (i = 0; i < LINES_INDENT && before.at > 0; i++)
		if (!blank(l->p[--before.at]))
			break;
	if (before.at == 0 || l->p[before.at] != '\n')
		return true;
	if (l->p[before.at - 1] == '\r')
		before.at--;
	for (i = 0; i < LINES_BLANKS && before.at > 0; i++)
		if (blank(l->p[before.at - 1]))
			before.at--;
	if (before.at == 0 || !in(k, l->p[before.at - 1]))
		return true;
	return lines_join(k, &before) != l->at;
}

size_t
lines_peek(const struct lines *k, const struct lines_at *l,
    uint8_t out[LINES_PEEK])
{
	const size_t end = l->n - l->at > LINES_SPAN ? l->at + LINES_SPAN
						     : l->n;
	struct lines_at s = *l;
	size_t n = 0;

	while (n < LINES_PEEK && s.at < end) {
		while (n < LINES_PEEK && s.at < end &&
		    (out[n] = k->value[s.p[s.at]]) != LINES_NOT) {
			n++;
			s.at++;
		}
		if (n < LINES_PEEK && s.at < end &&
		    (s.at = lines_join(k, &s)) == 0)
			break;
	}
	return n;
}

int
lines_see(struct fx_decoding *d, struct lines_at *l, struct fx_err *err)
{
	uint64_t back = d->start < LINES_BACK ? d->start : LINES_BACK;

	l->at = (size_t)back;
	l->p = fx_in_at(&d->in, d->start - back,
	    l->at + LINES_SPAN + LINES_AHEAD, &l->n);
	if (l->n <= l->at) {
		if (!d->in.failed)
			return fx_fail(err, FX_EFORMAT, d->start,
			    "the data ends before");
		*err = d->in.err;
		return -1;
	}
	return 0;
}

/* How many characters that fill up the last byte stand at l->at. */
static size_t
padding(const struct lines *k, const struct lines_at *l)
{
	size_t n = 0;

	while (k->pad != 0 && n < PADS && l->at + n < l->n &&
	    l->p[l->at + n] == k->pad)
		n++;
	return n;
}

/* Take characters of l up to `to`; returns how many bytes they gave. */
static size_t
take(struct lines_reader *r, struct lines_at *l, size_t to, uint8_t *out,
    size_t cap)
{
	const uint8_t *value = r->k->value;
	size_t len = 0;

	while (l->at < to && len < cap) {
		if (value[l->p[l->at]] == LINES_NOT) {
			size_t next = lines_join(r->k, l);

			r->end = next == 0;
			l->at = r->end ? l->at + padding(r->k, l) : next;
			if (r->end)
				break;
			continue;
		}
		if (r->skip > 0) {
			r->skip--;
			l->at++;
			continue;
		}
		r->acc = r->acc << r->k->bits | value[l->p[l->at++]];
		r->bits += r->k->bits;
		if (r->bits >= 8) {
			r->bits -= 8;
			out[len++] = (uint8_t)(r->acc >> r->bits);
		}
	}
	return len;
}

ssize_t
lines_read(struct fx_decoding *d, struct lines_reader *r, uint8_t *out,
    size_t cap, struct fx_err *err)
{
	struct lines_at l;
	size_t len = 0, to;
	uint64_t from;

	while (len < cap && !r->end) {
		l.at = r->pos < LINES_BACK ? (size_t)r->pos : LINES_BACK;
		from = r->pos - l.at;
		l.p = fx_in_at(&d->in, from, l.at + CHUNK + LINES_AHEAD, &l.n);
		if (l.n <= l.at)
			break; /* the source ends here, or failed */
		to = l.n - l.at > CHUNK ? l.at + CHUNK : l.n;
		len += take(r, &l, to, out + len, cap - len);
		r->pos = from + l.at;
	}
	d->used = r->pos - d->start;
	if (len == 0 && d->in.failed) {
		*err = d->in.err;
		return -1;
	}
	return (ssize_t)len;
}
