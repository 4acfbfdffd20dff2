/*
 * manifest.h - which images a batch has, and what each of them is called
 *
 * A manifest is written by people and programs: each of its lines is held to
 * the same rules, whatever form it has, and the first one that breaks them is
 * named by its number.
 */
#ifndef BATCH_MANIFEST_H
#define BATCH_MANIFEST_H

#include <stddef.h>
#include <stdint.h>

#include "forensic/buf.h"
#include "forensic/hash.h"

enum {
	MANIFEST_LEN = 64 << 20, /* longest manifest, bytes */
	MANIFEST_LINE = 1 << 16, /* its longest line */
	MANIFEST_ROWS = 1000000, /* most images of a batch */
	MANIFEST_EXHIBIT = 100,  /* longest name of an exhibit, bytes */
	MANIFEST_TEXT = 4096,    /* longest path, case or note */
};

/* One image; all of it belongs to the manifest. */
struct manifest_row {
	char *path;    /* as it stands there */
	char *exhibit; /* a safe name for a file */
	char *id;      /* of the case; "": that of the batch */
	char *notes;   /* "": none */
	uint64_t line; /* from 1 */
};

/* { 0 } is empty. */
struct manifest {
	struct manifest_row *row;
	size_t n, cap;
};

/*
 * Read a manifest of n bytes: JSON Lines if it begins with "{", else fields
 * that tabs part, under a header that names them: path, exhibit, case, notes,
 * of which the first two must be there.  Returns 0; or -1 and err, with the
 * line in its words.  The caller ends it with manifest_done, come what may.
 */
int manifest_read(struct manifest *m, const char *p, size_t n,
    struct fx_err *err);

/* Add one row under the same rules, with line for messages. 0, or -1, err. */
int manifest_add(struct manifest *m, const struct manifest_row *row,
    struct fx_err *err);

/* No two exhibits are called alike, whatever the case of their letters. */
int manifest_check(const struct manifest *m, struct fx_err *err);

/* A digest of the rows, in their order. Returns 0 or -1. */
int manifest_digest(const struct manifest *m, uint8_t out[FX_SHA256_LEN]);

void manifest_done(struct manifest *m);

/*
 * May an exhibit be called that?  Letters, digits, what is not ASCII, and
 * ". _ -" but none of these first; a case file and its log are named by it.
 * Returns 0; or -1 and err, with words that go behind a name.
 */
int manifest_exhibit_ok(const char *name, struct fx_err *err);

#endif
