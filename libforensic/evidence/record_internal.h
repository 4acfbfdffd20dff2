/* record_internal.h - put members into a record, and check once at its end */
#ifndef EVIDENCE_RECORD_INTERNAL_H
#define EVIDENCE_RECORD_INTERNAL_H

#include "forensic/acquisition.h"
#include "forensic/record.h"

struct members {
	json_t *v;
	bool failed; /* memory was refused */
};

void put(struct members *m, const char *key, json_t *value); /* takes value */
void put_int(struct members *m, const char *key, uint64_t value);
void put_str(struct members *m, const char *key, const char *value);
void put_same(struct members *m, const char *key, json_t *value); /* or NULL */

/* The n bytes as text; those that are no text as digits, under key_hex. */
void put_bytes(struct members *m, const char *key, const void *p, size_t n);

/* fx_mask_text, by the masker if there is one. Returns 0, or -1 and err. */
int ids_mask(const struct fx_run_ids *ids, struct fx_buf *out, const void *text,
    size_t n, struct fx_err *err);

/* Text of a line without the findings in it. Returns 0, or -1 and err. */
int put_masked(struct members *m, const char *key, const json_t *v,
    const struct fx_run_ids *ids, struct fx_err *err);

/*
 * Whose bytes something stands in, as a line has it: the member file, its path
 * without the findings in it.  Returns 0, or -1 and err.
 */
int put_file(struct members *m, const json_t *file,
    const struct fx_run_ids *ids, struct fx_err *err);

/* The member acq: what the log of an acquisition says. 0, or -1 and err. */
int put_acquisition(struct members *m, const struct fx_acquisition *acq,
    const struct fx_carver *const *set, struct fx_err *err);

/* The object, the caller's now; or NULL and err. */
json_t *finish(struct members *m, struct fx_err *err);

#endif
