/*
 * places.h - where in the input what a text decoder passed on lies
 *
 * One entry for each escape: what lies between two of them was passed on, byte
 * by byte.  Kept for the last PLACES_MOST escapes.
 */
#ifndef DECODE_PLACES_H
#define DECODE_PLACES_H

#include "forensic/decode.h"

enum { PLACES_MOST = 1 << 14 };

/* { 0 } has nothing; `first` is where the first byte of output lies. */
struct places {
	struct places_entry *entry; /* a ring, by number */
	uint64_t n;                 /* escapes so far */
	size_t cap;
	uint64_t first;
	bool failed; /* memory was refused: nothing is known */
};

/*
 * An escape gave n bytes of output at `out`, and what is passed on behind it
 * begins at `in`.  Outputs ascend.
 */
void places_put(struct places *p, uint64_t out, size_t n, uint64_t in);

/* As fx_decoder.place; what has been put covers the output up to `to`. */
bool places_find(const struct places *p, uint64_t from, uint64_t to,
    struct fx_range *in);

void places_done(struct places *p);

#endif
