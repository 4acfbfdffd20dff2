/* near.c - the neighbourhood of a hit: distinct things of its shape nearby */
#include <stdlib.h>
#include <string.h>

#include "internal.h"

/* What stands at an anchor; those where nothing does are not kept. */
struct item {
	uint32_t at;
	struct fx_shape s;
};

/*
 * As hits come in order, so do the stretches of text around them: each anchor
 * is asked once, and those that a later hit can't see are forgotten.
 */
struct fx_walk {
	const struct fx_carver *c;
	uint64_t part; /* its bit among those asked */
	const struct fx_view *v;
	struct item *item; /* [head, n) are in use */
	size_t head, n, cap;
	size_t next; /* first anchor of the view not asked yet */
	bool failed; /* out of memory */
};

enum { FIRST = 256 }; /* items that there is memory for at first */

struct fx_walk *
fx_walk_new(const struct fx_plan *plan, size_t part)
{
	struct fx_walk *walk;

	if ((walk = calloc(1, sizeof(*walk))) == NULL)
		return NULL;
	walk->c = plan->part[part].c;
	walk->part = (uint64_t)1 << part;
	walk->cap = FIRST;
	if ((walk->item = malloc(walk->cap * sizeof(*walk->item))) == NULL) {
		free(walk);
		return NULL;
	}
	return walk;
}

void
fx_walk_free(struct fx_walk *walk)
{
	if (walk == NULL)
		return;
	free(walk->item);
	free(walk);
}

void
fx_walk_start(struct fx_walk *walk, const struct fx_view *v)
{
	walk->v = v;
	walk->head = walk->n = walk->next = 0;
}

/*
 * Room for one more.  What is in use is at most an item for each anchor that a
 * hit sees; there is memory for twice that, so that moving it down is rare.
 */
static bool
room(struct fx_walk *walk)
{
	struct item *more;

	if (walk->n < walk->cap)
		return true;
	walk->n -= walk->head;
	memmove(walk->item, walk->item + walk->head,
	    walk->n * sizeof(*walk->item));
	walk->head = 0;
	if (walk->n < walk->cap / 2)
		return true;
	more = realloc(walk->item, 2 * walk->cap * sizeof(*more));
	if (more == NULL) {
		walk->failed = true;
		return false;
	}
	walk->item = more;
	walk->cap *= 2;
	return true;
}

bool
fx_walk_failed(const struct fx_walk *walk)
{
	return walk->failed;
}

static void
ask(struct fx_walk *walk, size_t at)
{
	const struct fx_carver *c = walk->c;
	const size_t side = fx_carver_window(c);
	struct item *item;
	struct fx_window w;
	size_t from = at > side ? at - side : 0;

	if (!room(walk))
		return;
	item = &walk->item[walk->n];
	*item = (struct item){ .at = (uint32_t)at };
	w = fx_window_cut(&walk->v->w, from, at + 1 + side);
	c->shape_at(&w, at - from, &item->s);
	if (item->s.shape != 0)
		walk->n++;
}

/* Forget what stands before character from, ask up to character to. */
static void
advance(struct fx_walk *walk, size_t from, size_t to)
{
	const struct fx_view *v = walk->v;

	while (walk->head < walk->n && walk->item[walk->head].at < from)
		walk->head++;
	if (walk->next < v->asked.n && v->asked.at[walk->next] < from)
		walk->next = fx_view_anchor(v, from);
	for (; walk->next < v->asked.n && v->asked.at[walk->next] < to;
	     walk->next++)
		if (v->asked.parts[walk->next] & walk->part)
			ask(walk, v->asked.at[walk->next]);
}

/* The first item in use at or behind character at. */
static size_t
item_at(const struct fx_walk *walk, size_t at)
{
	size_t lo = walk->head, hi = walk->n, mid;

	while (lo < hi) {
		mid = lo + (hi - lo) / 2;
		if (walk->item[mid].at < at)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

/* The values seen so far: the hit's own, then those on both sides. */
struct seen {
	uint64_t value[1 + 2 * FX_NEAR_MOST];
	size_t n, side;
	struct fx_near near;
};

/* Returns false when a side has had enough. */
static bool
count(struct seen *seen, const struct fx_hit *hit, const struct item *item)
{
	size_t i;

	if (item->s.shape != hit->shape)
		return true;
	for (i = 0; i < seen->n; i++)
		if (seen->value[i] == item->s.value)
			return true;
	seen->value[seen->n++] = item->s.value;
	seen->near.others++;
	seen->near.pass += item->s.pass;
	return ++seen->side < FX_NEAR_MOST;
}

struct fx_near
fx_walk_count(struct fx_walk *walk, const struct fx_hit *hit, size_t anchor)
{
	const size_t back = fx_carver_before(walk->c) + FX_REACH_NEAR;
	size_t low = anchor > back ? anchor - back : 0;
	size_t end = hit->at + hit->len, i, own, first, last;
	struct seen seen = { .n = 0 };

	advance(walk, low, end + FX_REACH_NEAR);
	own = item_at(walk, anchor);
	if (own < walk->n && walk->item[own].at == anchor &&
	    walk->item[own].s.shape == hit->shape)
		seen.value[seen.n++] = walk->item[own].s.value;
	last = item_at(walk, hit->at);
	for (i = last; i > walk->head && last - i < FX_NEAR_LOOKS; i--)
		if (hit->at - walk->item[i - 1].at > FX_REACH_NEAR ||
		    !count(&seen, hit, &walk->item[i - 1]))
			break;
	seen.side = 0;
	first = item_at(walk, end);
	for (i = first; i < walk->n && i - first < FX_NEAR_LOOKS; i++)
		if (walk->item[i].at - end >= FX_REACH_NEAR ||
		    !count(&seen, hit, &walk->item[i]))
			break;
	return seen.near;
}
