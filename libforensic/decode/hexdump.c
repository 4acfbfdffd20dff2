/* hexdump.c - HEXDUMP: what xxd, hexdump -C and od print */
#include <stdlib.h>
#include <string.h>

#include "digits.h"
#include "hexdump.h"

/*
 * A line is an offset of 4 to 16 digits, with a colon or without, the bytes in
 * groups of 1, 2 or 4 with one or two blanks or a dash between, and perhaps the
 * characters they stand for.  Offsets are hex, octal or decimal, and each line
 * must begin where the one before ends: that tells its bytes from characters
 * that look like more of them.  A line alone counts if the characters behind
 * its bytes are these very bytes'.
 */
enum {
	OFFSET_LEAST = 4,
	OFFSET_MOST = 16,
	LINE_LEAST = 8, /* bytes of a line that another follows */
	BLANKS = 2, /* between two bytes; more stand before the characters */
	GAP = 6,    /* blanks behind the offset */
	INDENT = 8,
};

struct dump_line {
	size_t from;               /* its first character that is no blank */
	size_t next;               /* behind its end */
	size_t digits;             /* of the offset, at from */
	size_t n;                  /* bytes it shows, or seems to */
	size_t end[HEXDUMP_BYTES]; /* behind each of them */
	uint8_t byte[HEXDUMP_BYTES];
	bool words; /* groups of four digits without a colon: the bytes of a
	               word in the order of little-endian machines */
};

static bool
blank(uint8_t c)
{
	return c == ' ' || c == '\t';
}

static size_t
blanks(const struct lines_at *l, size_t at, size_t most)
{
	size_t n = 0;

	while (n < most && at + n < l->n && blank(l->p[at + n]))
		n++;
	return n;
}

/* One group of digits at p[at], 2 to 8 of them: its length. */
static size_t
group(const struct lines_at *l, size_t at)
{
	uint32_t v;
	size_t n = digits_read(l->p + at, l->n - at, 16, 2, 9, &v);

	if (n == 0 || n % 2 != 0 || n > 8)
		return 0;
	if (at + n < l->n && digit_value(l->p[at + n]) < 36)
		return 0;
	return n;
}

/* The bytes of the line, from p[at] on. */
static void
line_bytes(const struct lines_at *l, size_t at, struct dump_line *d)
{
	size_t n, k, width = 0, first = 0;
	bool last;
	uint32_t v;

	while ((n = group(l, at)) != 0 && d->n + n / 2 <= HEXDUMP_BYTES) {
		if (width != 0 && n > width)
			break;
		last = n < width;
		width = n;
		first = first != 0 ? first : n;
		for (k = 0; k < n; k += 2) {
			digits_read(l->p + at + k, 2, 16, 2, 2, &v);
			d->byte[d->n] = (uint8_t)v;
			d->end[d->n++] = at + k + 2;
		}
		at += n;
		n = blanks(l, at, BLANKS + 1);
		if (n == 0 && at < l->n && l->p[at] == '-')
			n = 1;
		if (n == 0 || n > BLANKS || last)
			break;
		at += n;
	}
	d->words = d->words && first == 4;
}

/* The line that begins at p[at]; false if it is none of a dump. */
static bool
line_at(const struct lines_at *l, size_t at, struct dump_line *d)
{
	size_t most = l->n - at < HEXDUMP_LINE ? l->n - at : HEXDUMP_LINE, n;
	const uint8_t *nl = memchr(l->p + at, '\n', most);

	*d = (struct dump_line){ .words = true };
	if (nl == NULL && most == HEXDUMP_LINE)
		return false;
	d->next = nl != NULL ? (size_t)(nl - l->p) + 1 : l->n;
	d->from = at + blanks(l, at, INDENT);
	while (d->digits <= OFFSET_MOST && d->from + d->digits < d->next &&
	    digit_value(l->p[d->from + d->digits]) < 16)
		d->digits++;
	at = d->from + d->digits;
	if (d->digits < OFFSET_LEAST || d->digits > OFFSET_MOST)
		return false;
	if (at < l->n && l->p[at] == ':') {
		d->words = false;
		at++;
	}
	n = blanks(l, at, GAP);
	if (n == 0)
		return false;
	line_bytes(l, at + n, d);
	return d->n > 0;
}

/* What no line of text has in it: it begins behind that, as a file may. */
static bool
ends_line(uint8_t c)
{
	return c < ' ' && c != '\t';
}

/* Where the line that p[at] is in begins; SIZE_MAX if it is too long. */
static size_t
line_begin(const struct lines_at *l, size_t at)
{
	size_t from = at > HEXDUMP_LINE ? at - HEXDUMP_LINE : 0;

	while (at > from && !ends_line(l->p[at - 1]))
		at--;
	return at > from || from == 0 ? at : SIZE_MAX;
}

/* The line before the one that begins at p[at]. */
static bool
line_before(const struct lines_at *l, size_t at, struct dump_line *d)
{
	size_t begin;

	if (at == 0 || l->p[at - 1] != '\n')
		return false;
	begin = line_begin(l, at - 1);
	if (begin == SIZE_MAX)
		return false;
	return line_at(l, begin, d) && d->next == at;
}

static uint64_t
offset_of(const struct lines_at *l, const struct dump_line *d,
    unsigned int base)
{
	uint64_t v = 0;
	size_t i;

	for (i = 0; i < d->digits; i++) {
		unsigned int c = digit_value(l->p[d->from + i]);

		if (c >= base)
			return UINT64_MAX;
		v = v * base + c;
	}
	return v;
}

/*
 * Does line b go on where a ends?  Then a has so many bytes; else 0.  A base in
 * which that is all it shows is the right one.
 */
static size_t
follows(const struct lines_at *l, const struct dump_line *a,
    const struct dump_line *b)
{
	static const unsigned int bases[] = { 16, 8, 10 };
	uint64_t from, to;
	size_t i, best = 0;

	for (i = 0; i < FX_LEN(bases); i++) {
		from = offset_of(l, a, bases[i]);
		to = offset_of(l, b, bases[i]);
		if (from == UINT64_MAX || to == UINT64_MAX || to <= from)
			continue;
		if (to - from == a->n && a->n >= LINE_LEAST)
			return a->n;
		if (best == 0 && to - from >= LINE_LEAST && to - from < a->n)
			best = (size_t)(to - from);
	}
	return best;
}

/*
 * How many bytes line d has, whose characters stand behind them: 0 if they do
 * not.  Characters that are none are dots.
 */
static size_t
shown(const struct lines_at *l, const struct dump_line *d)
{
	size_t n, i, at;

	for (n = d->n; n >= LINE_LEAST; n--) {
		at = d->end[n - 1];
		while (at < l->n &&
		    (blank(l->p[at]) || l->p[at] == '|' || l->p[at] == '>'))
			at++;
		for (i = 0; i < n && at + i < l->n; i++)
			if (l->p[at + i] != d->byte[i] && l->p[at + i] != '.' &&
			    l->p[at + i] != ' ')
				break;
		if (i == n)
			return n;
	}
	return 0;
}

/*
 * The bytes that the line d shows, which is part of a dump; 0 if it is not.
 * first tells whether none of the dump stands before it.
 */
static size_t
count(const struct lines_at *l, size_t begin, const struct dump_line *d,
    bool *first)
{
	struct dump_line other;
	size_t n, before = 0;

	if (line_before(l, begin, &other))
		before = follows(l, &other, d);
	*first = before == 0;
	if (d->next < l->n && line_at(l, d->next, &other) &&
	    (n = follows(l, d, &other)) != 0)
		return n;
	if (before == 0)
		return shown(l, d);
	return d->n < before ? d->n : before;
}

/* l with no more than HEXDUMP_SEES bytes on both sides. */
static struct lines_at
seen(const struct lines_at *l)
{
	size_t from = l->at > HEXDUMP_SEES ? l->at - HEXDUMP_SEES : 0;
	size_t to = l->n - l->at > HEXDUMP_SEES ? l->at + HEXDUMP_SEES : l->n;

	return (struct lines_at){ l->p + from, to - from, l->at - from };
}

bool
hexdump_has(const struct lines_at *l)
{
	struct lines_at see = seen(l);
	size_t begin = line_begin(&see, see.at);
	struct dump_line d;
	bool first;

	return begin != SIZE_MAX && line_at(&see, begin, &d) &&
	    count(&see, begin, &d, &first) != 0;
}

/* The line whose offset is at l->at, if it is part of a dump: its bytes. */
static size_t
line_here(const struct lines_at *l, struct dump_line *d, bool *first)
{
	size_t begin = line_begin(l, l->at);

	if (begin == SIZE_MAX || !line_at(l, begin, d) || d->from != l->at)
		return 0;
	return count(l, begin, d, first);
}

static bool
look(const struct fx_look *l)
{
	struct lines_at at = { l->p, l->n, l->at }, see;
	struct dump_line d;
	size_t begin = at.at;
	bool first;

	while (begin > 0 && at.at - begin <= INDENT && blank(l->p[begin - 1]))
		begin--;
	if (at.at - begin > INDENT ||
	    (begin > 0 && !ends_line(l->p[begin - 1])))
		return false;
	see = seen(&at);
	return line_here(&see, &d, &first) != 0 && first;
}

struct dump_reader {
	uint64_t pos; /* of the next line's offset */
	bool end;
	uint8_t rest[HEXDUMP_BYTES]; /* bytes of a line not yet given */
	size_t nrest, given;
};

/* What may be seen around the line at pos. */
static struct lines_at
around(struct fx_decoding *d, uint64_t pos)
{
	struct lines_at l = { .at = HEXDUMP_SEES };

	if (pos < HEXDUMP_SEES)
		l.at = (size_t)pos;
	l.p = fx_in_at(&d->in, pos - l.at, l.at + HEXDUMP_SEES, &l.n);
	return l.n > l.at ? seen(&l) : l;
}

static int
open_dump(struct fx_decoding *d, struct fx_err *err)
{
	struct lines_at l = around(d, d->start);
	struct dump_reader *r;
	struct dump_line line;
	bool first;

	if (d->in.failed) {
		*err = d->in.err;
		return -1;
	}
	if (l.n <= l.at || line_here(&l, &line, &first) == 0)
		return fx_fail(err, FX_EFORMAT, d->start, "no dump here");
	if ((r = calloc(1, sizeof(*r))) == NULL)
		return fx_fail(err, FX_ENOMEM, d->start, "out of memory");
	r->pos = d->start;
	d->own = r;
	return 0;
}

/* The bytes of the line at r->pos; on to the next if that goes on with it. */
static void
take_line(struct dump_reader *r, const struct lines_at *l)
{
	struct dump_line line, next;
	size_t n, i;
	bool first;

	n = line_here(l, &line, &first);
	for (i = 0; i < n; i++)
		r->rest[i] =
		    line.byte[line.words && (i ^ 1) < line.n ? i ^ 1 : i];
	r->nrest = n;
	r->given = 0;
	r->end = true;
	if (n == 0)
		return;
	r->end = line.next >= l->n || !line_at(l, line.next, &next) ||
	    follows(l, &line, &next) == 0;
	r->pos += (r->end ? line.next : next.from) - l->at;
}

static ssize_t
read_dump(struct fx_decoding *d, uint8_t *out, size_t cap, struct fx_err *err)
{
	struct dump_reader *r = d->own;
	struct lines_at l;
	size_t len = 0, n;

	while (len < cap) {
		if (r->given == r->nrest) {
			if (r->end)
				break;
			l = around(d, r->pos);
			if (l.n <= l.at)
				break;
			take_line(r, &l);
		}
		n = r->nrest - r->given < cap - len ? r->nrest - r->given
						    : cap - len;
		memcpy(out + len, r->rest + r->given, n);
		r->given += n;
		len += n;
	}
	d->used = r->pos - d->start;
	if (len == 0 && d->in.failed) {
		*err = d->in.err;
		return -1;
	}
	return (ssize_t)len;
}

static void
close_dump(struct fx_decoding *d)
{
	free(d->own);
}

const struct fx_decoder decode_hexdump = {
	.name = "HEXDUMP",
	.about = "hex dumps with offsets, as xxd, hexdump and od print them",
	.version = 1,
	.marks = { { FX_MARK_HEX, OFFSET_LEAST, "", 0, 0 } },
	.look = look,
	.open = open_dump,
	.read = read_dump,
	.close = close_dump,
};
