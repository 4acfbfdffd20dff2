/* anchor_request.c - fxrecord --anchor-request: what an authority is to stamp
 */
#include <sys/stat.h>

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "act.h"
#include "cli.h"
#include "forensic/anchor.h"
#include "forensic/replace.h"

/*
 * May a request stand in the place of a file?  Of an earlier request it may; a
 * key or a case, named by a slip of the hand, it must not.
 */
static int
check_place(const char *path, struct fx_err *err)
{
	/* version 1, then whose digest it is: no key begins so */
	static const uint8_t version[] = { 0x02, 0x01, 0x01, 0x30 };
	uint8_t begin[2 + sizeof(version)] = { 0 };
	struct stat st;
	ssize_t n = 0;
	int fd;

	if (stat(path, &st) == -1 || st.st_size == 0)
		return 0;
	if (S_ISDIR(st.st_mode))
		return fx_fail(err, FX_EARG, 0, "%s: is a directory", path);
	fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	if (fd != -1) {
		n = read(fd, begin, sizeof(begin));
		close(fd);
	}
	if (n == (ssize_t)sizeof(begin) && begin[0] == 0x30 &&
	    st.st_size == begin[1] + 2 &&
	    memcmp(begin + 2, version, sizeof(version)) == 0)
		return 0;
	return fx_fail(err, FX_EARG, 0,
	    "%s: is there, and is no request: it is not replaced", path);
}

int
anchor_request_run(struct asked *a)
{
	const char *path = asked(a, OPT_ANCHOR_REQUEST);
	const char *renew = asked(a, OPT_RENEW);
	struct fx_buf out = { 0 };
	struct fx_err err;
	int64_t id = 0;
	int rc = CLI_OK;

	if (renew != NULL)
		id = cli_number("--renew", renew, 1, INT64_MAX);
	if (check_place(path, &err) == -1) {
		cli_error(NULL, &err);
		return CLI_FAIL;
	}
	if (fx_store_ask_stamp(a->path, id, &out, &err) == -1) {
		rc = asked_fail(a, &err);
	} else if (fx_file_replace(path, &out, &err) == -1) {
		cli_error(NULL, &err);
		rc = CLI_FAIL;
	}
	fx_buf_done(&out);
	return rc;
}
