/* settle.c - put a block's hits in order and drop what is said twice */
#include <stdlib.h>
#include <string.h>

#include "internal.h"

static int
less(uint64_t a, uint64_t b)
{
	return a < b ? -1 : a > b;
}

static int
by_place(const void *x, const void *y)
{
	const struct fx_cand *a = x, *b = y;
	int d;

	if ((d = less(a->first, b->first)) != 0 ||
	    (d = less(a->rank, b->rank)) != 0 ||
	    (d = less(a->enc, b->enc)) != 0 ||
	    (d = less(a->key, b->key)) != 0 || (d = less(a->len, b->len)) != 0)
		return d;
	return less(a->seq, b->seq);
}

/* Several anchors may lead to one hit: the first one's is kept. */
static void
drop_repeats(struct fx_carve *cv)
{
	struct fx_cand *c = cv->cand;
	size_t i, n = 0;

	for (i = 0; i < cv->n; i++)
		if (n == 0 || c[n - 1].first != c[i].first ||
		    c[n - 1].rank != c[i].rank || c[n - 1].enc != c[i].enc ||
		    c[n - 1].key != c[i].key || c[n - 1].len != c[i].len)
			c[n++] = c[i];
	cv->n = n;
}

/*
 * Hits that may overlap cand[i] lie in [*from, *to).  Each is at most the
 * widest long, and its low bytes are at most one away from its first.
 */
static void
around(const struct fx_carve *cv, size_t i, size_t *from, size_t *to)
{
	const struct fx_cand *c = cv->cand;
	size_t lo = i, hi = i + 1;

	while (lo > 0 && c[lo - 1].first + cv->plan->widest > c[i].lo)
		lo--;
	while (hi < cv->n && c[hi].first <= c[i].hi)
		hi++;
	*from = lo;
	*to = hi;
}

/* Does the byte order it was read in hold? */
static bool
is_favoured(const struct fx_carve *cv, const struct fx_cand *c)
{
	bool le = c->judge != 0 ? c->judge > 0 : ((cv->b.off + c->lo) & 1) == 0;

	return le == (c->enc == FX_UTF16LE);
}

/*
 * A hit in the order that does not hold goes when the same value stands there
 * in the order that does; or another value that shares its bytes, if it was not
 * by parity alone that the order was told: then both are kept, for one of them
 * may be the only true one.
 */
static bool
has_rival(const struct fx_carve *cv, size_t i)
{
	const struct fx_cand *c = &cv->cand[i], *o;
	size_t k, to;

	if (c->lane < FX_LANE_WIDE || is_favoured(cv, c))
		return false;
	for (around(cv, i, &k, &to); k < to; k++) {
		o = &cv->cand[k];
		if (o->lane != c->lane || o->enc == c->enc || o->hi < c->lo ||
		    o->lo > c->hi || !is_favoured(cv, o))
			continue;
		if (c->judge != 0 ||
		    (o->lo == c->lo && o->hi == c->hi && o->part == c->part))
			return true;
	}
	return false;
}

/* Does hit o, of a carver that covers, hold c? Never each other. */
static bool
is_part(const struct fx_carve *cv, const struct fx_cand *c,
    const struct fx_cand *o)
{
	const struct fx_carver *mine = cv->plan->part[c->part].c;
	const struct fx_carver *its = cv->plan->part[o->part].c;

	if (o == c || o->rival || !its->covers || o->lane != c->lane ||
	    o->key != c->key || o->lo > c->lo || o->hi < c->hi ||
	    strcmp(its->group, mine->group) != 0)
		return false;
	if (o->lo < c->lo || o->hi > c->hi || !mine->covers)
		return true;
	return o->score != c->score ? o->score > c->score : o->rank < c->rank;
}

/* What speaks for a part speaks for the whole: it never scores less. */
static void
lend(const struct fx_carve *cv, const struct fx_cand *c, struct fx_cand *o)
{
	if (c->score < o->best)
		return;
	if (c->score == o->best &&
	    (o->lender == FX_SCAN_CARVERS ||
		cv->plan->part[o->lender].rank <= c->rank))
		return;
	o->best = c->score;
	o->lender = c->part;
}

static void
drop_parts(struct fx_carve *cv)
{
	struct fx_cand *c, *o;
	size_t i, k, to;

	for (i = 0; i < cv->n; i++) {
		c = &cv->cand[i];
		if (c->rival)
			continue;
		for (around(cv, i, &k, &to); k < to; k++) {
			o = &cv->cand[k];
			if (!is_part(cv, c, o))
				continue;
			c->gone = true;
			lend(cv, c, o);
		}
	}
}

void
fx_settle(struct fx_carve *cv)
{
	size_t i;

	if (cv->n == 0)
		return;
	qsort(cv->cand, cv->n, sizeof(*cv->cand), by_place);
	drop_repeats(cv);
	for (i = 0; i < cv->n; i++)
		cv->cand[i].rival = has_rival(cv, i);
	for (i = 0; i < cv->n; i++)
		cv->cand[i].gone = cv->cand[i].rival;
	if (cv->plan->covers)
		drop_parts(cv);
}
