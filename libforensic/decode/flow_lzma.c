/* flow_lzma.c - xz and lzma streams, by liblzma */
#include <lzma.h>
#include <stdlib.h>

#include "flow.h"

static enum flow_state
state(struct flow *f, lzma_ret rc)
{
	switch (rc) {
	case LZMA_OK:
	case LZMA_BUF_ERROR: /* nothing went in or came out: see flow.c */
		return FLOW_MORE;
	case LZMA_STREAM_END:
		return FLOW_END;
	case LZMA_MEM_ERROR:
		return FLOW_MEMORY;
	case LZMA_MEMLIMIT_ERROR:
		f->limit = "memory";
		return FLOW_LIMIT;
	case LZMA_OPTIONS_ERROR:
		f->limit = "method";
		return FLOW_LIMIT;
	default:
		return FLOW_BAD;
	}
}

static enum flow_state
begin(struct flow *f, bool xz)
{
	const lzma_stream none = LZMA_STREAM_INIT;
	lzma_stream *z = malloc(sizeof(*z));
	lzma_ret rc;

	if (z == NULL)
		return FLOW_MEMORY;
	*z = none;
	rc = xz ? lzma_stream_decoder(z, FLOW_ROOM, 0)
		: lzma_alone_decoder(z, FLOW_ROOM);
	if (rc != LZMA_OK) {
		lzma_end(z);
		free(z);
		return FLOW_MEMORY;
	}
	f->lib = z;
	return FLOW_MORE;
}

static enum flow_state
begin_xz(struct flow *f)
{
	return begin(f, true);
}

static enum flow_state
begin_lzma(struct flow *f)
{
	return begin(f, false);
}

static enum flow_state
step(struct flow *f, struct flow_piece *p)
{
	lzma_stream *z = f->lib;
	lzma_ret rc;

	z->next_in = p->in;
	z->avail_in = p->n;
	z->next_out = p->out;
	z->avail_out = p->cap;
	rc = lzma_code(z, LZMA_RUN);
	p->took = p->n - z->avail_in;
	p->gave = p->cap - z->avail_out;
	return state(f, rc);
}

static void
end(struct flow *f)
{
	lzma_end(f->lib);
	free(f->lib);
}

const struct flow_kind flow_xz = { "xz", begin_xz, step, end };
const struct flow_kind flow_lzma = { "lzma", begin_lzma, step, end };
