/* zlib.c - zlib streams (RFC 1950), wherever they lie */
#include <stdlib.h>
#include <zlib.h>

#include "flow.h"
#include "try.h"

enum { HEAD = 2, TAIL = 4 };

/*
 * Two bytes say little, so the data itself must: enough comes out of it, or it
 * ends and its checksum is behind it.
 */
static bool
begins(const uint8_t *p, size_t n)
{
	struct deflate_try t;
	const uint8_t *end;

	deflate_try(p + HEAD, n - HEAD, &t);
	if (t.n == t.want || (t.cut && t.n >= DEFLATE_TRY))
		return true;
	if (!t.end || t.n == 0 || n - HEAD - t.used < TAIL)
		return false;
	end = p + HEAD + t.used;
	return fx_be32(end) == adler32(1, t.out, (uInt)t.n);
}

static bool
look(const struct fx_look *l)
{
	size_t n = l->n - l->at;

	return n > HEAD && begins(l->p + l->at, n);
}

static int
start(struct fx_decoding *d, struct fx_err *err)
{
	struct flow *f;
	const uint8_t *p;
	size_t n;

	p = fx_in_at(&d->in, d->start, FX_DECODE_LOOK, &n);
	if (p == NULL || n <= HEAD || fx_be16(p) % 31 != 0 ||
	    !begins(p, n < FX_DECODE_LOOK ? n : FX_DECODE_LOOK))
		return fx_fail(err, FX_EFORMAT, d->start, "no zlib stream");
	if ((f = malloc(sizeof(*f))) == NULL)
		return fx_fail(err, FX_ENOMEM, 0, "out of memory");
	flow_begin(f, &flow_zlib, &d->in, d->start);
	d->own = f;
	return 0;
}

static ssize_t
more(struct fx_decoding *d, uint8_t *out, size_t cap, struct fx_err *err)
{
	struct flow *f = d->own;
	ssize_t got = flow_read(f, out, cap, err);

	d->used = f->at - d->start;
	if (got <= 0)
		d->saw = d->used;
	return got;
}

static void
stop(struct fx_decoding *d)
{
	flow_end(d->own);
	free(d->own);
}

/*
 * The headers that zlib writes with a window of 32 KiB, and those of smaller
 * ones at its default level, as libpng makes them.
 */
const struct fx_decoder decode_zlib = {
	.name = "ZLIB",
	.about = "a zlib stream: in PDF, PNG, git, SWF, databases",
	.version = 1,
	.confined = true,
	.stores = true,
	.marks = { { FX_MARK_BYTES, 2, { 0x78, 0x01 }, 0, 0 },
	    { FX_MARK_BYTES, 2, { 0x78, 0x5e }, 0, 0 },
	    { FX_MARK_BYTES, 2, { 0x78, 0x9c }, 0, 0 },
	    { FX_MARK_BYTES, 2, { 0x78, 0xda }, 0, 0 },
	    { FX_MARK_BYTES, 2, { 0x68, 0x81 }, 0, 0 },
	    { FX_MARK_BYTES, 2, { 0x58, 0x85 }, 0, 0 },
	    { FX_MARK_BYTES, 2, { 0x48, 0x89 }, 0, 0 },
	    { FX_MARK_BYTES, 2, { 0x38, 0x8d }, 0, 0 } },
	.look = look,
	.open = start,
	.read = more,
	.close = stop,
};
