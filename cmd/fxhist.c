/* fxhist.c - findings, counted by issuer range, kind, file and the like */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdarg.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "by.h"
#include "cli.h"
#include "count.h"
#include "forensic/finding.h"

static const char usage[] =
    "usage: fxhist [-hV] [--by key] [--json] [file ...]\n";

enum { OPT_BY = 256, OPT_JSON };

static const struct option options[] = {
	{ "by", required_argument, NULL, OPT_BY },
	{ "json", no_argument, NULL, OPT_JSON },
	{ 0 },
};

/* What is counted, and where it comes from. */
struct hist {
	const struct by *by;
	struct count count;
	uint64_t uncounted;       /* findings for which there was no room */
	struct fx_buf key, value; /* of the finding at hand */
	bool broken;              /* something was said: exit CLI_PARTIAL */

	/* Of the input at hand. */
	const char *name;
	uint64_t line;        /* its number */
	struct fx_buf source; /* path of the last source line */
	uint64_t found;       /* findings since then */
	bool open;            /* a source line came, its end line not yet */
	bool any;             /* of findings at all */
	bool stray;           /* a finding outside of a scan was said */
};

/* Something is wrong with this input: say it, and that the count may be short.
 */
static void __attribute__((format(printf, 2, 3)))
broken(struct hist *h, const char *fmt, ...)
{
	char words[512];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(words, sizeof(words), fmt, ap);
	va_end(ap);
	cli_warn("%s: line %" PRIu64 ": %s", h->name, h->line, words);
	h->broken = true;
}

static void
source(struct hist *h, const struct fx_line *line)
{
	if (h->open)
		broken(h, "the scan before breaks off: no end line");
	h->open = true;
	h->any = true;
	h->found = 0;
	fx_buf_reset(&h->source);
	fx_json_get_bytes(json_object_get(line->json, "path"), &h->source);
}

static void
finding(struct hist *h, const struct fx_line *line)
{
	struct fx_finding f;
	struct by_facts facts = { .f = &f, .source = &h->source };
	struct fx_err err;

	if (!h->open && !h->stray) {
		broken(h, "a finding outside of a scan: no source line");
		h->stray = true;
	}
	h->any = true;
	h->found++;
	fx_finding_get(&f, line);
	fx_buf_reset(&h->key);
	fx_buf_reset(&h->value);
	fx_buf_str(&h->value, f.kind);
	fx_buf_byte(&h->value, '\0');
	fx_json_get_bytes(f.value, &h->value);
	facts.value = fx_buf_text(&h->value) + strlen(f.kind) + 1;
	h->by->key(&h->key, &facts);
	if (fx_buf_check(&h->key, &err) == -1 ||
	    fx_buf_check(&h->value, &err) == -1 ||
	    count_add(&h->count, h->key.p, h->key.len, h->value.p, h->value.len,
		&err) == -1) {
		if (h->uncounted++ == 0)
			broken(h, "%s", err.msg);
	}
}

static void
end(struct hist *h, const struct fx_line *line)
{
	const char *status = fx_line_str(line, "status"), *kind;
	uint64_t all = 0;
	json_t *n;

	if (!h->open) {
		broken(h, "an end line without a source line");
		return;
	}
	h->open = false;
	if (strcmp(status, "complete") != 0)
		broken(h, "the scan did not reach its end: %s", status);
	json_object_foreach (json_object_get(line->json, "findings"), kind, n)
		all += (uint64_t)json_integer_value(n);
	if (all != h->found)
		broken(h,
		    "the scan told %" PRIu64 " findings, %" PRIu64 " came", all,
		    h->found);
}

/* Count one input. Returns 0; or -1 if there was nothing of findings in it. */
static int
read_input(struct hist *h, int fd)
{
	struct fx_lines lines;
	struct fx_line line;
	struct fx_err err;
	const char *text;
	size_t n;
	int rc;

	h->open = h->stray = h->any = false;
	fx_buf_reset(&h->source);
	fx_lines_init(&lines, fd);
	while ((rc = fx_lines_next(&lines, &text, &n, &err)) != 0) {
		h->line = lines.number;
		if (rc == -1 || fx_line_read(&line, text, n, &err) == -1) {
			broken(h, "%s (byte %" PRIu64 ")", err.msg, err.off);
			if (rc == -1 && err.code != FX_ELIMIT)
				break;
			continue;
		}
		if (line.type == FX_LINE_SOURCE)
			source(h, &line);
		else if (line.type == FX_LINE_FINDING)
			finding(h, &line);
		else if (line.type == FX_LINE_END)
			end(h, &line);
		fx_line_done(&line);
	}
	fx_lines_done(&lines);
	if (!h->any) {
		cli_warn("%s: no findings stream: no source line", h->name);
		return -1;
	}
	if (h->open)
		broken(h, "the stream breaks off here: no end line");
	return 0;
}

static int
read_operand(struct hist *h, const char *operand)
{
	struct stat st;
	int fd, rc;

	h->name = operand;
	if (strcmp(operand, "-") == 0) {
		h->name = "stdin";
		return read_input(h, STDIN_FILENO);
	}
	if ((fd = open(operand, O_RDONLY | O_CLOEXEC)) == -1) {
		cli_warn("%s: cannot open: %s", operand, strerror(errno));
		return -1;
	}
	if (fstat(fd, &st) == 0 && S_ISDIR(st.st_mode)) {
		cli_warn("%s: is a directory, not findings", operand);
		rc = -1;
	} else {
		rc = read_input(h, fd);
	}
	close(fd);
	return rc;
}

static void
by_option(struct hist *h, const char *name)
{
	struct fx_buf names = { 0 };

	if ((h->by = by_find(name)) != NULL)
		return;
	by_names(&names);
	cli_die(CLI_USAGE, "--by: '%s' is none of %s", name,
	    fx_buf_text(&names));
}

/* Print what was counted. Returns the exit status. */
static int
print(struct hist *h, bool json)
{
	struct fx_buf out = { 0 };
	struct fx_err err;

	if (h->uncounted > 0)
		cli_warn("%" PRIu64 " findings are not counted", h->uncounted);
	count_sort(&h->count);
	if (json)
		by_put_json(h->by, &h->count, &out);
	else
		by_put_table(h->by, &h->count, &out);
	if (fx_buf_check(&out, &err) == -1)
		cli_die(CLI_FAIL, "%s", err.msg);
	fwrite(out.p, 1, out.len, stdout);
	fx_buf_done(&out);
	return cli_finish(h->broken ? CLI_PARTIAL : CLI_OK);
}

int
main(int argc, char *argv[])
{
	struct hist h = { .by = by_find("iin") };
	bool json = false;
	int ch, rc, i, all, good = 0;

	cli_init("fxhist", usage);
	while ((ch = cli_getopt(argc, argv, options)) != -1) {
		if (ch == OPT_BY)
			by_option(&h, optarg);
		else if (ch == OPT_JSON)
			json = true;
	}
	all = optind < argc ? argc - optind : 1;
	for (i = 0; i < all; i++)
		if (read_operand(&h, optind < argc ? argv[optind + i] : "-") ==
		    0)
			good++;
	h.broken = h.broken || good < all;
	rc = good > 0 ? print(&h, json) : CLI_FAIL;
	count_done(&h.count);
	fx_buf_done(&h.key);
	fx_buf_done(&h.value);
	fx_buf_done(&h.source);
	return rc;
}
