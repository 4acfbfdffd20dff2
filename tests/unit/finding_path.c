/* finding_path.c - forensic paths, right and wrong */
#include <stdlib.h>

#include "forensic/bytes.h"
#include "forensic/finding.h"
#include "tap.h"

static int
read_copy(struct fx_path *path, const char *text, char **copy,
    struct fx_err *err)
{
	size_t n = strlen(text);

	*copy = malloc(n > 0 ? n : 1);
	memcpy(*copy, text, n);
	return fx_path_read(path, *copy, n, err);
}

static const struct {
	const char *text, *file, *steps;
	uint64_t off, last;
} good[] = {
	{ "0", "", "", 0, 0 },
	{ "1048603", "", "", 1048603, 1048603 },
	{ "9007199254740991", "", "", 9007199254740991, 9007199254740991 },
	{ "946315592-GZIP-1600", "", "GZIP:1600 ", 946315592, 1600 },
	{ "1-ZIP-0-BASE64-12", "", "ZIP:0 BASE64:12 ", 1, 12 },
	{ "1-A-2-B3-4-C-5-D-6-E-7-F-8-G-9-H-10", "",
	    "A:2 B3:4 C:5 D:6 E:7 F:8 G:9 H:10 ", 1, 10 },
	{ "V2/4711-128-3@4096", "V2/4711-128-3", "", 4096, 4096 },
	{ "V0/5@0-GZIP-1", "V0/5", "GZIP:1 ", 0, 1 },
	{ "V2/4711-128-3", "V2/4711-128-3", "", 0, 0 },
};

static const struct {
	const char *text;
	uint64_t at;
} bad[] = {
	{ "", 0 },
	{ "x", 0 },
	{ "-1", 0 },
	{ "+1", 0 },
	{ " 1", 0 },
	{ "1 ", 1 },
	{ "01", 2 },
	{ "9007199254740992", 15 },
	{ "99999999999999999999", 15 },
	{ "1-", 2 },
	{ "1-GZIP", 6 },
	{ "1-GZIP-", 7 },
	{ "1-gzip-0", 2 },
	{ "1-2-3", 2 },
	{ "1-GZIP-0-", 9 },
	{ "1-GZIP-00", 9 },
	{ "1.0", 1 },
	{ "0x10", 1 },
	{ "V2", 2 },
	{ "V2/", 3 },
	{ "V2/x@0", 3 },
	{ "V/5@0", 1 },
	{ "V2/5@", 5 },
	{ "V2/5-@0", 5 },
	{ "V2/5-GZIP-0", 5 },
	{ "1/5@0", 1 },
};

static void
limits(void)
{
	char deep[2 * FX_PATH_LEN];
	struct fx_path path;
	struct fx_err err;
	size_t i;

	for (i = 0; i < sizeof(deep); i++)
		deep[i] = "1-A-0"[i == 0 ? 0 : 1 + (i - 1) % 4];
	is_int(fx_path_read(&path, deep, FX_PATH_LEN - 3, &err), 0, "long");
	is_int(path.nsteps, FX_PATH_LEN / 4 - 1, "all decoders are counted");
	is_int(fx_path_known(&path, fx_decoders, &err), -1, "not all opened");
	is_str(err.msg, "more than 8 decoders in one path", "so it says");
	is_int(fx_path_read(&path, deep, FX_PATH_LEN + 1, &err), -1,
	    "too long");
	is_int(err.code, FX_ELIMIT, "is a limit");
}

/* The steps of a path as words. */
static void
print_steps(char *out, size_t cap, const struct fx_path *path)
{
	size_t i, len = 0;

	*out = '\0';
	for (i = 0; i < path->nsteps; i++)
		len += (size_t)snprintf(out + len, cap - len,
		    "%.*s:%" PRIu64 " ", (int)path->steps[i].len,
		    path->steps[i].name, path->steps[i].offset);
}

int
main(void)
{
	char steps[200], file[80];
	struct fx_path path;
	struct fx_err err;
	char *copy;
	size_t i;

	for (i = 0; i < FX_LEN(good); i++) {
		is_int(read_copy(&path, good[i].text, &copy, &err), 0,
		    "read %s", good[i].text);
		is_int(path.offset, good[i].off, "its offset");
		is_int(fx_path_last(&path), good[i].last, "its last one");
		snprintf(file, sizeof(file), "%.*s", (int)path.file_len,
		    path.file != NULL ? path.file : "");
		is_str(file, good[i].file, "its file");
		print_steps(steps, sizeof(steps), &path);
		is_str(steps, good[i].steps, "its decoders");
		free(copy);
	}
	for (i = 0; i < FX_LEN(bad); i++) {
		is_int(read_copy(&path, bad[i].text, &copy, &err), -1,
		    "refuse '%s'", bad[i].text);
		is_int(err.off, bad[i].at, "at its character");
		free(copy);
	}
	limits();
	return done();
}
