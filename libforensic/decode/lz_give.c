/* lz_give.c - hand out unpacked bytes, or say that there are no more */
#include <string.h>

#include "lz.h"

size_t
lz_give(struct lz_give *g, uint8_t *out, size_t cap)
{
	size_t n = g->n < cap ? g->n : cap;

	if (n > 0)
		memcpy(out, g->p, n);
	g->p += n;
	g->n -= n;
	return n;
}

int
lz_damaged(const struct fx_decoding *d, struct fx_err *err)
{
	if (d->in.failed) {
		*err = d->in.err;
		return -1;
	}
	return fx_fail(err, FX_EFORMAT, d->start + d->used, "damaged %s data",
	    d->decoder->name);
}
