/*
 * watch.h - hold what a worker started to a time and to memory
 *
 * The tools of a unit are a group of processes.  A thread looks at them ten
 * times a second and ends the group when it is over; each process has limits of
 * its own besides, so that one that grows between two looks gets no further.
 */
#ifndef BATCH_WATCH_H
#define BATCH_WATCH_H

#include <pthread.h>
#include <stdint.h>
#include <sys/types.h>

#include "forensic/err.h"
#include "result.h"

struct watch {
	pid_t group;
	int64_t until;        /* as fx_time_up; 0: as long as it takes */
	uint64_t memory;      /* bytes; 0: no limit */
	uint64_t peak;        /* bytes that all had at once, as far as seen */
	enum result_why over; /* which limit was passed; WHY_NONE: none */
	int wake[2];
	pthread_t thread;
};

/* Begin with the group; seconds 0: no time limit. Returns 0, or -1 and err. */
int watch_begin(struct watch *w, pid_t group, uint64_t seconds, uint64_t memory,
    struct fx_err *err);

/* End the watch; over and peak are known then. */
void watch_end(struct watch *w);

/*
 * In a new process, before it becomes a tool: no core, no more memory and no
 * more time of the processor than that; 0: as much as it had.
 */
void watch_limit(uint64_t memory, uint64_t cpu_seconds);

#endif
