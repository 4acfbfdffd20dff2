/* means.h - what a caller gave that the cases of a batch are checked with */
#ifndef VERIFY_MEANS_H
#define VERIFY_MEANS_H

#include "internal.h"

/* Begins as { 0 }. */
struct fxv_means {
	struct fxv *v;        /* of the parent case */
	bool looks;           /* images were given */
	struct fxv_sums sums; /* of those that could be read */
	bool *used;           /* by their places: a case is of it */
	const char **image;   /* those of the case at hand */
	bool undigested;      /* a case is there whose run has no digest */
	bool vaults;          /* a folder of vaults was given */
	struct fx_buf vault;  /* of the case at hand */
	size_t folder;        /* bytes of it that are the folder */
};

/* Images are read here, each once.  Returns 0, or -1: v->failed. */
int fxv_means_begin(struct fxv_means *m, struct fxv *v);

/* Has the run a digest, as the parent case tells, to know its image by? */
bool fxv_means_digest(const struct fx_child *c);

/* Give opt what the case of that image is to be checked with. */
void fxv_means_give(struct fxv_means *m, const struct fx_child *c,
    struct fx_verify_options *opt);

/* Say of which images there is no case; then free what m has. */
void fxv_means_end(struct fxv_means *m);

#endif
