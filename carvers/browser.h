/* browser.h - what the carvers of browsers' stores have in common */
#ifndef BROWSER_H
#define BROWSER_H

#include "sealed.h"
#include "sqlrow.h"

enum {
	BROWSER_REACH = 256, /* so much of a text in base64 is the finding */
	BROWSER_WINDOW = FX_WINDOW_MOST,
	BROWSER_TEXT = 240, /* bytes of a user or host that a value holds */
};

/* The part of w that every window has that a probe at *at is shown. */
struct fx_window browser_window(const struct fx_window *w, size_t *at);

/*
 * Where the finding is: the prefix of the ciphertext, or all of it in base64.
 * Noise has what looks like an escape: if it were part of the finding, the same
 * row would be another one in the text that a decoder makes of it.
 */
void browser_place(const struct sealed *s, struct fx_hit *hit);

/* Say by what the ciphertext was known, and of what size it is. */
void browser_sealed(const struct sealed *s, struct fx_hit *hit);

/* Say what the row proves: the table, and how much of the cell there is. */
void browser_row(const struct sqlrow *row, struct fx_hit *hit);

/*
 * An instant as attribute `key`, in UTC: seconds, milliseconds or microseconds
 * since 1970, or microseconds since 1601, which can't be taken for each other.
 * Does nothing if it is none of them.
 */
void browser_when(struct fx_hit *hit, const char *key, int64_t v);

/* The host of an address, small letters, BROWSER_TEXT bytes; "": it has none.
 */
void browser_host(const char *url, char *host);

#endif
