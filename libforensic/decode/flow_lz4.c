/* flow_lz4.c - lz4 frames, by liblz4 */
#include <lz4frame.h>
#include <string.h>

#include "flow.h"

static enum flow_state
begin(struct flow *f)
{
	LZ4F_dctx *z;

	if (LZ4F_isError(LZ4F_createDecompressionContext(&z, LZ4F_VERSION)))
		return FLOW_MEMORY;
	f->lib = z;
	return FLOW_MORE;
}

static enum flow_state
step(struct flow *f, struct flow_piece *p)
{
	size_t in = p->n, out = p->cap, rc;

	rc = LZ4F_decompress(f->lib, p->out, &out, p->in, &in, NULL);
	if (LZ4F_isError(rc))
		return strstr(LZ4F_getErrorName(rc), "allocation") != NULL
		    ? FLOW_MEMORY
		    : FLOW_BAD;
	p->took = in;
	p->gave = out;
	return rc == 0 ? FLOW_END : FLOW_MORE;
}

static void
end(struct flow *f)
{
	LZ4F_freeDecompressionContext(f->lib);
}

const struct flow_kind flow_lz4 = { "lz4", begin, step, end };
