/* fxrecord.c - keep findings in a case file: hash-chained, signed, masked */
#include <inttypes.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "carvers.h"
#include "case.h"
#include "cli.h"
#include "forensic/record.h"
#include "forensic/store.h"
#include "forensic/utf8.h"
#include "validation.h"

static const char usage[] =
    "usage: fxrecord [-qv] [--errors report] [--exhibit name] "
    "[--wait seconds]\n"
    "                --key file case.evd\n"
    "       fxrecord --init --case id --agency name --examiner name\n"
    "                [--exhibit name] [--legal reference] --key file "
    "case.evd\n"
    "       fxrecord --recover [-qv] [--wait seconds] --key file case.evd\n"
    "       fxrecord --close copy [-q] case.evd\n"
    "       fxrecord [-hV]\n";

enum {
	OPT_FIRST = 256,
	OPT_AGENCY = OPT_FIRST,
	OPT_CASE,
	OPT_CLOSE,
	OPT_ERRORS,
	OPT_EXAMINER,
	OPT_EXHIBIT,
	OPT_INIT,
	OPT_KEY,
	OPT_LEGAL,
	OPT_RECOVER,
	OPT_WAIT,
	OPT_END
};

static const struct option options[] = {
	{ "agency", required_argument, NULL, OPT_AGENCY },
	{ "case", required_argument, NULL, OPT_CASE },
	{ "close", required_argument, NULL, OPT_CLOSE },
	{ "errors", required_argument, NULL, OPT_ERRORS },
	{ "examiner", required_argument, NULL, OPT_EXAMINER },
	{ "exhibit", required_argument, NULL, OPT_EXHIBIT },
	{ "init", no_argument, NULL, OPT_INIT },
	{ "key", required_argument, NULL, OPT_KEY },
	{ "legal", required_argument, NULL, OPT_LEGAL },
	{ "quiet", no_argument, NULL, 'q' },
	{ "recover", no_argument, NULL, OPT_RECOVER },
	{ "verbose", no_argument, NULL, 'v' },
	{ "wait", required_argument, NULL, OPT_WAIT },
	{ 0 },
};

enum { WAIT_DEFAULT = 10, WAIT_MOST = 1000000 };

/* What is asked for. */
struct asked {
	const char *given[OPT_END - OPT_FIRST]; /* "" without an argument */
	bool quiet, verbose;
	const char *path;
	char validation[VALIDATION_LEN]; /* "" for none */
	struct fx_genesis genesis;
	unsigned int wait;
	struct fx_key *key;
	struct fx_store *store;
};

static const char *
given(const struct asked *a, int option)
{
	return a->given[option - OPT_FIRST];
}

static volatile sig_atomic_t stop;

static void
on_signal(int sig)
{
	stop = sig;
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

static void
say(const char *words, void *arg)
{
	const struct asked *a = arg;

	cli_warn("%s: %s", a->path, words);
}

static void
ended(const struct fx_run_told *run, void *arg)
{
	const struct asked *a = arg;

	if (a->quiet)
		return;
	case_warn_run(a->path, run);
	case_warn_head(a->path, fx_store_note(a->store));
}

static int
fail(const struct asked *a, const struct fx_err *err)
{
	cli_error(a->path, err);
	return CLI_FAIL;
}

static int
init(struct asked *a)
{
	struct fx_buf note = { 0 };
	struct fx_err err;
	int rc;

	if (fx_store_create(a->path, &a->genesis, a->key, &note, &err) == -1) {
		rc = fail(a, &err);
	} else {
		if (!a->quiet)
			case_warn_vault(a->path);
		case_print(note.p, a->key);
		rc = CLI_OK;
	}
	fx_buf_done(&note);
	return rc;
}

static int
close_copy(struct asked *a)
{
	const char *copy = given(a, OPT_CLOSE);
	struct fx_checkpoint head;
	struct fx_err err;

	if (fx_store_copy(a->path, copy, &head, &err) == -1)
		return fail(a, &err);
	if (!a->quiet)
		cli_warn("%s: %" PRIu64 " records, closed", copy, head.size);
	return CLI_OK;
}

/* Read findings on standard input into the open case. */
static int
record(struct asked *a)
{
	const struct fx_stream_options opt = { .set = carvers,
		.exhibit = a->genesis.exhibit,
		.validation = a->validation[0] != '\0' ? a->validation : NULL,
		.stop = &stop,
		.ended = ended,
		.say = say,
		.arg = a };
	struct fx_store_info before, after;
	struct fx_err err;
	bool partial;

	if (!a->quiet)
		case_warn_vault(a->path);
	if (isatty(STDIN_FILENO))
		cli_warn("reading findings from the terminal");
	fx_store_info(a->store, &before);
	if (fx_record_stream(a->store, STDIN_FILENO, &opt, &partial, &err) == 0)
		return partial ? CLI_PARTIAL : CLI_OK;
	fail(a, &err);
	fx_store_info(a->store, &after);
	if (after.onfile > before.onfile)
		cli_warn("%s: %" PRIu64 " record%s on disk; the next start "
			 "ends the run as interrupted",
		    a->path, after.onfile - before.onfile,
		    after.onfile - before.onfile == 1 ? " is" : "s are");
	return CLI_FAIL;
}

static int
with_store(struct asked *a)
{
	const struct fx_store_options opt = { .key = a->key,
		.wait = a->wait,
		.stop = &stop,
		.say = say,
		.arg = a };
	struct fx_err err;
	bool mended;
	int rc = CLI_OK;

	a->store = fx_store_open(a->path, &opt, &mended, &err);
	if (a->store == NULL)
		return fail(a, &err);
	if (a->verbose)
		case_warn_head(a->path, fx_store_note(a->store));
	if (given(a, OPT_RECOVER) == NULL)
		rc = record(a);
	else if (!mended && !a->quiet)
		cli_warn("%s: nothing to mend", a->path);
	fx_store_close(a->store);
	return rc;
}

/* Do the options go together? */
static void
check(const struct asked *a)
{
	const struct fx_genesis *g = &a->genesis;
	const bool create = given(a, OPT_INIT) != NULL;
	const bool copy = given(a, OPT_CLOSE) != NULL;
	const bool errors = given(a, OPT_ERRORS) != NULL;

	if (create + copy + errors + (given(a, OPT_RECOVER) != NULL) > 1)
		cli_die(CLI_USAGE,
		    "--init, --recover, --close and --errors exclude one "
		    "another");
	if (!copy && given(a, OPT_KEY) == NULL)
		cli_die(CLI_USAGE, "--key is missing");
	if (copy && given(a, OPT_KEY) != NULL)
		cli_die(CLI_USAGE, "--close signs nothing: it wants no --key");
	if (create &&
	    (g->id == NULL || g->agency == NULL || g->examiner == NULL))
		cli_die(CLI_USAGE,
		    "--init wants --case, --agency and --examiner");
	if (!create &&
	    (g->id != NULL || g->agency != NULL || g->examiner != NULL ||
		g->legal != NULL))
		cli_die(CLI_USAGE,
		    "--case, --agency, --examiner and --legal "
		    "go with --init");
	if (create &&
	    (!fx_origin_ok(g->id) || !fx_origin_ok(g->agency) ||
		(g->exhibit != NULL && !fx_origin_ok(g->exhibit))))
		cli_die(CLI_USAGE,
		    "case, agency and exhibit name the log: "
		    "no white space and no + may be in them");
}

static void
take(struct asked *a, int ch)
{
	if (ch == 'q')
		a->quiet = true;
	else if (ch == 'v')
		a->verbose = true;
	else
		a->given[ch - OPT_FIRST] = optarg != NULL ? optarg : "";
	if (ch == OPT_ERRORS)
		validation_read(optarg, a->validation);
	if (ch == OPT_WAIT)
		a->wait = (unsigned int)cli_number("--wait", optarg, 0,
		    WAIT_MOST);
}

int
main(int argc, char *argv[])
{
	struct asked a = { .wait = WAIT_DEFAULT };
	struct fx_err err;
	int ch, rc;

	cli_init("fxrecord", usage);
	while ((ch = cli_getopt(argc, argv, options)) != -1)
		take(&a, ch);
	if (argc - optind != 1)
		cli_usage();
	a.path = argv[optind];
	a.genesis = (struct fx_genesis){ given(&a, OPT_CASE),
		given(&a, OPT_AGENCY), given(&a, OPT_EXAMINER),
		given(&a, OPT_LEGAL), given(&a, OPT_EXHIBIT) };
	check(&a);
	catch_signals();
	if (given(&a, OPT_CLOSE) != NULL)
		return cli_finish(close_copy(&a));
	if ((a.key = fx_key_load(given(&a, OPT_KEY), &err)) == NULL) {
		cli_error(NULL, &err);
		return cli_finish(CLI_FAIL);
	}
	rc = given(&a, OPT_INIT) != NULL ? init(&a) : with_store(&a);
	fx_key_free(a.key);
	return cli_finish(rc);
}
