/*
 * quick.h - the record of an ordinary finding, straight from its line
 *
 * Nearly all lines are findings, and nearly all of those are just as fxscan
 * writes them, with nothing in them that would have to be escaped.  Of these
 * the canonical record is written without a tree of values in between.  What is
 * taken here, fx_line_read and fx_record_finding take too, and the record that
 * they make says the same, byte for byte; all else is left to them.
 */
#ifndef EVIDENCE_QUICK_H
#define EVIDENCE_QUICK_H

#include "forensic/fp.h"
#include "forensic/store.h"
#include "forensic/sys.h"

enum {
	QUICK_SECRETS = 8, /* most commitments of such a finding */
	QUICK_CLASS = 64,
	/* Numbers that others know are put in, in this order, behind each: */
	QUICK_BLIND = 0,
	QUICK_PREV,
	QUICK_RUN,
	QUICK_SEQ,
	QUICK_SRC,
	QUICK_T,
	QUICK_PIECES = 7 /* and what is behind t */
};

/* { 0 } is none yet; used again and again, ended by quick_done. */
struct quick {
	char *text; /* the record, but for what its place in the chain tells */
	size_t cap;
	size_t end[QUICK_PIECES]; /* of each piece of it */
	char class[QUICK_CLASS + 1];
	struct fx_secret list[QUICK_SECRETS]; /* values lie in the line */
	size_t n;
};

/* What holds for all findings of a stream. */
struct quick_of {
	const struct fx_carver *const *set; /* ends with NULL */
	const struct fx_fp_key *fp;         /* NULL: none */
};

/*
 * The record of a line of n bytes, which is to stay where it is while q is
 * used; nonces are taken from chance.  False: it is for the long way.
 */
bool quick_make(struct quick *q, const struct quick_of *of, const char *line,
    size_t n, struct fx_chance *chance);
void quick_done(struct quick *q); /* { 0 } again */

#endif
