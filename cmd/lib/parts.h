/* parts.h - which bytes of a source are scanned: --range */
#ifndef PARTS_H
#define PARTS_H

#include "forensic/scan.h"

enum { PARTS = 1024 }; /* most ranges on a command line */

/* { 0 } is all of the source. */
struct parts {
	struct fx_range v[PARTS]; /* as given, then in order and apart */
	size_t n;
};

/*
 * Add "A-B", bytes A to B - 1, or "A-", all from A on.  What is no range, or an
 * empty one, ends the tool with CLI_USAGE.
 */
void parts_add(struct parts *p, const char *text);

/* Put them in order and join those that touch. */
void parts_done(struct parts *p);

/*
 * Those that lie within a source of size bytes, clipped to it, into out, which
 * has room for PARTS.  Returns how many.
 */
size_t parts_within(const struct parts *p, uint64_t size, struct fx_range *out);

#endif
