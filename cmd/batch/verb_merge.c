/* verb_merge.c - fxbatch merge: the parent case, once all has come to an end */
#include <inttypes.h>
#include <stdlib.h>

#include "cli.h"
#include "parent.h"
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

int
verb_finish(const struct batch *b, const struct unit *units)
{
	struct parent_told told;
	struct fx_err err;

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
	if (batch_open(b, a->out, &err) == -1 || batch_lock(b, &err) == -1 ||
	    (units = state_read(b, &err)) == NULL)
		cli_error(NULL, &err);
	else
		rc = verb_finish(b, units);
	free(units);
	return rc;
}
