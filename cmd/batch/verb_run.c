/* verb_run.c - fxbatch run and retry: do what is left, on this machine */
#include <inttypes.h>
#include <stdlib.h>
#include <unistd.h>

#include "cli.h"
#include "files.h"
#include "live.h"
#include "place.h"
#include "pool.h"
#include "signals.h"
#include "sweep.h"
#include "verb.h"

bool
verb_wants(const struct asked *a, uint64_t unit)
{
	size_t i;

	for (i = 0; i < a->nunits; i++)
		if (unit >= a->units[i].from && unit <= a->units[i].to)
			return true;
	return a->nunits == 0;
}

int
verb_open(struct asked *a, struct fx_err *err)
{
	const struct plan *plan = &a->batch.plan;
	size_t i;

	if (batch_open(&a->batch, a->out, err) == -1 ||
	    files_check(&plan->head, true, err) == -1)
		return -1;
	for (i = 0; i < a->nunits; i++)
		if (a->units[i].to > plan->units)
			cli_die(CLI_USAGE,
			    "--units: %" PRIu64 ": the plan has %zu units",
			    a->units[i].to, plan->units);
	return 0;
}

/*
 * Have failed units tried again: those that were asked for; by themselves only
 * those whose image was not there, which may be now.
 */
static int
again(const struct asked *a, struct unit *units, bool asked, struct fx_err *err)
{
	const struct batch *b = &a->batch;
	struct result r;
	uint64_t unit;
	int rc = 0;

	for (unit = 1; unit <= b->plan.units && rc == 0; unit++) {
		struct unit *u = &units[unit - 1];
		bool wanted = asked && verb_wants(a, unit);

		if (u->state != UNIT_FAILED)
			continue;
		if (!asked) {
			rc = state_result(b, unit, u, &r, err);
			wanted = rc == 0 && result_may_pass(r.why);
			result_done(&r);
		}
		if (rc == 0 && wanted)
			rc = state_again(b, unit, u, err);
	}
	return rc;
}

static uint64_t
waiting(const struct batch *b, const struct unit *units)
{
	uint64_t n = 0;
	size_t i;

	for (i = 0; i < b->plan.units; i++)
		n += units[i].state == UNIT_WAITING;
	return n;
}

/* The work itself, and its end. Returns an exit status. */
static int
run_units(struct asked *a, struct unit *units)
{
	struct batch *b = &a->batch;
	struct live live = { 0 };
	struct fx_err err;
	int rc;

	pool_size(b, waiting(b, units));
	rc = live_start(&live, b, units, &err);
	if (rc == 0)
		rc = pool_run(b, units, 1, b->plan.units, &live, &err);
	live_stop(&live);
	if (rc == -1) {
		cli_error(NULL, &err);
		return CLI_FAIL;
	}
	if (rc == 1)
		return CLI_PARTIAL;
	return verb_finish(b, units);
}

/* The same by other machines. */
static int
hand_out(struct asked *a, struct unit **units, int *lock)
{
	struct fx_err err;
	int rc = engine_run(&a->batch, &a->engine, units, lock, &err);

	if (rc == -1) {
		cli_error(NULL, &err);
		return CLI_FAIL;
	}
	return rc == 1 ? CLI_PARTIAL : verb_finish(&a->batch, *units);
}

static int
run(struct asked *a, bool retry)
{
	struct batch *b = &a->batch;
	const bool local = a->engine.engine == NULL;
	struct unit *units = NULL;
	struct fx_err err;
	int rc = CLI_FAIL, lock;

	signals_watch();
	/* What an engine is still at is not to be swept away. */
	if (verb_open(a, &err) == -1 || (lock = batch_lock(b, &err)) == -1 ||
	    (units = state_read(b, &err)) == NULL ||
	    (local && sweep(b, units, &err) == -1) ||
	    again(a, units, retry, &err) == -1)
		cli_error(NULL, &err);
	else
		rc = local ? run_units(a, units) : hand_out(a, &units, &lock);
	free(units);
	return rc;
}

bool
verb_ready(struct asked *a)
{
	struct fx_err err;

	if (batch_ready(&a->batch, &err) == 0)
		return true;
	cli_error(NULL, &err);
	return false;
}

int
verb_run(struct asked *a)
{
	int rc;

	if (a->out == NULL)
		cli_die(CLI_USAGE, "-o is missing");
	if (a->batch.key == NULL)
		cli_die(CLI_USAGE, "--key is missing");
	if (a->make.manifest == NULL && make_asked(&a->make))
		cli_die(CLI_USAGE,
		    "options of a plan go with a manifest: which?");
	if (!verb_ready(a))
		return CLI_FAIL;
	if (a->make.manifest != NULL &&
	    (rc = make_plan(&a->make, a->out)) != CLI_OK)
		return rc;
	return run(a, false);
}

int
verb_retry(struct asked *a)
{
	if (a->out == NULL)
		cli_die(CLI_USAGE, "which batch? its folder is missing");
	if (a->batch.key == NULL)
		cli_die(CLI_USAGE, "--key is missing");
	return verb_ready(a) ? run(a, true) : CLI_FAIL;
}
