/*
 * memo.h - what decodings in the image gave, to be told again for their copies
 *
 * The same documents, programs and pictures lie many times on a disk.  What is
 * told of a decoding that begins in the image is a function of the plan, of the
 * decoder and of the bytes that it read: the budgets begin anew at each such
 * place, offsets count from its start, and it has no level above it.  So it is
 * kept, by these bytes, and told again, with the place where they lie now.
 *
 * It is kept of those alone that
 * - say which bytes mattered (fx_decoding.saw), all of which were there, and
 *   one behind them, so that the end of the image played no part;
 * - came to their own end: no budget, no halt, no word of an error, be it of a
 *   child that died, of memory, of a sector that could not be read;
 * - begin in the image itself, and were told whole, in one go.
 * The bytes are compared by their length and SHA-256.  A child that lies about
 * `saw` can do no more than it could: give wrong bytes, of this decoding and of
 * those behind it.
 *
 * Each worker has one, of bounded size; what was kept first goes first.  With
 * it or without, the same is told.
 */
#ifndef SCAN_MEMO_H
#define SCAN_MEMO_H

#include "internal.h"

enum {
	FX_MEMO_SETS = 512,     /* by the first bytes, and */
	FX_MEMO_WAYS = 4,       /* so many in each */
	FX_MEMO_FIRST = 32,     /* bytes that tell the set, */
	FX_MEMO_LAST = 16,      /* and that are looked at before all are read */
	FX_MEMO_ONE = 64 << 10, /* most bytes of findings of one decoding */
	FX_MEMO_SAW = 32 << 20, /* most bytes that it may have read */
};

struct fx_memo;

/* One of at most so many bytes; NULL: there is no memory, or none is wanted. */
struct fx_memo *fx_memo_new(size_t most, size_t parts);
void fx_memo_free(struct fx_memo *memo); /* NULL is fine */

/* A decoding in the image, and what was told when it began. */
struct fx_memo_at {
	const struct fx_decoder *decoder;
	const struct fx_source *src;
	uint64_t start;
	const char *path; /* of what it tells, the first nprefix characters */
	size_t nprefix;
	uint64_t outer;
};

/* Tell to out what is kept of the same bytes.  False: nothing is kept. */
bool fx_memo_tell(struct fx_memo *memo, const struct fx_memo_at *at,
    struct fx_out *out);

/* How things stood when it began. */
void fx_memo_begin(struct fx_memo *memo, const struct fx_out *out);

/* Keep what was told since, of a decoding that depends on so many bytes. */
void fx_memo_keep(struct fx_memo *memo, const struct fx_memo_at *at,
    uint64_t saw, const struct fx_out *out);

#endif
