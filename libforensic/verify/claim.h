/* claim.h - what a record says of a place, against what stands there */
#ifndef VERIFY_CLAIM_H
#define VERIFY_CLAIM_H

#include "forensic/path.h"
#include "forensic/scan.h"
#include "internal.h"

enum { FXV_WHERE_LEN = 200 };

/* A record that waits for its bytes. */
struct fxv_claim {
	uint64_t seq;
	json_t *record;
	struct fx_path path; /* points into record */
	uint64_t at;         /* its last offset */
	bool near;           /* something of that kind stands there */
	bool found;          /* just this stands there */
	bool same;           /* with the same score and reasons */
	bool attrs;  /* and the same attributes, as far as can be seen */
	bool opened; /* the vault has its value */
	bool value;  /* and says no other than what stands there */
};

/* Hold the claim against a finding at its place. */
void fxv_claim_compare(struct fxv *v, struct fxv_claim *c,
    const struct fx_found *f);

/*
 * What came of it. gaps: some of the image could not be read for it.  That one
 * of a loose run is not there is only counted: the image may be another.
 */
void fxv_claim_settle(struct fxv *v, struct fxv_run *run,
    const struct fxv_claim *c, bool gaps);

/* Its path leads nowhere: FX_EFORMAT is the record's fault, others ours. */
void fxv_claim_astray(struct fxv *v, struct fxv_run *run,
    const struct fxv_claim *c, bool gaps, const struct fx_err *why);

/*
 * For qsort(3): those of one stream together, by place; a stream before those
 * that are decoded from it, so that it is gone through once for its own and
 * once for theirs.
 */
int fxv_claim_order(const void *left, const void *right);

/* Are both in the same stream? */
bool fxv_claim_beside(const struct fxv_claim *l, const struct fxv_claim *r);

#endif
