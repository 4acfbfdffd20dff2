/* file.h - small files that must be whole, and on disk, or not there at all */
#ifndef EVIDENCE_FILE_H
#define EVIDENCE_FILE_H

#include <sys/types.h>

#include "forensic/buf.h"

/*
 * Append the content of path, at most out->max bytes of it.  Returns 0; or -1
 * and err: FX_EIO, FX_EFORMAT for what is no file of bytes, FX_ELIMIT.
 */
int file_read(struct fx_buf *out, const char *path, struct fx_err *err);

/* The same; *others: others than its owner can get at the file. */
int file_read_secret(struct fx_buf *out, const char *path, bool *others,
    struct fx_err *err);

/*
 * Write text to path, which must not exist, with exactly that mode whatever
 * the umask, and flush file and folder to disk.  Returns 0, or -1 and err; the
 * file is then not there.
 */
int file_create(const char *path, const struct fx_buf *text, mode_t mode,
    struct fx_err *err);

/*
 * Make an empty file beside path, to be filled and then published under that
 * name; one that a crash left there is removed.  The umask takes from the
 * rights of others, never the owner's.  Returns its name, which the caller
 * frees; NULL and err.
 */
char *file_fresh(const char *path, mode_t mode, struct fx_err *err);

/* Give old the name path if that is free, and flush the folder. 0, or -1. */
int file_publish(const char *old, const char *path, struct fx_err *err);

/* Flush to disk what path's folder says. Returns 0, or -1 and err. */
int file_sync_dir(const char *path, struct fx_err *err);

#endif
