/* anchor_reply.c - fxrecord --anchor-reply: keep a timestamp */
#include <inttypes.h>

#include "act.h"
#include "cli.h"
#include "forensic/anchor.h"
#include "small.h"

static int
keep(struct asked *a, const struct fx_buf *reply, const struct fx_buf *request)
{
	uint64_t size = 0;
	struct fx_err err;

	if (fx_store_stamp(a->store, fx_buf_text(reply), reply->len,
		asked(a, OPT_REQUEST) != NULL ? fx_buf_text(request) : NULL,
		request->len, &size, &err) == -1)
		return asked_fail(a, &err);
	if (!a->quiet)
		cli_warn("%s: a timestamp on the head of %" PRIu64
			 " records is kept",
		    a->path, size);
	return CLI_OK;
}

int
anchor_reply_run(struct asked *a)
{
	struct fx_buf reply = { 0 }, request = { 0 };
	int rc;

	small_file(&reply, asked(a, OPT_ANCHOR_REPLY), FX_STAMP_LEN);
	if (asked(a, OPT_REQUEST) != NULL)
		small_file(&request, asked(a, OPT_REQUEST), FX_STAMP_LEN);
	rc = keep(a, &reply, &request);
	fx_buf_done(&reply);
	fx_buf_done(&request);
	return rc;
}
