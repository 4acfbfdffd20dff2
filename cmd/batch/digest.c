/* digest.c - the work of a unit that reads all of an image that is scanned in
 * ranges: its digests */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli.h"
#include "forensic/bytes.h"
#include "place.h"
#include "sums.h"
#include "tool.h"
#include "watch.h"
#include "worker.h"

/* In a process of its own, for limits hold processes. */
static int
work(void *arg)
{
	const struct attempt *a = arg;
	const size_t image = a->b->plan.unit[a->unit - 1].image;
	struct fx_err err;

	if (sums_make(a->b, image, STDOUT_FILENO, &err) == 0)
		return fsync(STDOUT_FILENO) == 0 ? CLI_OK : CLI_FAIL;
	cli_error(NULL, &err);
	return CLI_FAIL;
}

/* How the process ended. */
static int
await(struct attempt *a, pid_t pid, struct fx_err *err)
{
	struct result *r = &a->result;
	struct watch w;
	int status;

	if (watch_begin(&w, pid, a->seconds, a->b->memory, err) == -1)
		return -1;
	status = tool_wait(pid);
	watch_end(&w);
	if (w.over == WHY_TIME)
		result_fail(r, WHY_TIME, "not done within %llu seconds",
		    (unsigned long long)a->seconds);
	else if (w.over == WHY_MEMORY)
		result_fail(r, WHY_MEMORY, "more than %llu bytes of memory",
		    (unsigned long long)a->b->memory);
	tool_judge(r, "fxbatch", status, 0, a->log);
	return 0;
}

/* What it wrote, as the result tells it. */
static int
take(struct attempt *a, const char *path, struct fx_err *err)
{
	const uint64_t size = batch_image(a->b, a->unit)->size;
	struct result *r = &a->result;
	struct fx_buf text = { .max = SUMS_LEN };
	uint8_t sum[FX_SHA256_LEN];
	struct sums s = { 0 };
	int rc = place_read(&text, path, SUMS_LEN - 1, err);

	if (rc == 0)
		rc = sums_read(&s, fx_buf_text(&text), text.len, err);
	if (rc == 0 && fx_sha256(sum, text.p, text.len) == -1)
		rc = fx_fail(err, FX_EIO, 0, "libcrypto");
	if (rc == 0) {
		r->bytes = s.bytes;
		fx_hex(r->sum, s.sum[FX_SHA256], FX_SHA256_LEN);
		fx_hex(r->lines, sum, sizeof(sum));
		r->findings = json_object();
		if (r->bytes != size)
			result_fail(r, WHY_CHANGED,
			    "%" PRIu64 " bytes were read, %" PRIu64
			    " were planned",
			    r->bytes, size);
	}
	sums_done(&s);
	fx_buf_done(&text);
	return rc;
}

int
digest_image(struct attempt *a, struct fx_err *err)
{
	char *path = worker_kept(a->b, a->unit, a->number);
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	pid_t pid = -1;
	int rc = -1;

	if (fd == -1)
		fx_fail_sys(err, 0, "%s", path);
	else
		pid = tool_fork(a, fd, work, a, err);
	if (pid != -1)
		rc = await(a, pid, err);
	if (rc == 0 && a->result.why == WHY_NONE)
		rc = take(a, path, err);
	if (rc == 0)
		rc = place_sync(a->dir, err);
	if (fd != -1)
		close(fd);
	free(path);
	return rc;
}
