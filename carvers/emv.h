/*
 * emv.h - card numbers in packed decimals: EMV data objects, ISO 8583 messages
 *
 * A data object is a tag, a length and a value (EMV Book 3, annex B).  5A is
 * the PAN, two digits a byte, filled up with F; 57 and 9F6B hold track 2 as the
 * stripe has it, with D for "=".  A message of ISO 8583:1987 is a type, a
 * bitmap that tells which fields there are, and these in order, in packed
 * decimals or in text; field 2 is the PAN, 14 the expiry, 35 track 2.
 */
#ifndef EMV_H
#define EMV_H

#include "pan.h"

enum {
	EMV_TRACK = 38, /* nibbles of 19 bytes: all that track 2 takes */
	EMV_REACH = 250,
	EMV_NEAR = 64, /* bytes on both sides in which other objects count */
	EMV_NAME = 26,
};

struct emv {
	const char *source; /* "5a", "57", "9f6b", "iso8583" */
	size_t at, len;     /* in the window */
	size_t n;
	char pan[PAN_MAX + 1];
	bool track;                /* with what follows a PAN on track 2 */
	char rest[EMV_TRACK + 1];  /* that: digits */
	char yymm[5], sequence[3]; /* "" none */
	char holder[EMV_NAME + 1];
	unsigned int
	    tags;      /* other objects that stand beside it and are sound */
	bool template; /* they lie in a template */
};

/* Digits of packed decimals: up to n nibbles at p; returns how many. */
size_t emv_digits(const uint8_t *p, size_t n, char *out);

/* Track 2 in n bytes at p; false if it is none. */
bool emv_track(const uint8_t *p, size_t n, struct emv *e);

/* Is a data object with a card number at w->p[at], or a message? */
bool emv_object(const struct fx_window *w, size_t at, struct emv *e);
bool iso_packed(const struct fx_window *w, size_t at, struct emv *e);
bool iso_text(const struct fx_window *w, size_t at, struct emv *e);

/* May a message of text begin with a run of digits? */
fx_run_fn iso_may;

#endif
