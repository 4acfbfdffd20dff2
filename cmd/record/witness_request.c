/* witness_request.c - fxrecord --witness-request: what a witness is asked */
#include <stdio.h>

#include "act.h"
#include "cli.h"

int
witness_request_run(struct asked *a)
{
	const int64_t old = cli_number("--witness-request",
	    asked(a, OPT_WITNESS_REQUEST), 0, INT64_MAX);
	struct fx_buf out = { 0 };
	struct fx_err err;
	int rc = CLI_OK;

	if (fx_store_ask_witness(a->path, (uint64_t)old, &out, &err) == -1)
		rc = asked_fail(a, &err);
	else
		fputs(out.p, stdout);
	fx_buf_done(&out);
	return rc;
}
