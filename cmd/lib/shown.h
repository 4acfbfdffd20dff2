/* shown.h - a value that was revealed: as a line for people, or for programs */
#ifndef SHOWN_H
#define SHOWN_H

#include <jansson.h>
#include <stdbool.h>

#include "forensic/access.h"

enum shown_form {
	SHOWN_LINE,    /* four fields with tabs between */
	SHOWN_JSON,    /* an object */
	SHOWN_OPENING, /* a line of an exhibit's opening.json (fxevidence(5)) */
};

/* May the value of the finding's record be shown without being named? */
bool shown_plain(const json_t *record);

/* Print it at once, and wipe what was printed from. 0, or -1: output is lost.
 */
int shown_print(const struct fx_revealed *v, enum shown_form form);

#endif
