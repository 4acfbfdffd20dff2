/* difference.h - what two runs say differently: for people, or as JSON Lines */
#ifndef DIFFERENCE_H
#define DIFFERENCE_H

#include "forensic/diff.h"
#include "out.h"

struct difference {
	struct out *out;
	const char *name[FX_DIFF_SIDES]; /* of the case files */
	bool json, quiet;
};

/* An event of fx_diff; arg is a struct difference. */
void difference_event(const struct fx_diff_event *e, void *arg);

/* The last line: what it comes to.  status is the exit status. */
void difference_end(struct difference *d, const struct fx_diff_result *res,
    int status);

#endif
