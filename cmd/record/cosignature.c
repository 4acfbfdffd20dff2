/* cosignature.c - fxrecord --cosignature: keep what a witness signed */
#include <inttypes.h>

#include "act.h"
#include "cli.h"
#include "forensic/anchor.h"
#include "small.h"

static int
keep(struct asked *a, const struct fx_buf *lines, const struct fx_vkey *by)
{
	uint64_t size = 0;
	struct fx_err err;

	if (fx_store_cosignature(a->store, fx_buf_text(lines), lines->len, by,
		&size, &err) == -1)
		return asked_fail(a, &err);
	if (!a->quiet)
		cli_warn("%s: a cosignature of the head of %" PRIu64
			 " records is kept",
		    a->path, size);
	return CLI_OK;
}

int
cosignature_run(struct asked *a)
{
	struct fx_buf lines = { 0 };
	struct fx_vkey by = { 0 };
	struct fx_err err;
	int rc = CLI_FAIL;

	small_file(&lines, asked(a, OPT_COSIGNATURE), FX_NOTE_LEN);
	if (fx_vkey_load(&by, asked(a, OPT_WITNESS), &err) == -1)
		cli_error(NULL, &err);
	else
		rc = keep(a, &lines, &by);
	fx_buf_done(&lines);
	return rc;
}
