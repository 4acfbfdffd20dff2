/* parent.h - the signed case that ties the cases of a batch together */
#ifndef BATCH_PARENT_H
#define BATCH_PARENT_H

#include "batch.h"
#include "state.h"

struct parent_told {
	uint64_t done, failed; /* images */
	uint64_t written;      /* records that were added now */
};

/*
 * Bring out/batch.evd up to date, and begin it if it is not there: one record
 * says which plan it is of, and one of each image, in the order of the plan,
 * what became of it; an image of which another record stands gets a new one,
 * behind the others.  Every image must be done or have failed.  Returns 0, or
 * -1 and err.
 */
int parent_write(const struct batch *b, const struct unit *units,
    struct parent_told *told, struct fx_err *err);

/*
 * The unit that says what became of an image: that which records it, or the
 * first that failed.  0: none does yet.
 */
uint64_t parent_unit(const struct batch *b, size_t image,
    const struct unit *units);

#endif
