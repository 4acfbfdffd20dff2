/*
 * seen.h - which bytes of a decoder's output lie so in its input
 *
 * For decoders that pass on most of what they read: one bit for each of the
 * last FX_DECODE_FREE bytes of output.
 */
#ifndef DECODE_SEEN_H
#define DECODE_SEEN_H

#include "forensic/decode.h"

/* { 0 } is one of no output. */
struct seen {
	uint8_t *bits; /* a ring, by offset in the output */
	uint64_t cap;  /* bits there */
	uint64_t end;  /* bytes of output told of */
	bool failed;   /* memory was refused: all is taken for new */
};

/* The next n bytes of output lie so in the input, in one piece; or do not. */
void seen_put(struct seen *s, uint64_t n, bool so);

/* The byte at off, told of before, is new after all. */
void seen_new(struct seen *s, uint64_t off);

/* Is any byte of [from, to) new, or of what was never told of? */
bool seen_touched(const struct seen *s, uint64_t from, uint64_t to);

void seen_done(struct seen *s);

#endif
