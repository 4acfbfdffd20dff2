/* anchor_cms.c - fxrecord --anchor-cms: keep a signature of the head */
#include <inttypes.h>

#include "act.h"
#include "cli.h"
#include "forensic/anchor.h"
#include "forensic/cms.h"
#include "small.h"

int
anchor_cms_run(struct asked *a)
{
	struct fx_buf data = { 0 };
	uint64_t size = 0;
	struct fx_err err;
	int rc = CLI_OK;

	small_file(&data, asked(a, OPT_ANCHOR_CMS), FX_CMS_LEN);
	if (fx_store_cms(a->store, fx_buf_text(&data), data.len, &size, &err) ==
	    -1)
		rc = asked_fail(a, &err);
	else if (!a->quiet)
		cli_warn("%s: a signature of the head of %" PRIu64
			 " records is kept",
		    a->path, size);
	fx_buf_done(&data);
	return rc;
}
