/*
 * record.c - how many findings a second fxrecord takes and fxverify checks
 *
 *	record [-n FINDINGS]
 *
 * Writes a stream of so many findings (100000) of random numbers, records it in
 * a new case in a folder beside the tools, and verifies that.
 */
#include <sys/stat.h>

#include <stdint.h>
#include <string.h>

#include "carvers.h"
#include "child.h"
#include "forensic/finding.h"

enum { STRIDE = 100 }; /* bytes between findings */

static void
put_stream(const char *path, uint64_t n)
{
	static const char *const why[] = { "luhn", "iin:visa", "near:card" };
	static const struct fx_found_attr attrs[] = { { "scheme", "visa" },
		{ "expiry", "2028-09" }, { "cvv", "417" } };
	const char *const names[] = { "card.pan", NULL };
	const struct fx_image_info info = { .format = "raw",
		.size = (n + 1) * STRIDE,
		.sector = 512 };
	const struct fx_carver *const set[] = {
		fx_carver_find(carvers, "card.pan"), NULL
	};
	struct fx_line_source source = { .tool = "fxscan",
		.version = "0",
		.build = "bench",
		.path = "bench.dd",
		.info = &info,
		.started = "2026-11-21T20:59:18.306028Z",
		.carvers = names,
		.min = 12 };
	struct fx_found f = { .carver = set[0],
		.len = 16,
		.score = 31,
		.nwhy = 3,
		.why = why,
		.nattrs = 3,
		.attrs = attrs };
	struct fx_scan_result res = { .complete = true,
		.bytes = info.size,
		.found = { n } };
	struct fx_line_end end = { .status = "complete",
		.res = &res,
		.set = set,
		.ended = "2026-11-21T20:59:19.306028Z" };
	struct fx_buf out = { 0 };
	FILE *file = fopen(path, "w");
	char pan[32];
	uint64_t i;

	if (file == NULL || f.carver == NULL)
		err(4, "%s", path);
	fx_line_put_source(&out, &source);
	for (i = 0; i <= n; i++) {
		if (i < n) {
			snprintf(pan, sizeof pan, "4539%012ju", (uintmax_t)i);
			f.value = pan;
			f.off = i * STRIDE;
			fx_line_put_finding(&out, &f, NULL);
		} else {
			fx_line_put_end(&out, &end);
		}
		if (fwrite(out.p, 1, out.len, file) != out.len || out.failed)
			err(4, "%s", path);
		fx_buf_reset(&out);
	}
	fx_buf_done(&out);
	if (fclose(file) != 0)
		err(4, "%s", path);
}

/* Run a tool that must end with 0, and tell what it took. */
static void
timed(const char *what, const char *command, const char *in, uint64_t n)
{
	struct child c = child_run(command, in, "/dev/null");
	struct stat st;

	if (c.status != 0)
		errx(4, "%s: exit %d", what, c.status);
	if (n == 0)
		return;
	printf("%-10s %8.3f s %10.0f records/s %8.1f MiB RSS\n", what,
	    c.seconds, (double)n / c.seconds, (double)c.rss / 1024);
	if (strcmp(what, "fxrecord") == 0 && stat("case.evd", &st) == 0)
		printf("%-10s %8.1f bytes a record\n", "case.evd",
		    (double)st.st_size / (double)n);
}

int
main(int argc, char *argv[])
{
	static const char null[] = "/dev/null";
	uint64_t n = 100000;
	int c;

	while ((c = getopt(argc, argv, "n:")) != -1) {
		if (c != 'n')
			return 2;
		n = strtoull(optarg, NULL, 10);
	}
	child_tools();
	timed("folder", "rm -rf record && mkdir record", null, 0);
	if (chdir("record") == -1)
		err(4, "record");
	put_stream("findings.jsonl", n);
	timed("fxkey", "fxkey new lab", null, 0);
	timed("init",
	    "fxrecord --init --case bench --agency lab.example "
	    "--examiner bench --key lab.key case.evd",
	    null, 0);
	timed("fxrecord", "exec fxrecord --key lab.key case.evd",
	    "findings.jsonl", n);
	timed("fxverify", "exec fxverify --key lab.pub case.evd", null, n);
	return 0;
}
