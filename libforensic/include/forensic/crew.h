/*
 * crew.h - the parts of a task, done by threads on the other cores as well
 *
 * Whoever has a crew gives it a task, goes on with something else, and waits;
 * while it waits it does parts itself, so that a crew without threads is just
 * slower.  There is one task at a time, and parts of it need no order.
 */
#ifndef FORENSIC_CREW_H
#define FORENSIC_CREW_H

#include <stddef.h>

#include "forensic/err.h"

/* Do part i, counted from 0. It runs beside other parts, in any thread. */
typedef void fx_crew_fn(void *task, size_t i);

struct fx_crew;

/*
 * A thread takes `claim` parts at a time, at least 1: those from a multiple of
 * it on, so that what a caller keeps for each so many is one thread's.  There
 * are as many
 * threads as other processors, at most `most`; they begin with the first task
 * that is large enough for them.  The caller frees it.  NULL and FX_ENOMEM on
 * failure.
 */
struct fx_crew *fx_crew_new(fx_crew_fn *part, size_t claim, size_t most,
    struct fx_err *err);

/*
 * Give a task of n parts; the one before must have been waited for.  It is lent
 * until then.
 */
void fx_crew_give(struct fx_crew *crew, void *task, size_t n);

/* Wait until all parts of the task, if there is one, are done. */
void fx_crew_wait(struct fx_crew *crew);

/* Waits, and ends the threads. NULL is fine. */
void fx_crew_free(struct fx_crew *crew);

#endif
