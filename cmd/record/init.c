/* init.c - fxrecord --init: start a case */
#include "act.h"
#include "case.h"
#include "cli.h"

static struct fx_genesis
genesis(const struct asked *a)
{
	return (struct fx_genesis){ .id = asked(a, OPT_CASE),
		.agency = asked(a, OPT_AGENCY),
		.examiner = asked(a, OPT_EXAMINER),
		.legal = asked(a, OPT_LEGAL),
		.exhibit = asked(a, OPT_EXHIBIT),
		.signer = &a->signer };
}

void
init_check(struct asked *a)
{
	const struct fx_genesis g = genesis(a);

	if (!fx_origin_ok(g.id) || !fx_origin_ok(g.agency) ||
	    (g.exhibit != NULL && !fx_origin_ok(g.exhibit)))
		cli_die(CLI_USAGE,
		    "case, agency and exhibit name the log: "
		    "no white space and no + may be in them");
}

int
init_run(struct asked *a)
{
	const struct fx_genesis g = genesis(a);
	struct fx_buf note = { 0 };
	struct fx_err err;
	int rc;

	if (fx_store_create(a->path, &g, a->key, &note, &err) == -1) {
		rc = asked_fail(a, &err);
	} else {
		if (!a->quiet)
			case_warn_vault(a->path);
		case_print(note.p, &a->signer.pub);
		rc = CLI_OK;
	}
	fx_buf_done(&note);
	return rc;
}
