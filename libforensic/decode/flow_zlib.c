/* flow_zlib.c - deflated data, by zlib */
#include <limits.h>
#include <stdlib.h>

#define ZLIB_CONST
#include <zlib.h>

#include "flow.h"

static enum flow_state
begin(struct flow *f, int bits)
{
	z_stream *z = calloc(1, sizeof(*z));

	if (z == NULL)
		return FLOW_MEMORY;
	if (inflateInit2(z, bits) != Z_OK) {
		free(z);
		return FLOW_MEMORY;
	}
	f->lib = z;
	return FLOW_MORE;
}

static enum flow_state
begin_raw(struct flow *f)
{
	return begin(f, -MAX_WBITS);
}

static enum flow_state
begin_zlib(struct flow *f)
{
	return begin(f, MAX_WBITS);
}

static enum flow_state
step(struct flow *f, struct flow_piece *p)
{
	z_stream *z = f->lib;
	int rc;

	z->next_in = p->in;
	z->avail_in = (uInt)p->n; /* of a window: small */
	z->next_out = p->out;
	z->avail_out = p->cap < INT_MAX ? (uInt)p->cap : INT_MAX;
	rc = inflate(z, Z_NO_FLUSH);
	p->took = (size_t)(z->next_in - p->in);
	p->gave = (size_t)(z->next_out - p->out);
	switch (rc) {
	case Z_OK:
	case Z_BUF_ERROR:
		return FLOW_MORE;
	case Z_STREAM_END:
		return FLOW_END;
	case Z_MEM_ERROR:
		return FLOW_MEMORY;
	default:
		return FLOW_BAD;
	}
}

static void
end(struct flow *f)
{
	inflateEnd(f->lib);
	free(f->lib);
}

const struct flow_kind flow_deflate = { "deflate", begin_raw, step, end };
const struct flow_kind flow_zlib = { "zlib", begin_zlib, step, end };
