/* diff.h - what the files that compare two runs share */
#ifndef VERIFY_DIFF_H
#define VERIFY_DIFF_H

#include "forensic/diff.h"
#include "forensic/path.h"
#include "internal.h"

/* Where a run stands in its case, and what it read. */
struct fxv_dr {
	uint64_t number;
	uint64_t source, begin, end; /* records; end 0: it has none */
	bool complete, has_sum;
	uint64_t bytes;
	uint8_t sum[FX_SHA256_LEN];
	char fp_key[FX_FP_TEXT + 1]; /* of keyed fingerprints; or "" */
};

struct fxv_drs {
	struct fxv_dr *p; /* in order of number */
	size_t n, cap;
	uint64_t *sources; /* the record of each */
	size_t nsources, sources_cap;
};

/* diff_runs.c: all runs of a case. Returns 0, or -1 and err. */
int fxv_drs_read(struct fxv_drs *runs, struct fx_case *c, struct fx_err *err);
void fxv_drs_done(struct fxv_drs *runs);

/*
 * For each source that they read, the latest complete run: moved to the front,
 * in order of what was read; returns how many.  The others stand behind.
 */
size_t fxv_drs_latest(struct fxv_drs *runs);
int fxv_dr_order(const struct fxv_dr *a, const struct fxv_dr *b);

/* What all of one comparison needs. */
struct fxv_diff {
	const struct fx_diff_side *side;
	fx_diff_fn *fn;
	void *arg;
	struct fx_diff_result *res;
	struct fx_err *err;
};

/* diff_findings.c: the findings of two runs, side by side. 0, or -1 and err. */
int fxv_diff_findings(struct fxv_diff *d,
    const struct fxv_dr *const run[FX_DIFF_SIDES]);

#endif
