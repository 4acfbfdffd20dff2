/* worker.h - one attempt at one unit, from its claim to what came of it */
#ifndef BATCH_WORKER_H
#define BATCH_WORKER_H

#include "batch.h"
#include "result.h"
#include "state.h"

/* How an attempt ended, as the status of the process that made it. */
enum worker_end {
	WORKER_DONE = 0,   /* the unit is done; perhaps it was before */
	WORKER_FAILED = 3, /* it failed, and why is on file */
	WORKER_LOST = 4,   /* nothing could be put on file: the disk is full */
};

/* An attempt at hand. */
struct attempt {
	const struct batch *b;
	uint64_t unit, number;
	char *dir; /* its own folder */
	char *log; /* in it: what tools say on standard error */
	int logfd;
	uint64_t seconds; /* that it may take */
	struct result result;
};

/*
 * Make one attempt at a unit that is not done, in this process; u tells of
 * those before.  Any number of processes may do so at once: one result stands,
 * and whoever comes later finds that his is the same, or says that it is not.
 */
enum worker_end worker_run(const struct batch *b, uint64_t unit,
    const struct unit *u);

/*
 * The process of the latest attempt ended by a signal and told nobody: that is
 * how it failed.  u is brought up to date.
 */
void worker_died(const struct batch *b, uint64_t unit, struct unit *u,
    int signal);

/*
 * What is left to do for a unit that is done, wherever an earlier call broke
 * off: its case file gets its name in the batch's folder, what is no longer
 * needed goes.  Returns 0, or -1 and err.
 */
int worker_settle(const struct batch *b, uint64_t unit, uint64_t attempt,
    struct fx_err *err);

/*
 * What a unit does, each in the file of its name, into a->result.  Each returns
 * 0; or -1 and err: lost.
 */
int scan_image(struct attempt *a, struct fx_err *err);
int digest_image(struct attempt *a, struct fx_err *err);
int range_scan(struct attempt *a, struct fx_err *err);
int join_ranges(struct attempt *a, struct fx_err *err);

/*
 * What the ranges of an image kept goes, since they can never be joined: they
 * are not of one image.  Returns 0, or -1 and err.
 */
int worker_drop(const struct batch *b, uint64_t unit, struct fx_err *err);

/* Where the attempt that counts keeps what it is to be joined from. */
char *worker_kept(const struct batch *b, uint64_t unit, uint64_t attempt);

#endif
