/* fields.c - carding lines, and labels with their values */
#include "fields.h"

#include <string.h>

enum {
	GLUE = 12,      /* characters between a label and its value */
	NAME_LEAST = 4, /* of a holder's name, in characters */
	NAME_MOST = 48,
};

static bool
quote(uint32_t c)
{
	return c == '"' || c == '\'' || c == '`';
}

/* Skip tags and white space between them: "</td>\n<td>". */
static size_t
tags(const struct text *t, size_t i)
{
	size_t end = i;

	while (text_char(t, i) == '<' || text_char(t, i) == ' ') {
		if (t->fold[i] == '<') {
			while (i < t->n && t->fold[i] != '>')
				i++;
			end = ++i;
		} else {
			i++;
		}
	}
	return end;
}

/*
 * The separator at i, with quotes and spaces around it: "|", ";", ":", ",",
 * "/", TAB, "-" between spaces, tags, or spaces alone.  *sep is the one to
 * expect, 0 for any, and becomes what was found.  Returns the place behind, 0
 * if there is none.
 */
static size_t
separator(const struct text *t, size_t i, uint32_t *sep)
{
	uint32_t c;
	size_t spaces = 0, end;

	if (quote(text_char(t, i)))
		i++;
	for (; text_char(t, i) == ' '; i++)
		spaces++;
	c = text_char(t, i);
	if (c == '<') {
		end = tags(t, i);
	} else if (c == '|' || c == ';' || c == ':' || c == ',' || c == '/' ||
	    c == '\t' || (c == '-' && spaces > 0)) {
		end = i + 1;
		if (text_char(t, end) == c)
			end++;
	} else {
		c = ' ';
		end = i;
		if (spaces == 0)
			return 0;
	}
	if (*sep != 0 && *sep != c)
		return 0;
	*sep = c;
	while (text_char(t, end) == ' ')
		end++;
	if (quote(text_char(t, end)))
		end++;
	return end;
}

/* Month and year in two fields. */
static size_t
two_fields(const struct text *t, size_t i, uint32_t sep, struct fields *f)
{
	size_t a = text_digits(t, i), j, b;
	int month, year;

	if (a == 0 || a > 2 || (j = separator(t, i + a, &sep)) == 0)
		return 0;
	b = text_digits(t, j);
	if (b != 4 && (b != 2 || a != 2))
		return 0;
	month = text_number(t, i, a);
	year = text_number(t, j, b);
	if (b == 2)
		year = expiry_century(year);
	if (!expiry_ok(year, month))
		return 0;
	f->expiry = (struct expiry){ year, month };
	return j + b;
}

static void
copy_digits(char *out, const struct text *t, size_t i, size_t n)
{
	size_t k;

	for (k = 0; k < n; k++)
		out[k] = (char)t->fold[i + k];
	out[n] = '\0';
}

/* Does a word of the lexicon stand in [from, to), which a name has not? */
static bool
has_word(const struct text *t, size_t from, size_t to)
{
	size_t i;

	for (i = 0; i < t->nfound; i++)
		if (t->found[i].from >= from && t->found[i].to <= to &&
		    t->found[i].word->kind != WORD_FILL &&
		    t->found[i].word->kind != WORD_NOT)
			return true;
	return false;
}

/* "van", "de": small letters in a name that has capitals. */
static bool
is_particle(const struct text *t, size_t from, size_t to)
{
	static const char list[][4] = { "al", "bin", "da", "de", "del", "den",
		"der", "di", "dos", "du", "el", "la", "le", "ter", "van", "von",
		"zu" };
	size_t i, k;

	for (i = 0; i < FX_LEN(list); i++) {
		for (k = 0; k < to - from && list[i][k] != '\0'; k++)
			if (t->fold[from + k] != (uint32_t)list[i][k])
				break;
		if (k == to - from && k == strlen(list[i]))
			return true;
	}
	return false;
}

/* Do the words in [from, to) begin alike, with capitals or without? */
static bool
begin_alike(const struct text *t, size_t from, size_t to)
{
	bool upper = t->upper[from];
	size_t end;

	for (; from < to; from = end + 1) {
		for (end = from; end < to && text_letter(t->fold[end]);)
			end++;
		if (end > from && t->upper[from] != upper &&
		    !is_particle(t, from, end))
			return false;
		while (end < to && t->fold[end] != ' ' && t->fold[end] != '+')
			end++;
	}
	return true;
}

/* Are the elements [from, to) like a name of so many words? */
static bool
is_name(const struct text *t, size_t from, size_t to, size_t least)
{
	size_t i, n = 0;
	bool in = false;
	uint32_t c;

	if (to < from + NAME_LEAST || to > from + NAME_MOST)
		return false;
	for (i = from; i < to; i++) {
		c = t->fold[i];
		if (text_letter(c) && !in)
			n++;
		in = text_letter(c) || c == '\'' || c == '-';
		if (!in && c != ' ' && c != '.' && c != '+')
			return false;
	}
	return n >= least && n <= 5 && !has_word(t, from, to) &&
	    begin_alike(t, from, to);
}

/* Copy a name: "+" stands for a space in what browsers send. */
static void
set_name(struct fields *f, const struct text *t, size_t from, size_t to)
{
	size_t n = t->at[to] - (size_t)t->at[from], i;

	if (f->holder[0] != '\0' || n >= sizeof f->holder)
		return;
	memcpy(f->holder, t->utf8 + t->at[from], n);
	f->holder[n] = '\0';
	for (i = 0; i < n; i++)
		if (f->holder[i] == '+')
			f->holder[i] = ' ';
}

/* Does a field end before element i?  An apostrophe in a name is none. */
static bool
ends_field(const struct text *t, size_t i, uint32_t sep)
{
	uint32_t c = t->fold[i];

	if (c == '\'' && i > 0 && text_letter(t->fold[i - 1]) &&
	    text_letter(text_char(t, i + 1)))
		return false;
	return c == sep || quote(c) || c == '<' || c == '>' || c == '|' ||
	    c == ';' || c == ',' || c == '\t' || c == '\n' || c == '\r' ||
	    c == '&' || c == '{' || c == '}' || c == '(' || c == ')' ||
	    c == '[' || c == ']';
}

static size_t
trim(const struct text *t, size_t from, size_t to)
{
	while (to > from && (t->fold[to - 1] == ' ' || t->fold[to - 1] == '+'))
		to--;
	return to;
}

/* A name in the field right before the number, with the line's separator. */
static void
name_before(const struct text *t, uint32_t sep, struct fields *f)
{
	size_t to = t->n, from;

	if (to > 0 && quote(t->fold[to - 1]))
		to--;
	to = trim(t, 0, to);
	if (sep == '<') {
		if (to == 0 || t->fold[to - 1] != '>')
			return;
		while (to > 0 && t->fold[to - 1] != '<')
			to--;
		if (to > 0)
			to--;
		for (; to > 1 && t->fold[to - 1] == '>'; to--)
			while (to > 1 && t->fold[to - 1] != '<')
				to--;
	} else if (to == 0 || t->fold[to - 1] != sep) {
		return;
	} else {
		to--;
	}
	to = trim(t, 0, to);
	if (to > 0 && quote(t->fold[to - 1]))
		to--;
	for (from = to; from > 0 && !ends_field(t, from - 1, sep);)
		from--;
	while (from < to && t->fold[from] == ' ')
		from++;
	if (sep != ' ' && is_name(t, from, to, 2))
		set_name(f, t, from, to);
}

/* A name in the field at i. */
static void
name_at(const struct text *t, size_t i, uint32_t sep, size_t least,
    struct fields *f)
{
	size_t to = i;

	while (to < t->n && !ends_field(t, to, sep) &&
	    !(t->fold[to] == ' ' && text_char(t, to + 1) == ' '))
		to++;
	to = trim(t, i, to);
	if (is_name(t, i, to, least))
		set_name(f, t, i, to);
}

/* A code right behind the number, at i, that ends the record. */
static void
code_alone(const struct text *t, size_t i, size_t code, struct fields *f)
{
	size_t end = i + code;

	if (text_digits(t, i) != code || f->cvv[0] != '\0')
		return;
	while (text_char(t, end) == ' ')
		end++;
	if (end == t->n) {
		copy_digits(f->cvv, t, i, code);
		f->cvv_thin = true;
	}
}

/*
 * Behind a number in groups, one more group [i, end) of four: is it MMYY, and
 * no other group but a code behind it?
 */
static bool
row_ends(const struct text *t, size_t i, size_t end, size_t code)
{
	uint32_t sep = 0;
	size_t next = separator(t, end, &sep);

	if (next == 0 || text_digits(t, next) == 0)
		return text_number(t, i, 2) <= 12;
	return text_digits(t, next) == code;
}

void
fields_line(const struct text *before, const struct text *after, size_t code,
    bool grouped, struct fields *f)
{
	struct fields got = { 0 };
	uint32_t sep = 0;
	size_t i, end, n;

	if ((i = separator(after, 0, &sep)) == 0)
		return;
	end = expiry_read(after, i, sep, false, &got.expiry);
	if (end == 0) {
		end = two_fields(after, i, sep, &got);
		got.thin = sep == ',' || sep == ' ';
	} else if (sep == ' ' && text_digits(after, i) == end - i) {
		got.thin = true; /* "4111... 1227": one more number */
		if (grouped && !row_ends(after, i, end, code))
			end = 0;
	} else if (text_digits(after, i) == 4 && end > i + 4) {
		got.thin = true; /* "2028-09" is any date's way */
	}
	if (end == 0) {
		if (sep == ' ' ? grouped : sep != ',')
			code_alone(after, i, code, f);
		return;
	}
	f->expiry = f->expiry.year == 0 ? got.expiry : f->expiry;
	f->thin = got.thin;
	if ((i = separator(after, end, &sep)) != 0 &&
	    (n = text_digits(after, i)) == code &&
	    !text_letter(text_char(after, i + n))) {
		copy_digits(f->cvv, after, i, n);
		f->thin = false;
		i = separator(after, i + n, &sep);
	}
	if (i != 0 && sep != ' ')
		name_at(after, i, sep, 2, f);
	if (f->holder[0] == '\0')
		name_before(before, sep, f);
}

/* What fields_labelled keeps while it looks through the words. */
struct labels {
	size_t code;
	int month, year;
	struct fields *f;
};

/* From a label's end to its value: a few signs. */
static size_t
value_at(const struct text *t, size_t i)
{
	size_t n;
	uint32_t c;

	for (n = 0; n < GLUE && i < t->n; n++, i++) {
		c = t->fold[i];
		if (c != ' ' && c != ':' && c != '=' && !quote(c) && c != '>' &&
		    c != '|' && c != '-' && c != '.' && c != '#' && c != '\t' &&
		    c != ')' && c != ']' && c != '*')
			break;
	}
	return i;
}

static void
label(const struct text *t, const struct found *found, struct labels *l)
{
	enum word_kind kind = found->word->kind;
	size_t i = value_at(t, found->to), n = text_digits(t, i);

	if (kind == WORD_EXPIRY && l->f->expiry.year == 0)
		expiry_read(t, i, 0, true, &l->f->expiry);
	if (kind == WORD_MONTH && l->month == 0 && n >= 1 && n <= 2)
		l->month = text_number(t, i, n);
	if (kind == WORD_YEAR && l->year == 0 && n == 2)
		l->year = expiry_century(text_number(t, i, n));
	if (kind == WORD_YEAR && l->year == 0 && n == 4)
		l->year = text_number(t, i, n);
	if (kind == WORD_CODE && l->f->cvv[0] == '\0' && n == l->code &&
	    !text_letter(text_char(t, i + n))) {
		copy_digits(l->f->cvv, t, i, n);
		l->f->cvv_label = true;
	}
	if (kind == WORD_HOLDER)
		name_at(t, i, 0, 1, l->f);
}

void
fields_labelled(const struct text *t, size_t code, struct fields *f)
{
	struct labels l = { code, 0, 0, f };
	size_t i;

	for (i = 0; i < t->nfound; i++)
		label(t, &t->found[i], &l);
	if (f->expiry.year == 0 && expiry_ok(l.year, l.month))
		f->expiry = (struct expiry){ l.year, l.month };
}
