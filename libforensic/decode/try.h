/* try.h - does deflated data begin here?  Asked of millions of places */
#ifndef DECODE_TRY_H
#define DECODE_TRY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Bytes of output that are enough to believe it; where the first block has the
 * fixed code, of which nearly anything is made, it takes more.
 */
enum { DEFLATE_TRY = 64, DEFLATE_TRY_FIXED = 1024 };

struct deflate_try {
	uint8_t out[DEFLATE_TRY_FIXED];
	size_t want; /* one of these */
	size_t n;    /* bytes there */
	size_t used; /* bytes of input up to an end */
	bool end;    /* it ended; else it went on, */
	bool bad;    /* or was found wrong, */
	bool cut;    /* or p ended */
};

/*
 * Inflate the first bytes of what the n bytes at p would be.  This is our own,
 * small and without memory, since it runs outside of the box.
 */
void deflate_try(const uint8_t *p, size_t n, struct deflate_try *t);

#endif
