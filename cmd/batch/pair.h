/* pair.h - who tells the lines of a unit, and who takes them */
#ifndef BATCH_PAIR_H
#define BATCH_PAIR_H

#include "flow.h"
#include "tool.h"
#include "worker.h"

/* Both are processes; record 0: the lines go elsewhere. */
struct pair {
	const char *name; /* of the one that tells: "fxscan" */
	pid_t scan, record;
	int from, to; /* pipes: lines of the one, lines for the other; -1 */
	char threads[16], range[64];
};
#define PAIR_NONE                                      \
	{                                              \
		.name = "fxscan", .from = -1, .to = -1 \
	}

/* Start the scanner, on a range of the image or on all. 0, or -1 and err. */
int pair_scan(struct attempt *a, struct pair *p, const struct plan_unit *range,
    struct fx_err *err);

/*
 * Pass the lines on, until they end or a limit ends them: what they tell comes
 * into the result.  Returns 0, or -1 and err.
 */
int pair_run(struct attempt *a, struct pair *p, struct flow *f,
    struct fx_err *err);

/* Start whoever tells the lines. Returns 0, or -1 and err. */
typedef int pair_teller(struct attempt *a, struct pair *p, void *arg,
    struct fx_err *err);

/*
 * Make the case of an image of the lines that the teller, called with arg,
 * tells.  Returns 0, why it failed in the result; or -1 and err.
 */
int pair_make(struct attempt *a, pair_teller *teller, void *arg,
    struct fx_err *err);

/* A pipe that no other process inherits. Returns 0, or -1 and err. */
int pair_pipe(int fd[2], struct fx_err *err);

void pair_close(struct pair *p); /* what is open of it */

#endif
