/* pool.h - do what waits, a number of units at a time, each in a process */
#ifndef BATCH_POOL_H
#define BATCH_POOL_H

#include "batch.h"
#include "live.h"
#include "state.h"

enum { POOL_MOST = 1024 }; /* most units at a time */

/*
 * Do every unit of the plan that waits and whose number is from..to.  units is
 * kept up to date.  Returns 0; 1 if a signal ended it; or -1 and err: nothing
 * can be put on file any more.
 */
int pool_run(const struct batch *b, struct unit *units, uint64_t from,
    uint64_t to, struct live *live, struct fx_err *err);

/* How many units at a time, and threads for each, and what memory each has. */
void pool_size(struct batch *b, uint64_t waiting);

#endif
