/* fxexport.c - the findings of a case, masked unless revealed, in the formats
 * of others */
#include <sys/stat.h>
#include <sys/wait.h>

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "carvers.h"
#include "cli.h"
#include "custodians.h"
#include "forensic/batch.h"
#include "forensic/canon.h"
#include "forensic/export.h"
#include "out.h"
#include "shown.h"
#include "signals.h"
#include "verdict.h"
#include "vouched.h"
#include "whole.h"

static const char usage[] =
    "usage: fxexport [-hqV] --format case|dfxml|csv|features [--run number]\n"
    "                [-o path] [--vault vault --identity file]\n"
    "                [--key file] ... [--keyring folder] ...\n"
    "                [--expect checkpoint] [--tsa-ca certificates] ...\n"
    "                [--witness vkey] ... [--cms-ca certificates] ... "
    "case.evd\n";

enum { OPT_FORMAT = VOUCHED_END, OPT_RUN, OPT_VAULT, OPT_IDENTITY };

static const struct option options[] = {
	{ "output", required_argument, NULL, 'o' },
	{ "quiet", no_argument, NULL, 'q' },
	{ "format", required_argument, NULL, OPT_FORMAT },
	{ "run", required_argument, NULL, OPT_RUN },
	{ "vault", required_argument, NULL, OPT_VAULT },
	{ "identity", required_argument, NULL, OPT_IDENTITY },
	{ "key", required_argument, NULL, VOUCHED_KEY },
	{ "keyring", required_argument, NULL, VOUCHED_KEYRING },
	{ "expect", required_argument, NULL, VOUCHED_EXPECT },
	{ "tsa-ca", required_argument, NULL, VOUCHED_TSA_CA },
	{ "cms-ca", required_argument, NULL, VOUCHED_CMS_CA },
	{ "witness", required_argument, NULL, VOUCHED_WITNESS },
	{ 0 },
};

/* What findings are in UCO 1.4: a class, or all of a group. */
static const struct fx_export_thing things[] = {
	{ "card", "uco-observable:PaymentCard", true },
	{ "bank.iban", "uco-observable:Account", true },
	{ "bank.account", "uco-observable:Account", true },
	{ "login.credential", "uco-observable:Credential", true },
	{ "login.browser", "uco-observable:Credential", true },
	{ "wallet.address", "uco-observable:Account", true },
	{ 0 },
};

struct request {
	struct fx_verify_options verify;
	struct fx_export_options export;
	struct vouched vouched;
	struct fx_age_identities identities;
	const char *evd, *output; /* output NULL: standard output */
	bool quiet;
	struct whole whole;
};

static enum fx_export_format
format_of(const char *name)
{
	enum fx_export_format f;

	for (f = 0; f < FX_EXPORT_FORMATS; f++)
		if (strcmp(name, fx_export_name(f)) == 0)
			return f;
	cli_die(CLI_USAGE, "--format: %s is none of case, dfxml, csv, features",
	    name);
}

static void
parse(struct request *r, int argc, char *argv[])
{
	int ch;

	while ((ch = cli_getopt(argc, argv, options)) != -1)
		switch (ch) {
		case 'o':
			r->output = optarg;
			break;
		case 'q':
			r->quiet = true;
			break;
		case OPT_FORMAT:
			r->export.format = format_of(optarg);
			break;
		case OPT_RUN:
			r->export.run = (uint64_t)cli_number("--run", optarg, 1,
			    FX_CANON_INT);
			break;
		case OPT_VAULT:
			r->verify.vault = optarg;
			break;
		case OPT_IDENTITY:
			custodians_identity(&r->identities, optarg);
			r->verify.identities = &r->identities;
			r->export.plain = shown_plain;
			break;
		default:
			if (!vouched_take(&r->vouched, ch, optarg))
				cli_usage();
		}
	vouched_give(&r->vouched, &r->verify);
	if (optind + 1 != argc || r->export.format == FX_EXPORT_FORMATS)
		cli_usage();
	if ((r->verify.vault == NULL) != (r->verify.identities == NULL))
		cli_die(CLI_USAGE,
		    "--vault and --identity: values take both of them");
	if (r->verify.identities != NULL)
		umask(0077); /* values are in it */
	r->evd = argv[optind];
	if (r->output != NULL && strcmp(r->output, "-") == 0)
		r->output = NULL;
	if (r->export.format == FX_EXPORT_FEATURES && r->output == NULL)
		cli_die(CLI_USAGE,
		    "features are many files: -o names their "
		    "folder");
}

static int
take_output(void *arg, const char *name, const void *p, size_t n,
    struct fx_err *err)
{
	struct request *r = arg;

	return r->output == NULL ? out_write(p, n, err)
				 : whole_write(&r->whole, name, p, n, err);
}

/* On stderr: the verdict, and why, if it is not the best. */
static void
tell(const struct request *r, const struct fx_verdict *v)
{
	size_t i;

	for (i = 0; i < v->nreasons; i++)
		if (v->reasons[i].level > FX_NOTE)
			cli_warn("%s: %s: %s", r->evd,
			    fx_level_name(v->reasons[i].level),
			    v->reasons[i].text);
	cli_warn("%s: %s", r->evd, fx_verdict_word(v->worst));
}

/* In a process that reads what others wrote. */
static int
make(struct request *r)
{
	const struct fx_verdict *v;
	struct fx_case *c;
	struct fx_err err;
	int status;

	cli_forgo(whole_writes(&r->whole));
	if ((c = fx_case_open(r->evd, &r->verify, &err)) == NULL) {
		cli_error(r->evd, &err);
		return CLI_FAIL;
	}
	v = fx_case_verdict(c);
	status = verdict_status(v);
	if (!r->quiet || v->worst >= FX_CANNOT_CHECK)
		tell(r, v);
	if (v->worst < FX_CANNOT_CHECK && fx_case_is_parent(c))
		cli_warn("%s: it is the case of a batch, which has no "
			 "findings: they are in the cases of its images",
		    r->evd);
	if (v->worst < FX_CANNOT_CHECK &&
	    fx_export(c, &r->export, &err) == -1) {
		cli_error(r->evd, &err);
		status = CLI_FAIL;
	}
	fx_case_close(c);
	return cli_finish(status);
}

/* The status of that process; a signal that came to us ends it. */
static int
await(pid_t pid)
{
	int how = 0;
	pid_t got;

	while ((got = waitpid(pid, &how, 0)) == -1 && errno == EINTR)
		if (signals_came() != 0)
			kill(pid, signals_came());
	if (got == pid && WIFEXITED(how))
		return WEXITSTATUS(how);
	if (signals_came() == 0)
		cli_warn("the process that reads the case died");
	return CLI_FAIL;
}

/*
 * A child reads the case, confined; the parent gives what it made its name, or
 * takes away what it left, however it ended.
 */
int
main(int argc, char *argv[])
{
	struct request r = { .verify = { .set = carvers,
				 .version = cli_version,
				 .build = cli_build },
		.export = { .format = FX_EXPORT_FORMATS,
		    .things = things,
		    .version = cli_version,
		    .build = cli_build,
		    .write = take_output } };
	struct fx_err err;
	int status;
	pid_t pid;

	cli_init("fxexport", usage);
	cli_guard();
	r.export.arg = &r;
	r.whole.fd = -1;
	parse(&r, argc, argv);
	signals_pipe();
	signals_watch();
	if (r.output != NULL &&
	    whole_begin(&r.whole, r.output,
		r.export.format == FX_EXPORT_FEATURES, &err) == -1)
		cli_die(CLI_FAIL, "%s", err.msg);
	if ((pid = fork()) == 0) {
		signals_unwatch();
		exit(make(&r));
	}
	if (pid == -1)
		cli_warn("cannot start a process: %s", strerror(errno));
	status = pid == -1 ? CLI_FAIL : await(pid);
	if (whole_end(&r.whole, status == CLI_OK || status == CLI_PARTIAL,
		&err) == -1) {
		cli_warn("%s", err.msg);
		status = CLI_FAIL;
	}
	vouched_drop(&r.vouched);
	fx_age_forget(&r.identities);
	if (signals_came() != 0)
		signals_die();
	return status;
}
