/* sums.h - the digests of an image and of its ranges, as a unit of its own
 * computes them */
#ifndef BATCH_SUMS_H
#define BATCH_SUMS_H

#include "batch.h"

enum { SUMS_LEN = 8 << 20 }; /* longest file of them */

struct sums {
	uint64_t bytes; /* that the image has */
	bool have[FX_HASHES];
	uint8_t sum[FX_HASHES][FX_HASH_MAX];
	bool differs[FX_HASHES];        /* the container states another one */
	uint8_t (*part)[FX_SHA256_LEN]; /* SHA-256 of each range, in order */
	size_t parts;
};

/*
 * Read all of an image of the plan, which is scanned in ranges, and write what
 * comes of it as one line of JSON to fd.  Returns 0, or -1 and err.
 */
int sums_make(const struct batch *b, size_t image, int fd, struct fx_err *err);

/*
 * Read that line back, n bytes.  Returns 0, or -1 and err; ended by sums_done,
 * come what may.
 */
int sums_read(struct sums *s, const char *p, size_t n, struct fx_err *err);

void sums_done(struct sums *s);

#endif
