/* plan.c - the set of carvers and the options, checked and made handy */
#include <string.h>

#include "internal.h"

/* Take on the first two bytes of an anchor, unless they are known. */
static bool
add_pair(struct fx_plan *plan, const struct fx_anchor *a)
{
	struct fx_pair pair = { a->bytes[0], a->bytes[1], a->mask[1] };
	size_t i;

	if (a->n < 2 || a->n > FX_ANCHOR_LEN || a->packed > 8 ||
	    a->mask[0] != UINT8_MAX || (a->bytes[1] & ~a->mask[1]) != 0)
		return false;
	for (i = 0; i < plan->npair; i++)
		if (memcmp(&plan->pair[i], &pair, sizeof(pair)) == 0)
			return true;
	if (plan->npair == FX_PAIRS_MOST)
		return false;
	plan->pair[plan->npair++] = pair;
	return true;
}

/* What a carver is asked about. Returns false if an anchor is not sound. */
static bool
add_anchors(struct fx_plan *plan, const struct fx_carver *c,
    struct fx_part *part)
{
	const struct fx_anchor *a;
	unsigned int n = 0;

	for (a = c->anchors; a < c->anchors + FX_LEN(c->anchors); a++) {
		if (a->kind == FX_ANCHOR_END)
			break;
		if (a->kind == FX_ANCHOR_BYTES) {
			part->bytes = true;
			if (!add_pair(plan, a))
				return false;
			continue;
		}
		if (!fx_seek_add(&plan->seek, a, (unsigned int)plan->n))
			return false;
		n++;
		if (a->kind != FX_ANCHOR_DIGITS)
			continue;
		plan->digits = true;
		if (part->min == 0 || a->min < part->min)
			part->min = a->min;
	}
	return n > 0 || part->bytes;
}

/* How far it sees, and what it may find. Returns false if that is not sound. */
static bool
add_bounds(struct fx_plan *plan, const struct fx_carver *c)
{
	size_t window = fx_carver_window(c), before = fx_carver_before(c);
	size_t beside = window > FX_CONTEXT_MOST ? window : FX_CONTEXT_MOST;
	size_t look, widest = 2 * (size_t)c->reach;

	if (c->reach == 0 || c->reach > window || c->reach > FX_REACH_MOST ||
	    window > FX_WINDOW_MOST || (c->before != 0 && before > c->reach) ||
	    (c->keyed &&
		(c->window != 0 || c->before != 0 || c->hints != NULL)))
		return false;
	if (plan->widest < widest)
		plan->widest = widest;
	plan->settle = FX_SETTLE_HITS * plan->widest;
	if (plan->seen < before + c->reach + beside + 1)
		plan->seen = before + c->reach + beside + 1;
	if (c->hints != NULL && plan->made < plan->seen + FX_HINT_SEEN)
		plan->made = plan->seen + FX_HINT_SEEN;
	if (plan->made < plan->seen)
		plan->made = plan->seen;
	look = plan->settle + 2 * (size_t)FX_REACH_NEAR + plan->widest +
	    2 * plan->seen;
	if (look > plan->margin)
		plan->margin = FX_SCAN_MARGIN;
	return true;
}

static int
add(struct fx_plan *plan, const struct fx_carver *c, struct fx_err *err)
{
	struct fx_part *part = &plan->part[plan->n];
	size_t i;

	if (plan->n == FX_SCAN_CARVERS)
		return fx_fail(err, FX_EARG, 0, "more than %d carvers",
		    FX_SCAN_CARVERS);
	*part = (struct fx_part){ .c = c };
	if (!add_anchors(plan, c, part) || c->probe == NULL ||
	    !add_bounds(plan, c) || (c->shape_at == NULL) != (c->weigh == NULL))
		return fx_fail(err, FX_EARG, 0,
		    "carver %s: its descriptor is not sound", c->name);
	for (i = 0; i < plan->n; i++)
		if (strcmp(plan->part[i].c->name, c->name) < 0)
			part->rank++;
		else
			plan->part[i].rank++;
	plan->n++;
	plan->covers |= c->covers;
	return 0;
}

static const struct fx_scan_budget usual = {
	.depth = FX_DECODE_DEPTH,
	.ratio = FX_DECODE_RATIO,
	.free = FX_DECODE_FREE,
	.bytes = FX_DECODE_BYTES,
	.total = FX_DECODE_TOTAL,
	.tree_ratio = FX_DECODE_TREE_RATIO,
	.tree_free = FX_DECODE_TREE_FREE,
	.starts = FX_SCAN_STARTS,
	.ahead = FX_SCAN_AHEAD,
	.memo = FX_SCAN_MEMO,
};

int
fx_plan_init(struct fx_plan *plan, const struct fx_carver *const *set,
    const struct fx_scan_options *opt, bool brief, struct fx_err *err)
{
	static const struct fx_decoder *const none[] = { NULL };

	*plan = (struct fx_plan){
		.widest = 2 * (size_t)FX_REACH_FIELDS,
		.margin = FX_MARGIN_LEAST,
		.least = opt->min,
		.context = opt->context,
		.block = opt->block != 0 ? opt->block : FX_SCAN_BLOCK,
		.decoders = opt->decoders != NULL ? opt->decoders : none,
		.jobs = opt->jobs,
		.marks = opt->marks,
		.budget = opt->budget != NULL ? *opt->budget : usual,
	};
	if (plan->budget.depth > FX_DECODE_DEPTH)
		return fx_fail(err, FX_EARG, 0, "more than %d levels",
		    FX_DECODE_DEPTH);
	if (plan->context > FX_CONTEXT_MOST)
		return fx_fail(err, FX_EARG, 0, "context past %d characters",
		    FX_CONTEXT_MOST);
	if (plan->block > FX_BLOCK_MOST)
		return fx_fail(err, FX_EARG, 0, "blocks past %d bytes",
		    FX_BLOCK_MOST);
	if (opt->threads > FX_SCAN_THREADS)
		return fx_fail(err, FX_EARG, 0, "more than %d threads",
		    FX_SCAN_THREADS);
	fx_seek_init(&plan->seek);
	for (; *set != NULL; set++)
		if (add(plan, *set, err) == -1)
			return -1;
	fx_seek_ready(&plan->seek, brief);
	return 0;
}
