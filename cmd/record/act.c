/* act.c - which act is asked for, and what it needs */
#include "act.h"
#include "case.h"
#include "cli.h"

static const struct act acts[] = {
	{ OPT_INIT, { OPT_CASE, OPT_AGENCY, OPT_EXAMINER, OPT_KEY },
	    { OPT_CUSTODIAN, OPT_EXHIBIT, OPT_LEGAL, OPT_NO_VAULT }, ACT_KEY,
	    init_run, init_check },
	{ OPT_CLOSE, { 0 }, { 0 }, ACT_FILE, close_run, NULL },
	{ OPT_CUSTODIAN, { OPT_KEY }, { OPT_IDENTITY, OPT_WAIT, OPT_WHY },
	    ACT_CASE, custodian_run, custodian_check },
	{ OPT_ERASE, { OPT_WHY, OPT_KEY },
	    { OPT_BY, OPT_FIELD, OPT_LEGAL, OPT_WAIT }, ACT_CASE, erase_run,
	    erase_check },
	{ OPT_RECOVER, { OPT_KEY }, { OPT_NEW_VAULT, OPT_WAIT }, ACT_CASE,
	    recover_run, NULL },
	{ OPT_ROTATE, { OPT_WHY, OPT_KEY }, { OPT_ERASE_OLD, OPT_WAIT },
	    ACT_CASE, rotate_run, rotate_check },
	{ OPT_ANCHOR_CMS, { OPT_KEY }, { OPT_WAIT }, ACT_CASE, anchor_cms_run,
	    NULL },
	{ OPT_ANCHOR_REPLY, { OPT_KEY }, { OPT_REQUEST, OPT_WAIT }, ACT_CASE,
	    anchor_reply_run, NULL },
	{ OPT_ANCHOR_REQUEST, { 0 }, { OPT_RENEW }, ACT_FILE,
	    anchor_request_run, NULL },
	{ OPT_ANCHOR_FILED, { OPT_KEY }, { OPT_WAIT }, ACT_CASE,
	    anchor_filed_run, NULL },
	{ OPT_COSIGNATURE, { OPT_WITNESS, OPT_KEY }, { OPT_WAIT }, ACT_CASE,
	    cosignature_run, NULL },
	{ OPT_WITNESS_REQUEST, { 0 }, { 0 }, ACT_FILE, witness_request_run,
	    NULL },
	{ OPT_CUSTODY, { OPT_FROM, OPT_TO, OPT_WHAT, OPT_WHY, OPT_KEY },
	    { OPT_SEAL_NO, OPT_WAIT }, ACT_CASE, custody_run, NULL },
	{ OPT_CORRECT, { OPT_WHY, OPT_KEY }, { OPT_WAIT }, ACT_CASE,
	    correct_run, correct_check },
	{ OPT_REVIEW, { OPT_VERDICT, OPT_BY, OPT_WHY, OPT_KEY }, { OPT_WAIT },
	    ACT_CASE, review_run, review_check },
	{ OPT_REVIEWS, { OPT_KEY }, { OPT_BY, OPT_WHY, OPT_WAIT }, ACT_CASE,
	    reviews_run, NULL },
	{ 0, { OPT_KEY },
	    { OPT_ACQUISITION, OPT_BLOCKER, OPT_ERRORS, OPT_EXHIBIT, OPT_FP_KEY,
		OPT_WAIT },
	    ACT_CASE, stream_run, stream_check },
};

enum { ACTS = sizeof(acts) / sizeof(acts[0]) };

const char *
act_name(const struct option *table, int option)
{
	while (table->name != NULL && table->val != option)
		table++;
	return table->name != NULL ? table->name : "?";
}

bool
act_lists(const int *list, int option)
{
	for (; *list != 0; list++)
		if (*list == option)
			return true;
	return false;
}

/* Does that option belong to the act? What asks for one may serve another. */
static bool
is_of(const struct act *act, int option)
{
	/* Wherever there is a key, there may be others that sign. */
	static const int signing[] = { OPT_COSIGNER, OPT_SIGNER,
		OPT_SIGNER_WAIT, 0 };

	return act_lists(act->wants, option) || act_lists(act->takes, option) ||
	    (act->needs != ACT_FILE && act_lists(signing, option));
}

/* Every option that is there belongs to the act, and none is missing. */
static void
check(const struct act *act, const struct asked *a, const struct option *table)
{
	const char *self = act->option != 0 ? act_name(table, act->option)
					    : NULL;
	const int *want;
	size_t i;

	for (i = 0; i < a->ngiven; i++) {
		const int o = a->given[i].option;

		if (o != act->option && !is_of(act, o))
			cli_die(CLI_USAGE, "--%s does not go with %s%s",
			    act_name(table, o), self != NULL ? "--" : "",
			    self != NULL ? self : "recording findings");
	}
	for (want = act->wants; *want != 0; want++)
		if (asked(a, *want) == NULL)
			cli_die(CLI_USAGE, "%s%s%s--%s is missing",
			    self != NULL ? "--" : "", self != NULL ? self : "",
			    self != NULL ? ": " : "", act_name(table, *want));
}

const struct act *
act_find(struct asked *a, const struct option *table)
{
	const struct act *found = NULL;
	size_t i;

	for (i = 0; i < ACTS; i++) {
		if (acts[i].option != 0 && asked(a, acts[i].option) == NULL)
			continue;
		if (found == NULL)
			found = &acts[i];
		else if (acts[i].option != 0 && !is_of(found, acts[i].option))
			cli_die(CLI_USAGE, "--%s and --%s exclude one another",
			    act_name(table, found->option),
			    act_name(table, acts[i].option));
	}
	check(found, a, table);
	texts_take(a, found->option == OPT_INIT, table);
	if (found->check != NULL)
		found->check(a);
	return found;
}

/* The head that is to be filed now, unless it is the one of that size. */
static void
tell_head(const struct asked *a, uint64_t known)
{
	struct fx_store_info now;

	fx_store_info(a->store, &now);
	if (!a->quiet && now.head.size != known)
		case_warn_head(a->path, fx_store_note(a->store));
}

/* Run what needs the case open. */
static int
with_case(const struct act *act, struct asked *a)
{
	const struct fx_store_options opt = { .signer = &a->signers.by,
		.new_vault = asked(a, OPT_NEW_VAULT) != NULL,
		.wait = a->wait,
		.stop = &asked_stop,
		.say = asked_say,
		.arg = a };
	struct fx_store_info before;
	struct fx_err err;
	int rc;

	a->store = fx_store_open(a->path, &opt, &a->mended, &err);
	if (a->store == NULL)
		return asked_fail(a, &err);
	if (a->verbose)
		case_warn_head(a->path, fx_store_note(a->store));
	fx_store_info(a->store, &before);
	rc = act->run(a);
	if (act->option != 0) /* each run tells of its own */
		tell_head(a, a->mended && !a->verbose ? 0 : before.head.size);
	fx_store_close(a->store);
	a->store = NULL;
	return rc;
}

int
act_run(const struct act *act, struct asked *a)
{
	struct fx_err err;
	int rc;

	if (act->needs == ACT_FILE)
		return act->run(a);
	if (signers_load(&a->signers, asked(a, OPT_KEY), &err) == -1) {
		cli_error(NULL, &err);
		rc = CLI_FAIL;
	} else {
		rc = act->needs == ACT_CASE ? with_case(act, a) : act->run(a);
	}
	signers_drop(&a->signers);
	return rc;
}
