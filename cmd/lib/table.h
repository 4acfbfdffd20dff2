/* table.h - findings as a table for people: masked, and safe to show */
#ifndef TABLE_H
#define TABLE_H

#include "forensic/finding.h"

struct table {
	struct fx_buf *out; /* lines are appended here */
	unsigned int width; /* columns of the terminal; 0: as many as needed */
	int offset_width;
	bool headed; /* the column titles stand already, for this source */
	bool lists;  /* there are some: a column before all tells of marks */
	uint64_t alerts; /* findings on alert lists, of this source */
	uint64_t limits; /* and errors of decodings, of this source */
};

/* Title of a source. */
void table_source(struct table *t, const char *path,
    const struct fx_image_info *info);

/*
 * One finding: offset, kind, class, the masked value, what its public
 * attributes are, the reasons.  What a carver did not declare public is not
 * shown.  With lists "!" stands before what is on an alert list, "-" before
 * what a stop list holds back, and which entry it is before the reasons.
 */
void table_finding(struct table *t, const struct fx_found *f,
    const struct fx_line_file *file);

/*
 * A place behind which was not looked: offset, "limit" or "error", why, path.
 * Only the first of a source have a row; table_end says how many more there
 * are.
 */
void table_limit(struct table *t, const struct fx_scan_limit *l,
    const struct fx_line_file *file); /* or NULL */

/* What was covered, found, and left out because of its score. */
void table_end(struct table *t, const struct fx_line_end *e);

/* "confirmed", "probable" or "possible": what a score of bits is worth. */
const char *score_class(int64_t score);

#endif
