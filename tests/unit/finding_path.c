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
	const char *text, *part;
	uint64_t off;
} good[] = {
	{ "0", "", 0 },
	{ "1048603", "", 1048603 },
	{ "9007199254740991", "", 9007199254740991 },
	{ "946315592-GZIP-1600", "GZIP", 946315592 },
	{ "1-ZIP-0-BASE64-12", "ZIP", 1 },
	{ "V2/4711-128-3@4096", "V2/4711-128-3", 4096 },
	{ "V0/5@0-GZIP-0", "V0/5", 0 },
	{ "V2/4711-128-3", "V2/4711-128-3", 0 },
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
	is_int(fx_path_read(&path, deep, FX_PATH_LEN + 1, &err), -1,
	    "too long");
	is_int(err.code, FX_ELIMIT, "is a limit");
}

int
main(void)
{
	struct fx_path path;
	struct fx_err err;
	char *copy;
	size_t i;

	for (i = 0; i < FX_LEN(good); i++) {
		is_int(read_copy(&path, good[i].text, &copy, &err), 0,
		    "read %s", good[i].text);
		is_int(path.offset, good[i].off, "its offset");
		ok((path.part == NULL) == (good[i].part[0] == '\0') &&
			path.part_len == strlen(good[i].part) &&
			(path.part == NULL ||
			    memcmp(path.part, good[i].part, path.part_len) ==
				0),
		    "its first part past an offset: '%s'", good[i].part);
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
