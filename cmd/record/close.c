/* close.c - fxrecord --close: a copy of the case to hand over */
#include <inttypes.h>

#include "act.h"
#include "cli.h"

int
close_run(struct asked *a)
{
	const char *copy = asked(a, OPT_CLOSE);
	struct fx_checkpoint head;
	struct fx_err err;

	if (fx_store_copy(a->path, copy, &head, &err) == -1)
		return asked_fail(a, &err);
	if (!a->quiet)
		cli_warn("%s: %" PRIu64 " records, closed", copy, head.size);
	return CLI_OK;
}
