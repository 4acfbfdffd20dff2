/* anchor_filed.c - fxrecord --anchor-filed: keep where the head was filed */
#include "act.h"
#include "cli.h"
#include "forensic/anchor.h"

int
anchor_filed_run(struct asked *a)
{
	struct fx_err err;

	if (fx_store_filed(a->store, asked(a, OPT_ANCHOR_FILED), &err) == -1)
		return asked_fail(a, &err);
	return CLI_OK;
}
