/* expiry.c - month and year in the forms that people and programs write */
#include "fields.h"

/* What stands between month and year: its length, 0 if it is something else. */
static size_t
mark(const struct text *t, size_t i)
{
	uint32_t c = text_char(t, i);

	if (c == '/' || c == '-' || c == '.')
		return 1;
	if (c == '\\' && text_char(t, i + 1) == '/')
		return 2;
	if (c == '%' && text_char(t, i + 1) == '2' &&
	    text_char(t, i + 2) == 'f')
		return 3;
	if (c == ' ' && text_char(t, i + 1) == '/')
		return text_char(t, i + 2) == ' ' ? 3 : 2;
	return 0;
}

static size_t
set(struct expiry *e, int year, int month, size_t end)
{
	if (!expiry_ok(year, month))
		return 0;
	e->year = year;
	e->month = month;
	return end;
}

/* MMYY, YYMM, MMYYYY, YYYYMM: n digits at i. */
static size_t
packed(const struct text *t, size_t i, size_t n, struct expiry *e)
{
	int head, tail;

	if (n == 4) {
		head = text_number(t, i, 2);
		tail = text_number(t, i + 2, 2);
		if (set(e, expiry_century(tail), head, i + n) != 0)
			return i + n;
		return set(e, expiry_century(head), tail, i + n);
	}
	if (set(e, text_number(t, i + 2, 4), text_number(t, i, 2), i + n) != 0)
		return i + n;
	return set(e, text_number(t, i, 4), text_number(t, i + 4, 2), i + n);
}

/* Two numbers with a mark: a digits at i, b digits at j. */
static size_t
marked(const struct text *t, size_t i, size_t a, size_t j, size_t b,
    struct expiry *e)
{
	if (a <= 2 && b == 2)
		return set(e, expiry_century(text_number(t, j, 2)),
		    text_number(t, i, a), j + b);
	if (a <= 2 && b == 4)
		return set(e, text_number(t, j, 4), text_number(t, i, a),
		    j + b);
	if (a == 4 && b <= 2)
		return set(e, text_number(t, i, 4), text_number(t, j, b),
		    j + b);
	return 0;
}

size_t
expiry_read(const struct text *t, size_t i, uint32_t sep, bool day,
    struct expiry *e)
{
	size_t a = text_digits(t, i), m, j, b, end, more;

	if (a == 0 || a > 6)
		return 0;
	m = mark(t, i + a);
	j = i + a + m;
	b = m != 0 ? text_digits(t, j) : 0;
	if (b == 0)
		return a == 4 || a == 6 ? packed(t, i, a, e) : 0;
	more = mark(t, j + b);
	if (more == 0 || !text_digit(t, j + b + more) ||
	    text_char(t, j + b) == sep) {
		if ((end = marked(t, i, a, j, b, e)) != 0)
			return end;
		/* "0928/417": the mark was a separator */
		return text_char(t, i + a) == sep && (a == 4 || a == 6)
		    ? packed(t, i, a, e)
		    : 0;
	}
	/* a third number: a date with its day */
	end = j + b + more;
	end += text_digits(t, end);
	if (!day)
		return 0;
	if (a == 4 && b <= 2 && end - (j + b + more) <= 2)
		return set(e, text_number(t, i, 4), text_number(t, j, b), end);
	if (a <= 2 && b <= 2 && end - (j + b + more) == 4)
		return set(e, text_number(t, j + b + more, 4),
		    text_number(t, j, b), end);
	return 0;
}

void
expiry_text(const struct expiry *e, char out[EXPIRY_LEN])
{
	int v = e->year * 100 + e->month;
	size_t i;

	for (i = EXPIRY_LEN - 1; i-- > 0;) {
		if (i == 4)
			continue;
		out[i] = (char)('0' + v % 10);
		v /= 10;
	}
	out[4] = '-';
	out[EXPIRY_LEN - 1] = '\0';
}
