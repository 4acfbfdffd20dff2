/* access.h - what the acts on openings share */
#ifndef EVIDENCE_ACCESS_H
#define EVIDENCE_ACCESS_H

#include "forensic/access.h"
#include "store_internal.h"

/* The members that say of what, who and why; NULL and err. */
json_t *access_members(const struct fx_access *a, struct fx_err *err);

/* Append the record and sign it. Takes members. Returns 0, or -1 and err. */
int access_record(struct fx_store *s, const char *kind, json_t *members,
    struct fx_err *err);

/* A finding's record, its leaf and the box of one field. Ended by access_done.
 */
struct access_box {
	json_t *record;
	uint8_t leaf[FX_SHA256_LEN];
	uint64_t run;
	struct fx_buf box;
};

/* Find it: 0; or -1 and err, in words for people, where it is not there. */
int access_find(struct access_box *b, struct fx_store *s, uint64_t seq,
    const char *field, struct fx_err *err);
void access_done(struct access_box *b);

#endif
