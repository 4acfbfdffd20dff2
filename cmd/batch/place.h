/*
 * place.h - the folder of a batch, where a name appears once and whole
 *
 *	out/plan              the plan
 *	out/EXHIBIT.evd ...   a case file for each image, its head, its vault
 *	out/batch.evd ...     the parent case
 *	out/units/7.2.claim   unit 7 was begun a second time
 *	out/units/7.2/        what that attempt works in
 *	out/units/7.2.fail    how it failed
 *	out/units/7.2.again   it is to be tried again
 *	out/units/7.done      what came of the unit, by whichever attempt
 *
 * A file is written under a name of its own, flushed, and linked to the name
 * that counts, which link(2) does for the first comer alone, on NFS too.  No
 * lock is needed for that, and one who comes late changes nothing.
 */
#ifndef BATCH_PLACE_H
#define BATCH_PLACE_H

#include <stdbool.h>
#include <stddef.h>

#include "forensic/buf.h"

enum { PLACE_SMALL = 1 << 20 }; /* longest file of a claim or a result */

/*
 * Publish n bytes as dir/name.  Returns 1; 0 if that name is there already,
 * which is left as it is; or -1 and err.
 */
int place_publish(const char *dir, const char *name, const void *p, size_t n,
    struct fx_err *err);

/*
 * Move the file at from to the name to, unless there is one; both on one file
 * system.  Done a second time, or on what an earlier call left half way, it
 * ends as the first.  Returns 1 if to is that file now; 0 if it is another; or
 * -1 and err.
 */
int place_move(const char *from, const char *to, struct fx_err *err);

/* Append the file at path, of at most `most` bytes. 0, or -1 and err. */
int place_read(struct fx_buf *out, const char *path, size_t most,
    struct fx_err *err);

/* Flush a folder's names to disk. Returns 0, or -1 and err. */
int place_sync(const char *dir, struct fx_err *err);

/* Make a folder, unless it is there. Returns 0, or -1 and err. */
int place_folder(const char *dir, struct fx_err *err);

/* dir/name in a new string, which ends the tool if memory is out. */
char *place_path(const char *dir, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

#endif
