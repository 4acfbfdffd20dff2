/* range.c - the work of a unit that is a range: fxscan --range, and its lines
 * are kept */
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "pair.h"
#include "place.h"
#include "seal.h"

/* Where lines go. */
struct keep {
	struct seal seal;
	int fd;
};

static int
put(void *arg, const char *p, size_t n, struct fx_err *err)
{
	const struct keep *k = arg;

	return seal_put(&k->seal, k->fd, p, n, err);
}

/* Scan, and see that the lines are on the disk. */
static int
scan(struct attempt *a, struct keep *k, struct fx_err *err)
{
	const struct plan_unit *u = &a->b->plan.unit[a->unit - 1];
	struct pair p = PAIR_NONE;
	struct flow f = { .sink = put,
		.arg = k,
		.size = u->to - u->from,
		.head = &a->b->plan.head };
	int rc = pair_scan(a, &p, u, err);

	if (rc == 0)
		rc = pair_run(a, &p, &f, err);
	pair_close(&p);
	if (rc == 0 && a->result.why == WHY_NONE && fsync(k->fd) == -1)
		rc = fx_fail_sys(err, 0, "%s", a->dir);
	return rc;
}

int
range_scan(struct attempt *a, struct fx_err *err)
{
	char *path = worker_kept(a->b, a->unit, a->number);
	struct keep k = { .fd = -1 };
	int rc = seal_begin(&k.seal, a->b, err);

	if (rc == 0) {
		k.fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC,
		    0600);
		rc = k.fd != -1 ? scan(a, &k, err)
				: fx_fail_sys(err, 0, "%s", path);
	}
	if (rc == 0)
		rc = place_sync(a->dir, err);
	if (k.fd != -1)
		close(k.fd);
	seal_done(&k.seal);
	free(path);
	return rc;
}
