/* flow.c - the loop around a library that decompresses */
#include "flow.h"

void
flow_begin(struct flow *f, const struct flow_kind *kind, struct fx_in *in,
    uint64_t at)
{
	*f = (struct flow){ .kind = kind,
		.in = in,
		.at = at,
		.stop = INT64_MAX };
	f->state = kind->begin(f);
}

void
flow_end(struct flow *f)
{
	if (f->lib != NULL)
		f->kind->end(f);
	f->lib = NULL;
}

/* One piece of input, as long as there is no output yet. */
static void
step(struct flow *f, struct flow_piece *p)
{
	bool head = f->head_n > 0;

	p->n = f->head_n;
	p->in = f->head;
	if (!head)
		p->in = f->at < f->stop ? fx_in_at(f->in, f->at, 1, &p->n)
					: NULL;
	if (!head && p->in != NULL && p->n > f->stop - f->at)
		p->n = (size_t)(f->stop - f->at);
	p->took = p->gave = 0;
	f->state = f->kind->step(f, p);
	if (head) {
		f->head += p->took;
		f->head_n -= p->took;
	} else {
		f->at += p->took;
	}
	if (f->state == FLOW_MORE && p->took == 0 && p->gave == 0) {
		f->state = FLOW_BAD;
		f->cut = p->n == 0;
	}
}

ssize_t
flow_read(struct flow *f, uint8_t *out, size_t cap, struct fx_err *err)
{
	struct flow_piece p = { .out = out, .cap = cap };

	while (f->state == FLOW_MORE && p.gave == 0)
		step(f, &p);
	if (p.gave > 0)
		return (ssize_t)p.gave;
	switch (f->state) {
	case FLOW_MEMORY:
		return fx_fail(err, FX_ENOMEM, f->at, "out of memory");
	case FLOW_BAD:
		break;
	default:
		return 0;
	}
	if (f->in->failed) {
		*err = f->in->err;
		return -1;
	}
	return fx_fail(err, FX_EFORMAT, f->at,
	    f->cut ? "%s data ends too soon" : "%s data is damaged",
	    f->kind->name);
}
