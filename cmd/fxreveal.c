/* fxreveal.c - show values of a case: on the record first, then on the screen
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "carvers.h"
#include "case.h"
#include "cli.h"
#include "custodians.h"
#include "forensic/access.h"
#include "records.h"
#include "shown.h"
#include "signers.h"
#include "stated.h"

static const char usage[] =
    "usage: fxreveal --identity file --seq record[-record],...\n"
    "                [--field name] ... --why reason --legal reference\n"
    "                [--who name] [--json | --opening] [-q]\n"
    "                [--wait seconds] [--signer command] ...\n"
    "                [--signer-wait seconds] [--cosigner name=file] ...\n"
    "                --key file case.evd\n"
    "       fxreveal [-hV]\n";

enum {
	OPT_COSIGNER = 256,
	OPT_FIELD,
	OPT_IDENTITY,
	OPT_JSON,
	OPT_KEY,
	OPT_LEGAL,
	OPT_OPENING,
	OPT_SEQ,
	OPT_SIGNER,
	OPT_SIGNER_WAIT,
	OPT_WAIT,
	OPT_WHO,
	OPT_WHY
};

static const struct option options[] = {
	{ "cosigner", required_argument, NULL, OPT_COSIGNER },
	{ "field", required_argument, NULL, OPT_FIELD },
	{ "identity", required_argument, NULL, OPT_IDENTITY },
	{ "json", no_argument, NULL, OPT_JSON },
	{ "key", required_argument, NULL, OPT_KEY },
	{ "legal", required_argument, NULL, OPT_LEGAL },
	{ "opening", no_argument, NULL, OPT_OPENING },
	{ "quiet", no_argument, NULL, 'q' },
	{ "seq", required_argument, NULL, OPT_SEQ },
	{ "signer", required_argument, NULL, OPT_SIGNER },
	{ "signer-wait", required_argument, NULL, OPT_SIGNER_WAIT },
	{ "wait", required_argument, NULL, OPT_WAIT },
	{ "who", required_argument, NULL, OPT_WHO },
	{ "why", required_argument, NULL, OPT_WHY },
	{ 0 },
};

enum { WAIT_DEFAULT = 10, WAIT_MOST = 1000000 };

struct request {
	struct fx_access what;
	struct records records;
	const char *field[FX_ACCESS_FIELDS];
	struct fx_age_identities ids;
	struct signers signers;
	const char *path, *identity, *key;
	unsigned int wait;
	enum shown_form form;
	bool quiet;
	struct fx_masker *masker;      /* of what is stated; NULL: none yet */
	struct fx_buf who, why, legal; /* as they are recorded */
	struct fx_store *store;
};

static void
say(const char *words, void *arg)
{
	const struct request *r = arg;

	cli_warn("%s: %s", r->path, words);
}

static void
take(struct request *r, int ch)
{
	switch (ch) {
	case 'q':
		r->quiet = true;
		break;
	case OPT_COSIGNER:
		signers_cosigner(&r->signers, optarg);
		break;
	case OPT_FIELD:
		r->what.fields = custodians_field(r->field, r->what.fields,
		    optarg);
		break;
	case OPT_IDENTITY:
		r->identity = optarg;
		break;
	case OPT_JSON:
		r->form = SHOWN_JSON;
		break;
	case OPT_KEY:
		r->key = optarg;
		break;
	case OPT_LEGAL:
		r->what.legal = optarg;
		break;
	case OPT_OPENING:
		r->form = SHOWN_OPENING;
		break;
	case OPT_SEQ:
		records_take(&r->records, "--seq", optarg);
		break;
	case OPT_SIGNER:
		signers_command(&r->signers, optarg);
		break;
	case OPT_SIGNER_WAIT:
		signers_wait(&r->signers, optarg);
		break;
	case OPT_WAIT:
		r->wait = (unsigned int)cli_number("--wait", optarg, 0,
		    WAIT_MOST);
		break;
	case OPT_WHO:
		r->what.who = optarg;
		break;
	case OPT_WHY:
		r->what.why = optarg;
		break;
	default:
		cli_usage();
	}
}

static void
parse(struct request *r, int argc, char *argv[])
{
	static const char missing[] = "%s is missing";
	int ch;

	while ((ch = cli_getopt(argc, argv, options)) != -1)
		take(r, ch);
	if (argc - optind != 1)
		cli_usage();
	r->path = argv[optind];
	if (r->identity == NULL)
		cli_die(CLI_USAGE, missing, "--identity");
	if (r->records.n == 0)
		cli_die(CLI_USAGE, missing, "--seq");
	if (r->what.why == NULL)
		cli_die(CLI_USAGE, missing, "--why");
	if (r->what.legal == NULL)
		cli_die(CLI_USAGE, missing, "--legal");
	if (r->key == NULL)
		cli_die(CLI_USAGE, missing, "--key");
}

/* What people say of it: as it may stand in a record. */
static void
state(struct request *r)
{
	struct fx_masker **m = &r->masker;
	struct fx_access *w = &r->what;

	w->why = stated_masked(&r->why, "why", w->why, m);
	w->legal = stated_masked(&r->legal, "legal", w->legal, m);
	w->who = stated_masked(&r->who, "who", w->who, m);
}

/* Without --field it is the value, where that is plain. 0, or -1: said. */
static int
choose(struct request *r)
{
	struct fx_err err;
	json_t *record;
	size_t i;
	bool plain;

	if (r->what.fields > 0)
		return 0;
	for (i = 0; i < r->what.n; i++) {
		record = fx_store_finding(r->store, r->records.seq[i], &err);
		plain = record != NULL && shown_plain(record);
		if (record == NULL)
			cli_error(r->path, &err);
		else if (!plain)
			cli_warn("%s: the value of record %" PRIu64
				 " is shown only when it is named (--field "
				 "value)",
			    r->path, r->records.seq[i]);
		json_decref(record);
		if (!plain)
			return -1;
	}
	r->field[r->what.fields++] = "value";
	return 0;
}

/* Out with it, when it is on record. */
static int
show(const struct fx_revealed *v, void *arg)
{
	const struct request *r = arg;

	return shown_print(v, r->form);
}

static int
reveal(struct request *r)
{
	struct fx_store_info before, after;
	struct fx_err err;
	int rc;

	fx_store_info(r->store, &before);
	if (r->what.who == NULL)
		r->what.who = stated_masked(&r->who, "who", before.examiner,
		    &r->masker);
	if (records_findings(&r->records, r->store, &err) == -1) {
		cli_error(r->path, &err);
		return CLI_FAIL;
	}
	r->what.n = r->records.n;
	if (choose(r) == -1)
		return CLI_FAIL;
	rc = fx_store_reveal(r->store, &r->what, &r->ids, carvers, show, r,
	    &err);
	fx_store_info(r->store, &after);
	if (after.head.size > before.head.size && !r->quiet) {
		cli_warn("%s: record %" PRIu64 " tells of this", r->path,
		    after.size - 1);
		case_warn_head(r->path, fx_store_note(r->store));
	}
	if (rc == 0)
		return CLI_OK;
	cli_error(r->path, &err);
	return err.code == FX_EBROKEN && after.head.size > before.head.size
	    ? CLI_NO
	    : CLI_FAIL;
}

static int
with_store(struct request *r)
{
	const struct fx_store_options opt = { .signer = &r->signers.by,
		.keep_vault = true,
		.wait = r->wait,
		.say = say,
		.arg = r };
	struct fx_err err;
	bool mended;
	int rc;

	if ((r->store = fx_store_open(r->path, &opt, &mended, &err)) == NULL) {
		cli_error(r->path, &err);
		return CLI_FAIL;
	}
	rc = reveal(r);
	fx_store_close(r->store);
	return rc;
}

int
main(int argc, char *argv[])
{
	static struct request r = { .wait = WAIT_DEFAULT };
	struct fx_err err;
	int rc = CLI_FAIL;

	cli_init("fxreveal", usage);
	cli_guard();
	setvbuf(stdout, NULL, _IONBF, 0); /* a buffer would keep values */
	r.what.seq = r.records.seq;
	r.what.field = r.field;
	parse(&r, argc, argv);
	state(&r);
	custodians_identity(&r.ids, r.identity);
	if (signers_load(&r.signers, r.key, &err) == -1)
		cli_error(NULL, &err);
	else
		rc = with_store(&r);
	signers_drop(&r.signers);
	fx_age_forget(&r.ids);
	fx_masker_free(r.masker);
	fx_buf_done(&r.who);
	fx_buf_done(&r.why);
	fx_buf_done(&r.legal);
	return cli_finish(rc);
}
