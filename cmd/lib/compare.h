/* compare.h - what fxdiff compares: two cases, or the cases of two batches */
#ifndef COMPARE_H
#define COMPARE_H

#include "difference.h"
#include "forensic/batch.h"
#include "vouched.h"

struct compare {
	struct vouched vouched; /* of that keys alone */
	struct difference show;
	struct fx_diff_side side[FX_DIFF_SIDES];
	bool unproven;

	/* Two parent cases: what is compared are their children. */
	const char *parent_name[FX_DIFF_SIDES];
	struct fx_case *parent[FX_DIFF_SIDES];
	struct fx_diff_result all;
	struct difference_images images;
	struct fx_err *err;
};

/*
 * Open a case, show.name[i], and check it; what is wrong is said.  Whose key it
 * is matters only to who gives one; of a child it is the parent that tells
 * which head it must have.  Returns CLI_OK when it can be compared, else the
 * exit status.
 */
int compare_open(struct compare *r, size_t i, const struct fx_checkpoint *told);

/* Are both sides, which are open, parent cases? */
bool compare_is_batches(const struct compare *r);

/* Compare the children of both.  Returns 0, or -1 and err. */
int compare_batches(struct compare *r, struct fx_diff_result *res,
    struct fx_err *err);

#endif
