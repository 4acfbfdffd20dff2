/* verb_plan.c - fxbatch plan: freeze what is to be done */
#include "cli.h"
#include "verb.h"

int
verb_plan(struct asked *a)
{
	struct fx_err err;
	int rc;

	if (a->out == NULL)
		cli_die(CLI_USAGE, "-o is missing");
	if (a->make.manifest == NULL)
		cli_usage();
	if ((rc = make_plan(&a->make, a->out)) != CLI_OK)
		return rc;
	if (batch_open(&a->batch, a->out, &err) == -1) {
		cli_error(NULL, &err);
		return CLI_FAIL;
	}
	cli_say("plan %s", a->batch.plan.sum);
	cli_say("images %zu", a->batch.plan.images);
	cli_say("units %zu", a->batch.plan.units);
	return CLI_OK;
}
