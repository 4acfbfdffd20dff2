/* buf.h - a byte buffer that grows, with a limit and a sticky failure */
#ifndef FORENSIC_BUF_H
#define FORENSIC_BUF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "forensic/err.h"

enum { FX_BUF_MAX = 1 << 30 }; /* limit when max is 0, bytes */

/*
 * { 0 } is an empty buffer.  What is put is appended.  When memory or the limit
 * refuses, failed is set, the buffer keeps what it had, and further puts do
 * nothing: a writer checks once at its end with fx_buf_check.
 */
struct fx_buf {
	char *p;     /* len bytes and one NUL behind them; NULL while empty */
	size_t len;  /* bytes held */
	size_t cap;  /* bytes allocated */
	size_t max;  /* most bytes it may hold; 0 means FX_BUF_MAX */
	bool failed; /* a put was refused since the last reset */
};

void fx_buf_put(struct fx_buf *b, const void *p, size_t n);
void fx_buf_byte(struct fx_buf *b, int c);
void fx_buf_str(struct fx_buf *b, const char *s); /* without its NUL */
void fx_buf_printf(struct fx_buf *b, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* The content as a string; "" while empty.  Borrowed until the next put. */
const char *fx_buf_text(const struct fx_buf *b);

/* Returns 0, or -1 and FX_ENOMEM in err if a put was refused. */
int fx_buf_check(const struct fx_buf *b, struct fx_err *err);

void fx_buf_reset(struct fx_buf *b); /* empty it, keep its memory */
void fx_buf_done(struct fx_buf *b);  /* free its memory; { 0 } again */

#endif
