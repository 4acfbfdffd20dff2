/* init.c - fxrecord --init: start a case */
#include <unistd.h>

#include "act.h"
#include "case.h"
#include "cli.h"
#include "custodians.h"

static struct fx_genesis
genesis(const struct asked *a)
{
	return (struct fx_genesis){ .id = asked(a, OPT_CASE),
		.agency = asked(a, OPT_AGENCY),
		.examiner = asked(a, OPT_EXAMINER),
		.legal = asked(a, OPT_LEGAL),
		.exhibit = asked(a, OPT_EXHIBIT),
		.signer = &a->signers.by,
		.no_vault = asked(a, OPT_NO_VAULT) != NULL };
}

void
init_check(struct asked *a)
{
	struct fx_age_recipient to[FX_CUSTODIANS];
	const struct fx_genesis g = genesis(a);
	const char *arg;
	size_t at = 0, n = 0;

	while ((arg = asked_next(a, OPT_CUSTODIAN, &at)) != NULL)
		n = custodians_add(to, n, arg);
	if (n > 0 && g.no_vault)
		cli_die(CLI_USAGE,
		    "--custodian and --no-vault exclude one "
		    "another");
	if (!fx_origin_ok(g.id) || !fx_origin_ok(g.agency) ||
	    (g.exhibit != NULL && !fx_origin_ok(g.exhibit)))
		cli_die(CLI_USAGE,
		    "case, agency and exhibit name the log: "
		    "no white space and no + may be in them");
}

static void
tell(const struct asked *a, const struct fx_genesis *g, const char *path)
{
	char text[FX_AGE_RECIPIENT_LEN + 1];
	size_t i;

	for (i = 0; i < g->custodians; i++) {
		fx_age_recipient_text(&g->custodian[i], text);
		cli_say("custodian %s", text);
	}
	if (path != NULL && !a->quiet)
		cli_warn("%s opens the values of this case: move it to whoever "
			 "may see them, away from here",
		    path);
}

int
init_run(struct asked *a)
{
	struct fx_age_recipient to[FX_CUSTODIANS];
	struct fx_genesis g = genesis(a);
	struct fx_buf note = { 0 }, path = { 0 };
	bool made = false;
	struct fx_err err;
	const char *arg;
	size_t at = 0;
	int rc = CLI_FAIL;

	g.custodian = to;
	while ((arg = asked_next(a, OPT_CUSTODIAN, &at)) != NULL)
		g.custodians = custodians_add(to, g.custodians, arg);
	if (g.custodians == 0 && !g.no_vault)
		custodians_path(&path, asked(a, OPT_KEY));
	if (fx_buf_check(&path, &err) == -1 ||
	    (path.len > 0 &&
		custodians_own(path.p, to, &g.custodians, &made, &err) == -1)) {
		cli_error(NULL, &err);
	} else if (fx_store_create(a->path, &g, NULL, &note, &err) == -1) {
		if (made)
			unlink(path.p);
		asked_fail(a, &err);
	} else {
		case_print(note.p, &a->signers.by.pub);
		tell(a, &g, path.len > 0 ? path.p : NULL);
		rc = CLI_OK;
	}
	fx_buf_done(&note);
	fx_buf_done(&path);
	return rc;
}
