/* plan.c - the set of carvers and the options, checked and made handy */
#include <string.h>

#include "internal.h"

/* The smallest run a carver is asked about; 0 if an anchor is not sound. */
static unsigned int
smallest(const struct fx_carver *c)
{
	unsigned int min = 0;
	size_t i;

	for (i = 0; i < FX_LEN(c->anchors); i++) {
		if (c->anchors[i].kind == FX_ANCHOR_END)
			break;
		if (c->anchors[i].kind != FX_ANCHOR_DIGITS ||
		    c->anchors[i].min == 0 ||
		    c->anchors[i].min > FX_REACH_FIELDS)
			return 0;
		if (min == 0 || c->anchors[i].min < min)
			min = c->anchors[i].min;
	}
	return min;
}

static int
add(struct fx_plan *plan, const struct fx_carver *c, struct fx_err *err)
{
	struct fx_part *part = &plan->part[plan->n];
	unsigned int min = smallest(c);
	size_t i;

	if (plan->n == FX_SCAN_CARVERS)
		return fx_fail(err, FX_EARG, 0, "more than %d carvers",
		    FX_SCAN_CARVERS);
	if (min == 0 || c->probe == NULL || c->reach == 0 ||
	    c->reach > FX_REACH_FIELDS ||
	    (c->shape_at == NULL) != (c->weigh == NULL))
		return fx_fail(err, FX_EARG, 0,
		    "carver %s: its descriptor is not sound", c->name);
	*part = (struct fx_part){ .c = c, .min = min };
	for (i = 0; i < plan->n; i++)
		if (strcmp(plan->part[i].c->name, c->name) < 0)
			part->rank++;
		else
			plan->part[i].rank++;
	plan->n++;
	plan->covers |= c->covers;
	if (plan->min == 0 || min < plan->min)
		plan->min = min;
	if (min > plan->most)
		plan->most = min;
	return 0;
}

static const struct fx_scan_budget usual = {
	.depth = FX_DECODE_DEPTH,
	.ratio = FX_DECODE_RATIO,
	.free = FX_DECODE_FREE,
	.bytes = FX_DECODE_BYTES,
	.total = FX_DECODE_TOTAL,
	.starts = FX_SCAN_STARTS,
	.ahead = FX_SCAN_AHEAD,
};

int
fx_plan_init(struct fx_plan *plan, const struct fx_carver *const *set,
    const struct fx_scan_options *opt, struct fx_err *err)
{
	static const struct fx_decoder *const none[] = { NULL };

	*plan = (struct fx_plan){
		.least = opt->min,
		.context = opt->context,
		.block = opt->block != 0 ? opt->block : FX_SCAN_BLOCK,
		.decoders = opt->decoders != NULL ? opt->decoders : none,
		.jobs = opt->jobs,
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
	for (; *set != NULL; set++)
		if (add(plan, *set, err) == -1)
			return -1;
	return 0;
}
