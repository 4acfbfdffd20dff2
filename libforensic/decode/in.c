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
	free(in->win);
	in->win = NULL;
	in->n = 0;
}

/* Is off in the window, with want bytes behind it? */
static bool
has(const struct fx_in *in, uint64_t off, size_t want)
{
	return off >= in->off && off - in->off < in->n &&
	    in->n - (size_t)(off - in->off) >= want;
}

/* Have the window begin at off. What of it is there already is kept. */
static void
fill(struct fx_in *in, uint64_t off)
{
	size_t skip;
	ssize_t got;

	if (off >= in->off && off - in->off < in->n) {
		skip = (size_t)(off - in->off);
		memmove(in->win, in->win + skip, in->n - skip);
		in->n -= skip;
	} else {
		in->n = 0;
	}
	in->off = off;
	while (in->n < FX_IN_WINDOW) {
		got = in->src->read(in->src->arg, off + in->n, in->win + in->n,
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
	if (in->win == NULL && (in->win = malloc(FX_IN_WINDOW)) == NULL) {
		in->failed = true;
		fx_fail(&in->err, FX_ENOMEM, off, "out of memory");
		return NULL;
	}
	if (!has(in, off, want) && !in->failed && off <= INT64_MAX)
		fill(in, off);
	if (!has(in, off, 1))
		return NULL;
	*n = in->n - (size_t)(off - in->off);
	return in->win + (off - in->off);
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

struct fx_source
fx_source_memory(struct fx_memory *m)
{
	return (struct fx_source){ read_memory, m };
}
