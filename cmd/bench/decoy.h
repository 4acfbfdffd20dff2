/* decoy.h - what looks like a value and is none */
#ifndef DECOY_H
#define DECOY_H

#include "made.h"

/* Append the i'th line of a page, without its end. */
typedef void decoy_line(struct rnd *r, unsigned int i, struct fx_buf *out);

/* What the lines of a page are. */
enum decoy_kind {
	DECOY_LINES, /* of text */
	DECOY_BYTES, /* of a form of their own */
	/*
	 * Text of which the digits are drawn at random in the very form of a
	 * value: some are valid in every respect, and nobody can tell those
	 * from a value.
	 */
	DECOY_RANDOM,
};

struct decoy {
	const char *name;
	decoy_line *line;
	enum decoy_kind kind;
};

#define DECOY(name, function, kind) decoy_line decoy_##function;
#include "decoys.def"
#undef DECOY

extern const struct decoy decoys[]; /* ends with name NULL */

/*
 * Is a value of that kind valid in every respect, by a check that shares no
 * code with the carver's?  False for kinds that no random decoy has.
 */
bool decoy_valid(const char *kind, const char *value);

#endif
