/* again.c - would the pass over the image have told it? */
#include "again.h"

#include <stdlib.h>
#include <string.h>

enum { CORE = 64 << 10 }; /* bytes that are carved for fx_again_repeats */

/* A piece of memory to carve in. */
struct place {
	struct fx_carve *carve; /* NULL: not needed yet */
	size_t room;            /* bytes at p */
	uint8_t *p;
};

struct fx_again {
	const struct fx_plan *plan;
	struct place one, core;
	struct fx_out out; /* of no interest */
	/* What core.carve has the hits of: bytes [from, to) of a stream. */
	uint64_t serial, from, to;
	bool known;
};

static int
begin(struct place *place, const struct fx_plan *plan, size_t core,
    struct fx_err *err)
{
	place->room = 2 * plan->margin + core;
	place->p = malloc(place->room);
	place->carve = fx_carve_new(plan, place->room, err);
	if (place->p != NULL && place->carve != NULL)
		return 0;
	free(place->p);
	fx_carve_free(place->carve);
	*place = (struct place){ .carve = NULL };
	return fx_fail(err, FX_ENOMEM, 0, "out of memory for a worker");
}

struct fx_again *
fx_again_new(const struct fx_plan *plan, struct fx_err *err)
{
	struct fx_again *a = calloc(1, sizeof(*a));

	if (a == NULL) {
		fx_fail(err, FX_ENOMEM, 0, "out of memory for a worker");
		return NULL;
	}
	a->plan = plan;
	if (begin(&a->one, plan, plan->widest, err) == 0)
		return a;
	fx_again_free(a);
	return NULL;
}

void
fx_again_free(struct fx_again *a)
{
	if (a == NULL)
		return;
	fx_carve_free(a->one.carve);
	fx_carve_free(a->core.carve);
	fx_buf_done(&a->out.rec);
	free(a->one.p);
	free(a->core.p);
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

	if (at < raw->from || 2 * margin + len > a->one.room)
		return false;
	if (left < raw->from)
		left = raw->from;
	want = (size_t)(at - left) + len + margin;
	*b = (struct fx_block){ .p = a->one.p,
		.off = left,
		.from = (size_t)(at - left),
		.to = (size_t)(at - left) + 1 };
	while (b->n < want) {
		got = raw->src.read(raw->src.arg, left + b->n, a->one.p + b->n,
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
	struct fx_carve *cv = a->one.carve;
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

/* Nothing is told: the hits are looked at. */
static bool
is_none(void *arg, const struct fx_cand *cand, uint64_t from, uint64_t to)
{
	(void)arg, (void)cand, (void)from, (void)to;
	return false;
}

/*
 * Bytes of raw from `at` on, up to CORE, with a margin on both sides, as a
 * block.  Returns false if fewer than those that in has can be seen so.
 */
static bool
look_wide(struct fx_again *a, const struct fx_raw *raw,
    const struct fx_range *in, struct fx_block *b)
{
	const size_t margin = a->plan->margin;
	uint64_t left = in->from > margin ? in->from - margin : 0;
	struct fx_err err;
	ssize_t got = 1;
	size_t want = a->core.room;

	if (left < raw->from || raw->to <= in->to)
		return false;
	if (want > raw->to - left)
		want = (size_t)(raw->to - left);
	*b = (struct fx_block){ .p = a->core.p,
		.off = left,
		.from = (size_t)(in->from - left) };
	while (b->n < want && got > 0) {
		got = raw->src.read(raw->src.arg, left + b->n, a->core.p + b->n,
		    want - b->n, &err);
		b->n += got > 0 ? (size_t)got : 0;
	}
	if (got == -1)
		return false;
	b->to = b->n;
	if (b->n == want) /* there may be more behind it */
		b->to = b->n > margin ? b->n - margin : 0;
	return b->to > b->from && b->off + b->to >= in->to;
}

/* Have the hits around bytes in of raw. */
static bool
know(struct fx_again *a, const struct fx_raw *raw, const struct fx_range *in)
{
	struct fx_carve *cv;
	struct fx_err err;
	struct fx_block b;

	if (a->known && a->serial == raw->serial && in->from >= a->from &&
	    in->to <= a->to)
		return true;
	a->known = false;
	if (a->core.carve == NULL && begin(&a->core, a->plan, CORE, &err) == -1)
		return false;
	cv = a->core.carve;
	if (!look_wide(a, raw, in, &b))
		return false;
	cv->wanted = is_none;
	fx_buf_reset(&a->out.rec);
	if (fx_carve_open(cv, &b, &err) == -1 ||
	    fx_carve_range(cv, b.from, b.to, &a->out, &err) == -1)
		return false;
	a->serial = raw->serial;
	a->from = b.off + b.from;
	a->to = b.off + b.to;
	a->known = true;
	return true;
}

/* Has one hit all attributes of the other, with the same values? */
static bool
has_attrs(const struct fx_carve *cv, const struct fx_cand *c,
    const struct fx_carve *other, const struct fx_cand *o)
{
	struct fx_found_attr mine[FX_ATTRS_MOST], its[FX_ATTRS_MOST];
	size_t i, k;

	fx_unpack_attrs(cv->text.p + c->split, c->nattrs, mine);
	fx_unpack_attrs(other->text.p + o->split, o->nattrs, its);
	for (i = 0; i < o->nattrs; i++) {
		for (k = 0; k < c->nattrs; k++)
			if (its[i].key == mine[k].key &&
			    strcmp(its[i].value, mine[k].value) == 0)
				break;
		if (k == c->nattrs)
			return false;
	}
	return true;
}

/* Is a score worth no less than another, in words? */
static bool
is_worth(int score, int other)
{
	return score >= other || score >= FX_CONFIRMED ||
	    (score >= FX_PROBABLE && other < FX_CONFIRMED);
}

bool
fx_again_repeats(struct fx_again *a, const struct fx_raw *raw,
    const struct fx_range *in, size_t size, const struct fx_carve *cv,
    const struct fx_cand *cand)
{
	const struct fx_carve *its;
	const struct fx_cand *c, *end;
	size_t lo = 0, hi, mid, first;

	if (!know(a, raw, in))
		return false;
	its = a->core.carve;
	first = (size_t)(in->from - its->b.off);
	for (hi = its->n; lo < hi;) {
		mid = lo + (hi - lo) / 2;
		if (its->cand[mid].first + 1 < first)
			lo = mid + 1;
		else
			hi = mid;
	}
	end = its->cand + its->n;
	for (c = its->cand + lo; c < end && c->first <= first; c++)
		if (!c->gone && c->lo == first && c->part == cand->part &&
		    (size == 0 || c->size == size) &&
		    (c->best >= a->plan->least ||
			cand->best < a->plan->least) &&
		    is_worth(c->best, cand->best) &&
		    strcmp(its->text.p + c->text, cv->text.p + cand->text) ==
			0 &&
		    has_attrs(its, c, cv, cand))
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
