/*
 * plant.h - sources with values in them, and the truth of what is where
 *
 * "disk" is one source of many pieces with zeros between: values as they lie,
 * at edges of sectors, pages and of the scanner's blocks, values in containers,
 * and pages of look-alikes.  The other sources are small: each begins with one
 * value and ends with another.
 */
#ifndef PLANT_H
#define PLANT_H

#include <stdio.h>

#include "decoy.h"
#include "pack.h"

/* Where a value's first byte, or a piece's, lies. */
enum place {
	PLACE_FIRST,  /* at offset 0 of its source */
	PLACE_LAST,   /* it ends with the last byte of its source */
	PLACE_ODD,    /* at an odd offset */
	PLACE_SECTOR, /* at an edge of 512, or over it */
	PLACE_PAGE,   /* of 4096 */
	PLACE_BLOCK,  /* of a block of the scanner */
	PLACE_PACKED, /* in a container, which may lie anywhere */
	PLACES
};

extern const char *const place_names[PLACES];

/* One piece: a value, or a page of look-alikes (kind NULL). */
struct plant {
	unsigned int source;
	uint64_t from, to; /* bytes of the piece in its source */
	const struct kind *kind;
	const struct decoy *decoy;
	enum enc enc;
	size_t pack;
	enum place place;
	char *value;
	size_t value_len; /* of bytes: as the value stands in its stream */
	uint8_t *bytes;   /* NULL: not known */
	const char *attr; /* as struct made has them */
	char is[64];

	/* What was found of it. */
	unsigned int found, others; /* so many times; something else here */
	bool wrong_label, wrong_offset;
	uint64_t at, len; /* of the first finding; path NULL: plainly at at */
	char *path;
};

struct field {
	const char *dir; /* where sources are made */
	uint64_t seed;
	unsigned int values;      /* of each kind, encoding, container, place */
	unsigned int look_alikes; /* at least so many in all */
	const char *const *names; /* kinds to plant, NULL-ended */

	struct plant *plants; /* in order of source, then of from */
	size_t n, cap;
	unsigned int sources;
	uint64_t bytes; /* of all sources */
	uint64_t lines; /* look-alikes that were planted */

	FILE *f;      /* of the source at hand, */
	uint64_t off; /* and its length so far */
};

/* Make all sources.  Returns 0, or -1 and err; end it with field_done. */
int field_make(struct field *f, struct fx_err *err);
void field_done(struct field *f);

/* The path of a source. */
void field_path(const struct field *f, unsigned int source, char *out,
    size_t cap);

/* Write the truth as lines of tabs: what is where. Returns 0, or -1 and err. */
int field_tell(const struct field *f, const char *path, struct fx_err *err);

#endif
