/* utf8.h - UTF-8 (RFC 3629): decode, encode, check, fold */
#ifndef FORENSIC_UTF8_H
#define FORENSIC_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Decode one character at p, of n bytes.  Returns the bytes it takes, 1-4, and
 * its code point; or 0 if none stands there: truncated, overlong, a surrogate,
 * past U+10FFFF.
 */
size_t fx_utf8_decode(const void *p, size_t n, uint32_t *cp);

/* Write cp, a scalar value, as 1-4 bytes at out; returns how many. */
size_t fx_utf8_encode(char out[4], uint32_t cp);

/*
 * Are the n bytes at p text fit for a record: UTF-8 without U+0000 and without
 * noncharacters (U+FDD0-FDEF, U+xxFFFE, U+xxFFFF)?  Nothing is fit too.
 */
bool fx_utf8_ok(const void *p, size_t n);

/*
 * Lower case of cp for the alphabets of the European Union's languages, Russian
 * and Ukrainian (Latin-1, Latin Extended-A and -B, Greek, Cyrillic, U+1E9E),
 * with accents kept; others are returned as they are.
 */
uint32_t fx_utf8_lower(uint32_t cp);

/*
 * Make s, a string, fit for one line on a terminal or in a log: each byte of a
 * control (C0, DEL, C1), of a line or paragraph separator, of a character that
 * turns the direction of text, and of what is not UTF-8 becomes '?'.
 */
void fx_utf8_safe(char *s);

#endif
