/* join.c - the work of a unit that makes the case of an image out of what its
 * ranges found */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli.h"
#include "forensic/bytes.h"
#include "joined.h"
#include "pair.h"
#include "place.h"
#include "sums.h"

/* What is known of the units that come before. */
struct join {
	struct sums sums;
	char stamp[STAMP_LEN]; /* of the image, when all of it was read */
	struct joined joined;
	struct joined_part *part;
};

static void
done(struct join *j)
{
	sums_done(&j->sums);
	free(j->part);
}

/* The result of a unit that must be done. 0, or -1 and err. */
static int
result_of(const struct batch *b, uint64_t unit, struct result *r,
    struct fx_err *err)
{
	const struct unit is_done = { .state = UNIT_DONE };

	return state_result(b, unit, &is_done, r, err);
}

/* The digests of all of it. */
static int
load_sums(struct join *j, struct attempt *a, uint64_t unit, struct fx_err *err)
{
	struct fx_buf text = { .max = SUMS_LEN };
	char hex[2 * FX_SHA256_LEN + 1], *path;
	uint8_t sum[FX_SHA256_LEN];
	struct result r;
	int rc = result_of(a->b, unit, &r, err);

	path = worker_kept(a->b, unit, r.attempt);
	memcpy(j->stamp, r.stamp, sizeof(j->stamp));
	if (rc == 0)
		rc = place_read(&text, path, SUMS_LEN - 1, err);
	if (rc == 0 && fx_sha256(sum, fx_buf_text(&text), text.len) == -1)
		rc = fx_fail(err, FX_EIO, 0, "libcrypto");
	if (rc == 0) {
		fx_hex(hex, sum, sizeof(sum));
		if (strcmp(hex, r.lines) != 0)
			rc = fx_fail(err, FX_EBROKEN, 0,
			    "%s: is not what it was", path);
	}
	if (rc == 0)
		rc = sums_read(&j->sums, text.p, text.len, err);
	result_done(&r);
	fx_buf_done(&text);
	free(path);
	return rc;
}

/* One range: were its bytes those of the whole? */
static int
load_part(struct join *j, struct attempt *a, uint64_t unit, struct fx_err *err)
{
	const struct plan_unit *u = &a->b->plan.unit[unit - 1];
	const size_t i = j->joined.parts;
	char hex[2 * FX_SHA256_LEN + 1];
	struct result r;
	int rc = result_of(a->b, unit, &r, err);

	if (rc == 0 && i >= j->sums.parts)
		rc = fx_fail(err, FX_EBROKEN, 0,
		    "there are digests of other ranges");
	if (rc == 0) {
		fx_hex(hex, j->sums.part[i], FX_SHA256_LEN);
		if (strcmp(hex, r.sum) != 0)
			result_fail(&a->result, WHY_CHANGED,
			    "bytes %" PRIu64 " to %" PRIu64
			    " were not the same when they were searched as "
			    "when all of it was read",
			    u->from, u->to);
		else if (strcmp(j->stamp, r.stamp) != 0)
			result_fail(&a->result, WHY_CHANGED,
			    "it was written to between the reading of all of "
			    "it and of bytes %" PRIu64 " to %" PRIu64,
			    u->from, u->to);
		j->part[i].unit = unit;
		j->part[i].attempt = r.attempt;
		memcpy(j->part[i].lines, r.lines, sizeof(r.lines));
		j->joined.parts++;
	}
	result_done(&r);
	return rc;
}

static int
load(struct join *j, struct attempt *a, struct fx_err *err)
{
	const struct plan_image *i = batch_image(a->b, a->unit);
	uint64_t unit = i->first;
	int rc = load_sums(j, a, unit, err);

	j->part = calloc(i->units, sizeof(*j->part));
	if (j->part == NULL)
		return fx_fail(err, FX_ENOMEM, 0, "out of memory");
	while (rc == 0 && ++unit < a->unit)
		rc = load_part(j, a, unit, err);
	j->joined.b = a->b;
	j->joined.image = a->b->plan.unit[a->unit - 1].image;
	j->joined.sums = &j->sums;
	j->joined.part = j->part;
	return rc;
}

/* In a process of its own. */
static int
work(void *arg)
{
	const struct join *j = arg;
	struct fx_err err;

	if (joined_write(&j->joined, STDOUT_FILENO, &err) == 0)
		return CLI_OK;
	cli_error(NULL, &err);
	return CLI_FAIL;
}

static int
start(struct attempt *a, struct pair *p, void *join, struct fx_err *err)
{
	int fd[2];

	if (pair_pipe(fd, err) == -1)
		return -1;
	p->name = "fxbatch";
	p->scan = tool_fork(a, fd[1], work, join, err);
	p->from = fd[0];
	close(fd[1]);
	return p->scan == -1 ? -1 : 0;
}

int
join_ranges(struct attempt *a, struct fx_err *err)
{
	struct join j = { 0 };
	struct fx_err why;
	int rc = 0;

	/* What is damaged stays so: that is a failure, not a full disk. */
	if (load(&j, a, &why) == -1)
		result_fail(&a->result, WHY_LINES, "%s", why.msg);
	else if (a->result.why == WHY_CHANGED)
		rc = worker_drop(a->b, a->unit, err);
	if (a->result.why == WHY_NONE)
		rc = pair_make(a, start, &j, err);
	done(&j);
	return rc;
}
