/* twins.h - the images of two batches, side by side */
#ifndef TWINS_H
#define TWINS_H

#include "forensic/batch.h"

enum { TWINS = 2 };

/* An image as one side has it, or as both do: record 0: this side has it not.
 */
struct twin {
	const char *exhibit; /* masked, as it is recorded */
	uint64_t record[TWINS];
};

/*
 * Call fn on each image of two parent cases, by its exhibit, and where several
 * are called the same by their order, until fn returns -1.  Memory grows with
 * images.  Returns 0, or -1 and err; fn that gives up fills err.
 */
int twins_each(struct fx_case *const parent[TWINS],
    int (*fn)(const struct twin *twin, void *arg), void *arg,
    struct fx_err *err);

#endif
