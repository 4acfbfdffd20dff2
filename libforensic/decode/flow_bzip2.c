/* flow_bzip2.c - bzip2 streams, by libbz2 */
#include <bzlib.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "flow.h"

static enum flow_state
begin(struct flow *f)
{
	bz_stream *z = calloc(1, sizeof(*z));

	if (z == NULL)
		return FLOW_MEMORY;
	if (BZ2_bzDecompressInit(z, 0, 0) != BZ_OK) {
		free(z);
		return FLOW_MEMORY;
	}
	f->lib = z;
	return FLOW_MORE;
}

static enum flow_state
step(struct flow *f, struct flow_piece *p)
{
	bz_stream *z = f->lib;
	int rc;

	/* It has no const, and does not write there. */
	memcpy(&z->next_in, &p->in, sizeof(p->in));
	z->avail_in = (unsigned int)p->n; /* of a window: small */
	z->next_out = (char *)p->out;
	z->avail_out = p->cap < INT_MAX ? (unsigned int)p->cap : INT_MAX;
	rc = BZ2_bzDecompress(z);
	p->took = p->n - z->avail_in;
	p->gave = (size_t)(z->next_out - (char *)p->out);
	switch (rc) {
	case BZ_OK:
		return FLOW_MORE;
	case BZ_STREAM_END:
		return FLOW_END;
	case BZ_MEM_ERROR:
		return FLOW_MEMORY;
	default:
		return FLOW_BAD;
	}
}

static void
end(struct flow *f)
{
	BZ2_bzDecompressEnd(f->lib);
	free(f->lib);
}

const struct flow_kind flow_bzip2 = { "bzip2", begin, step, end };
