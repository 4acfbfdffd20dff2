/*
 * exhibit.h - single records of a case, each in a folder that proves itself
 *
 * The folder holds the record, what is needed to read it (the first record,
 * which names the key; the source and the run it is of), the keys that followed
 * the first one, and the proof of each under one signed head.  Of all other
 * records it holds hashes alone.  fxevidence(5) states the files.
 */
#ifndef FORENSIC_EXHIBIT_H
#define FORENSIC_EXHIBIT_H

#include "forensic/case.h"
#include "forensic/tlog_proof.h"

enum {
	FX_EXHIBITS_MOST = 1 << 16, /* most records shown at once */
	FX_EXHIBIT_KEYS = 1 << 10,  /* most changes of keys before them */
	FX_EXHIBIT_FILES = 1 << 13, /* most names looked at in a folder */
};

/* Told of each file of the folder of record seq. Returns -1 and err to end. */
typedef int fx_exhibit_put(uint64_t seq, const char *name, const void *p,
    size_t n, void *arg, struct fx_err *err);

struct fx_exhibit_options {
	uint64_t head; /* size of the signed head to prove it by; 0: the last */
	bool bare;     /* the record and its proof alone */
};

/*
 * Make the exhibits of n records, listed in ascending order, none twice, under
 * one signed head of the case.  Returns 0; or -1 and err: FX_EARG where the
 * head does not cover a record, or there is no head; what fn refused; others
 * when the case cannot be read.
 */
int fx_exhibit_make(struct fx_case *c, const uint64_t *seq, size_t n,
    const struct fx_exhibit_options *opt, fx_exhibit_put *fn, void *arg,
    struct fx_err *err);

/*
 * Check the exhibit in that folder, all by itself.  Of opt, keys, expect, set
 * and images bear on it.  As fx_verify: whatever is wrong is a reason in the
 * verdict, which the caller frees; NULL and err when memory or libcrypto fails.
 */
struct fx_verdict *fx_exhibit_verify(const char *folder,
    const struct fx_verify_options *opt, struct fx_err *err);

#endif
