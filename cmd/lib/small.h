/* small.h - files that are read whole, because they are small */
#ifndef SMALL_H
#define SMALL_H

#include <stdio.h>

#include "forensic/buf.h"

/*
 * Append what can be read of f, which messages call name.  Ends the tool with
 * CLI_FAIL when it cannot be read or is longer than most bytes.
 */
void small_read(struct fx_buf *out, FILE *f, const char *name, size_t most);

/* The same for the file at path. */
void small_file(struct fx_buf *out, const char *path, size_t most);

#endif
