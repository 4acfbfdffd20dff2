/*
 * lists.h - what is of no concern and what is looked for, in a scan
 *
 * Findings on one of the alert lists are told whatever their score; those on
 * one of the stop lists, and on no alert list, are only counted.
 *
 * A stop list looks at the value of a finding alone.  On an alert list is also
 * what carries a value that is on it: an attribute that is private and no
 * secret, such as the number in a track.
 */
#ifndef FORENSIC_LISTS_H
#define FORENSIC_LISTS_H

#include "forensic/list.h"
#include "forensic/scan.h"

enum { FX_LISTS_MOST = 16 }; /* most lists of each kind */

/* The lists are the caller's; fx_scan_mark.list is a place in them, from 1. */
struct fx_lists {
	struct fx_list *alert[FX_LISTS_MOST], *stop[FX_LISTS_MOST];
	size_t nalert, nstop;
};

/* Fill marks for a scan; lists must last as long. tell: those stopped, too. */
void fx_lists_marks(const struct fx_lists *lists, bool tell,
    struct fx_scan_marks *marks);

#endif
