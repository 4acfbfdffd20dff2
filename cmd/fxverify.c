/* fxverify.c - is this case file what was signed, and what does it prove? */
#include <stdlib.h>
#include <string.h>

#include "carvers.h"
#include "cli.h"
#include "custodians.h"
#include "forensic/buf.h"
#include "forensic/exhibit.h"
#include "sources.h"
#include "verdict.h"
#include "vouched.h"

static const char usage[] =
    "usage: fxverify [-hqvV] [--key file] ... [--keyring folder] ...\n"
    "                [--expect checkpoint] [--state file] [--vault vault]\n"
    "                [--identity file] [--fp-key file] [--tsa-ca certificates] "
    "...\n"
    "                [--witness vkey] ... [--cms-ca certificates] ...\n"
    "                [--image image] ... [--children folder | "
    "--no-children]\n"
    "                [--require list] [--json] case.evd\n"
    "       fxverify --proof [-hqvV] [--key file] ... [--keyring folder] ...\n"
    "                [--expect checkpoint] [--tsa-ca certificates] ...\n"
    "                [--witness vkey] ... [--cms-ca certificates] ...\n"
    "                [--image image] ... [--require list] [--json] "
    "exhibit ...\n";

enum {
	OPT_REQUIRE = VOUCHED_END,
	OPT_STATE,
	OPT_VAULT,
	OPT_IDENTITY,
	OPT_FP_KEY,
	OPT_IMAGE,
	OPT_CHILDREN,
	OPT_ALONE,
	OPT_JSON,
	OPT_PROOF
};

static const struct option options[] = {
	{ "quiet", no_argument, NULL, 'q' },
	{ "verbose", no_argument, NULL, 'v' },
	{ "key", required_argument, NULL, VOUCHED_KEY },
	{ "keyring", required_argument, NULL, VOUCHED_KEYRING },
	{ "require", required_argument, NULL, OPT_REQUIRE },
	{ "expect", required_argument, NULL, VOUCHED_EXPECT },
	{ "state", required_argument, NULL, OPT_STATE },
	{ "cms-ca", required_argument, NULL, VOUCHED_CMS_CA },
	{ "tsa-ca", required_argument, NULL, VOUCHED_TSA_CA },
	{ "witness", required_argument, NULL, VOUCHED_WITNESS },
	{ "vault", required_argument, NULL, OPT_VAULT },
	{ "identity", required_argument, NULL, OPT_IDENTITY },
	{ "fp-key", required_argument, NULL, OPT_FP_KEY },
	{ "image", required_argument, NULL, OPT_IMAGE },
	{ "children", required_argument, NULL, OPT_CHILDREN },
	{ "no-children", no_argument, NULL, OPT_ALONE },
	{ "json", no_argument, NULL, OPT_JSON },
	{ "proof", no_argument, NULL, OPT_PROOF },
	{ 0 },
};

/* What was asked. */
struct request {
	struct fx_verify_options opt;
	struct vouched vouched;
	struct fx_age_identities identities;
	struct fx_fp_key fp;
	struct sources images;
	bool quiet, verbose, json;
	bool proof; /* operands are exhibits */
	bool alone; /* cases of a batch are not looked at */
};

/* "key,tsa": what must be shown. */
static void
require(struct request *r, const char *list)
{
	struct fx_buf known = { 0 };
	unsigned int i;
	size_t n;

	for (;; list += n + 1) {
		n = strcspn(list, ",");
		for (i = 0; i < FX_PROOFS; i++)
			if (strlen(fx_proof_name(i)) == n &&
			    memcmp(fx_proof_name(i), list, n) == 0)
				break;
		if (i == FX_PROOFS)
			break;
		r->opt.require[i] = true;
		if (list[n] == '\0')
			return;
	}
	for (i = 0; i < FX_PROOFS; i++)
		fx_buf_printf(&known, " %s", fx_proof_name(i));
	cli_die(CLI_USAGE, "--require: \"%.*s\" is none of%s", (int)n, list,
	    fx_buf_text(&known));
}

/* Do the options go together? */
static void
together(const struct request *r)
{
	if (r->proof &&
	    (r->opt.state != NULL || r->opt.vault != NULL ||
		r->identities.n > 0))
		cli_die(CLI_USAGE,
		    "--proof: an exhibit has no --state, --vault or "
		    "--identity");
	if (r->alone && r->opt.children != NULL)
		cli_die(CLI_USAGE, "--children and --no-children: one of them");
	if (r->proof && (r->alone || r->opt.children != NULL))
		cli_die(CLI_USAGE,
		    "--proof: an exhibit has no --children or --no-children");
	if (r->identities.n > 0 && r->opt.vault == NULL)
		cli_die(CLI_USAGE,
		    "--identity: it opens a vault: name that "
		    "with --vault");
	if (r->opt.fp != NULL && r->opt.identities == NULL)
		cli_die(CLI_USAGE,
		    "--fp-key: fingerprints are held against values: that "
		    "takes --vault and --identity");
}

static void
fp_key(struct request *r, const char *path)
{
	struct fx_err err;

	if (fx_fp_key_load(&r->fp, path, &err) == -1) {
		cli_error(NULL, &err);
		exit(CLI_FAIL);
	}
	r->opt.fp = &r->fp;
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
		case OPT_REQUIRE:
			require(r, optarg);
			break;
		case OPT_STATE:
			r->opt.state = optarg;
			break;
		case OPT_VAULT:
			r->opt.vault = optarg;
			break;
		case OPT_IDENTITY:
			custodians_identity(&r->identities, optarg);
			r->opt.identities = &r->identities;
			break;
		case OPT_FP_KEY:
			fp_key(r, optarg);
			break;
		case OPT_IMAGE:
			sources_add(&r->images, optarg);
			break;
		case OPT_CHILDREN:
			r->opt.children = optarg;
			break;
		case OPT_ALONE:
			r->alone = true;
			break;
		case OPT_JSON:
			r->json = true;
			break;
		case OPT_PROOF:
			r->proof = true;
			break;
		default:
			if (!vouched_take(&r->vouched, ch, optarg))
				cli_usage();
		}
	vouched_give(&r->vouched, &r->opt);
	r->opt.descend = !r->alone;
	if (optind == argc || (!r->proof && optind + 1 != argc))
		cli_usage();
	together(r);
	cli_forgo(r->opt.state);
}

/* Check one operand and say what came of it. Returns its exit status. */
static int
check(const struct request *r, const char *path, bool title)
{
	struct fx_verdict *verdict;
	struct fx_err err;
	int status;

	verdict = r->proof ? fx_exhibit_verify(path, &r->opt, &err)
			   : fx_verify(path, &r->opt, &err);
	if (verdict == NULL ||
	    (r->json && !r->quiet && verdict_json(verdict, path, &err) == -1)) {
		cli_error(path, &err);
		exit(CLI_FAIL);
	}
	if (!r->json && !r->quiet && title)
		cli_say("%s:", path);
	if (!r->json && !r->quiet)
		verdict_text(verdict, r->verbose);
	status = verdict_status(verdict);
	fx_verdict_free(verdict);
	return status;
}

/* Of two statuses the one that counts: 1, then 4, then 3. */
static int
worse(int a, int b)
{
	static const int order[] = { [CLI_OK] = 0,
		[CLI_PARTIAL] = 1,
		[CLI_FAIL] = 2,
		[CLI_NO] = 3 };

	return order[a] > order[b] ? a : b;
}

int
main(int argc, char *argv[])
{
	struct request r = { .opt = { .set = carvers,
				 .version = cli_version,
				 .build = cli_build } };
	int i, status = CLI_OK;

	cli_init("fxverify", usage);
	cli_guard();
	parse(&r, argc, argv);
	sources_list(&r.images);
	r.opt.images = (const char *const *)r.images.files;
	r.opt.nimages = r.images.n;
	r.opt.look = sources_look;
	for (i = optind; i < argc; i++)
		status = worse(status, check(&r, argv[i], argc - optind > 1));
	sources_drop(&r.images);
	vouched_drop(&r.vouched);
	fx_age_forget(&r.identities);
	fx_fp_key_forget(&r.fp);
	return cli_finish(status);
}
