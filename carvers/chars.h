/* chars.h - what a character of a window is; outside of it there is none */
#ifndef CHARS_H
#define CHARS_H

#include "forensic/carver.h"

static inline bool
char_digit(const struct fx_window *w, size_t i)
{
	return i < w->len && w->p[i] >= '0' && w->p[i] <= '9';
}

static inline bool
char_upper(const struct fx_window *w, size_t i)
{
	return i < w->len && w->p[i] >= 'A' && w->p[i] <= 'Z';
}

/* A letter or digit of ASCII. */
static inline bool
char_alnum(const struct fx_window *w, size_t i)
{
	return char_digit(w, i) ||
	    (i < w->len && (w->p[i] | 0x20) >= 'a' && (w->p[i] | 0x20) <= 'z');
}

/* May a word begin at i?  What stands before a sector is another's. */
static inline bool
char_begins(const struct fx_window *w, size_t i)
{
	return i == 0 || !char_alnum(w, i - 1) || fx_window_sector(w, i);
}

/* And a number, of which digits before a sector may be the first? */
static inline bool
char_begins_number(const struct fx_window *w, size_t i)
{
	return char_begins(w, i) && (i == 0 || !char_digit(w, i - 1));
}

/* Do n digits stand at i? */
static inline bool
char_digits(const struct fx_window *w, size_t i, size_t n)
{
	while (n > 0 && char_digit(w, i + n - 1))
		n--;
	return n == 0;
}

#endif
