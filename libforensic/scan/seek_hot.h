/*
 * seek_hot.h - what a kernel tells of a stride, and who looks at its hot steps
 *
 * Rows hold a word a step, and first that of the step before them: nothing that
 * is looked for depends on more of what was before, but for phrases.
 */
#ifndef SCAN_SEEK_HOT_H
#define SCAN_SEEK_HOT_H

#include "internal.h"

enum { FX_STEPS = 16, FX_STRIDE = FX_STEPS * FX_STEP };

struct fx_stride {
	uint64_t chars[FX_CLASSES][1 + FX_STEPS]; /* of the program's sets */
	uint64_t zero[1 + FX_STEPS];
	uint64_t other[1 + FX_STEPS]; /* others right behind a zero */
	uint64_t three[1 + FX_STEPS]; /* three letters stand right before */
	uint64_t run[FX_CLASSES][FX_STEPS]; /* not 0: may be full there */
	uint64_t print[FX_STEPS];
	uint64_t little[FX_STEPS], big[FX_STEPS]; /* UTF-16 may end there */
	uint64_t whole[FX_STEPS], part[FX_STEPS]; /* words; what parts them */
	uint64_t some[FX_STEPS]; /* letters, and what is behind one */
	uint64_t hot[FX_STEPS];  /* not 0: the step is looked at */
	unsigned int words;      /* before the stride, that may go on */
};

/* now moved up by k places, 0 < k < FX_STEP, filled from the step before. */
static inline uint64_t
fx_shift(uint64_t now, uint64_t before, unsigned int k)
{
	return now << k | before >> (FX_STEP - k);
}

/* Look at step i, whose first character stands at base. */
void fx_seek_hot(const struct fx_seek *s, const struct fx_search *find,
    const struct fx_stride *t, size_t i, size_t base);

#endif
