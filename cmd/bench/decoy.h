/* decoy.h - what looks like a value and is none */
#ifndef DECOY_H
#define DECOY_H

#include "made.h"

/* Append the i'th line of a page, without its end. */
typedef void decoy_line(struct rnd *r, unsigned int i, struct fx_buf *out);

struct decoy {
	const char *name;
	decoy_line *line;
	/*
	 * Its digits are drawn at random in the very form of a value: some are
	 * valid in every respect, and nobody can tell those from a value.
	 */
	bool random;
};

#define DECOY(name, function, random) decoy_line decoy_##function;
#include "decoys.def"
#undef DECOY

extern const struct decoy decoys[]; /* ends with name NULL */

/*
 * Is a value of that kind valid in every respect, by a check that shares no
 * code with the carver's?  False for kinds that no random decoy has.
 */
bool decoy_valid(const char *kind, const char *value);

#endif
