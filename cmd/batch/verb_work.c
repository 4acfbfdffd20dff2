/*
 * verb_work.c - fxbatch work: units by their numbers, as an engine gives them
 *
 * Nothing keeps two machines from the same unit, and nothing has to: one result
 * stands.  Units that are done are passed over, those that failed as well.
 */
#include <stdlib.h>
#include <unistd.h>

#include "cli.h"
#include "live.h"
#include "pool.h"
#include "signals.h"
#include "verb.h"

/* Are all ranges that a unit joins done, or asked for as well? */
static bool
can_join(const struct asked *a, const struct unit *units, uint64_t unit)
{
	uint64_t before = batch_image(&a->batch, unit)->first;

	for (; before < unit; before++)
		if (units[before - 1].state == UNIT_FAILED ||
		    (units[before - 1].state == UNIT_WAITING &&
			!verb_wants(a, before)))
			return false;
	return true;
}

/* Of those asked for: leave only them waiting, and see if any failed before. */
static bool
choose(const struct asked *a, struct unit *units)
{
	const struct plan *plan = &a->batch.plan;
	bool failed = false;
	uint64_t unit;

	/* While the state of the others is still known. */
	for (unit = 1; unit <= plan->units; unit++) {
		if (verb_wants(a, unit) &&
		    state_blocked(&a->batch, units, unit))
			failed = true;
		if (plan->unit[unit - 1].act == PLAN_JOIN &&
		    units[unit - 1].state == UNIT_WAITING &&
		    !can_join(a, units, unit))
			units[unit - 1].state = UNIT_DONE;
	}
	for (unit = 1; unit <= plan->units; unit++) {
		struct unit *u = &units[unit - 1];

		if (!verb_wants(a, unit))
			u->state = UNIT_DONE;
		else
			failed = failed || u->state == UNIT_FAILED;
	}
	return failed;
}

static int
work(struct asked *a, struct unit *units)
{
	struct batch *b = &a->batch;
	struct live live = { 0 };
	bool failed = choose(a, units);
	struct fx_err err;
	int rc;

	if (b->jobs == 0) /* the engine decides what a machine does */
		b->jobs = 1;
	if (b->threads == 0)
		b->threads = 1;
	rc = live_start(&live, b, units, &err);
	if (rc == 0)
		rc = pool_run(b, units, 1, b->plan.units, &live, &err);
	failed = failed || live.failed > 0;
	live_stop(&live);
	if (rc == -1)
		cli_error(NULL, &err);
	if (rc == -1)
		return CLI_FAIL;
	return rc == 1 || failed ? CLI_PARTIAL : CLI_OK;
}

int
verb_work(struct asked *a)
{
	struct unit *units = NULL;
	struct fx_err err;
	int rc = CLI_FAIL;

	if (a->out == NULL)
		cli_die(CLI_USAGE, "which batch? its plan is missing");
	if (a->batch.key == NULL)
		cli_die(CLI_USAGE, "--key is missing");
	if (a->nunits == 0)
		cli_die(CLI_USAGE, "--units is missing");
	if (!verb_ready(a))
		return CLI_FAIL;
	signals_watch();
	if (verb_open(a, &err) == -1 ||
	    (units = state_read(&a->batch, &err)) == NULL)
		cli_error(NULL, &err);
	else
		rc = work(a, units);
	free(units);
	return rc;
}
