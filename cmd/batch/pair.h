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

/* The case file that is being made; the name is the caller's. */
char *pair_case(const struct attempt *a);

/* fxrecord --init. Returns 0, why it failed in the result; or -1 and err. */
int pair_case_start(struct attempt *a, const char *path, struct fx_err *err);

/* Start the tool that records. Returns 0, or -1 and err. */
int pair_record(struct attempt *a, struct pair *p, const char *path,
    struct fx_err *err);

/* Start the scanner, on a range of the image or on all. 0, or -1 and err. */
int pair_scan(struct attempt *a, struct pair *p, const struct plan_unit *range,
    struct fx_err *err);

/*
 * Pass the lines on, until they end or a limit ends them: what they tell comes
 * into the result.  Returns 0, or -1 and err.
 */
int pair_run(struct attempt *a, struct pair *p, struct flow *f,
    struct fx_err *err);

/* A pipe that no other process inherits. Returns 0, or -1 and err. */
int pair_pipe(int fd[2], struct fx_err *err);

/* A flow_sink, whose argument is the pipe: to the tool that records. */
flow_sink pair_to_pipe;

/* The head that the finished case has, into the result. */
void pair_head(struct attempt *a, const char *path);

void pair_close(struct pair *p); /* what is open of it */

#endif
