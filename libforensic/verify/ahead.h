/*
 * ahead.h - records taken apart on all cores, before they are judged in order
 *
 * What a record says by itself, and its hash, need no other record: that is
 * most of the work, and threads do it, a batch at a time, while the caller
 * judges the batch before and reads the next one.
 */
#ifndef VERIFY_AHEAD_H
#define VERIFY_AHEAD_H

#include "quick.h"

/* What a row holds, as far as that needs no other one. */
struct fxv_parsed {
	struct fxv_row row;
	json_t *record; /* NULL: it is none; err tells, if there is a body */
	bool quick;     /* or the gist of a sound finding was enough */
	struct fxv_gist gist; /* of a record, and with quick */
	struct fx_err err;    /* of the parsing */
	int verdict;          /* of fxv_kind_check, on the record */
	enum fxv_kind kind;
	const char *extra;
	char why[FX_VALUE_LEN];
	uint8_t hash[FX_SHA256_LEN]; /* of the body, if there is one */
	bool hashed;
};

/* Judge a row; its record is lent for the call.  Returns 0, or -1: stop. */
typedef int fxv_judge_fn(struct fxv *v, struct fxv_parsed *p);

struct fxv_ahead;

/* NULL after fxv_fail. */
struct fxv_ahead *fxv_ahead_new(struct fxv *v, fxv_judge_fn *judge);

/* Take a row, which is copied, and judge others.  Returns 0, or -1: stop. */
int fxv_ahead_row(struct fxv *v, const struct fxv_row *row, void *ahead);

/* Judge those that wait still, end the threads. */
void fxv_ahead_end(struct fxv_ahead *a);

#endif
