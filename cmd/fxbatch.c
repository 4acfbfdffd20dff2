/* fxbatch.c - many images: plan, run, resume, and one case that ties all */
#include <string.h>

#include "batch/verb.h"
#include "cli.h"
#include "signals.h"

static const char usage[] =
    "usage: fxbatch plan [-q] [-e names] [-x names] [--alert list]\n"
    "               [--context characters] [--custodian recipient ... |\n"
    "               --no-vault] [--errors report] [--files] [--fp-key file]\n"
    "               [--hash algorithms] [--key file] [--known list]\n"
    "               [--legal reference] [--min score] [--no-decode] [--raw]\n"
    "               [--skip-known] [--split size] [--stop list] [--stopped]\n"
    "               [--volume number]\n"
    "               --case id --agency name --examiner name -o folder\n"
    "               manifest\n"
    "       fxbatch run [-q] [--engine local|parallel|slurm] [-j units]\n"
    "               [--memory-limit size] [--progress auto|none|json]\n"
    "               [--sshlogin machines] ... [--threads number]\n"
    "               [--time-limit seconds] --key file -o folder\n"
    "               [options of a plan and its manifest]\n"
    "       fxbatch retry [-q] [--engine local|parallel|slurm] [-j units]\n"
    "               [--memory-limit size] [--progress auto|none|json]\n"
    "               [--sshlogin machines] ... [--threads number]\n"
    "               [--time-limit seconds] [--units list] --key file folder\n"
    "       fxbatch work [-q] [-j units] [--memory-limit size]\n"
    "               [--progress auto|none|json] [--threads number]\n"
    "               [--time-limit seconds] --units list --key file plan\n"
    "       fxbatch merge [-q] --key file folder\n"
    "       fxbatch status [-v] [--json | --waiting] folder\n"
    "       fxbatch [-hV]\n";

static const struct option options[] = {
	{ "agency", required_argument, NULL, OPT_AGENCY },
	{ "alert", required_argument, NULL, OPT_ALERT },
	{ "case", required_argument, NULL, OPT_CASE },
	{ "context", required_argument, NULL, OPT_CONTEXT },
	{ "custodian", required_argument, NULL, OPT_CUSTODIAN },
	{ "enable", required_argument, NULL, 'e' },
	{ "engine", required_argument, NULL, OPT_ENGINE },
	{ "errors", required_argument, NULL, OPT_ERRORS },
	{ "examiner", required_argument, NULL, OPT_EXAMINER },
	{ "exclude", required_argument, NULL, 'x' },
	{ "files", no_argument, NULL, OPT_FILES },
	{ "fp-key", required_argument, NULL, OPT_FP_KEY },
	{ "hash", required_argument, NULL, OPT_HASH },
	{ "jobs", required_argument, NULL, 'j' },
	{ "json", no_argument, NULL, OPT_JSON },
	{ "key", required_argument, NULL, OPT_KEY },
	{ "legal", required_argument, NULL, OPT_LEGAL },
	{ "known", required_argument, NULL, OPT_KNOWN },
	{ "memory-limit", required_argument, NULL, OPT_MEMORY },
	{ "min", required_argument, NULL, OPT_MIN },
	{ "no-decode", no_argument, NULL, OPT_NO_DECODE },
	{ "no-vault", no_argument, NULL, OPT_NO_VAULT },
	{ "output", required_argument, NULL, 'o' },
	{ "progress", required_argument, NULL, OPT_PROGRESS },
	{ "quiet", no_argument, NULL, 'q' },
	{ "raw", no_argument, NULL, OPT_RAW },
	{ "skip-known", no_argument, NULL, OPT_SKIP_KNOWN },
	{ "split", required_argument, NULL, OPT_SPLIT },
	{ "sshlogin", required_argument, NULL, OPT_SSHLOGIN },
	{ "stop", required_argument, NULL, OPT_STOP },
	{ "stopped", no_argument, NULL, OPT_STOPPED },
	{ "threads", required_argument, NULL, OPT_THREADS },
	{ "time-limit", required_argument, NULL, OPT_TIME },
	{ "units", required_argument, NULL, OPT_UNITS },
	{ "verbose", no_argument, NULL, 'v' },
	{ "volume", required_argument, NULL, OPT_VOLUME },
	{ "waiting", no_argument, NULL, OPT_WAITING },
	{ 0 },
};

static const struct verb {
	const char *name;
	int bit;
	int (*run)(struct asked *a);
} verbs[] = {
	{ "plan", PLAN, verb_plan },
	{ "run", RUN, verb_run },
	{ "retry", RETRY, verb_retry },
	{ "work", WORK, verb_work },
	{ "merge", MERGE, verb_merge },
	{ "status", STATUS, verb_status },
};

/* What fxrecord takes, and a batch cannot. */
static void
refuse(char *argv[])
{
	static const struct {
		const char *option, *why;
	} no[] = {
		{ "--acquisition",
		    "a log is of one image, and a batch has many: record that "
		    "image by itself, fxscan | fxrecord --acquisition" },
		{ "--signer",
		    "units sign at many places and at a time, without anybody "
		    "beside them: a batch takes a key file, --key" },
	};
	size_t i, n;

	for (; *argv != NULL && strcmp(*argv, "--") != 0; argv++)
		for (i = 0; i < sizeof(no) / sizeof(no[0]); i++) {
			n = strlen(no[i].option);
			if (strncmp(*argv, no[i].option, n) == 0 &&
			    ((*argv)[n] == '\0' || (*argv)[n] == '='))
				cli_die(CLI_USAGE, "%s: %s", no[i].option,
				    no[i].why);
		}
}

/* The verb of that name, or NULL. */
static const struct verb *
find(const char *name)
{
	size_t i;

	for (i = 0; i < sizeof(verbs) / sizeof(verbs[0]); i++)
		if (strcmp(verbs[i].name, name) == 0)
			return &verbs[i];
	return NULL;
}

int
main(int argc, char *argv[])
{
	static struct asked a;
	const struct verb *verb;
	int ch, rc;

	cli_init("fxbatch", usage);
	signals_pipe();
	refuse(argv + 1);
	while ((ch = cli_getopt(argc, argv, options)) != -1)
		asked_take(&a, ch);
	verb = optind < argc ? find(argv[optind++]) : NULL;
	if (verb == NULL || argc - optind > 1)
		cli_usage();
	asked_done(&a, options, verb->bit);
	if (verb->bit == PLAN || verb->bit == RUN)
		a.make.manifest = argv[optind];
	else
		a.out = argv[optind];
	rc = verb->run(&a);
	batch_close(&a.batch);
	if (signals_came() != 0)
		signals_die();
	return cli_finish(rc);
}
