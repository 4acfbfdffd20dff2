/* anchor_request.c - fxrecord --anchor-request: what an authority is to stamp
 */
#include "act.h"
#include "cli.h"
#include "forensic/anchor.h"
#include "forensic/replace.h"

int
anchor_request_run(struct asked *a)
{
	const char *renew = asked(a, OPT_RENEW);
	struct fx_buf out = { 0 };
	struct fx_err err;
	int64_t id = 0;
	int rc = CLI_OK;

	if (renew != NULL)
		id = cli_number("--renew", renew, 1, INT64_MAX);
	if (fx_store_ask_stamp(a->path, id, &out, &err) == -1) {
		rc = asked_fail(a, &err);
	} else if (fx_file_replace(asked(a, OPT_ANCHOR_REQUEST), &out, &err) ==
	    -1) {
		cli_error(NULL, &err);
		rc = CLI_FAIL;
	}
	fx_buf_done(&out);
	return rc;
}
