/* fxverify.c - is this case file what was signed, and what does it prove? */
#include <stdlib.h>

#include "carvers.h"
#include "cli.h"
#include "sources.h"
#include "verdict.h"

static const char usage[] =
    "usage: fxverify [-hqvV] [--key file] ... [--expect checkpoint]\n"
    "                [--state file] [--vault vault] [--image image] ...\n"
    "                [--json] case.evd\n";

enum { OPT_KEY = 256, OPT_EXPECT, OPT_STATE, OPT_VAULT, OPT_IMAGE, OPT_JSON };

static const struct option options[] = {
	{ "quiet", no_argument, NULL, 'q' },
	{ "verbose", no_argument, NULL, 'v' },
	{ "key", required_argument, NULL, OPT_KEY },
	{ "expect", required_argument, NULL, OPT_EXPECT },
	{ "state", required_argument, NULL, OPT_STATE },
	{ "vault", required_argument, NULL, OPT_VAULT },
	{ "image", required_argument, NULL, OPT_IMAGE },
	{ "json", no_argument, NULL, OPT_JSON },
	{ 0 },
};

/* What was asked; the arrays have room for every argument there is. */
struct request {
	struct fx_verify_options opt;
	struct fx_pub *keys;
	struct sources images;
	bool quiet, verbose, json;
};

static void
add_key(struct request *r, const char *path)
{
	struct fx_err err;

	if (fx_pub_load(&r->keys[r->opt.nkeys++], path, &err) == -1) {
		cli_error(NULL, &err);
		exit(CLI_FAIL);
	}
}

static void
parse(struct request *r, int argc, char *argv[])
{
	int ch;

	while ((ch = cli_getopt(argc, argv, options)) != -1)
		switch (ch) {
		case 'q':
			r->quiet = true;
			break;
		case 'v':
			r->verbose = true;
			break;
		case OPT_KEY:
			add_key(r, optarg);
			break;
		case OPT_EXPECT:
			r->opt.expect = optarg;
			break;
		case OPT_STATE:
			r->opt.state = optarg;
			break;
		case OPT_VAULT:
			r->opt.vault = optarg;
			break;
		case OPT_IMAGE:
			sources_add(&r->images, optarg);
			break;
		case OPT_JSON:
			r->json = true;
			break;
		default:
			cli_usage();
		}
	if (optind + 1 != argc)
		cli_usage();
	cli_forgo(r->opt.state);
}

int
main(int argc, char *argv[])
{
	struct request r = { .opt = { .set = carvers,
				 .version = cli_version,
				 .build = cli_build } };
	struct fx_verdict *verdict;
	struct fx_err err;
	int status;

	cli_init("fxverify", usage);
	r.keys = calloc((size_t)argc, sizeof(*r.keys));
	if (r.keys == NULL)
		cli_die(CLI_FAIL, "out of memory");
	parse(&r, argc, argv);
	r.opt.keys = r.keys;
	sources_list(&r.images);
	r.opt.images = (const char *const *)r.images.files;
	r.opt.nimages = r.images.n;
	verdict = fx_verify(argv[optind], &r.opt, &err);
	if (verdict == NULL ||
	    (r.json && !r.quiet &&
		verdict_json(verdict, argv[optind], &err) == -1)) {
		cli_error(argv[optind], &err);
		return CLI_FAIL;
	}
	if (!r.json && !r.quiet)
		verdict_text(verdict, r.verbose);
	status = verdict_status(verdict);
	fx_verdict_free(verdict);
	sources_drop(&r.images);
	free(r.keys);
	return cli_finish(status);
}
