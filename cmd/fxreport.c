/* fxreport.c - a case file as one page of HTML, for people who read */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "carvers.h"
#include "cli.h"
#include "forensic/buf.h"
#include "forensic/report.h"
#include "out.h"
#include "signals.h"
#include "verdict.h"
#include "vouched.h"

static const char usage[] =
    "usage: fxreport [-hqV] [-o file] [--key file] ... [--keyring folder] ...\n"
    "                [--expect checkpoint] [--tsa-ca certificates] ...\n"
    "                [--witness vkey] ... [--cms-ca certificates] ...\n"
    "                [--children folder | --no-children] [--title text]\n"
    "                [--date text] case.evd\n";

enum { OPT_TITLE = VOUCHED_END, OPT_DATE, OPT_CHILDREN, OPT_ALONE };

static const struct option options[] = {
	{ "output", required_argument, NULL, 'o' },
	{ "quiet", no_argument, NULL, 'q' },
	{ "key", required_argument, NULL, VOUCHED_KEY },
	{ "keyring", required_argument, NULL, VOUCHED_KEYRING },
	{ "expect", required_argument, NULL, VOUCHED_EXPECT },
	{ "cms-ca", required_argument, NULL, VOUCHED_CMS_CA },
	{ "tsa-ca", required_argument, NULL, VOUCHED_TSA_CA },
	{ "witness", required_argument, NULL, VOUCHED_WITNESS },
	{ "children", required_argument, NULL, OPT_CHILDREN },
	{ "no-children", no_argument, NULL, OPT_ALONE },
	{ "title", required_argument, NULL, OPT_TITLE },
	{ "date", required_argument, NULL, OPT_DATE },
	{ 0 },
};

/* What was asked. */
struct request {
	struct fx_verify_options verify;
	struct fx_report_options report;
	struct vouched vouched;
	const char *output; /* NULL: standard output */
	bool quiet, alone;  /* alone: cases of a batch are not looked at */
	int fd;             /* of the file that becomes output; -1: none yet */
	struct fx_buf name; /* of that file */
};

/* A file to sort in, that has no name; -1: there is none to be had. */
static int
scratch(void)
{
	const char *folder = getenv("TMPDIR");
	struct fx_buf name = { 0 };
	int fd = -1;

	fx_buf_printf(&name, "%s/fxreport.XXXXXX",
	    folder != NULL && *folder == '/' ? folder : "/var/tmp");
	if (!name.failed && (fd = mkostemp(name.p, O_CLOEXEC)) != -1)
		unlink(name.p);
	fx_buf_done(&name);
	return fd;
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
		case OPT_CHILDREN:
			r->verify.children = optarg;
			break;
		case OPT_ALONE:
			r->alone = true;
			break;
		case OPT_TITLE:
			r->report.title = optarg;
			break;
		case OPT_DATE:
			r->report.date = optarg;
			break;
		default:
			if (!vouched_take(&r->vouched, ch, optarg))
				cli_usage();
		}
	vouched_give(&r->vouched, &r->verify);
	if (optind + 1 != argc)
		cli_usage();
	if (r->alone && r->verify.children != NULL)
		cli_die(CLI_USAGE, "--children and --no-children: one of them");
	r->verify.descend = !r->alone;
	r->report.scratch = scratch();
	if (r->output != NULL && strcmp(r->output, "-") == 0)
		r->output = NULL;
	cli_forgo(r->output);
}

/* May the page stand in the place of a file?  Of an earlier page it may; a
 * case, a key or a vault, named by a slip of the hand, it must not. */
static int
check_place(const char *path, struct fx_err *err)
{
	static const char begin[] = "<!DOCTYPE html>\n";
	char text[sizeof(begin)] = "";
	struct stat st;
	ssize_t n = 0;
	int fd;

	if (stat(path, &st) == -1)
		return 0;
	if (!S_ISREG(st.st_mode))
		return fx_fail(err, FX_EARG, 0, "%s: is %s", path,
		    S_ISDIR(st.st_mode) ? "a directory" : "not a regular file");
	if ((fd = open(path, O_RDONLY | O_CLOEXEC)) != -1) {
		n = pread(fd, text, sizeof(begin) - 1, 0);
		close(fd);
	}
	if (st.st_size > 0 && (n == -1 || strcmp(text, begin) != 0))
		return fx_fail(err, FX_EARG, 0,
		    "%s: is there, and is no page: it is not replaced", path);
	return 0;
}

/* A file beside the one that it will become. */
static int
create(struct request *r, struct fx_err *err)
{
	mode_t mask = umask(0);

	umask(mask);
	if (check_place(r->output, err) == -1)
		return -1;
	fx_buf_printf(&r->name, "%s.XXXXXX", r->output);
	if (fx_buf_check(&r->name, err) == -1)
		return -1;
	r->fd = mkostemp(r->name.p, O_CLOEXEC);
	if (r->fd == -1 || fchmod(r->fd, 0666 & ~mask) == -1)
		return fx_fail_sys(err, 0, "%s", r->output);
	return 0;
}

static int
write_page(void *arg, const void *p, size_t n, struct fx_err *err)
{
	struct request *r = arg;
	const char *from = p;
	ssize_t got;

	if (r->output == NULL)
		return out_write(p, n, err);
	if (r->fd == -1) {
		signals_watch(); /* to take the file away */
		if (create(r, err) == -1)
			return -1;
	}
	while (n > 0) {
		if (signals_stop != 0)
			return fx_fail(err, FX_EIO, 0, "interrupted");
		got = write(r->fd, from, n);
		if (got == -1 && errno == EINTR)
			continue;
		if (got == -1)
			return fx_fail_sys(err, 0, "%s cannot be written",
			    r->output);
		from += got;
		n -= (size_t)got;
	}
	return 0;
}

/* The page is there as a whole, or not at all. Returns 0, or -1 and said. */
static int
finish(struct request *r, bool keep)
{
	int rc = 0;

	if (r->fd == -1) {
		fx_buf_done(&r->name);
		return 0;
	}
	if (keep &&
	    (fsync(r->fd) == -1 || rename(r->name.p, r->output) == -1)) {
		cli_warn("%s: %s", r->output, strerror(errno));
		rc = -1;
	}
	if (!keep || rc == -1)
		unlink(r->name.p);
	close(r->fd);
	fx_buf_done(&r->name);
	return rc;
}

/* On stderr: the verdict, and why, if it is not the best. */
static void
tell(const char *path, const struct fx_verdict *v)
{
	size_t i;

	for (i = 0; i < v->nreasons; i++)
		if (v->reasons[i].level > FX_NOTE)
			cli_warn("%s: %s: %s", path,
			    fx_level_name(v->reasons[i].level),
			    v->reasons[i].text);
	cli_warn("%s: %s", path, fx_verdict_word(v->worst));
}

int
main(int argc, char *argv[])
{
	struct request r = { .verify = { .set = carvers,
				 .version = cli_version,
				 .build = cli_build } };
	struct fx_verdict *verdict;
	struct fx_err err;
	bool written;
	int status;

	cli_init("fxreport", usage);
	r.report.verify = &r.verify;
	r.report.version = cli_version;
	r.report.build = cli_build;
	r.report.status = verdict_status;
	r.report.write = write_page;
	r.report.arg = &r;
	r.fd = -1;
	parse(&r, argc, argv);
	signals_pipe();
	verdict = fx_report(argv[optind], &r.report, &written, &err);
	if (verdict == NULL)
		cli_error(argv[optind], &err);
	status = finish(&r, verdict != NULL && written) == -1 || verdict == NULL
	    ? CLI_FAIL
	    : verdict_status(verdict);
	if (verdict != NULL && !r.quiet)
		tell(argv[optind], verdict);
	fx_verdict_free(verdict);
	vouched_drop(&r.vouched);
	if (status == CLI_FAIL && signals_came() != 0)
		signals_die();
	return cli_finish(status);
}
