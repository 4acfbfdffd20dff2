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

/* Do n digits stand at i? */
static inline bool
char_digits(const struct fx_window *w, size_t i, size_t n)
{
	while (n > 0 && char_digit(w, i + n - 1))
		n--;
	return n == 0;
}

#endif
