/* anchor_filed.c - fxrecord --anchor-filed: keep where the head was filed */
#include <inttypes.h>

#include "act.h"
#include "cli.h"
#include "forensic/anchor.h"

int
anchor_filed_run(struct asked *a)
{
	struct fx_store_info info;
	struct fx_err err;

	if (fx_store_filed(a->store, asked(a, OPT_ANCHOR_FILED), &err) == -1)
		return asked_fail(a, &err);
	fx_store_info(a->store, &info);
	if (!a->quiet)
		cli_warn("%s: where the head of %" PRIu64
			 " records was filed is kept",
		    a->path, info.head.size);
	return CLI_OK;
}
