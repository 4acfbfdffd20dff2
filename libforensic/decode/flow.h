/*
 * flow.h - one compressed stream, given to a library piece by piece
 *
 * What each library needs is a flow_kind: begin, one step, end.  The loop
 * around it, the input and the errors are the same for all.
 */
#ifndef DECODE_FLOW_H
#define DECODE_FLOW_H

#include "forensic/decode.h"

enum flow_state {
	FLOW_MORE,
	FLOW_END,
	FLOW_BAD,    /* what follows is damaged */
	FLOW_MEMORY, /* an allocation was refused */
	FLOW_LIMIT,  /* not to be followed; f->limit says why */
};

/* One step: bytes to take, room for those that are given. */
struct flow_piece {
	const uint8_t *in;
	uint8_t *out;
	size_t n, cap;
	size_t took, gave; /* set by the step */
};

struct flow;
struct flow_kind {
	const char *name; /* for words */
	enum flow_state (*begin)(
	    struct flow *f); /* sets lib; FLOW_MORE: well */
	enum flow_state (*step)(struct flow *f, struct flow_piece *p);
	void (*end)(struct flow *f); /* frees lib, which is not NULL */
};

struct flow {
	const struct flow_kind *kind;
	struct fx_in *in;
	uint64_t at;   /* the next byte of input, in its source */
	uint64_t stop; /* where the input ends, if the source does not before */
	enum flow_state state;
	bool cut; /* FLOW_BAD since the input ended too soon */
	const char *limit;
	const uint8_t *head; /* what the library is given before the input, */
	size_t head_n;       /* if there is anything */
	void *lib;
};

extern const struct flow_kind flow_deflate; /* raw, RFC 1951 */
extern const struct flow_kind flow_zlib;    /* RFC 1950 */
extern const struct flow_kind flow_bzip2;
extern const struct flow_kind flow_xz;   /* one stream */
extern const struct flow_kind flow_lzma; /* .lzma, without a checksum */
extern const struct flow_kind flow_zstd; /* one frame, */
extern const struct flow_kind flow_lz4;  /* as here */

/* Most memory that a stream may have its decoder take. */
enum { FLOW_ROOM = 160 << 20, FLOW_ROOM_LOG = 27 };

/* A stream that begins at `at`.  End it, whatever comes. */
void flow_begin(struct flow *f, const struct flow_kind *kind, struct fx_in *in,
    uint64_t at);
void flow_end(struct flow *f);

/* As fx_decoder.read; f->at is behind what was taken, f->state says how. */
ssize_t flow_read(struct flow *f, uint8_t *out, size_t cap, struct fx_err *err);

#endif
