/* sources.h - which files a scan of the same operands takes for its sources */
#ifndef SOURCES_H
#define SOURCES_H

#include <stddef.h>

#include "forensic/verify.h"

/* Begins empty. */
struct sources {
	char **files;
	size_t n, cap;
};

/* Add an operand. Ends the program if there is no memory. */
void sources_add(struct sources *s, const char *path);

/*
 * Put the files of each folder in its place: in the order of a scan, what could
 * not have been read said and left out.  A folder without any stays.  Ends the
 * program if a folder cannot be read.
 */
void sources_list(struct sources *s);
void sources_drop(struct sources *s);

/* What a verifier looks at them with; NULL where it cannot. */
extern const struct fx_verify_images *const sources_look;

#endif
