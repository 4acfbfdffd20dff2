/*
 * sums.h - check digits for what is planted, by their definitions
 *
 * They share no code with the validators that find what is planted: a fault of
 * one is not hidden by the same fault of the other.
 */
#ifndef SUMS_H
#define SUMS_H

#include <stdbool.h>
#include <stddef.h>

/* The digit that n digits ask for (ISO/IEC 7812-1, annex B). */
char sums_luhn(const char *digits, size_t n);
bool sums_luhn_ok(const char *digits, size_t n); /* the last one is it */

/* n digits and capitals, A as 10, by 97 (ISO/IEC 7064, MOD 97-10). */
unsigned int sums_97(const char *s, size_t n);
bool sums_iban_ok(const char *iban);

/* Weights 7 3 1 by 10, letters from 10, "<" as 0 (ICAO Doc 9303-3, 4.9). */
char sums_731(const char *s, size_t n);

/* Weights 3 7 1 by 10: the ninth digit of a US routing number. */
char sums_routing(const char *eight);

/* GS1: weights 1 3 by 10, over 12 digits. */
char sums_gs1(const char *twelve);

#endif
