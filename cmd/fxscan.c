/* fxscan.c - find payment, identity and credential data in disk images */
#include <limits.h>
#include <string.h>
#include <unistd.h>

#include "carvers.h"
#include "cli.h"
#include "digests.h"
#include "job.h"
#include "select.h"
#include "signals.h"
#include "term.h"

static const char usage[] =
    "usage: fxscan [-hqVv] [-e names] [-j threads] [-x names]\n"
    "              [--alert list] [--context characters] [--files]\n"
    "              [--hash algorithms] [--json] [--known list] [--min score]\n"
    "              [--name name] [--no-decode] [--progress auto|none|json]\n"
    "              [--range A-B] [--raw] [--skip-known] [--stop list]\n"
    "              [--stopped] [--strict] [--table] [--volume number]\n"
    "              image | folder ...\n";

enum {
	OPT_ALERT = 256,
	OPT_CONTEXT,
	OPT_FILES,
	OPT_HASH,
	OPT_JSON,
	OPT_KNOWN,
	OPT_MIN,
	OPT_NAME,
	OPT_NO_DECODE,
	OPT_PROGRESS,
	OPT_RANGE,
	OPT_RAW,
	OPT_SKIP_KNOWN,
	OPT_STOP,
	OPT_STOPPED,
	OPT_STRICT,
	OPT_TABLE,
	OPT_VOLUME,
};

static const struct option options[] = {
	{ "enable", required_argument, NULL, 'e' },
	{ "jobs", required_argument, NULL, 'j' },
	{ "quiet", no_argument, NULL, 'q' },
	{ "verbose", no_argument, NULL, 'v' },
	{ "exclude", required_argument, NULL, 'x' },
	{ "alert", required_argument, NULL, OPT_ALERT },
	{ "context", required_argument, NULL, OPT_CONTEXT },
	{ "files", no_argument, NULL, OPT_FILES },
	{ "hash", required_argument, NULL, OPT_HASH },
	{ "json", no_argument, NULL, OPT_JSON },
	{ "known", required_argument, NULL, OPT_KNOWN },
	{ "min", required_argument, NULL, OPT_MIN },
	{ "name", required_argument, NULL, OPT_NAME },
	{ "no-decode", no_argument, NULL, OPT_NO_DECODE },
	{ "progress", required_argument, NULL, OPT_PROGRESS },
	{ "range", required_argument, NULL, OPT_RANGE },
	{ "raw", no_argument, NULL, OPT_RAW },
	{ "skip-known", no_argument, NULL, OPT_SKIP_KNOWN },
	{ "stop", required_argument, NULL, OPT_STOP },
	{ "stopped", no_argument, NULL, OPT_STOPPED },
	{ "strict", no_argument, NULL, OPT_STRICT },
	{ "table", no_argument, NULL, OPT_TABLE },
	{ "volume", required_argument, NULL, OPT_VOLUME },
	{ 0 },
};

enum {
	MIN_DEFAULT = 12, /* probable */
	SCORE_MOST = 99,
	CONTEXT_DEFAULT = 32,
};

struct settings {
	struct job job;
	struct select select;
	bool strict;
	bool parts;       /* of a folder, not all could be covered */
	const char *name; /* of standard input */
};

/* Those of lists. Returns false if it is another one. */
static bool
list_option(struct job *job, int ch)
{
	switch (ch) {
	case OPT_ALERT:
	case OPT_STOP:
		lists_add(&job->lists, ch == OPT_ALERT, optarg);
		return true;
	case OPT_STOPPED:
		job->lists.tell = true;
		return true;
	case OPT_KNOWN:
		known_add(&job->known, optarg);
		return true;
	case OPT_SKIP_KNOWN:
		job->known.skip = true;
		return true;
	default:
		return false;
	}
}

static void
long_option(struct settings *s, int ch)
{
	struct job *job = &s->job;

	switch (ch) {
	case OPT_CONTEXT:
		job->opt.context = (unsigned int)cli_number("--context", optarg,
		    0, FX_CONTEXT_MOST);
		break;
	case OPT_FILES:
		job->parts.files = true;
		break;
	case OPT_HASH:
		digests_add(job->opt.hash, optarg);
		break;
	case OPT_JSON:
	case OPT_TABLE:
		job->json = ch == OPT_JSON;
		break;
	case OPT_MIN:
		job->opt.min = (int)cli_number("--min", optarg, 0, SCORE_MOST);
		break;
	case OPT_NAME:
		s->name = optarg;
		break;
	case OPT_NO_DECODE:
		job->opt.decoders = NULL;
		break;
	case OPT_PROGRESS:
		if (progress_find(optarg, &job->mode) == -1)
			cli_die(CLI_USAGE,
			    "--progress: '%s' is not auto, none or json",
			    optarg);
		break;
	case OPT_RANGE:
		parts_add(&job->parts, optarg);
		break;
	case OPT_RAW:
		job->flags |= FX_IMAGE_RAW;
		break;
	case OPT_STRICT:
		s->strict = true;
		break;
	case OPT_VOLUME:
		job->parts.has_volume = true;
		job->parts.volume = (unsigned int)cli_number("--volume", optarg,
		    0, UINT_MAX);
		break;
	}
}

static void
read_options(struct settings *s, int argc, char *argv[])
{
	int ch;

	while ((ch = cli_getopt(argc, argv, options)) != -1)
		switch (ch) {
		case 'e':
		case 'x':
			select_names(&s->select, optarg, ch == 'e');
			break;
		case 'j':
			s->job.opt.threads = (unsigned int)cli_number("-j",
			    optarg, 1, FX_SCAN_THREADS);
			break;
		case 'q':
			s->job.quiet = true;
			break;
		case 'v':
			s->job.verbose = true;
			break;
		default:
			if (!list_option(&s->job, ch))
				long_option(s, ch);
		}
	if (optind == argc)
		cli_usage();
	select_done(&s->select);
	parts_done(&s->job.parts);
	s->job.opt.marks = lists_done(&s->job.lists);
	if (s->job.known.skip && s->job.known.n == 0)
		cli_die(CLI_USAGE, "--skip-known needs a list, --known");
	if (parts_need_map(&s->job.parts) && (s->job.flags & FX_IMAGE_RAW) != 0)
		cli_die(CLI_USAGE,
		    "--volume and --files need file systems, --raw has none");
}

/* What does not depend on the options alone. */
static void
complete(struct settings *s, int operands, char *operand[])
{
	bool reads_stdin = false;
	int i;

	for (i = 0; i < operands; i++) {
		if (strcmp(operand[i], "-") == 0 && reads_stdin)
			cli_die(CLI_USAGE, "standard input can be read once");
		reads_stdin = reads_stdin || strcmp(operand[i], "-") == 0;
	}
	if (s->name != NULL && !reads_stdin)
		cli_die(CLI_USAGE,
		    "--name names standard input, the operand -");
	s->job.stdin_name = s->name != NULL ? s->name : "stdin";
	s->job.set = s->select.set;
	s->job.names = s->select.names;
	s->job.opt.stop = &signals_stop;
	if (s->job.quiet) {
		s->job.opt.nohash = true;
		s->job.mode = PROGRESS_NONE;
	}
	s->job.table.width = term_width(STDOUT_FILENO);
}

/* The exit status, once `good` of `all` operands were scanned. */
static int
status(const struct settings *s, int good, int all)
{
	const struct job *job = &s->job;

	if (job->out.lost)
		return CLI_FAIL;
	if (job->quiet && job->found)
		return CLI_OK;
	if (good == 0)
		return CLI_FAIL;
	if (good < all || s->parts || job->errors > 0 ||
	    (s->strict && job->limits > 0))
		return CLI_PARTIAL;
	return job->quiet ? CLI_NO : CLI_OK;
}

/* One operand. Returns 1 if something of it was covered, else 0. */
static int
operand(struct settings *s, const char *path)
{
	int rc;

	if (!tree_is(path))
		return job_run(&s->job, path) == 0;
	rc = job_run_folder(&s->job, path);
	s->parts |= rc == 1;
	return rc != -1;
}

int
main(int argc, char *argv[])
{
	static struct settings s = {
		.job.opt = { .decoders = fx_decoders,
		    .min = MIN_DEFAULT,
		    .context = CONTEXT_DEFAULT },
		.select.all = carvers,
	};
	struct about about = { 0 };
	struct fx_err err;
	int i, all, good = 0;

	cli_init("fxscan", usage);
	s.job.json = !isatty(STDOUT_FILENO);
	if (about_this(&about, argc, argv, &err) == 0)
		s.job.run = &about.run;
	read_options(&s, argc, argv);
	all = argc - optind;
	complete(&s, all, argv + optind);
	if (s.job.run == NULL)
		cli_warn("this program cannot be named in a run line: %s",
		    err.msg);
	signals_pipe();
	for (i = optind; i < argc && !s.job.out.lost; i++)
		if (!signals_stop || signals_came() != 0)
			good += operand(&s, argv[i]);
	job_say_left(&s.job);
	out_done(&s.job.out);
	known_free(&s.job.known);
	lists_free(&s.job.lists);
	about_done(&about);
	if (signals_came() != 0 && !s.job.out.lost)
		signals_die();
	return cli_finish(status(&s, good, all));
}
