/* flow.h - the lines of one scan on their way, and what they tell */
#ifndef BATCH_FLOW_H
#define BATCH_FLOW_H

#include <stdbool.h>

#include "plan.h"
#include "result.h"

/* Where lines go. Returns 0, or -1 and err. */
typedef int flow_sink(void *arg, const char *p, size_t n, struct fx_err *err);

struct flow {
	flow_sink *sink;
	void *arg;
	uint64_t size;                /* bytes that the scan must cover */
	const struct plan_head *head; /* whose lists it must go by */
	bool sunk; /* the sink failed: what it said is in why */
	struct fx_err why;
};

/*
 * Read the lines of one source from fd to their end and pass each on.  What
 * they tell comes into r: bytes, sum, lines, findings, errors, limits; or a
 * failure, where they break off, announce other counts than came, or are of
 * more or fewer bytes than size.
 */
void flow_run(struct flow *f, int fd, struct result *r);

#endif
