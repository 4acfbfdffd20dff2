/* select.h - which carvers run: -e and -x with names of carvers and groups */
#ifndef SELECT_H
#define SELECT_H

#include <stdbool.h>

#include "forensic/scan.h"

/* { .all = set } has chosen every carver of the NULL-ended set. */
struct select {
	const struct fx_carver *const *all;
	bool some; /* -e was given */
	bool in[FX_SCAN_CARVERS], out[FX_SCAN_CARVERS];

	/* The result of select_done, both sorted by name and NULL-ended. */
	const struct fx_carver *set[FX_SCAN_CARVERS + 1];
	const char *names[FX_SCAN_CARVERS + 1];
};

/*
 * Add or take away the carvers of a list with commas between: names, ends of
 * names behind the dot, or groups; out wins over in, whatever the order.  What
 * is none of them ends the tool with CLI_USAGE and a list of those known.
 */
void select_names(struct select *s, const char *list, bool in);

/* Fill set and names; none left ends the tool with CLI_USAGE. */
void select_done(struct select *s);

#endif
