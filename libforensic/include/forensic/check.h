/* check.h - check-digit systems shared by the schemes and the carvers */
#ifndef FORENSIC_CHECK_H
#define FORENSIC_CHECK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Values of characters: 0-9 are 0 to 9, A-Z 10 to 35; anything else is -1.  The
 * functions below take n such characters, check characters last, and say false
 * (or -1) of an empty text and of one with a character that is none of theirs.
 */
static inline int
fx_check_value(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	return c >= 'A' && c <= 'Z' ? c - 'A' + 10 : -1;
}

/* Luhn (ISO/IEC 7812-1:2017, annex B) over n ASCII digits, check digit last.
 * No digit at all does not pass.  The caller has seen that they are digits. */
bool fx_luhn_ok(const char *digits, size_t n);

/*
 * The sum of the characters' values, each times its weight; the weights repeat
 * from the first.  -1 if a character has no value.  '<' is 0, as ICAO Doc 9303
 * has it.  An empty text is 0.
 */
int fx_weighted(const char *s, size_t n, const uint8_t *weights, size_t nw);

/*
 * The same with the last character under the first weight, from right to left.
 */
int fx_weighted_back(const char *s, size_t n, const uint8_t *weights,
    size_t nw);

/* The remainder of n digits as one number; m is at most 2^16. -1: not digits.
 */
int fx_digits_mod(const char *digits, size_t n, uint32_t m);

/* A decimal number of n digits, at most 18; -1: not digits, or more. */
int64_t fx_digits_number(const char *digits, size_t n);

/*
 * The remainder by 97 of the number that comes of writing each letter as its
 * two-digit value (ISO/IEC 7064:2003, MOD 97-10, as ISO 13616-1 and ISO 11649
 * use it): a text that ends in its check digits gives 1.
 */
int fx_mod97(const char *s, size_t n);

/* ISO/IEC 7064:2003: MOD 97-10, fx_mod97 gives 1 and the check digits are
 * digits; MOD 11,10, one check digit. */
bool fx_mod97_10_ok(const char *s, size_t n);
bool fx_mod11_10_ok(const char *s, size_t n);

/* J. Verhoeff, Error Detecting Decimal Codes, 1969: dihedral group D5. */
bool fx_verhoeff_ok(const char *digits, size_t n);

/* Is it a day of the Gregorian calendar, as it was before 1582, too? */
bool fx_day_ok(int year, int month, int day);

/* Is it a country's code: ISO 3166-1 alpha-2, or XK for Kosovo? */
bool fx_country_ok(const char *cc);

/* Are the n characters a country's name in English, in any case? */
bool fx_country_name_ok(const char *name, size_t n);

#endif
