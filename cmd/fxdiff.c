/* fxdiff.c - do two case files, or two runs, say the same of one source? */
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include "difference.h"
#include "forensic/canon.h"
#include "term.h"
#include "vouched.h"

static const char usage[] =
    "usage: fxdiff [-hqV] [--key file] ... [--keyring folder] ... [--json]\n"
    "              first.evd second.evd\n"
    "       fxdiff --run number --run number [-hqV] [--key file] ...\n"
    "              [--keyring folder] ... [--json] first.evd [second.evd]\n";

enum { OPT_JSON = VOUCHED_END, OPT_RUN };
enum { REASONS = 5 };     /* most that are told of a case */
enum { CHECK_TRUST = 7 }; /* as verify.h numbers them */

static const struct option options[] = {
	{ "json", no_argument, NULL, OPT_JSON },
	{ "key", required_argument, NULL, VOUCHED_KEY },
	{ "keyring", required_argument, NULL, VOUCHED_KEYRING },
	{ "quiet", no_argument, NULL, 'q' },
	{ "run", required_argument, NULL, OPT_RUN },
	{ 0 },
};

struct request {
	struct vouched vouched; /* of that keys alone */
	struct difference show;
	struct out out;
	struct fx_diff_side side[FX_DIFF_SIDES];
	size_t nruns; /* of --run */
	bool unproven;
};

static void
parse(struct request *r, int argc, char *argv[])
{
	int ch, operands;

	while ((ch = cli_getopt(argc, argv, options)) != -1)
		switch (ch) {
		case 'q':
			r->show.quiet = true;
			break;
		case OPT_JSON:
			r->show.json = true;
			break;
		case OPT_RUN:
			if (r->nruns == FX_DIFF_SIDES)
				cli_usage();
			r->side[r->nruns++].run = (uint64_t)cli_number("--run",
			    optarg, 1, FX_CANON_INT);
			break;
		default:
			if (!vouched_take(&r->vouched, ch, optarg))
				cli_usage();
		}
	operands = argc - optind;
	if (operands < 1 || operands > FX_DIFF_SIDES ||
	    (r->nruns != 0 && r->nruns != FX_DIFF_SIDES) ||
	    (operands == 1 && r->nruns == 0))
		cli_usage();
	r->show.name[0] = argv[optind];
	r->show.name[1] = argv[optind + operands - 1];
	cli_forgo(NULL);
}

/* The reasons that count, the worst first; not of a key nobody asked for. */
static void
warn(const struct request *r, const char *path, const struct fx_verdict *v)
{
	bool trust = r->vouched.keys.n > 0 || v->signed_size == 0;
	unsigned int level;
	size_t i, told = 0;

	for (level = v->worst; level > FX_NOTE; level--)
		for (i = 0; i < v->nreasons && told < REASONS; i++)
			if (v->reasons[i].level == level &&
			    (trust || v->reasons[i].check != CHECK_TRUST)) {
				cli_warn("%s: %s: %s", path,
				    fx_level_name(v->reasons[i].level),
				    v->reasons[i].text);
				told++;
			}
}

/*
 * Open a case and check it.  Whose key it is matters only to who gives one.
 * Returns CLI_OK when it can be compared, else the exit status.
 */
static int
open_case(struct request *r, size_t i)
{
	struct fx_verify_options opt = { .version = cli_version,
		.build = cli_build };
	const struct fx_verdict *v;
	struct fx_err err;

	vouched_give(&r->vouched, &opt);
	r->side[i].c = fx_case_open(r->show.name[i], &opt, &err);
	if (r->side[i].c == NULL) {
		cli_error(r->show.name[i], &err);
		return CLI_FAIL;
	}
	v = fx_case_verdict(r->side[i].c);
	if (v->worst >= FX_CANNOT_CHECK) {
		warn(r, r->show.name[i], v);
		return v->worst == FX_TAMPERED ? CLI_PARTIAL : CLI_FAIL;
	}
	if (v->signed_size < v->records ||
	    (r->vouched.keys.n > 0 && !v->confirmed)) {
		warn(r, r->show.name[i], v);
		r->unproven = true;
	}
	return CLI_OK;
}

static int
diff(struct request *r)
{
	struct fx_diff_result res;
	struct fx_err err;
	int status;

	if (fx_diff(r->side, difference_event, &r->show, &res, &err) == -1) {
		cli_error(NULL, &err);
		return CLI_FAIL;
	}
	if (res.pairs == 0 && !res.differs) {
		/* Two cases without a finding are not two that agree. */
		cli_warn("neither case has a run that can be compared");
		res.unproven = true;
	}
	status = res.unproven || r->unproven ? CLI_PARTIAL
	    : res.differs                    ? CLI_NO
					     : CLI_OK;
	difference_end(&r->show, &res, status);
	if (out_flush(&r->out, &err) == 0)
		return status;
	cli_error(NULL, &err);
	return CLI_FAIL;
}

int
main(int argc, char *argv[])
{
	struct request r = { 0 };
	int status;

	cli_init("fxdiff", usage);
	signal(SIGPIPE, SIG_IGN);
	term_init();
	parse(&r, argc, argv);
	r.show.out = &r.out;
	status = open_case(&r, 0);
	/* Two runs of one file: it is read once. */
	if (status == CLI_OK && strcmp(r.show.name[0], r.show.name[1]) == 0)
		r.side[1].c = r.side[0].c;
	else if (status == CLI_OK)
		status = open_case(&r, 1);
	if (status == CLI_OK)
		status = diff(&r);
	if (r.side[1].c != r.side[0].c)
		fx_case_close(r.side[1].c);
	fx_case_close(r.side[0].c);
	out_done(&r.out);
	vouched_drop(&r.vouched);
	return cli_finish(status);
}
