/* flow_lz4.c - lz4 frames, by liblz4 */
#include <lz4frame.h>
#include <stdlib.h>
#include <string.h>

#include "flow.h"

/*
 * An error takes away what the same call had given before.  So the library gets
 * no more than it can make one block of (it asks for the header behind it as
 * well), and nothing while it has output left.
 */
enum { AHEAD = 4 };

struct state {
	LZ4F_dctx *z;
	size_t hint;
	bool full; /* the last call had no room for more output */
};

static enum flow_state
begin(struct flow *f)
{
	struct state *s = calloc(1, sizeof(*s));

	if (s == NULL ||
	    LZ4F_isError(
		LZ4F_createDecompressionContext(&s->z, LZ4F_VERSION))) {
		free(s);
		return FLOW_MEMORY;
	}
	s->hint = 1;
	f->lib = s;
	return FLOW_MORE;
}

static enum flow_state
feed(struct state *s, struct flow_piece *p, size_t n)
{
	size_t in = n < p->n ? n : p->n, out = p->cap, rc;

	rc = LZ4F_decompress(s->z, p->out, &out, p->in, &in, NULL);
	if (LZ4F_isError(rc))
		return strstr(LZ4F_getErrorName(rc), "allocation") != NULL
		    ? FLOW_MEMORY
		    : FLOW_BAD;
	p->took = in;
	p->gave = out;
	s->full = out == p->cap;
	s->hint = rc;
	return rc == 0 ? FLOW_END : FLOW_MORE;
}

static enum flow_state
step(struct flow *f, struct flow_piece *p)
{
	struct state *s = f->lib;
	enum flow_state now;

	if (s->full) {
		now = feed(s, p, 0);
		if (now != FLOW_MORE || p->gave > 0)
			return now;
	}
	return feed(s, p, s->hint > AHEAD ? s->hint - AHEAD : s->hint);
}

static void
end(struct flow *f)
{
	struct state *s = f->lib;

	LZ4F_freeDecompressionContext(s->z);
	free(s);
}

const struct flow_kind flow_lz4 = { "lz4", begin, step, end };
