/* pan.h - primary account numbers: how they are written, whose they are */
#ifndef PAN_H
#define PAN_H

#include "chars.h"

enum {
	PAN_MIN = 12, /* digits (ISO/IEC 7812-1:2017, 4.2: up to 19) */
	PAN_MAX = 19,
	PAN_GROUPS = 6,     /* groups looked at */
	PAN_REACH = 40,     /* characters: 19 digits, 4 times "%20", and room */
	PAN_SIGNATURE = 24, /* characters before it that its shape depends on */
};

/* A row of iin.def: an issuer's range (ISO/IEC 7812-1, clause 4.3). */
struct pan_iin {
	const char *scheme;
	char lo[9], hi[9]; /* prefixes, equally long */
	uint32_t lengths;  /* bit n: n digits */
	int bits;          /* what prefix and length are worth */
	bool luhn; /* false: numbers of the range may lack a check digit */
};

/* The row of n digits at pan: the first that fits, or NULL. */
const struct pan_iin *pan_iin(const char *digits, size_t n);

/* One reading of a place as a card number. */
struct pan {
	size_t at, len; /* in the window */
	size_t escape;  /* characters of an escape right before, "%20" */
	size_t n;
	char digits[PAN_MAX + 1];
	const struct pan_iin *iin; /* NULL: of no known issuer */
	bool luhn;
	const char *group; /* "4-4-4-4"; NULL: plain */
	int group_bits;
	bool mixed, more, ambiguous;
};

/*
 * The best reading of the digits that begin at w->p[at], the first of a run:
 * one that passes Luhn before one that does not, then by issuer, then the
 * longer.  Returns false if no card number has such a shape.  Looks at no more
 * than PAN_SIGNATURE characters before the place and PAN_REACH + 1 from it on.
 */
bool pan_read(const struct fx_window *w, size_t at, struct pan *pan);

/* May one begin with a run of digits? */
fx_run_fn pan_may;

/* The reading that a hit was made of; false if it was not. */
bool pan_again(const struct fx_window *w, const struct fx_hit *hit,
    struct pan *pan);

/* What a number's neighbours are compared by: never 0. */
uint32_t pan_shape(const struct fx_window *w, const struct pan *pan);

/* Its digits as a number; 19 of them fit. */
uint64_t pan_value(const struct pan *pan);

/* Who published it for testing; NULL: it is not known as a test number. */
const char *pan_test(const char *digits);

/*
 * Take off for digits of one value, in steps or in pieces that repeat; a known
 * test number is marked instead, attribute test.
 */
void pan_digits_look(const char *digits, struct fx_hit *hit);

/* Take off for what makes a number look like something else than a card. */
void pan_lookalike(const struct fx_window *w, const struct pan *pan,
    struct fx_hit *hit);

/* Is there a digit at the place before i? */
static inline bool
pan_digit_before(const struct fx_window *w, size_t i)
{
	return i > 0 && char_digit(w, i - 1);
}

/* The character at i; 0 outside the window. */
static inline uint8_t
pan_char(const struct fx_window *w, size_t i)
{
	return i < w->len ? w->p[i] : 0;
}

#endif
