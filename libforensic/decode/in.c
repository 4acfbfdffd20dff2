/* in.c - read a source through a window */
#include <stdlib.h>
#include <string.h>

#include "forensic/decode.h"

void
fx_in_init(struct fx_in *in, const struct fx_source *src)
{
	*in = (struct fx_in){ .src = src };
}

void
fx_in_done(struct fx_in *in)
{
	free(in->own);
	in->own = NULL;
	in->p = NULL;
	in->n = 0;
}

/* Is off in the window, with want bytes behind it? */
static bool
has(const struct fx_in *in, uint64_t off, size_t want)
{
	return off >= in->off && off - in->off < in->n &&
	    in->n - (size_t)(off - in->off) >= want;
}

/* The window is lent by the source, if it does that there. */
static bool
borrow(struct fx_in *in, uint64_t off)
{
	size_t n = FX_IN_WINDOW;
	const uint8_t *p;

	if (in->src->lend == NULL ||
	    (p = in->src->lend(in->src->arg, off, &n)) == NULL)
		return false;
	in->p = p;
	in->off = off;
	in->n = n;
	return true;
}

/* The window becomes our own.  What of it is there already is kept. */
static bool
keep(struct fx_in *in, uint64_t off)
{
	size_t skip = 0;

	if (in->own == NULL && (in->own = malloc(FX_IN_WINDOW)) == NULL) {
		in->failed = true;
		fx_fail(&in->err, FX_ENOMEM, off, "out of memory");
		return false;
	}
	if (in->p == in->own && off >= in->off && off - in->off < in->n) {
		skip = (size_t)(off - in->off);
		memmove(in->own, in->own + skip, in->n - skip);
		in->n -= skip;
	} else {
		in->n = 0;
	}
	in->p = in->own;
	in->off = off;
	return true;
}

/* Have the window begin at off. */
static void
fill(struct fx_in *in, uint64_t off)
{
	ssize_t got;

	if (borrow(in, off) || !keep(in, off))
		return;
	while (in->n < FX_IN_WINDOW) {
		got = in->src->read(in->src->arg, off + in->n, in->own + in->n,
		    FX_IN_WINDOW - in->n, &in->err);
		if (got == -1)
			in->failed = true;
		if (got <= 0)
			break;
		in->n += (size_t)got;
	}
}

const uint8_t *
fx_in_at(struct fx_in *in, uint64_t off, size_t want, size_t *n)
{
	*n = 0;
	if (!has(in, off, want) && !in->failed && off <= INT64_MAX)
		fill(in, off);
	if (!has(in, off, 1))
		return NULL;
	*n = in->n - (size_t)(off - in->off);
	return in->p + (off - in->off);
}

const uint8_t *
fx_in_all(struct fx_in *in, uint64_t off, size_t n)
{
	const uint8_t *p;
	size_t got;

	p = fx_in_at(in, off, n, &got);
	return got >= n ? p : NULL;
}

static ssize_t
read_memory(void *arg, uint64_t off, void *buf, size_t n, struct fx_err *err)
{
	const struct fx_memory *m = arg;

	(void)err;
	if (off >= m->n)
		return 0;
	if (n > m->n - (size_t)off)
		n = m->n - (size_t)off;
	memcpy(buf, m->p + off, n);
	return (ssize_t)n;
}

static const uint8_t *
lend_memory(void *arg, uint64_t off, size_t *n)
{
	const struct fx_memory *m = arg;

	if (off >= m->n)
		return NULL;
	if (*n > m->n - (size_t)off)
		*n = m->n - (size_t)off;
	return m->p + off;
}

struct fx_source
fx_source_memory(struct fx_memory *m)
{
	return (struct fx_source){ read_memory, m, lend_memory };
}
