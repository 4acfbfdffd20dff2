/*
 * frames.h - streams that may follow each other, as gzip's members do
 *
 * Each of them is a start by itself, and will be decoded from there.  So a
 * decoding goes on behind its own stream only for as much as that gave, or
 * FRAMES_MORE: enough for what lies on the seam to be seen whole; and what
 * begins behind the seam is left to the decoding that begins there
 * (fx_decoder.touched).  A file of a million members is decoded twice, not a
 * million times.
 */
#ifndef DECODE_FRAMES_H
#define DECODE_FRAMES_H

#include "flow.h"

enum {
	FRAMES_MORE = 2 * FX_DECODE_LOOK,
	FRAMES_BEHIND = 8, /* bytes behind a stream that check looks at */
};

struct frames;
struct frames_kind {
	const struct flow_kind *flow;
	uint8_t
	    magic; /* with which each begins; 0: fx_decoding.saw is not told */

	/*
	 * Does a stream begin at *at, what stands between streams left out?
	 * Then *at becomes where its data begins.
	 */
	bool (*begin)(struct fx_in *in, uint64_t *at, bool first);

	/*
	 * n more bytes of output; at the end, were they right?  Then *at moves
	 * behind what says so.  NULL: the library checks all.
	 */
	void (*sum)(struct frames *f, const uint8_t *out, size_t n);
	bool (*check)(struct frames *f, struct fx_in *in, uint64_t *at);
};

struct frames {
	const struct frames_kind *kind;
	struct flow flow;
	bool flowing, done;
	uint64_t at;    /* where the next stream begins, if not flowing */
	uint64_t given; /* bytes of output */
	uint64_t first; /* of the first stream; UINT64_MAX: still in it */
	uint64_t size;  /* of this stream */
	uint32_t sum;
	int steps;
};

/* For open, read, close and touched of a decoder. */
int frames_open(struct fx_decoding *d, const struct frames_kind *kind,
    struct fx_err *err);
ssize_t frames_read(struct fx_decoding *d, uint8_t *out, size_t cap,
    struct fx_err *err);
void frames_close(struct fx_decoding *d);
bool frames_touched(const struct fx_decoding *d, uint64_t from, uint64_t to);

#endif
