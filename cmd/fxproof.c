/* fxproof.c - single records of a case, each in a folder that proves itself */
#include <sys/stat.h>
#include <sys/wait.h>

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli.h"
#include "flat.h"
#include "forensic/canon.h"
#include "forensic/exhibit.h"
#include "forensic/write.h"
#include "records.h"

static const char usage[] = "usage: fxproof [-hqV] [-o folder] [--bare] "
			    "[--head size] case.evd record ...\n";

enum { OPT_BARE = 256, OPT_HEAD, FILE_MODE = 0644, FOLDER_MODE = 0755 };
enum {
	REASONS = 5,      /* most that are told of a case that is refused */
	EXHIBITS = 10000, /* most that are made at once */
};

static const struct option options[] = {
	{ "bare", no_argument, NULL, OPT_BARE },
	{ "head", required_argument, NULL, OPT_HEAD },
	{ "output", required_argument, NULL, 'o' },
	{ "quiet", no_argument, NULL, 'q' },
	{ 0 },
};

struct request {
	struct fx_exhibit_options opt;
	const char *out; /* the folder that exhibits are made in */
	const char *evd;
	bool quiet;
	uint64_t *seq; /* n records, ascending */
	size_t n;
	struct fx_buf path; /* of the file at hand */
};

static int
by_value(const void *a, const void *b)
{
	const uint64_t *x = a, *y = b;

	return *x < *y ? -1 : *x > *y;
}

/* The records named, in order, each once. */
static void
take_records(struct request *r, int argc, char *argv[])
{
	const char *list;
	uint64_t from, to;
	size_t i, kept = 0;

	r->seq = calloc(EXHIBITS, sizeof(*r->seq));
	if (r->seq == NULL)
		cli_die(CLI_FAIL, "out of memory");
	for (; argc > 0; argc--, argv++)
		for (list = argv[0]; list != NULL;) {
			list = records_next(NULL, list, &from, &to);
			if (to - from >= EXHIBITS - r->n)
				cli_die(CLI_USAGE, "more than %d exhibits",
				    EXHIBITS);
			while (from <= to)
				r->seq[r->n++] = from++;
		}
	qsort(r->seq, r->n, sizeof(r->seq[0]), by_value);
	for (i = 0; i < r->n; i++)
		if (kept == 0 || r->seq[kept - 1] != r->seq[i])
			r->seq[kept++] = r->seq[i];
	r->n = kept;
}

static void
parse(struct request *r, int argc, char *argv[])
{
	int ch;

	while ((ch = cli_getopt(argc, argv, options)) != -1)
		switch (ch) {
		case 'o':
			r->out = optarg;
			break;
		case 'q':
			r->quiet = true;
			break;
		case OPT_BARE:
			r->opt.bare = true;
			break;
		case OPT_HEAD:
			r->opt.head = (uint64_t)cli_number("--head", optarg, 1,
			    FX_CANON_INT);
			break;
		default:
			cli_usage();
		}
	if (argc - optind < 2)
		cli_usage();
	r->evd = argv[optind];
	take_records(r, argc - optind - 1, argv + optind + 1);
}

/* The folder of record seq, or the file of that name in it. */
static const char *
path_of(struct request *r, uint64_t seq, const char *name)
{
	fx_buf_reset(&r->path);
	fx_buf_printf(&r->path, "%s%s%" PRIu64 ".exhibit%s%s",
	    r->out != NULL ? r->out : "", r->out != NULL ? "/" : "", seq,
	    name != NULL ? "/" : "", name != NULL ? name : "");
	if (r->path.failed)
		cli_die(CLI_FAIL, "out of memory");
	return r->path.p;
}

/* Remove the first n folders with what was put there. */
static void
remove_folders(struct request *r, size_t n)
{
	while (n-- > 0)
		flat_remove(path_of(r, r->seq[n], NULL));
}

/* New ones: nothing is ever put among what somebody else wrote. */
static void
make_folders(struct request *r)
{
	size_t i;

	for (i = 0; i < r->n; i++)
		if (mkdir(path_of(r, r->seq[i], NULL), FOLDER_MODE) == -1) {
			cli_warn("%s: %s", r->path.p,
			    errno == EEXIST ? "is there already"
					    : strerror(errno));
			remove_folders(r, i);
			exit(CLI_FAIL);
		}
}

static int
on_file(uint64_t seq, const char *name, const void *p, size_t n, void *arg,
    struct fx_err *err)
{
	const char *path = path_of(arg, seq, name);
	int fd, rc;

	fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, FILE_MODE);
	if (fd == -1)
		return fx_fail_sys(err, 0, "%s", path);
	rc = fx_write_all(fd, p, n);
	if (rc == -1)
		fx_fail_sys(err, 0, "%s", path);
	if (close(fd) == -1 && rc == 0)
		rc = fx_fail_sys(err, 0, "%s", path);
	return rc;
}

/* What speaks against the case, the worst first. */
static int
refuse(const struct request *r, const struct fx_verdict *v)
{
	size_t i, told = 0;

	for (i = 0; i < v->nreasons && told < REASONS; i++)
		if (v->reasons[i].level == v->worst) {
			cli_warn("%s: %s: %s", r->evd, fx_level_name(v->worst),
			    v->reasons[i].text);
			told++;
		}
	return CLI_FAIL;
}

/* All of them on disk at once; what fails here failed for other files too. */
static int
flush(const struct request *r)
{
	const char *out = r->out != NULL ? r->out : ".";
	int fd = open(out, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	int rc = fd != -1 && syncfs(fd) == 0 ? 0 : -1;

	if (rc == -1)
		cli_warn("%s: %s", out, strerror(errno));
	if (fd != -1)
		close(fd);
	return rc;
}

/* In a process that reads what others wrote. */
static int
make(struct request *r)
{
	const struct fx_verify_options opt = { .version = cli_version,
		.build = cli_build };
	struct fx_case *c;
	struct fx_err err;
	size_t i;
	int status = CLI_OK;

	cli_forgo(path_of(r, r->seq[0], NULL));
	if ((c = fx_case_open(r->evd, &opt, &err)) == NULL) {
		cli_error(r->evd, &err);
		return CLI_FAIL;
	}
	if (fx_case_verdict(c)->worst >= FX_CANNOT_CHECK) {
		status = refuse(r, fx_case_verdict(c));
	} else if (fx_exhibit_make(c, r->seq, r->n, &r->opt, on_file, r,
		       &err) == -1) {
		cli_error(r->evd, &err);
		status = CLI_FAIL;
	} else if (flush(r) == -1) {
		status = CLI_FAIL;
	}
	fx_case_close(c);
	for (i = 0; i < r->n && status == CLI_OK && !r->quiet; i++)
		cli_say("%s", path_of(r, r->seq[i], NULL));
	return cli_finish(status);
}

/*
 * A child makes the exhibits, confined; the parent takes away what it left if
 * it failed, however that was.
 */
int
main(int argc, char *argv[])
{
	struct request r = { 0 };
	int how = 0, status = CLI_FAIL;
	pid_t pid;

	cli_init("fxproof", usage);
	parse(&r, argc, argv);
	make_folders(&r);
	if ((pid = fork()) == 0)
		status = make(&r);
	else if (pid == -1)
		cli_warn("cannot start a process: %s", strerror(errno));
	else if (waitpid(pid, &how, 0) == pid && WIFEXITED(how))
		status = WEXITSTATUS(how);
	else
		cli_warn("the process that reads the case died");
	if (pid != 0 && status != CLI_OK)
		remove_folders(&r, r.n);
	fx_buf_done(&r.path);
	free(r.seq);
	return status;
}
