/* term.h - text that may be hostile, made fit for a terminal */
#ifndef TERM_H
#define TERM_H

#include <stdbool.h>
#include <stddef.h>

#include "forensic/buf.h"

/*
 * Take the locale's character set.  Call it once before the others; without it,
 * or where that is not UTF-8, all that is not ASCII is shown as \xNN.
 */
void term_init(void);

/*
 * Append the n bytes at p to out so that they do nothing to a terminal but show
 * there on one line: controls (C0, DEL, C1), characters that reorder or hide
 * text, and bytes that are no character become \xNN, a backslash \\.  At most
 * `most` columns (0: all); a text that was cut ends in "~".  Returns the
 * columns, one a character.
 */
size_t term_text(struct fx_buf *out, const void *p, size_t n, size_t most);

/*
 * Append n bytes of JSON so that a terminal shows them: DEL and what else
 * term_text does not show, C0 apart, as \uNNNN.  It means the same.
 */
void term_json(struct fx_buf *out, const char *json, size_t n);

/*
 * Append a name with what any carver finds in it masked, as in a record (see
 * fx_mask_text).  term_name is that, and then term_text.
 */
void term_mask(struct fx_buf *out, const void *p, size_t n);
size_t term_name(struct fx_buf *out, const void *p, size_t n, size_t most);

/* Append spaces until `columns`, which were written already, are `want`. */
void term_pad(struct fx_buf *out, size_t columns, size_t want);

/* Columns of the terminal at fd; 0 if it is none or does not say. */
unsigned int term_width(int fd);

/* Bytes in a few characters: "512 B", "1.4 GB". */
enum { TERM_SIZE_LEN = 16 };
void term_size(char out[TERM_SIZE_LEN], uint64_t bytes);

#endif
