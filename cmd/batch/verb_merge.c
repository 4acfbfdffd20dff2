/* verb_merge.c - fxbatch merge: the parent case, once all has come to an end */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include "live.h"
#include "parent.h"
#include "pool.h"
#include "signals.h"
#include "sweep.h"
#include "verb.h"

enum { NAMED = 20 }; /* units that are named one by one */

/* Units of which there is no result. Returns how many. */
static uint64_t
missing(const struct batch *b, const struct unit *units)
{
	uint64_t unit, n = 0;
	size_t image;

	for (image = 0; image < b->plan.images; image++) {
		const struct plan_image *i = &b->plan.image[image];

		if (parent_unit(b, image, units) != 0)
			continue;
		for (unit = i->first; unit < i->first + i->units; unit++) {
			if (units[unit - 1].state != UNIT_WAITING)
				continue;
			if (n++ < NAMED)
				cli_warn("unit %" PRIu64 " (%s): no result",
				    unit, i->exhibit);
		}
	}
	if (n > NAMED)
		cli_warn("and %" PRIu64 " more", n - NAMED);
	return n;
}

/* Did any image that is done have errors? */
static bool
has_errors(const struct batch *b, const struct unit *units)
{
	struct result r;
	struct fx_err err;
	bool found = false;
	size_t image;

	for (image = 0; image < b->plan.images && !found; image++) {
		const uint64_t unit = parent_unit(b, image, units);

		found = state_result(b, unit, &units[unit - 1], &r, &err) ==
			-1 ||
		    r.errors > 0;
		result_done(&r);
	}
	return found;
}

/* Do the units of a list that wait; *units is brought up to date. */
static int
join(struct batch *b, struct unit *list, uint64_t n, struct unit *units,
    struct fx_err *err)
{
	struct live live = { 0 };
	size_t i;
	int rc;

	pool_size(b, n);
	rc = live_start(&live, b, list, err);
	if (rc == 0)
		rc = pool_run(b, list, 1, b->plan.units, &live, err);
	live_stop(&live);
	for (i = 0; i < b->plan.units; i++)
		if (b->plan.unit[i].act == PLAN_JOIN)
			units[i] = list[i];
	return rc;
}

/* Join the ranges that are all done. 0; 1: a signal ended it; -1 and err. */
static int
join_ready(struct batch *b, struct unit *units, struct fx_err *err)
{
	struct unit *list = calloc(b->plan.units, sizeof(*list));
	uint64_t unit, n = 0;
	int rc = 0;

	if (list == NULL)
		return fx_fail(err, FX_ENOMEM, 0, "out of memory");
	memcpy(list, units, b->plan.units * sizeof(*list));
	for (unit = 1; unit <= b->plan.units; unit++)
		if (b->plan.unit[unit - 1].act == PLAN_JOIN)
			n += state_ready(b, units, unit);
		else if (list[unit - 1].state == UNIT_WAITING)
			list[unit - 1].state = UNIT_FAILED; /* not now */
	if (n > 0)
		rc = join(b, list, n, units, err);
	free(list);
	return rc;
}

int
verb_finish(struct batch *b, struct unit *units)
{
	struct parent_told told;
	struct fx_err err;
	const int rc = join_ready(b, units, &err);

	if (rc == 1)
		return CLI_PARTIAL;
	if (rc == -1) {
		cli_error(NULL, &err);
		return CLI_FAIL;
	}
	if (missing(b, units) > 0)
		return CLI_PARTIAL;
	if (sweep(b, units, &err) == -1 ||
	    parent_write(b, units, &told, &err) == -1) {
		cli_error(NULL, &err);
		return CLI_FAIL;
	}
	if (!b->quiet)
		cli_warn("%s/batch.evd: %" PRIu64 " images done, %" PRIu64
			 " failed",
		    b->dir, told.done, told.failed);
	return told.failed > 0 || has_errors(b, units) ? CLI_PARTIAL : CLI_OK;
}

int
verb_merge(struct asked *a)
{
	struct batch *b = &a->batch;
	struct unit *units = NULL;
	struct fx_err err;
	int rc = CLI_FAIL;

	if (a->out == NULL)
		cli_die(CLI_USAGE, "which batch? its folder is missing");
	if (b->key == NULL)
		cli_die(CLI_USAGE, "--key is missing");
	signals_watch();
	if (batch_open(b, a->out, &err) == -1 || batch_lock(b, &err) == -1 ||
	    (units = state_read(b, &err)) == NULL)
		cli_error(NULL, &err);
	else
		rc = verb_finish(b, units);
	free(units);
	return rc;
}
