/* fxrecord.c - keep findings in a case file: hash-chained, signed, masked */
#include <signal.h>
#include <stdlib.h>

#include "act.h"
#include "cli.h"

static const char usage[] =
    "usage: fxrecord [-qv] [--acquisition log [--write-blocker name]]\n"
    "                [--errors report] [--exhibit name] [--fp-key file]\n"
    "                [--wait seconds]\n"
    "                [--signer command] ... [--signer-wait seconds]\n"
    "                [--cosigner name=file] ... --key file case.evd\n"
    "       fxrecord --init --case id --agency name --examiner name\n"
    "                [--exhibit name] [--legal reference]\n"
    "                [--custodian recipient ... | --no-vault] --key file "
    "case.evd\n"
    "       fxrecord --recover [--new-vault] [-qv] [--wait seconds] --key file "
    "case.evd\n"
    "       fxrecord --custody --from name --to name --what text --why text\n"
    "                [--seal-no number] [-qv] [--wait seconds] --key file "
    "case.evd\n"
    "       fxrecord --review record[-record],... --verdict "
    "accepted|rejected|note\n"
    "                --by name --why text [-qv] [--wait seconds] --key file "
    "case.evd\n"
    "       fxrecord --reviews list [--by name] [--why text] [-qv]\n"
    "                [--wait seconds] --key file case.evd\n"
    "       fxrecord --correct record --why text [-qv] [--wait seconds] "
    "--key file\n"
    "                case.evd\n"
    "       fxrecord --close copy [-q] case.evd\n"
    "       fxrecord --rotate newkey --why text [--erase-old] [-qv]\n"
    "                [--wait seconds] --key file case.evd\n"
    "       fxrecord --custodian recipient ... [--identity file] "
    "[--why text] [-qv]\n"
    "                [--wait seconds] --key file case.evd\n"
    "       fxrecord --erase record[-record],... [--field name] ... "
    "--why text\n"
    "                [--by name] [--legal reference] [-qv] [--wait seconds]\n"
    "                --key file case.evd\n"
    "       fxrecord --anchor-request file [--renew id] case.evd\n"
    "       fxrecord --anchor-reply file [--request file] [-qv] "
    "[--wait seconds]\n"
    "                --key file case.evd\n"
    "       fxrecord --anchor-filed where [-qv] [--wait seconds] --key file "
    "case.evd\n"
    "       fxrecord --anchor-cms file [-qv] [--wait seconds] --key file "
    "case.evd\n"
    "       fxrecord --cosignature file --witness vkey [-qv] "
    "[--wait seconds]\n"
    "                --key file case.evd\n"
    "       fxrecord --witness-request size case.evd\n"
    "       fxrecord [-hV]\n";

static const struct option options[] = {
	{ "acquisition", required_argument, NULL, OPT_ACQUISITION },
	{ "agency", required_argument, NULL, OPT_AGENCY },
	{ "anchor-cms", required_argument, NULL, OPT_ANCHOR_CMS },
	{ "anchor-filed", required_argument, NULL, OPT_ANCHOR_FILED },
	{ "anchor-reply", required_argument, NULL, OPT_ANCHOR_REPLY },
	{ "anchor-request", required_argument, NULL, OPT_ANCHOR_REQUEST },
	{ "by", required_argument, NULL, OPT_BY },
	{ "case", required_argument, NULL, OPT_CASE },
	{ "close", required_argument, NULL, OPT_CLOSE },
	{ "correct", required_argument, NULL, OPT_CORRECT },
	{ "cosignature", required_argument, NULL, OPT_COSIGNATURE },
	{ "cosigner", required_argument, NULL, OPT_COSIGNER },
	{ "custodian", required_argument, NULL, OPT_CUSTODIAN },
	{ "custody", no_argument, NULL, OPT_CUSTODY },
	{ "erase", required_argument, NULL, OPT_ERASE },
	{ "erase-old", no_argument, NULL, OPT_ERASE_OLD },
	{ "errors", required_argument, NULL, OPT_ERRORS },
	{ "examiner", required_argument, NULL, OPT_EXAMINER },
	{ "exhibit", required_argument, NULL, OPT_EXHIBIT },
	{ "field", required_argument, NULL, OPT_FIELD },
	{ "fp-key", required_argument, NULL, OPT_FP_KEY },
	{ "from", required_argument, NULL, OPT_FROM },
	{ "identity", required_argument, NULL, OPT_IDENTITY },
	{ "init", no_argument, NULL, OPT_INIT },
	{ "key", required_argument, NULL, OPT_KEY },
	{ "legal", required_argument, NULL, OPT_LEGAL },
	{ "new-vault", no_argument, NULL, OPT_NEW_VAULT },
	{ "no-vault", no_argument, NULL, OPT_NO_VAULT },
	{ "quiet", no_argument, NULL, 'q' },
	{ "recover", no_argument, NULL, OPT_RECOVER },
	{ "renew", required_argument, NULL, OPT_RENEW },
	{ "request", required_argument, NULL, OPT_REQUEST },
	{ "review", required_argument, NULL, OPT_REVIEW },
	{ "reviews", required_argument, NULL, OPT_REVIEWS },
	{ "rotate", required_argument, NULL, OPT_ROTATE },
	{ "seal-no", required_argument, NULL, OPT_SEAL_NO },
	{ "signer", required_argument, NULL, OPT_SIGNER },
	{ "signer-wait", required_argument, NULL, OPT_SIGNER_WAIT },
	{ "to", required_argument, NULL, OPT_TO },
	{ "verbose", no_argument, NULL, 'v' },
	{ "verdict", required_argument, NULL, OPT_VERDICT },
	{ "wait", required_argument, NULL, OPT_WAIT },
	{ "what", required_argument, NULL, OPT_WHAT },
	{ "why", required_argument, NULL, OPT_WHY },
	{ "witness", required_argument, NULL, OPT_WITNESS },
	{ "witness-request", required_argument, NULL, OPT_WITNESS_REQUEST },
	{ "write-blocker", required_argument, NULL, OPT_BLOCKER },
	{ 0 },
};

enum { WAIT_DEFAULT = 10, WAIT_MOST = 1000000 };

static void
on_signal(int sig)
{
	asked_stop = sig;
}

/* The first signal ends the stream in good order, the second one us. */
static void
catch_signals(void)
{
	struct sigaction sa = { 0 };

	sa.sa_flags = (int)(SA_RESTART | SA_RESETHAND);
	sa.sa_handler = on_signal;
	sigaction(SIGINT, &sa, NULL);
	sigaction(SIGTERM, &sa, NULL);
	sigaction(SIGHUP, &sa, NULL);
	/* Words to a pipe that nobody reads must not end a run. */
	signal(SIGPIPE, SIG_IGN);
}

/* Keep an option that was given. */
static void
take(struct asked *a, int ch)
{
	if (ch == 'q')
		a->quiet = true;
	else if (ch == 'v')
		a->verbose = true;
	else
		a->given[a->ngiven++] = (struct given){ .option = ch,
			.arg = optarg != NULL ? optarg : "" };
	if (ch == OPT_SIGNER)
		signers_command(&a->signers, optarg);
	if (ch == OPT_SIGNER_WAIT)
		signers_wait(&a->signers, optarg);
	if (ch == OPT_COSIGNER)
		signers_cosigner(&a->signers, optarg);
	if (ch == OPT_WAIT)
		a->wait = (unsigned int)cli_number("--wait", optarg, 0,
		    WAIT_MOST);
}

int
main(int argc, char *argv[])
{
	struct asked a = { .wait = WAIT_DEFAULT };
	const struct act *act;
	int ch, rc;

	cli_init("fxrecord", usage);
	cli_guard();
	if ((a.given = calloc((size_t)argc, sizeof(*a.given))) == NULL)
		cli_die(CLI_FAIL, "out of memory");
	while ((ch = cli_getopt(argc, argv, options)) != -1)
		take(&a, ch);
	if (argc - optind != 1)
		cli_usage();
	a.path = argv[optind];
	act = act_find(&a, options);
	catch_signals();
	rc = act_run(act, &a);
	free(a.acquisition);
	fx_fp_key_forget(&a.fp);
	while (a.ngiven > 0)
		fx_buf_done(&a.given[--a.ngiven].masked);
	free(a.given);
	return cli_finish(rc);
}
