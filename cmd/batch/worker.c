/* worker.c - one attempt at one unit, from its claim to what came of it */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "cli.h"
#include "flat.h"
#include "place.h"
#include "worker.h"

enum {
	LEAST_SECONDS = 600,  /* that any unit may take */
	LEAST_RATE = 2 << 20, /* and bytes a second beyond */
	PROBE = 1 << 16,      /* bytes that a disk with room takes */
};

/* Take the next number for an attempt: nobody else has it. 0, or -1 and err. */
static int
claim(struct attempt *a, const struct unit *u, struct fx_err *err)
{
	struct fx_buf text = { 0 };
	char name[64], boot[FX_BOOT_LEN + 1];
	int rc = 0;

	fx_boot_id(boot);
	fx_buf_printf(&text, "%s %s %ld\n", a->result.host, boot,
	    (long)getpid());
	for (a->number = u->attempts; rc == 0;) {
		a->number++;
		snprintf(name, sizeof(name), "%" PRIu64 ".%" PRIu64 ".claim",
		    a->unit, a->number);
		rc = place_publish(a->b->units, name, fx_buf_text(&text),
		    text.len, err);
	}
	fx_buf_done(&text);
	a->result.attempt = a->number;
	return rc == 1 ? 0 : -1;
}

/* Its folder, empty, and the log in it. */
static int
begin(struct attempt *a, struct fx_err *err)
{
	a->dir = place_path(a->b->units, "%" PRIu64 ".%" PRIu64, a->unit,
	    a->number);
	a->log = place_path(a->dir, "log");
	if (place_folder(a->dir, err) == -1)
		return -1;
	a->logfd = open(a->log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC,
	    0600);
	return a->logfd != -1 ? 0 : fx_fail_sys(err, 0, "%s", a->log);
}

static uint64_t
milliseconds(const struct rusage *u)
{
	return (uint64_t)(u->ru_utime.tv_sec + u->ru_stime.tv_sec) * 1000 +
	    (uint64_t)(u->ru_utime.tv_usec + u->ru_stime.tv_usec) / 1000;
}

/* How long a unit may take: the option, or by what it has to read. */
static uint64_t
patience(const struct batch *b, uint64_t unit)
{
	const struct plan_unit *u = &b->plan.unit[unit - 1];
	const uint64_t size = u->act == PLAN_RANGE ? u->to - u->from
						   : batch_image(b, unit)->size;

	return b->seconds != 0 ? b->seconds : LEAST_SECONDS + size / LEAST_RATE;
}

/* Can it be opened, at all?  A scanner's words would tell less. */
static bool
is_there(struct attempt *a)
{
	const char *path = batch_image(a->b, a->unit)->path;

	if (access(path, R_OK) == 0)
		return true;
	result_fail(&a->result, WHY_MISSING, "the image cannot be opened: %s",
	    strerror(errno));
	return false;
}

/* What the unit is, done. Returns 0, or -1 and err. */
static int
act(struct attempt *a, struct fx_err *err)
{
	static int (*const acts[PLAN_ACTS])(struct attempt *,
	    struct fx_err *) = { [PLAN_HASH] = digest_image,
		[PLAN_RANGE] = range_scan,
		[PLAN_JOIN] = join_ranges };
	const enum plan_act what = a->b->plan.unit[a->unit - 1].act;
	const char *path = batch_image(a->b, a->unit)->path;
	char after[STAMP_LEN] = "";
	int rc;

	if (what == PLAN_JOIN) /* the image is not read any more */
		return join_ranges(a, err);
	if (!is_there(a))
		return 0;
	if (what == PLAN_SCAN) /* its digest says what was read */
		return scan_image(a, err);
	stamp_of(path, a->result.stamp);
	rc = acts[what](a, err);
	stamp_of(path, after);
	if (rc == 0 && strcmp(a->result.stamp, after) != 0)
		result_fail(&a->result, WHY_CHANGED,
		    "it was written to while it was read");
	return rc;
}

/* Do the work of the unit. Returns 0; -1 and err: nothing can be kept. */
static int
work(struct attempt *a, struct fx_err *err)
{
	struct rusage before, after;
	const int64_t began = fx_time_up();
	int rc;

	getrusage(RUSAGE_CHILDREN, &before);
	fx_time_now(a->result.started);
	rc = act(a, err);
	fx_time_now(a->result.ended);
	getrusage(RUSAGE_CHILDREN, &after);
	a->result.wall = (uint64_t)(fx_time_up() - began) / 1000;
	a->result.cpu = milliseconds(&after) - milliseconds(&before);
	a->result.memory = (uint64_t)after.ru_maxrss;
	return rc;
}

/* Do the words of a failure say that the disk was full then? */
static bool
is_full(const char *words)
{
	return strcasestr(words, "disk is full") != NULL ||
	    strcasestr(words, strerror(ENOSPC)) != NULL ||
	    strcasestr(words, strerror(EDQUOT)) != NULL;
}

/*
 * Is there room on the disk?  A tool that failed may have lacked it.  What
 * another unit let go of since may be room enough for the probe, so the words
 * count first.
 */
static bool
has_room(const struct attempt *a, struct fx_err *err)
{
	static const char zeros[PROBE];
	char *path = place_path(a->dir, "probe");
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	ssize_t n = fd != -1 ? write(fd, zeros, PROBE) : 0;
	bool good = n == PROBE && fsync(fd) == 0;

	if (fd != -1 && n != -1 && n < PROBE)
		errno = ENOSPC; /* a part of it was taken */
	if (good && is_full(a->result.words)) {
		errno = ENOSPC;
		good = false;
	}
	if (!good)
		fx_fail_sys(err, 0, "%s", a->b->units);
	if (fd != -1) {
		close(fd);
		unlink(path);
	}
	free(path);
	return good;
}

/* Another attempt was first: does ours say the same? */
static int
compare(struct attempt *a, struct fx_err *err)
{
	const struct unit done = { .state = UNIT_DONE };
	struct result first;
	int rc = state_result(a->b, a->unit, &done, &first, err);

	if (rc == 0 && !result_same(&first, &a->result))
		result_fail(&a->result, WHY_DIFFERS,
		    "attempt %" PRIu64 " and attempt %" PRIu64
		    " came to different results",
		    first.attempt, a->number);
	result_done(&first);
	return rc;
}

/* Put a result on file under a name. 1, 0 if it is there already, -1. */
static int
publish(struct attempt *a, const char *tail, struct fx_err *err)
{
	struct fx_buf text = { 0 };
	char name[64];
	int rc;

	if (a->result.why == WHY_NONE)
		snprintf(name, sizeof(name), "%" PRIu64 "%s", a->unit, tail);
	else
		snprintf(name, sizeof(name), "%" PRIu64 ".%" PRIu64 "%s",
		    a->unit, a->number, tail);
	result_put(&text, &a->result, a->unit, a->b->plan.sum);
	rc = fx_buf_check(&text, err);
	if (rc == 0)
		rc = place_publish(a->b->units, name, text.p, text.len, err);
	fx_buf_done(&text);
	return rc;
}

/* The attempt is over: what came of it becomes known. */
static enum worker_end
finish(struct attempt *a, struct fx_err *err)
{
	int rc;

	if (a->result.why == WHY_NONE) {
		if ((rc = publish(a, ".done", err)) == -1)
			return WORKER_LOST;
		if (rc == 1)
			return worker_settle(a->b, a->unit, a->number, err) == 0
			    ? WORKER_DONE
			    : WORKER_LOST;
		if (compare(a, err) == -1)
			return WORKER_LOST;
	}
	flat_remove(a->dir);
	if (a->result.why == WHY_NONE)
		return WORKER_DONE;
	return publish(a, ".fail", err) == -1 ? WORKER_LOST : WORKER_FAILED;
}

enum worker_end
worker_run(const struct batch *b, uint64_t unit, const struct unit *u)
{
	struct attempt a = { .b = b, .unit = unit, .logfd = -1 };
	enum worker_end end = WORKER_LOST;
	struct fx_err err = { 0 };

	if (gethostname(a.result.host, sizeof(a.result.host) - 1) == -1)
		a.result.host[0] = '\0';
	a.seconds = patience(b, unit);
	if (claim(&a, u, &err) == 0 && begin(&a, &err) == 0 &&
	    work(&a, &err) == 0 &&
	    (a.result.why == WHY_NONE || has_room(&a, &err)))
		end = finish(&a, &err);
	else if (a.dir != NULL)
		flat_remove(a.dir);
	if (end == WORKER_LOST)
		cli_error(NULL, &err);
	if (a.logfd != -1)
		close(a.logfd);
	result_done(&a.result);
	free(a.dir);
	free(a.log);
	return end;
}

void
worker_died(const struct batch *b, uint64_t unit, struct unit *u, int signal)
{
	struct attempt a = { .b = b, .unit = unit };
	struct fx_err err;

	state_look(b, unit, u);
	if (u->state != UNIT_WAITING || u->attempts == 0)
		return;
	a.number = a.result.attempt = u->attempts;
	fx_time_now(a.result.started);
	fx_time_now(a.result.ended);
	result_fail(&a.result, WHY_SIGNAL,
	    "the worker was ended by signal %d (%s)", signal,
	    strsignal(signal));
	if (publish(&a, ".fail", &err) == -1)
		cli_error(NULL, &err);
	state_look(b, unit, u);
}

/* A file of the attempt gets its name among the exhibits. */
static int
move(const struct batch *b, const char *dir, const char *exhibit,
    const char *tail, struct fx_err *err)
{
	char *from = place_path(dir, "%s%s", exhibit, tail);
	char *to = place_path(b->dir, "%s%s", exhibit, tail);
	int rc = place_move(from, to, err);

	if (rc == 0)
		rc = fx_fail(err, FX_EIO, 0, "%s: is another file", to);
	free(from);
	free(to);
	return rc == 1 ? 0 : -1;
}

char *
worker_kept(const struct batch *b, uint64_t unit, uint64_t attempt)
{
	return place_path(b->units, "%" PRIu64 ".%" PRIu64 "/kept", unit,
	    attempt);
}

/* The case of an image goes where cases are. */
static int
settle_case(const struct batch *b, uint64_t unit, const char *dir,
    struct fx_err *err)
{
	const char *exhibit = batch_image(b, unit)->exhibit;
	int rc = 0;

	/* Whoever sees the case file has all that belongs to it. */
	if (b->plan.head.custodians > 0)
		rc = move(b, dir, exhibit, ".vault", err);
	if (rc == 0)
		rc = move(b, dir, exhibit, ".evd.ckpt", err);
	if (rc == 0)
		rc = move(b, dir, exhibit, ".evd", err);
	if (rc == 0)
		rc = place_sync(b->dir, err);
	if (rc == 0)
		flat_remove(dir);
	return rc;
}

/* What ranges kept is joined: it goes. Returns 0, or -1 and err. */
static int
drop_kept(const struct batch *b, const struct plan_image *i, struct fx_err *err)
{
	const struct unit done = { .state = UNIT_DONE };
	struct result r;
	uint64_t unit;
	char *dir;
	int rc = 0;

	for (unit = i->first; unit < i->first + i->units - 1 && rc == 0;
	     unit++) {
		rc = state_result(b, unit, &done, &r, err);
		if (rc == 0) {
			dir = place_path(b->units, "%" PRIu64 ".%" PRIu64, unit,
			    r.attempt);
			flat_remove(dir);
			free(dir);
		}
		result_done(&r);
	}
	return rc;
}

int
worker_drop(const struct batch *b, uint64_t unit, struct fx_err *err)
{
	const struct plan_image *i = batch_image(b, unit);
	struct plan_image ranges = *i;

	/* By the digests of the whole it is seen again, whenever asked. */
	ranges.first++;
	ranges.units--;
	return drop_kept(b, &ranges, err);
}

/* Are the ranges of the image joined? */
static bool
is_joined(const struct batch *b, const struct plan_image *i)
{
	char *path = place_path(b->units, "%" PRIu64 ".done",
	    (uint64_t)(i->first + i->units - 1));
	const bool there = access(path, F_OK) == 0;

	free(path);
	return there;
}

int
worker_settle(const struct batch *b, uint64_t unit, uint64_t attempt,
    struct fx_err *err)
{
	const enum plan_act what = b->plan.unit[unit - 1].act;
	char *dir = place_path(b->units, "%" PRIu64 ".%" PRIu64, unit, attempt);
	int rc = 0;

	if (what == PLAN_HASH || what == PLAN_RANGE) {
		if (is_joined(b, batch_image(b, unit)))
			flat_remove(dir);
	} else if (access(dir, F_OK) == 0) {
		if (what == PLAN_JOIN)
			rc = drop_kept(b, batch_image(b, unit), err);
		if (rc == 0)
			rc = settle_case(b, unit, dir, err);
	}
	free(dir);
	return rc;
}
