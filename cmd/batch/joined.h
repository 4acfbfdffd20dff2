/* joined.h - the lines of an image, from those of its ranges */
#ifndef BATCH_JOINED_H
#define BATCH_JOINED_H

#include "batch.h"
#include "sums.h"

/*
 * What is to be joined: the image's ranges, in their order, each kept by the
 * attempt that counts.
 */
struct joined {
	const struct batch *b;
	size_t image;
	const struct sums *sums;
	const struct joined_part {
		uint64_t unit, attempt;
		char lines[2 * FX_SHA256_LEN + 1]; /* the digest that it has */
	} * part;
	size_t parts;
};

/*
 * Write the lines that fxscan would write for the whole image: the same, byte
 * for byte, but for those of the source, the run and the end, of which the
 * first two tell how it was.  Returns 0, or -1 and err.
 */
int joined_write(const struct joined *j, int fd, struct fx_err *err);

#endif
