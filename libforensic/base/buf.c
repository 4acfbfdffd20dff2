/* buf.c - a byte buffer that grows, with a limit and a sticky failure */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "forensic/buf.h"

enum { FIRST = 256 };
#define MOST (SIZE_MAX / 4) /* so that doubling cannot wrap */

/* Make room for n more bytes and the NUL. */
static bool
grow(struct fx_buf *b, size_t n)
{
	size_t max = b->max != 0 ? b->max : FX_BUF_MAX;
	size_t want, cap;
	char *p;

	if (max > MOST)
		max = MOST;
	if (b->failed || n > max || b->len > max - n) {
		b->failed = true;
		return false;
	}
	want = b->len + n + 1;
	if (want <= b->cap)
		return true;
	cap = b->cap < FIRST ? FIRST : b->cap;
	while (cap < want)
		cap *= 2;
	if ((p = realloc(b->p, cap)) == NULL) {
		b->failed = true;
		return false;
	}
	b->p = p;
	b->cap = cap;
	return true;
}

void
fx_buf_put(struct fx_buf *b, const void *p, size_t n)
{
	if (n == 0 || !grow(b, n))
		return;
	memcpy(b->p + b->len, p, n);
	b->len += n;
	b->p[b->len] = '\0';
}

void
fx_buf_byte(struct fx_buf *b, int c)
{
	char byte = (char)c;

	fx_buf_put(b, &byte, 1);
}

void
fx_buf_str(struct fx_buf *b, const char *s)
{
	fx_buf_put(b, s, strlen(s));
}

void
fx_buf_printf(struct fx_buf *b, const char *fmt, ...)
{
	va_list ap;
	int n;

	va_start(ap, fmt);
	n = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	if (n < 0 || !grow(b, (size_t)n)) {
		b->failed = true;
		return;
	}
	va_start(ap, fmt);
	vsnprintf(b->p + b->len, (size_t)n + 1, fmt, ap);
	va_end(ap);
	b->len += (size_t)n;
}

const char *
fx_buf_text(const struct fx_buf *b)
{
	return b->p != NULL ? b->p : "";
}

int
fx_buf_check(const struct fx_buf *b, struct fx_err *err)
{
	if (!b->failed)
		return 0;
	return fx_fail(err, FX_ENOMEM, 0,
	    "out of memory, or past the limit, after %zu bytes", b->len);
}

void
fx_buf_reset(struct fx_buf *b)
{
	b->len = 0;
	b->failed = false;
	if (b->p != NULL)
		b->p[0] = '\0';
}

void
fx_buf_done(struct fx_buf *b)
{
	size_t max = b->max;

	free(b->p);
	*b = (struct fx_buf){ .max = max };
}
