/* difference.h - what two runs say differently: for people, or as JSON Lines */
#ifndef DIFFERENCE_H
#define DIFFERENCE_H

#include "forensic/diff.h"
#include "out.h"

struct difference {
	struct out *out;
	const char *name[FX_DIFF_SIDES]; /* of the case files */
	bool json, quiet;
	bool terse; /* two batches: of runs that agree nothing is told */
	struct fx_buf held; /* what is told if they do not */
};

/* Images of two batches, by what came of comparing them. */
struct difference_images {
	uint64_t same, differ, only[FX_DIFF_SIDES], unproven;
};

/* An event of fx_diff; arg is a struct difference. */
void difference_event(const struct fx_diff_event *e, void *arg);

/* Something about an image of a batch; side: FX_DIFF_SIDES for both. */
void difference_image(struct difference *d, const char *exhibit,
    unsigned int side, const char *why);

/* How many there are, and of which kind. */
void difference_images(struct difference *d, const struct difference_images *n);

/* Add what one comparison came to. */
void difference_add(struct fx_diff_result *all,
    const struct fx_diff_result *one);

/* The last line: what it comes to.  status is the exit status. */
void difference_end(struct difference *d, const struct fx_diff_result *res,
    int status);

#endif
