/* person.h - what the schemes of persons' numbers share: dates, digits */
#ifndef CHECK_PERSON_H
#define CHECK_PERSON_H

#include "internal.h"

/* The number of two digits; of n. The caller has seen that they are digits. */
static inline int
id_two(const char *s)
{
	return (s[0] - '0') * 10 + (s[1] - '0');
}

static inline int
id_digits(const char *s, size_t n)
{
	int v = 0;

	while (n-- > 0)
		v = v * 10 + (*s++ - '0');
	return v;
}

/* Weights of the digits from the left, and how many: the sum of n products. */
#define ID_SUM(s, ...)                                             \
	fx_weighted(s, FX_LEN(((const uint8_t[]){ __VA_ARGS__ })), \
	    (const uint8_t[]){ __VA_ARGS__ },                      \
	    FX_LEN(((const uint8_t[]){ __VA_ARGS__ })))

/*
 * Is it a day of the Gregorian calendar?  It is told as the part birth, YYYY-
 * MM-DD.  With a year of two digits, whose century is not known, 0 to 99, the
 * 29th of February is one in any year that 1900 or 2000 and it make a leap one;
 * nothing is told, and out may be NULL.
 */
bool id_date(struct fx_checked *out, int year, int month, int day);

/* Pass over the country's two letters as they stand before a VAT number; "EL"
 * also stands for "GR". */
void id_skip(const char **text, size_t *n, const char *country);

/* Are n digits all the same one? */
bool id_same(const char *s, size_t n, char c);

/* Take exactly n digits. */
static inline enum fx_answer
id_take(struct fx_checked *out, const char *text, size_t n, const char *skip,
    size_t digits)
{
	return fx_take_digits(out, text, n, skip, digits, digits);
}

/* A date that is none comes before check digits that do not hold. */
static inline enum fx_answer
id_answer(bool date, bool sum)
{
	if (!date)
		return FX_BAD_COMPONENT;
	return fx_holds(sum);
}

#endif
