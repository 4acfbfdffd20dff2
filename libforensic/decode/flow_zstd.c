/* flow_zstd.c - zstd frames (RFC 8878), by libzstd */
#include <stdlib.h>
#include <zstd.h>
#include <zstd_errors.h>

#include "flow.h"

/*
 * An error takes away what the same call had given before.  So the library gets
 * no more than it can make one block of (it asks for the header behind it as
 * well), and nothing while it has output left.
 */
enum { AHEAD = 3 };

struct state {
	ZSTD_DStream *z;
	size_t hint;
	bool full; /* the last call had no room for more output */
};

static enum flow_state
begin(struct flow *f)
{
	struct state *s = calloc(1, sizeof(*s));

	if (s == NULL || (s->z = ZSTD_createDStream()) == NULL) {
		free(s);
		return FLOW_MEMORY;
	}
	s->hint = 1;
	f->lib = s;
	if (ZSTD_isError(ZSTD_DCtx_setParameter(s->z, ZSTD_d_windowLogMax,
		FLOW_ROOM_LOG)))
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
feed(struct flow *f, struct flow_piece *p, size_t n)
{
	struct state *s = f->lib;
	ZSTD_inBuffer in = { p->in, n < p->n ? n : p->n, 0 };
	ZSTD_outBuffer out = { p->out, p->cap, 0 };
	size_t rc = ZSTD_decompressStream(s->z, &out, &in);

	p->took = in.pos;
	p->gave = out.pos;
	s->full = out.pos == out.size;
	if (ZSTD_isError(rc))
		return why(f, rc);
	s->hint = rc;
	return rc == 0 ? FLOW_END : FLOW_MORE;
}

static enum flow_state
step(struct flow *f, struct flow_piece *p)
{
	const struct state *s = f->lib;
	enum flow_state now;

	if (s->full) {
		now = feed(f, p, 0);
		if (now != FLOW_MORE || p->gave > 0)
			return now;
	}
	return feed(f, p, s->hint > AHEAD ? s->hint - AHEAD : s->hint);
}

static void
end(struct flow *f)
{
	struct state *s = f->lib;

	ZSTD_freeDStream(s->z);
	free(s);
}

const struct flow_kind flow_zstd = { "zstd", begin, step, end };
