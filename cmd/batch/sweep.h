/* sweep.h - put in order what attempts left that broke off */
#ifndef BATCH_SWEEP_H
#define BATCH_SWEEP_H

#include "batch.h"
#include "state.h"

/*
 * Nobody is at work: exhibits of units that are done get their names, and what
 * attempts left behind that came to nothing is removed.  Returns 0, or -1, err.
 */
int sweep(const struct batch *b, const struct unit *units, struct fx_err *err);

#endif
