/* kit_rows.c - the lines of a kit's result, and where one victim's end */
#include "kit_rows.h"

#include <string.h>

#include "chars.h"
#include "label.h"

enum {
	BACK_MOST = 32,  /* rows looked at above an anchor */
	BLANKS_MOST = 1, /* in a row */
	OTHERS_MOST = 2,
	RULE = 3,         /* signs in a row that rule a line */
	WORDS_MOST = 2,   /* blanks in a password */
	SHORT_MOST = 64,  /* characters of it */
	CARD_DIGITS = 12, /* least */
	ACCOUNT_DIGITS = 4,
};

static size_t
count(const struct fx_window *w, size_t from, size_t to, bool digits)
{
	size_t n = 0;

	for (; from < to; from++)
		n += digits ? char_digit(w, from) : kit_blank(w, from);
	return n;
}

/* Is there a letter or digit, and does no program's sign begin it? */
static bool
has_value(const struct fx_window *w, size_t from, size_t to)
{
	if (kit_among(w, from, "${<%"))
		return false;
	for (; from < to; from++)
		if (char_alnum(w, from) || w->p[from] >= 0x80)
			return true;
	return false;
}

/* A number of an address up to 255: its digits; 0 if none stands there. */
static size_t
octet(const struct fx_window *w, size_t i, size_t to, unsigned int *value)
{
	size_t n = 0;

	for (*value = 0; i + n < to && n < 3 && char_digit(w, i + n); n++)
		*value = *value * 10 + (w->p[i + n] - '0');
	return *value <= 255 && !char_digit(w, i + n) ? n : 0;
}

enum address
kit_address(const struct fx_window *w, size_t from, size_t to)
{
	unsigned int part[4] = { 0 };
	size_t i = from, n, k, colons = 0;

	for (k = 0; k < 4; k++, i += n) {
		if (k > 0 && !kit_among(w, i++, "."))
			break;
		n = octet(w, i, to, &part[k]);
		if (n == 0)
			break;
	}
	if (k == 4) {
		if (part[0] == 0 || part[0] == 10 || part[0] == 127 ||
		    part[0] >= 224 || (part[0] == 192 && part[1] == 168) ||
		    (part[0] == 172 && part[1] >= 16 && part[1] < 32))
			return ADDRESS_LOCAL;
		return ADDRESS_PUBLIC;
	}
	for (i = from;
	     i < to && (kit_among(w, i, ":abcdefABCDEF") || char_digit(w, i));
	     i++)
		colons += w->p[i] == ':';
	return colons >= 3 && i - from >= 8 ? ADDRESS_PUBLIC : ADDRESS_NONE;
}

/* What a label is worth with that value; -1: it is no field of a result. */
static int
worth(const struct fx_window *w, const struct row *row, int bits)
{
	size_t from = row->value, to = row->end, n = to - from;
	bool is_short = n <= SHORT_MOST &&
	    count(w, from, to, false) <= WORDS_MOST;

	switch (row->word->kind) {
	case KIT_USER:
	case KIT_PASSWORD:
	case KIT_CODE:
	case KIT_SECRET:
		return is_short ? bits : -1;
	case KIT_EMAIL:
		return memchr(w->p + from, '@', n) != NULL ? bits : -1;
	case KIT_CARD:
		return count(w, from, to, true) >= CARD_DIGITS ? bits : -1;
	case KIT_EXPIRY:
	case KIT_BIRTH:
		return count(w, from, to, true) > 0 ? bits : -1;
	case KIT_ACCOUNT:
		return count(w, from, to, true) >= ACCOUNT_DIGITS ? bits : -1;
	case KIT_IP:
		switch (kit_address(w, from, to)) {
		case ADDRESS_PUBLIC:
			return bits;
		case ADDRESS_LOCAL:
			return 1;
		default:
			return -1;
		}
	case KIT_AGENT:
		return memchr(w->p + from, '/', n) != NULL ? bits : 1;
	default:
		return bits;
	}
}

/* Is the line ruled: three of one sign in a row? */
static bool
is_ruled(const struct fx_window *w, size_t from, size_t to)
{
	size_t i, n = 1;

	for (i = from + 1; i < to && n < RULE; i++)
		n = w->p[i] == w->p[i - 1] && kit_among(w, i, "-=+*#_~|:<>")
		    ? n + 1
		    : 1;
	return n >= RULE;
}

/* Is there a link of those by which kits tell where an address is? */
static bool
is_geo(const struct fx_window *w, size_t from, size_t to)
{
	return memmem(w->p + from, to - from, "geoiptool", 9) != NULL ||
	    memmem(w->p + from, to - from, "geolocat", 8) != NULL ||
	    memmem(w->p + from, to - from, "whatismyip", 10) != NULL;
}

/* Signs that close a line, as "|" in a box, are none of its value. */
static size_t
trim(const struct fx_window *w, size_t from, size_t to)
{
	size_t i = to;

	while (i > from && kit_among(w, i - 1, "|*#=+-]"))
		i--;
	if (i == to || i == from || !kit_blank(w, i - 1))
		i = to; /* glued to it: its own */
	while (i > from && kit_blank(w, i - 1))
		i--;
	return i;
}

/* Cut off what stands before a sector: it may be another file's. */
static bool
cut(const struct fx_window *w, size_t *from, size_t to)
{
	struct span line = { *from, to };
	bool has = line_cut(w, &line);

	*from = line.from;
	return has;
}

void
kit_row(const struct fx_window *w, size_t from, size_t to, struct row *row)
{
	struct kit_line line;
	int bits = 0;

	*row = (struct row){ .class = ROW_OTHER, .from = from, .to = to };
	while (from < to && kit_blank(w, from))
		from++;
	if (from == to) {
		row->class = ROW_BLANK;
		return;
	}
	if (kit_read(w, from, to, &line))
		row->word = kit_find(&line, &bits);
	if (row->word == NULL && cut(w, &from, to) &&
	    kit_read(w, from, to, &line))
		row->word = kit_find(&line, &bits);
	if (row->word == NULL) {
		if (is_ruled(w, from, to))
			row->class = ROW_RULE;
		return;
	}
	row->at = line.at;
	row->value = line.value;
	row->end = trim(w, line.value, line.end);
	if (row->word->kind == KIT_HEADER) {
		row->class = ROW_STOP;
	} else if (!has_value(w, row->value, row->end)) {
		row->class = ROW_EMPTY;
	} else {
		row->bits = worth(w, row, bits);
		row->class = row->bits >= 0 ? ROW_LABEL : ROW_EMPTY;
	}
}

/* Go to the line above, below. */
static bool
row_up(const struct fx_window *w, size_t *from, size_t *to)
{
	size_t i = *from;

	if (i == 0 || !kit_break(w, i - 1))
		return false;
	i--;
	if (w->p[i] == '\n' && i > 0 && w->p[i - 1] == '\r')
		i--;
	*to = i;
	*from = kit_line_from(w, i);
	return true;
}

static bool
row_down(const struct fx_window *w, size_t *from, size_t *to)
{
	size_t i = *to;

	if (i >= w->len || !kit_break(w, i))
		return false;
	if (w->p[i] == '\r' && i + 1 < w->len && w->p[i + 1] == '\n')
		i++;
	*from = i + 1;
	*to = kit_line_to(w, i + 1);
	return *from < w->len;
}

/* Have both rows the same label, letter by letter? */
static bool
same_label(const struct fx_window *w, const struct row *a, const struct row *b)
{
	size_t n = a->value - a->at;

	return a->class == ROW_LABEL && b->class == ROW_LABEL &&
	    n == b->value - b->at && memcmp(w->p + a->at, w->p + b->at, n) == 0;
}

/* What stands between labels, in a row. */
struct gap {
	size_t blanks, others;
};

/* Does the run of lines end at this one? */
static bool
ends_run(struct gap *gap, const struct row *row)
{
	switch (row->class) {
	case ROW_STOP:
		return true;
	case ROW_BLANK:
		return ++gap->blanks > BLANKS_MOST;
	case ROW_OTHER:
		return gap->blanks > 0 || ++gap->others > OTHERS_MOST;
	case ROW_LABEL:
		*gap = (struct gap){ 0 };
		return false;
	default:
		return false;
	}
}

/*
 * The begin of the first line to read so that the one of the anchor is told
 * apart: two before it with the same label, or where the lines end.
 */
static size_t
run_from(const struct fx_window *w, const struct row *anchor, bool *ruled)
{
	size_t from = anchor->from, to = anchor->to, start = from, n, same = 0;
	struct gap gap = { 0 };
	struct row row;
	bool apart;

	for (n = 0; n < BACK_MOST && same < 2 && row_up(w, &from, &to); n++) {
		kit_row(w, from, to, &row);
		apart = gap.blanks > 0;
		if (ends_run(&gap, &row))
			break;
		*ruled |= row.class == ROW_RULE;
		if (row.class != ROW_LABEL)
			continue;
		/* the last lines of a mail's header are none of its text */
		if (apart && row.word->kind >= KIT_IP)
			break;
		start = from;
		same += same_label(w, &row, anchor);
	}
	return start;
}

/*
 * A label comes again at the last row: where does the next victim begin?  Best
 * where most lines stand between two labels; then before the name of a user, or
 * an address of mail.
 */
static size_t
split_at(const struct rows *rows, size_t first)
{
	size_t last = rows->n - 1, best = last, most = 0, weight, k, gap = 0;
	enum kit_kind kind;

	for (k = first + 1; k <= last; k++) {
		if (rows->row[k].class != ROW_LABEL) {
			gap++;
			continue;
		}
		kind = rows->row[k].word->kind;
		weight = 4 * gap +
		    (kind == KIT_USER           ? 2
			    : kind == KIT_EMAIL ? 1
						: 0);
		if (weight > 0 && weight >= most) {
			most = weight;
			best = k;
		}
		gap = 0;
	}
	return best;
}

/* The row before the last with its label; or n. */
static size_t
repeated(const struct fx_window *w, const struct rows *rows)
{
	size_t last = rows->n - 1, i;

	for (i = 0; i < last; i++)
		if (same_label(w, &rows->row[i], &rows->row[last]))
			return i;
	return rows->n;
}

/* Leave the first k rows. */
static void
drop(struct rows *rows, size_t k)
{
	rows->n -= k;
	memmove(rows->row, rows->row + k, rows->n * sizeof(rows->row[0]));
}

bool
kit_rows(const struct fx_window *w, size_t at, struct rows *rows)
{
	size_t from = kit_line_from(w, at), to = kit_line_to(w, at), i, k;
	struct gap gap = { 0 };
	struct row anchor;

	rows->n = 0;
	rows->ruled = rows->geo = false;
	kit_row(w, from, to, &anchor);
	if (anchor.class != ROW_LABEL)
		return false;
	from = run_from(w, &anchor, &rows->ruled);
	to = kit_line_to(w, from);
	do {
		kit_row(w, from, to, &rows->row[rows->n]);
		if (ends_run(&gap, &rows->row[rows->n]))
			break;
		rows->ruled |= rows->row[rows->n].class == ROW_RULE;
		rows->geo |= is_geo(w, from, to);
		rows->n++;
		i = repeated(w, rows);
		if (i < rows->n) {
			k = split_at(rows, i);
			if (anchor.from < rows->row[k].from) {
				rows->n = k;
				return true;
			}
			drop(rows, k);
		}
	} while (rows->n < ROWS_MOST && from - rows->row[0].from < KIT_REACH &&
	    row_down(w, &from, &to));
	return rows->n > 0 && rows->row[rows->n - 1].from >= anchor.from;
}
