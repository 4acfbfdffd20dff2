/*
 * seal.h - lines with clear values, kept until the ranges of an image are
 * joined
 *
 * Values rest nowhere in clear.  What a range gave is sealed, as age(1) seals
 * it, to a key that follows from the signing key and the plan: whoever may sign
 * for the batch can read it, on whatever machine, and nothing more has to be
 * kept secret.  A file is a row of pieces, four bytes of length before each.
 */
#ifndef BATCH_SEAL_H
#define BATCH_SEAL_H

#include "batch.h"
#include "forensic/age.h"

enum { SEAL_PIECE = 4 << 20 }; /* longest piece, sealed */

struct seal {
	struct fx_age_identities ids;
};

/* Returns 0, or -1 and err; ended by seal_done either way. */
int seal_begin(struct seal *s, const struct batch *b, struct fx_err *err);
void seal_done(struct seal *s);

/* Append one piece, of whole lines, to a file. Returns 0, or -1 and err. */
int seal_put(const struct seal *s, int fd, const char *p, size_t n,
    struct fx_err *err);

/* Such a file as it is read. */
struct seal_lines {
	const struct seal *seal;
	int fd;
	struct fx_buf sealed, clear;
	size_t at; /* in clear: the next line */
};

/* Open the file at path. Returns 0, or -1 and err; ended by seal_close. */
int seal_open(struct seal_lines *l, const struct seal *s, const char *path,
    struct fx_err *err);

/*
 * The next line, n bytes without its newline, the reader's until the next call.
 * Returns 1; 0 at the end; or -1 and err.
 */
int seal_next(struct seal_lines *l, const char **p, size_t *n,
    struct fx_err *err);
void seal_close(struct seal_lines *l);

#endif
