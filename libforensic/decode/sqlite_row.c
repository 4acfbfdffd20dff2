/* sqlite_row.c - tell a row of an SQLite database as text */
#include <inttypes.h>
#include <stdio.h>

#include "forensic/bytes.h"
#include "forensic/utf8.h"
#include "sqlite.h"
#include "utf16.h"

enum {
	SURE = 4,              /* bytes of a text that may tell its encoding */
	FLOAT_BIAS = 1023,     /* of the exponent of a 64-bit float, */
	FLOAT_FRACTION = 52,   /* and its bits of fraction */
	FLOAT_WHOLE_MOST = 62, /* largest exponent that is told */
};

static bool
is_alnum(unsigned c)
{
	return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') ||
	    (c >= 'a' && c <= 'z');
}

static void
put_new(struct sql_tell *t, const char *s, size_t n)
{
	fx_buf_put(&t->out, s, n);
	seen_put(&t->seen, n, false);
}

static void
put_number(struct sql_tell *t, uint64_t v, bool minus, bool told)
{
	char s[24];
	int n = snprintf(s, sizeof(s), "%s%" PRIu64, minus ? "-" : "", v);

	fx_buf_put(&t->out, s, (size_t)n);
	seen_put(&t->seen, (uint64_t)n, told);
}

static void
put_signed(struct sql_tell *t, uint64_t v, bool told)
{
	bool minus = (v >> 63) != 0;

	put_number(t, minus ? 0 - v : v, minus, told);
}

/* A float, if it is a whole number of 63 bits; others hold no digits of use. */
static void
put_float(struct sql_tell *t, uint64_t v, bool told)
{
	int e = (int)(v >> FLOAT_FRACTION & 0x7ff) - FLOAT_BIAS;
	uint64_t m = (v & ((UINT64_C(1) << FLOAT_FRACTION) - 1)) |
	    UINT64_C(1) << FLOAT_FRACTION;

	if (e < 0 || e > FLOAT_WHOLE_MOST)
		return;
	if (e >= FLOAT_FRACTION) {
		m <<= e - FLOAT_FRACTION;
	} else {
		if ((m & ((UINT64_C(1) << (FLOAT_FRACTION - e)) - 1)) != 0)
			return;
		m >>= FLOAT_FRACTION - e;
	}
	put_number(t, m, (v >> 63) != 0, told);
}

static void
put_integer(struct sql_tell *t, const uint8_t *p, uint64_t type, bool told)
{
	size_t n = (size_t)sql_size(type), i;
	uint64_t v;

	if (type == 8 || type == 9) {
		put_number(t, type - 8, false, told);
		return;
	}
	v = (p[0] & 0x80) != 0 ? UINT64_MAX : 0;
	for (i = 0; i < n; i++)
		v = v << 8 | p[i];
	if (type == 7)
		put_float(t, v, told);
	else
		put_signed(t, v, told);
}

/* The first seam in the body at or behind `at`. */
static size_t
seam(const struct sql_lie *lie, size_t at)
{
	if (lie->next == 0)
		return SIZE_MAX;
	if (at <= lie->piece)
		return lie->piece;
	return lie->piece +
	    (at - lie->piece + lie->next - 1) / lie->next * lie->next;
}

/*
 * Does a letter or digit stand right beside n bytes of the body at `at`?  Then
 * whoever reads the page as it lies does not see where the column ends.
 */
static bool
glued(const struct sql_tell *t, const struct sql_lie *lie, size_t at, size_t n,
    enum sql_text text)
{
	const uint8_t *p = t->row.body + at, *e = p + n;
	size_t before = lie->before + at;
	size_t after = lie->after + (t->row.have - at - n);

	if (text == SQL_UTF16LE)
		return (before >= 2 && p[-1] == 0 && is_alnum(p[-2])) ||
		    (after >= 2 && e[1] == 0 && is_alnum(e[0]));
	if (text == SQL_UTF16BE)
		return (before >= 2 && p[-2] == 0 && is_alnum(p[-1])) ||
		    (after >= 2 && e[0] == 0 && is_alnum(e[1]));
	return (before >= 1 && is_alnum(p[-1])) ||
	    (after >= 1 && is_alnum(e[0]));
}

static void
put_wide(struct sql_tell *t, const struct sql_lie *lie, size_t at, size_t n,
    enum sql_text text, bool seen)
{
	const uint8_t *p = t->row.body;
	size_t end = at + n, used, bytes, cut = seam(lie, at);
	char c[4];
	uint32_t cp;

	for (; end - at >= 2; at += used) {
		used = utf16_char(p + at, end - at, text == SQL_UTF16BE, &cp);
		bytes = fx_utf8_encode(c, cp);
		fx_buf_put(&t->out, c, bytes);
		seen_put(&t->seen, bytes, seen && at + used < cut);
		if (at + used >= cut)
			cut = seam(lie, at + used + 1);
	}
}

static void
put_bytes(struct sql_tell *t, const struct sql_lie *lie, size_t at, size_t n,
    bool seen)
{
	uint64_t start = t->seen.end;
	size_t s;

	fx_buf_put(&t->out, t->row.body + at, n);
	seen_put(&t->seen, n, seen);
	for (s = seam(lie, at + 1); s < at + n; s += lie->next) {
		seen_new(&t->seen, start + (s - at) - 1);
		seen_new(&t->seen, start + (s - at));
	}
}

/* UTF-16 of mostly Latin text has a zero in every second byte, UTF-8 none. */
static enum sql_text
guess(const uint8_t *p, size_t n)
{
	size_t zeros[2] = { 0, 0 }, i;

	for (i = 0; i < n; i++)
		zeros[i & 1] += p[i] == 0;
	if ((n & 1) != 0 || (zeros[0] == 0) == (zeros[1] == 0))
		return zeros[0] + zeros[1] == 0 ? SQL_UTF8 : SQL_GUESS;
	return zeros[0] == 0 ? SQL_UTF16LE : SQL_UTF16BE;
}

static void
put_column(struct sql_tell *t, const struct sql_lie *lie, size_t at, size_t n,
    uint64_t type, bool told)
{
	enum sql_text text = SQL_UTF8;
	bool seen;

	if (type == 0)
		return;
	if (type < 12) {
		put_integer(t, t->row.body + at, type, told);
		return;
	}
	if (sql_is_text(type) && (n & 1) == 0)
		text = t->text == SQL_GUESS ? guess(t->row.body + at, n)
					    : t->text;
	seen = told || !glued(t, lie, at, n, text);
	if (text == SQL_UTF16LE || text == SQL_UTF16BE)
		put_wide(t, lie, at, n, text, seen);
	else
		put_bytes(t, lie, at, n, seen);
}

void
sql_tell_row(struct sql_tell *t, const struct sql_lie *lie)
{
	const struct sql_row *r = &t->row;
	size_t i, at = 0, n;

	if (r->table && r->known)
		put_signed(t, r->rowid, lie->told);
	for (i = 0; i < r->columns; i++) {
		n = (size_t)sql_size(r->type[i]);
		if (n > r->have - at)
			break;
		if (i > 0 || r->table)
			put_new(t, "\t", 1);
		put_column(t, lie, at, n, r->type[i],
		    lie->told && at + n <= lie->piece);
		at += n;
	}
	put_new(t, "\n", 1);
}

bool
sql_texty(const uint8_t *p, size_t n, enum sql_text text)
{
	size_t i, used, swapped = 0;
	uint32_t cp = 0;

	if (text == SQL_GUESS)
		text = guess(p, n);
	if (text != SQL_UTF8 && (n & 1) != 0)
		return false;
	for (i = 0; i < n; i += used) {
		used = text == SQL_UTF8
		    ? fx_utf8_decode(p + i, n - i, &cp)
		    : utf16_char(p + i, n - i, text == SQL_UTF16BE, &cp);
		if (used == 0 || cp == UTF16_NOT || cp == 0x7f ||
		    (cp < ' ' && cp != '\t' && cp != '\n' && cp != '\r'))
			return false;
		swapped += text != SQL_UTF8 && (cp & 0xff) == 0;
	}
	/* Latin text read from its second byte on looks like Chinese. */
	return swapped <= n / 4;
}

/* Count what the texts of t->row say of their encoding. */
static void
vote(const struct sql_tell *t, size_t votes[4])
{
	const struct sql_row *r = &t->row;
	size_t i, at = 0, n;

	for (i = 0; i < r->columns; i++, at += n) {
		n = (size_t)sql_size(r->type[i]);
		if (n > r->have - at)
			return;
		if (sql_is_text(r->type[i]) && n >= SURE)
			votes[guess(r->body + at, n)]++;
	}
}

enum sql_text
sql_guess(struct sql_tell *t, const struct sql_page *g)
{
	size_t votes[4] = { 0 };
	struct sql_cell c;
	uint32_t i, at;

	for (i = 0; g->type != SQL_TABLE_NODE && i < g->cells; i++) {
		at = sql_cell_at(g, i);
		if (sql_cell_read(g, at, g->usable, &c) &&
		    sql_row_read(&t->row, g->p + at + c.head, c.local,
			c.payload))
			vote(t, votes);
	}
	if (votes[SQL_UTF16LE] > votes[SQL_UTF8])
		return SQL_UTF16LE;
	if (votes[SQL_UTF16BE] > votes[SQL_UTF8])
		return SQL_UTF16BE;
	return votes[SQL_UTF8] != 0 ? SQL_UTF8 : SQL_GUESS;
}
