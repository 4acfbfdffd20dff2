/*
 * access.h - who may see the values of a case: custodians, reveals, erasures
 *
 * Each of these is an act on the record of an open case: it is appended and
 * signed before it is done, so that none happens without a trace.
 */
#ifndef FORENSIC_ACCESS_H
#define FORENSIC_ACCESS_H

#include "forensic/carver.h"
#include "forensic/store.h"

enum {
	FX_ACCESS_MOST = 1000, /* most findings of one act */
	FX_ACCESS_FIELDS = 64, /* most fields */
};

/* The record of a finding; NULL and err. The caller json_decref()s it. */
json_t *fx_store_finding(struct fx_store *store, uint64_t seq,
    struct fx_err *err);

/* Whose values, and on what grounds. Text is UTF-8; borrowed for the call. */
struct fx_access {
	const uint64_t *seq; /* records of findings, each once */
	size_t n;
	const char *const *field; /* members of their commit, each once */
	size_t fields;
	const char *who, *why;
	const char *legal; /* NULL: not told; a reveal has to */
};

/*
 * Let a custodian open what is sealed from the next run on.  With ids, which
 * open them, the data keys of the earlier runs are sealed to him too, and
 * *given is how many.  why may be NULL.  Returns 0; or -1 and err.
 */
int fx_store_custodian(struct fx_store *store,
    const struct fx_age_recipient *to, const struct fx_age_identities *ids,
    const char *why, uint64_t *given, struct fx_err *err);

/*
 * Erase openings: those of the fields named, or of all when none is.  Their
 * records still verify, and prove no more than their masks.  Returns 0 and how
 * many in *n; or -1 and err, with nothing recorded where one is not there, or
 * where they are of more than FX_ACCESS_FIELDS fields and none is named.
 */
int fx_store_erase(struct fx_store *store, const struct fx_access *access,
    uint64_t *n, struct fx_err *err);

/* A value that was opened, and is what its record commits to. Borrowed. */
struct fx_revealed {
	uint64_t seq;
	const char *class, *field;
	const void *value;
	size_t len;
	const uint8_t
	    *nonce; /* FX_NONCE_LEN bytes: what opens the commitment */
};
/* Told each of them; another answer than 0 ends the act. */
typedef int fx_revealed_fn(const struct fx_revealed *value, void *arg);

/*
 * Open values.  That all of them are there and ids can open them is seen first;
 * then the act is recorded and signed; only then is anything decrypted, held
 * against the record's commitment and mask, and told.  set ends with NULL.
 * Returns 0; or -1 and err, with nothing recorded but for FX_EBROKEN: an
 * opening is not what was recorded (the others are told), and FX_EIO.
 */
int fx_store_reveal(struct fx_store *store, const struct fx_access *access,
    const struct fx_age_identities *ids, const struct fx_carver *const *set,
    fx_revealed_fn *fn, void *arg, struct fx_err *err);

#endif
