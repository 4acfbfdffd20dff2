/* segment.h - the files that one source is made of, and how they are found */
#ifndef IMAGE_SEGMENT_H
#define IMAGE_SEGMENT_H

#include <sys/types.h>

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "forensic/err.h"

enum { SEGMENTS = 1 << 16 }; /* most files of one source */

struct segment {
	char *path; /* as given, or beside that */
	uint64_t size;
	dev_t dev; /* with ino: which file it was when the source was opened */
	ino_t ino;
	bool missing; /* not there, though a later one is */
};

struct segments {
	size_t n;
	struct segment *v;
};

/*
 * Append the file path; one that is absent is appended as missing.  Returns 0;
 * or -1 and err: it is there and cannot be opened, is no regular file, one too
 * many, memory.
 */
int segments_add(struct segments *s, const char *path, struct fx_err *err);
void segments_done(struct segments *s);

/* A copy of its own.  Returns 0, or -1 and err. */
int segments_copy(struct segments *to, const struct segments *from,
    struct fx_err *err);

/* Open segment i for reading, if it is still the same file; else -1. */
int segment_open(const struct segments *s, size_t i);

/*
 * The raw segments that path is the first of, into s, which is empty: it alone
 * where its name begins no series.  A series is what split(1), dd wrappers and
 * FTK Imager write: a name that ends in .00, .000, .001, .aa ..., or is xaa,
 * and those that count on from it.  A missing one gets the first one's size.
 * Returns 0, or -1 and err.
 */
int segments_raw(struct segments *s, const char *path, struct fx_err *err);

#endif
