/*
 * modulus.c - UK modulus checking, by Pay.UK's specification
 *
 * A sort code has one row of weights or two.  The digits, named u to z of the
 * sort code and a to h of the account, are multiplied by the weights and
 * summed: MOD10 and MOD11 sum the products, DBLAL their digits; nothing may be
 * left over.  With two rows both must pass, but for the exceptions, which are
 * numbered as there.
 */
#include "forensic/modulus.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum { MOD10, MOD11, DBLAL };
enum { A = 6, B, C, G = 12, H }; /* places of the account's digits */

static const char *
word_end(const char *p)
{
	while (*p != '\0' && strchr(" \t\r\n", *p) == NULL)
		p++;
	return p;
}

/* The next number of a line; false at its end, or if there is none. */
static bool
number(const char **p, long lo, long hi, long *out)
{
	char *end;

	while (**p == ' ' || **p == '\t' || **p == '\r')
		(*p)++;
	if (**p == '\0' || **p == '\n')
		return false;
	errno = 0;
	*out = strtol(*p, &end, 10);
	if (errno != 0 || end == *p || end != word_end(end) || *out < lo ||
	    *out > hi)
		return false;
	*p = end;
	return true;
}

static bool
at_end(const char *p)
{
	return p[strspn(p, " \t\r")] == '\0' || p[strspn(p, " \t\r")] == '\n';
}

/* "MOD10", "MOD11" or "DBLAL" at *p. */
static bool
method(const char **p, uint8_t *out)
{
	static const char *const names[] = { "MOD10", "MOD11", "DBLAL" };
	uint8_t i;

	*p += strspn(*p, " \t");
	for (i = 0; i < 3; i++)
		if (strncmp(*p, names[i], 5) == 0) {
			*p += 5;
			*out = i;
			return true;
		}
	return false;
}

/* Weights and perhaps an exception, behind the method. */
static bool
weights(const char *p, struct fx_modulus_row *row)
{
	long v;
	size_t i;

	for (i = 0; i < FX_MODULUS_DIGITS; i++) {
		if (!number(&p, -1000, 1000, &v))
			return false;
		row->weights[i] = (int16_t)v;
	}
	row->exception = 0;
	if (at_end(p))
		return true;
	if (!number(&p, 1, 14, &v))
		return false;
	row->exception = (uint8_t)v;
	return at_end(p);
}

static int
read_line(struct fx_modulus *m, const char *p, uint64_t line,
    struct fx_err *err)
{
	struct fx_modulus_row *row = &m->rows[m->nrows];
	long from, to;

	if (at_end(p))
		return 0;
	if (!number(&p, 0, 999999, &from) || !number(&p, 0, 999999, &to))
		return fx_fail(err, FX_EFORMAT, line, "no two sort codes");
	if (at_end(p)) {
		if (m->nsubs == FX_MODULUS_SUBS)
			return fx_fail(err, FX_ELIMIT, line,
			    "too many substitutes");
		m->subs[m->nsubs].from = (int32_t)from;
		m->subs[m->nsubs++].to = (int32_t)to;
		return 0;
	}
	if (m->nrows == FX_MODULUS_ROWS)
		return fx_fail(err, FX_ELIMIT, line, "too many rows");
	row->first = (int32_t)from;
	row->last = (int32_t)to;
	if (from > to || !method(&p, &row->method) || !weights(p, row))
		return fx_fail(err, FX_EFORMAT, line,
		    "no row of a modulus table");
	m->nrows++;
	return 0;
}

int
fx_modulus_read(struct fx_modulus *m, const char *text, struct fx_err *err)
{
	uint64_t line = 1;

	for (;;) {
		if (read_line(m, text, line++, err) == -1)
			return -1;
		if ((text = strchr(text, '\n')) == NULL)
			return 0;
		text++;
	}
}

static int32_t
sort_code(const char *digits)
{
	int32_t v = 0;
	size_t i;

	for (i = 0; i < A; i++)
		v = v * 10 + (digits[i] - '0');
	return v;
}

static void
put_sort_code(int d[FX_MODULUS_DIGITS], int32_t code)
{
	size_t i;

	for (i = A; i-- > 0; code /= 10)
		d[i] = (int)(code % 10);
}

/* The sort code that a row's exception puts in the place of the account's. */
static int32_t
substitute(const struct fx_modulus *m, uint8_t exception, int32_t code)
{
	size_t i;

	if (exception == 8)
		return 90126;
	if (exception == 9)
		return 309634;
	for (i = 0; exception == 5 && i < m->nsubs; i++)
		if (m->subs[i].from == code)
			return m->subs[i].to;
	return code;
}

/* The weights that a row has for this account. */
static void
weights_for(const struct fx_modulus_row *row, const int d[FX_MODULUS_DIGITS],
    int w[FX_MODULUS_DIGITS])
{
	static const int two[] = { 0, 0, 1, 2, 5, 3, 6, 4, 8, 7, 10, 9, 3, 1 };
	bool ab = (d[A] == 0 || d[A] == 9) && d[B] == 9;
	size_t i;

	for (i = 0; i < FX_MODULUS_DIGITS; i++)
		w[i] = row->exception == 2 && d[A] != 0 ? two[i]
							: row->weights[i];
	if (d[G] == 9 &&
	    (row->exception == 7 || (row->exception == 10 && ab) ||
		(row->exception == 2 && d[A] != 0)))
		for (i = 0; i < C; i++)
			w[i] = 0;
}

static int
digit_sum(int v)
{
	int sum = 0;

	for (; v > 0; v /= 10)
		sum += v % 10;
	return sum;
}

/* Exception 5: the remainder must give g, or in DBLAL h. */
static bool
gives(int sum, int mod, int digit)
{
	int r = sum % mod;

	if (r == 0)
		return digit == 0;
	return mod - r == digit;
}

static bool
passes(const struct fx_modulus *m, const struct fx_modulus_row *row,
    const char *digits)
{
	int d[FX_MODULUS_DIGITS], w[FX_MODULUS_DIGITS], sum = 0;
	int mod = row->method == MOD11 ? 11 : 10;
	size_t i;

	for (i = 0; i < FX_MODULUS_DIGITS; i++)
		d[i] = digits[i] - '0';
	put_sort_code(d, substitute(m, row->exception, sort_code(digits)));
	weights_for(row, d, w);
	for (i = 0; i < FX_MODULUS_DIGITS; i++)
		sum += row->method == DBLAL ? digit_sum(d[i] * w[i])
					    : d[i] * w[i];
	if (row->exception == 1)
		sum += 27;
	if (row->exception == 4)
		return sum % 11 == d[G] * 10 + d[H];
	if (row->exception == 5)
		return gives(sum, mod, d[row->method == DBLAL ? H : G]);
	return sum % mod == 0;
}

/*
 * Exception 14: where h is 0, 1 or 9 the account may be one of seven digits,
 * with h behind it: shift it to the right and try once more.
 */
static bool
shifted(const struct fx_modulus *m, const struct fx_modulus_row *row,
    const char *digits)
{
	char again[FX_MODULUS_DIGITS];

	if (strchr("019", digits[H]) == NULL)
		return false;
	memcpy(again, digits, A);
	again[A] = '0';
	memcpy(again + B, digits + A, H - A);
	return passes(m, row, again);
}

enum fx_answer
fx_modulus_check(const struct fx_modulus *m,
    const char digits[FX_MODULUS_DIGITS])
{
	const struct fx_modulus_row *row[2] = { NULL, NULL };
	int32_t code = sort_code(digits);
	size_t i, n = 0;
	bool good;

	for (i = 0; i < m->nrows && n < 2; i++)
		if (code >= m->rows[i].first && code <= m->rows[i].last)
			row[n++] = &m->rows[i];
	if (n == 0)
		return FX_NOT_CHECKABLE;
	/* 6: accounts in foreign currencies are not made by these rules */
	if (row[0]->exception == 6 && digits[A] >= '4' && digits[A] <= '8' &&
	    digits[G] == digits[H])
		return FX_NOT_CHECKABLE;
	good = passes(m, row[0], digits);
	if (row[0]->exception == 14 && !good)
		good = shifted(m, row[0], digits);
	if (n == 1)
		return good ? FX_VALID : FX_BAD_CHECKSUM;
	if (row[1]->exception == 9 || row[1]->exception == 11 ||
	    row[1]->exception == 13) /* one of the two is enough */
		good = good || passes(m, row[1], digits);
	else if (row[1]->exception != 3 ||
	    (digits[C] != '6' && digits[C] != '9'))
		good = good && passes(m, row[1], digits);
	return good ? FX_VALID : FX_BAD_CHECKSUM;
}
