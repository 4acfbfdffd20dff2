/* again.c - would the pass over the image have told it? */
#include "again.h"

#include <stdlib.h>

struct fx_again {
	const struct fx_plan *plan;
	struct fx_carve *carve;
	struct fx_out out; /* of no interest */
	size_t room;       /* bytes at p */
	uint8_t *p;
};

struct fx_again *
fx_again_new(const struct fx_plan *plan, struct fx_err *err)
{
	struct fx_again *a = calloc(1, sizeof(*a));

	if (a == NULL) {
		fx_fail(err, FX_ENOMEM, 0, "out of memory for a worker");
		return NULL;
	}
	a->plan = plan;
	a->room = 2 * plan->margin + plan->widest;
	if ((a->p = malloc(a->room)) == NULL) {
		fx_fail(err, FX_ENOMEM, 0, "out of memory for a worker");
		fx_again_free(a);
		return NULL;
	}
	if ((a->carve = fx_carve_new(plan, a->room, err)) == NULL) {
		fx_again_free(a);
		return NULL;
	}
	return a;
}

void
fx_again_free(struct fx_again *a)
{
	if (a == NULL)
		return;
	fx_carve_free(a->carve);
	fx_buf_done(&a->out.rec);
	free(a->p);
	free(a);
}

/*
 * So much of raw around [at, at + len) as there is, up to margin on both sides,
 * as a block whose core is the byte at `at`.
 */
static bool
look(struct fx_again *a, const struct fx_raw *raw, uint64_t at, size_t len,
    size_t margin, struct fx_block *b)
{
	uint64_t left = at > margin ? at - margin : 0;
	struct fx_err err;
	ssize_t got;
	size_t want;

	if (at < raw->from || 2 * margin + len > a->room)
		return false;
	if (left < raw->from)
		left = raw->from;
	want = (size_t)(at - left) + len + margin;
	*b = (struct fx_block){ .p = a->p,
		.off = left,
		.from = (size_t)(at - left),
		.to = (size_t)(at - left) + 1 };
	while (b->n < want) {
		got = raw->src.read(raw->src.arg, left + b->n, a->p + b->n,
		    want - b->n, &err);
		if (got <= 0)
			break;
		b->n += (size_t)got;
	}
	return b->n > b->from;
}

bool
fx_again_tells(struct fx_again *a, const struct fx_raw *raw, uint64_t at,
    const struct fx_cand *cand)
{
	struct fx_carve *cv = a->carve;
	const struct fx_cand *c;
	struct fx_err err;
	struct fx_block b;

	if (!look(a, raw, at, cand->size, a->plan->margin, &b))
		return false;
	fx_buf_reset(&a->out.rec);
	if (fx_carve_open(cv, &b, &err) == -1 ||
	    fx_carve_range(cv, b.from, b.to, &a->out, &err) == -1)
		return false;
	for (c = cv->cand; c < cv->cand + cv->n; c++)
		if (!c->gone && c->first == b.from && c->size == cand->size &&
		    c->part == cand->part && c->enc == cand->enc &&
		    c->key == cand->key &&
		    (c->best >= a->plan->least || cand->best < a->plan->least))
			return true;
	return false;
}

struct wanted {
	const struct fx_decoder *decoder;
	bool found;
};

static int
start(void *arg, size_t at, const struct fx_decoder *decoder)
{
	struct wanted *w = arg;

	(void)at;
	w->found |= w->decoder == decoder;
	return 0;
}

bool
fx_again_starts(struct fx_again *a, struct fx_marks *marks,
    const struct fx_raw *raw, uint64_t at, const struct fx_decoder *decoder)
{
	struct wanted w = { decoder, false };
	struct fx_starts s;
	struct fx_block b;

	if (!look(a, raw, at, 1, FX_DECODE_LOOK, &b))
		return false;
	s = (struct fx_starts){ .p = b.p,
		.n = b.n,
		.from = b.from,
		.to = b.to,
		.off = b.off };
	fx_starts_find(&s, marks, start, &w);
	return w.found;
}
