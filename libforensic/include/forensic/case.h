/*
 * case.h - a case file that was checked, kept open to be read
 *
 * What is read is what was checked: all of it happens in one transaction of a
 * file that comes from strangers, with the limits of the verifier.
 */
#ifndef FORENSIC_CASE_H
#define FORENSIC_CASE_H

#include "forensic/buf.h"
#include "forensic/verify.h"

struct fx_case;

/*
 * Check the case file at path as fx_verify does, and keep it open.  NULL and
 * err when memory or libcrypto fails.  When the verdict is TAMPERED or CANNOT
 * CHECK there is nothing to be read: the others must not be called.
 */
struct fx_case *fx_case_open(const char *path,
    const struct fx_verify_options *opt, struct fx_err *err);
void fx_case_close(struct fx_case *c); /* NULL is fine */

/* The verdict. Borrowed until the case is closed. */
const struct fx_verdict *fx_case_verdict(const struct fx_case *c);

/* A record. Borrowed until the next one of the same rows is read. */
struct fx_case_row {
	uint64_t seq;
	const char *kind, *body; /* body: len bytes */
	size_t len;
	const uint8_t *leaf; /* FX_SHA256_LEN bytes */
};

/*
 * Records from number `from` on and before `to`, in order; kind: only those of
 * that kind, or NULL.  Several may be read side by side.  NULL and err on
 * failure.  Rows are freed before the case is closed.
 */
struct fx_rows;
struct fx_rows *fx_rows_new(struct fx_case *c, uint64_t from, uint64_t to,
    const char *kind, struct fx_err *err);
void fx_rows_free(struct fx_rows *rows); /* NULL is fine */

/* The next one: 1; 0 behind the last; -1 and err. */
int fx_rows_next(struct fx_rows *rows, struct fx_case_row *row,
    struct fx_err *err);

/* The record of that number as JSON; the caller json_decref()s it. NULL, err */
json_t *fx_case_record(struct fx_case *c, uint64_t seq, struct fx_err *err);

/*
 * Append the value of a field that the record in that row commits to, as the
 * vault of the options has it and the check found it true.  False, and nothing
 * is appended, where it cannot be had: no vault or no identity was given, none
 * of them opens it, or a record says that it was erased.
 */
bool fx_case_value(struct fx_case *c, uint64_t seq,
    const uint8_t leaf[FX_SHA256_LEN], const char *field, struct fx_buf *out);

/* Append the note of the signed head over size records. 0, or -1 and err. */
int fx_case_note(struct fx_case *c, uint64_t size, struct fx_buf *note,
    struct fx_err *err);

/*
 * Call fn on each anchor (anchor.h) of the head over size records, in the order
 * of their ids, until it returns -1.  What it is given is borrowed.  0, or -1
 * and err.
 */
int fx_case_anchors(struct fx_case *c, uint64_t size,
    int (*fn)(int64_t id, const char *type, const void *data, size_t n,
	void *arg),
    void *arg, struct fx_err *err);

#endif
