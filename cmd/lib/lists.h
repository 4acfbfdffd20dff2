/* lists.h - values of no concern and values looked for: --stop, --alert */
#ifndef LISTS_H
#define LISTS_H

#include "forensic/buf.h"
#include "forensic/lists.h"

/* { 0 } has none. */
struct lists {
	struct fx_lists lists;
	struct fx_buf alert, stop; /* SHA-256 of each, with commas between */
	struct fx_scan_marks marks;
	bool tell; /* what is stopped, too */
};

/* Load a list, of alerts or not; what is none ends the tool. */
void lists_add(struct lists *l, bool alert, const char *path);

/* All were added. Returns what a scan takes; NULL: there are none. */
const struct fx_scan_marks *lists_done(struct lists *l);

void lists_free(struct lists *l);

#endif
