/* flow_zstd.c - zstd frames (RFC 8878), by libzstd */
#include <zstd.h>
#include <zstd_errors.h>

#include "flow.h"

static enum flow_state
begin(struct flow *f)
{
	ZSTD_DStream *z = ZSTD_createDStream();

	if (z == NULL)
		return FLOW_MEMORY;
	f->lib = z;
	if (ZSTD_isError(
		ZSTD_DCtx_setParameter(z, ZSTD_d_windowLogMax, FLOW_ROOM_LOG)))
		return FLOW_BAD;
	return FLOW_MORE;
}

static enum flow_state
why(struct flow *f, size_t rc)
{
	switch (ZSTD_getErrorCode(rc)) {
	case ZSTD_error_memory_allocation:
		return FLOW_MEMORY;
	case ZSTD_error_frameParameter_windowTooLarge:
		f->limit = "memory";
		return FLOW_LIMIT;
	case ZSTD_error_dictionary_wrong:
		f->limit = "dictionary";
		return FLOW_LIMIT;
	default:
		return FLOW_BAD;
	}
}

static enum flow_state
step(struct flow *f, struct flow_piece *p)
{
	ZSTD_inBuffer in = { p->in, p->n, 0 };
	ZSTD_outBuffer out = { p->out, p->cap, 0 };
	size_t rc = ZSTD_decompressStream(f->lib, &out, &in);

	p->took = in.pos;
	p->gave = out.pos;
	if (ZSTD_isError(rc))
		return why(f, rc);
	return rc == 0 ? FLOW_END : FLOW_MORE;
}

static void
end(struct flow *f)
{
	ZSTD_freeDStream(f->lib);
}

const struct flow_kind flow_zstd = { "zstd", begin, step, end };
