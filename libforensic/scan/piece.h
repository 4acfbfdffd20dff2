/* piece.h - a piece of memory, block by block */
#ifndef SCAN_PIECE_H
#define SCAN_PIECE_H

#include "dig.h"

/*
 * How a range is carved, as fx_dig_range has it: with what is packed in it. Who
 * does not name fx_dig_range need not link decoders and images.
 */
struct fx_piece_way {
	int (*range)(void *arg, struct fx_carve *cv, size_t from, size_t to,
	    struct fx_out *out, const struct fx_taker *taker,
	    struct fx_err *err);
	void *arg;
};

/* Does it hold what is asked of it?  Returns 0, or -1 and err. */
int fx_piece_check(const struct fx_scan_piece *piece, struct fx_err *err);

/* Scan one that does; way NULL: what is packed stays so. 0, or -1 and err. */
int fx_piece_scan(const struct fx_plan *plan, const struct fx_scan_piece *piece,
    const volatile sig_atomic_t *stop, const struct fx_piece_way *way,
    const struct fx_scan_sink *sink, struct fx_scan_result *res,
    struct fx_err *err);

#endif
