/*
 * touch.h - which bytes of an output do not lie so in the input
 *
 * Kept for the last FX_DECODE_FREE bytes of output, in 2 bits each, a page at
 * a time and only where there is something to keep: at most 17 MiB.
 */
#ifndef DECODE_TOUCH_H
#define DECODE_TOUCH_H

#include "forensic/decode.h"

enum {
	TOUCH_PAGE = 1 << 17, /* bytes of output to a page */
	TOUCH_PAGES = FX_DECODE_FREE / TOUCH_PAGE + 1,
};

/* { 0 } has nothing. */
struct touch {
	struct touch_page
	    *page[TOUCH_PAGES]; /* number n at n modulo their count */
	uint64_t last;          /* highest number of a page */
};

/* The n bytes from `from` on are not those of the input: 0, or -1 and err. */
int touch_bytes(struct touch *t, uint64_t from, uint64_t n, struct fx_err *err);

/* Between the bytes at-1 and at something of the input was left out. */
int touch_seam(struct touch *t, uint64_t at, struct fx_err *err);

/*
 * Is there such a byte in [from, to), or a seam between two of them?  What is
 * no longer known is said to be.
 */
bool touch_any(const struct touch *t, uint64_t from, uint64_t to);

void touch_done(struct touch *t);

#endif
