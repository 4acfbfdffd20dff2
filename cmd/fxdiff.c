/* fxdiff.c - do two case files, or two runs, say the same of one source? */
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include "compare.h"
#include "forensic/canon.h"
#include "term.h"

static const char usage[] =
    "usage: fxdiff [-hqV] [--key file] ... [--keyring folder] ... [--json]\n"
    "              first.evd second.evd\n"
    "       fxdiff --run number --run number [-hqV] [--key file] ...\n"
    "              [--keyring folder] ... [--json] first.evd [second.evd]\n";

enum { OPT_JSON = VOUCHED_END, OPT_RUN };

static const struct option options[] = {
	{ "json", no_argument, NULL, OPT_JSON },
	{ "key", required_argument, NULL, VOUCHED_KEY },
	{ "keyring", required_argument, NULL, VOUCHED_KEYRING },
	{ "quiet", no_argument, NULL, 'q' },
	{ "run", required_argument, NULL, OPT_RUN },
	{ 0 },
};

struct request {
	struct compare cmp;
	struct out out;
	size_t nruns; /* of --run */
};

static void
parse(struct request *r, int argc, char *argv[])
{
	int ch, operands;

	while ((ch = cli_getopt(argc, argv, options)) != -1)
		switch (ch) {
		case 'q':
			r->cmp.show.quiet = true;
			break;
		case OPT_JSON:
			r->cmp.show.json = true;
			break;
		case OPT_RUN:
			if (r->nruns == FX_DIFF_SIDES)
				cli_usage();
			r->cmp.side[r->nruns++].run = (uint64_t)
			    cli_number("--run", optarg, 1, FX_CANON_INT);
			break;
		default:
			if (!vouched_take(&r->cmp.vouched, ch, optarg))
				cli_usage();
		}
	operands = argc - optind;
	if (operands < 1 || operands > FX_DIFF_SIDES ||
	    (r->nruns != 0 && r->nruns != FX_DIFF_SIDES) ||
	    (operands == 1 && r->nruns == 0))
		cli_usage();
	r->cmp.show.name[0] = argv[optind];
	r->cmp.show.name[1] = argv[optind + operands - 1];
	cli_forgo(NULL);
}

static int
diff(struct request *r)
{
	struct fx_diff_result res;
	struct fx_err err;
	int status, rc;
	size_t i;

	for (i = 0; i < FX_DIFF_SIDES && r->nruns > 0; i++)
		if (fx_case_is_parent(r->cmp.side[i].c)) {
			cli_warn("%s: --run: it is the case of a batch, whose "
				 "runs are in the cases of its images",
			    r->cmp.show.name[i]);
			return CLI_FAIL;
		}
	if (r->nruns == 0 && compare_is_batches(&r->cmp)) {
		rc = compare_batches(&r->cmp, &res, &err);
	} else {
		rc = fx_diff(r->cmp.side, difference_event, &r->cmp.show, &res,
		    &err);
	}
	if (rc == -1) {
		cli_error(NULL, &err);
		return CLI_FAIL;
	}
	if (res.pairs == 0 && !res.differs) {
		/* Two cases without a finding are not two that agree. */
		cli_warn("neither case has a run that can be compared");
		res.unproven = true;
	}
	status = res.unproven || r->cmp.unproven ? CLI_PARTIAL
	    : res.differs                        ? CLI_NO
						 : CLI_OK;
	difference_end(&r->cmp.show, &res, status);
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
	r.cmp.show.out = &r.out;
	status = compare_open(&r.cmp, 0, NULL);
	/* Two runs of one file: it is read once. */
	if (status == CLI_OK &&
	    strcmp(r.cmp.show.name[0], r.cmp.show.name[1]) == 0)
		r.cmp.side[1].c = r.cmp.side[0].c;
	else if (status == CLI_OK)
		status = compare_open(&r.cmp, 1, NULL);
	if (status == CLI_OK)
		status = diff(&r);
	if (r.cmp.side[1].c != r.cmp.side[0].c)
		fx_case_close(r.cmp.side[1].c);
	fx_case_close(r.cmp.side[0].c);
	out_done(&r.out);
	vouched_drop(&r.cmp.vouched);
	return cli_finish(status);
}
