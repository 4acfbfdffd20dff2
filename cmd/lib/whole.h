/* whole.h - output that is there as a whole, or not at all */
#ifndef WHOLE_H
#define WHOLE_H

#include <stdbool.h>

#include "forensic/buf.h"
#include "forensic/err.h"

/* A new file or folder: made under a name beside its own. { .fd = -1 } is
 * none. */
struct whole {
	const char *path;   /* where it shall be */
	struct fx_buf made; /* where it is made; empty: nowhere yet */
	struct fx_buf file; /* in it */
	int fd;             /* of a file; -1: a folder */
};

/* Begin it; what is at path stays, and is FX_EARG.  Returns 0, or -1 and err.
 */
int whole_begin(struct whole *p, const char *path, bool folder,
    struct fx_err *err);

/* What cli_forgo is to be told in a process that writes to it. */
const char *whole_writes(struct whole *p);

/* Append n bytes to it, or to that file of the folder. 0, or -1 and err. */
int whole_write(struct whole *p, const char *name, const void *bytes, size_t n,
    struct fx_err *err);

/* Flush it and give it its name; or with keep false take it away, as happens
 * when that fails.  Returns 0, or -1 and err. Frees what p has. */
int whole_end(struct whole *p, bool keep, struct fx_err *err);

#endif
