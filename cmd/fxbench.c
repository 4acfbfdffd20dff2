/* fxbench.c - error rates of this build, on this machine */
#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "carvers.h"
#include "cli.h"
#include "corpus.h"
#include "forensic/sys.h"
#include "judge.h"
#include "out.h"
#include "report.h"
#include "select.h"
#include "signals.h"

static const char usage[] =
    "usage: fxbench --errors [-hqVv] [-e names] [-j threads] [-x names]\n"
    "               [--corpus path] [--json] [--keep folder]\n"
    "               [--look-alikes number] [--min score] [--seed number]\n"
    "               [--values number]\n";

enum {
	OPT_CORPUS = 256,
	OPT_ERRORS,
	OPT_JSON,
	OPT_KEEP,
	OPT_LOOK_ALIKES,
	OPT_MIN,
	OPT_SEED,
	OPT_VALUES,
};

static const struct option options[] = {
	{ "enable", required_argument, NULL, 'e' },
	{ "jobs", required_argument, NULL, 'j' },
	{ "quiet", no_argument, NULL, 'q' },
	{ "verbose", no_argument, NULL, 'v' },
	{ "exclude", required_argument, NULL, 'x' },
	{ "corpus", required_argument, NULL, OPT_CORPUS },
	{ "errors", no_argument, NULL, OPT_ERRORS },
	{ "json", no_argument, NULL, OPT_JSON },
	{ "keep", required_argument, NULL, OPT_KEEP },
	{ "look-alikes", required_argument, NULL, OPT_LOOK_ALIKES },
	{ "min", required_argument, NULL, OPT_MIN },
	{ "seed", required_argument, NULL, OPT_SEED },
	{ "values", required_argument, NULL, OPT_VALUES },
	{ 0 },
};

enum {
	MIN_DEFAULT = 12,
	MIN_MOST = 99,
	VALUES_DEFAULT = 20,
	VALUES_MOST = 1000,
	LOOK_ALIKES_DEFAULT = 100000,
	LOOK_ALIKES_MOST = 10000000,
	CORPORA_MOST = 64,
};

struct bench {
	struct fx_scan_options opt;
	struct select select;
	struct field field;
	struct result res;
	const char *corpora[CORPORA_MOST + 1];
	size_t ncorpora;
	bool errors, json, quiet, verbose;
	const char *keep;
	char temp[4096];
};

static void
long_option(struct bench *b, int ch)
{
	switch (ch) {
	case OPT_CORPUS:
		if (b->ncorpora == CORPORA_MOST)
			cli_die(CLI_USAGE, "more than %d times --corpus",
			    CORPORA_MOST);
		b->corpora[b->ncorpora++] = optarg;
		break;
	case OPT_ERRORS:
		b->errors = true;
		break;
	case OPT_JSON:
		b->json = true;
		break;
	case OPT_KEEP:
		b->keep = optarg;
		break;
	case OPT_LOOK_ALIKES:
		b->field.look_alikes = (unsigned int)cli_number("--look-alikes",
		    optarg, 0, LOOK_ALIKES_MOST);
		break;
	case OPT_MIN:
		b->opt.min = (int)cli_number("--min", optarg, 0, MIN_MOST);
		break;
	case OPT_SEED:
		b->field.seed = (uint64_t)cli_number("--seed", optarg, 0,
		    INT64_MAX);
		break;
	case OPT_VALUES:
		b->field.values = (unsigned int)cli_number("--values", optarg,
		    1, VALUES_MOST);
		break;
	}
}

static void
read_options(struct bench *b, int argc, char *argv[])
{
	int ch;

	while ((ch = cli_getopt(argc, argv, options)) != -1)
		switch (ch) {
		case 'e':
		case 'x':
			select_names(&b->select, optarg, ch == 'e');
			break;
		case 'j':
			b->opt.threads = (unsigned int)cli_number("-j", optarg,
			    1, FX_SCAN_THREADS);
			break;
		case 'q':
			b->quiet = true;
			break;
		case 'v':
			b->verbose = true;
			break;
		default:
			long_option(b, ch);
		}
	if (optind != argc)
		cli_usage();
	if (!b->errors)
		cli_die(CLI_USAGE, "what is to be measured? --errors");
	select_done(&b->select);
	b->field.names = b->select.names;
}

/* A folder for the sources: --keep's, which must be new, or one that goes. */
static int
make_folder(struct bench *b, struct fx_err *err)
{
	const char *tmp = getenv("TMPDIR");

	b->field.dir = b->keep;
	if (b->keep != NULL)
		return mkdir(b->keep, 0777) == 0
		    ? 0
		    : fx_fail_sys(err, 0, "%.100s", b->keep);
	snprintf(b->temp, sizeof(b->temp), "%s/fxbench.XXXXXX",
	    tmp != NULL && tmp[0] != '\0' ? tmp : "/var/tmp");
	if (mkdtemp(b->temp) == NULL)
		return fx_fail_sys(err, 0, "%.100s", b->temp);
	b->field.dir = b->temp;
	return 0;
}

static void
remove_folder(const struct bench *b)
{
	char path[4200];
	unsigned int i;

	if (b->temp[0] == '\0')
		return;
	for (i = 0; i <= b->field.sources; i++) {
		field_path(&b->field, i, path, sizeof(path));
		unlink(path);
	}
	if (rmdir(b->temp) == -1)
		cli_warn("%s: %s", b->temp, strerror(errno));
}

static void
say(const char *words, void *arg)
{
	(void)arg;
	cli_warn("%s", words);
}

static int
keep_truth(const struct bench *b, struct fx_err *err)
{
	char path[4200];

	if (b->keep == NULL)
		return 0;
	snprintf(path, sizeof(path), "%s.tsv", b->keep);
	return field_tell(&b->field, path, err);
}

static int
measure(struct bench *b, struct fx_err *err)
{
	struct judge j = { .set = b->select.set,
		.opt = &b->opt,
		.field = &b->field,
		.res = &b->res,
		.say = b->verbose ? say : NULL };
	struct corpus c = { .set = b->select.set,
		.opt = &b->opt,
		.res = &b->res,
		.say = b->verbose ? say : NULL };

	while (b->select.set[b->res.n] != NULL) {
		b->res.kinds[b->res.n].carver = b->select.set[b->res.n];
		b->res.n++;
	}
	b->res.corpus_names = b->corpora;
	if (make_folder(b, err) == -1 || field_make(&b->field, err) == -1 ||
	    keep_truth(b, err) == -1 || judge_field(&j, err) == -1)
		return -1;
	return b->ncorpora > 0 ? corpus_scan(&c, err) : 0;
}

/* Tell it. Returns the exit status. */
static int
tell(const struct bench *b)
{
	struct fx_buf out = { 0 }, failed = { 0 };
	char now[FX_TIME_LEN + 1];
	struct report r = { "fxbench", cli_version, cli_build, now, b->opt.min,
		&b->field, &b->res, false, NULL };
	struct fx_err err;
	int rc;

	fx_time_now(now);
	r.holds = result_holds(&b->res, b->field.lines, &failed);
	r.failed = fx_buf_text(&failed);
	if (b->json)
		report_json(&r, &out);
	else if (!b->quiet)
		report_table(&r, &out);
	rc = fx_buf_check(&out, &err);
	if (rc == 0)
		rc = out_write(out.p, out.len, &err);
	if (rc == -1)
		cli_error(NULL, &err);
	fx_buf_done(&out);
	fx_buf_done(&failed);
	if (rc == -1)
		return CLI_FAIL;
	if (b->res.corpus_unread > 0 || b->res.errors > 0)
		return CLI_PARTIAL;
	return r.holds ? CLI_OK : CLI_NO;
}

int
main(int argc, char *argv[])
{
	static struct bench b = {
		.opt = { .decoders = fx_decoders,
		    .min = MIN_DEFAULT,
		    .stop = &signals_stop },
		.select.all = carvers,
		.field = { .seed = 1,
		    .values = VALUES_DEFAULT,
		    .look_alikes = LOOK_ALIKES_DEFAULT },
	};
	struct fx_err err;
	int rc;

	cli_init("fxbench", usage);
	read_options(&b, argc, argv);
	signals_pipe();
	signals_watch();
	rc = measure(&b, &err);
	remove_folder(&b);
	if (signals_came() != 0)
		signals_die();
	if (rc == -1)
		cli_error(NULL, &err);
	rc = rc == -1 ? CLI_FAIL : tell(&b);
	field_done(&b.field);
	return cli_finish(rc);
}
