/*
 * ahead.h - lines of findings taken apart on other cores, in their order
 *
 * To parse a line and hold it to the format needs no other line, and is a good
 * part of what recording takes; of an ordinary finding they make the record,
 * too.  Threads do it for lines that are there to be read already, while those
 * before are recorded.
 */
#ifndef EVIDENCE_AHEAD_H
#define EVIDENCE_AHEAD_H

#include "forensic/finding.h"
#include "quick.h"

struct ahead;

struct ahead_line {
	int rc;              /* of fx_lines_next, or of the wait for it */
	int read;            /* of fx_line_read, if that was 1 */
	uint64_t number;     /* of the line */
	struct fx_line line; /* without its json, if it was not needed: */
	bool made;           /* quick is the record of a finding */
	struct quick quick;
	struct fx_err err;
	size_t at, n; /* where its text is kept */
};

/*
 * lines is read by no one else from now on.  of: how records are made, both
 * lent until ahead_free; NULL: none are.  NULL and err on failure.
 */
struct ahead *ahead_new(struct fx_lines *lines, const struct quick_of *of,
    struct fx_err *err);
void ahead_free(struct ahead *a); /* NULL is fine */

/* Can a line be had without waiting?  If not, see fx_lines_wait. */
bool ahead_any(const struct ahead *a);

/*
 * The next line, lent until the next call; NULL: none was there.  What is in
 * line may be taken out of it.  The end of the input and a line that cannot be
 * read are the last ones.
 */
struct ahead_line *ahead_next(struct ahead *a);

#endif
