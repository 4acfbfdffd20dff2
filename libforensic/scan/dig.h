/*
 * dig.h - a worker's way into what is packed: carve a range, and the decodings
 * that begin in it, and those in them
 *
 * Of each stream a range is carved first, into a pile of its own; then what was
 * found up to each start is told, then what its decoding holds, and so on: so
 * all comes in the order of fx_scan_sink, whatever a decoding gives.
 */
#ifndef SCAN_DIG_H
#define SCAN_DIG_H

#include "layer.h"

struct fx_dig;

/*
 * For one worker, made before threads start.  img is its own handle on the
 * image, which is closed with it, also when this fails; or piece has all the
 * bytes that there are.
 */
struct fx_dig *fx_dig_new(const struct fx_plan *plan, struct fx_image *img,
    const struct fx_scan_piece *piece, struct fx_err *err);
void fx_dig_free(struct fx_dig *dig); /* NULL is fine */

/* Did a taker's halt leave out any decoding or job, or the rest of one? */
bool fx_dig_halted(const struct fx_dig *dig);

/* Who takes what the pile cannot hold. */
struct fx_taker {
	/*
	 * out holds FX_OUT_MOST bytes or more: empty it.  Returns 0; -1 to end,
	 * with err or after what it asks for was done (err as it came).
	 */
	int (*full)(void *arg, struct fx_err *err);
	void *arg;
	const int *halt; /* not 0: begin no decoding, end those begun */
};

/*
 * Append the findings that begin in bytes [from, to) of the core of the block
 * that cv has open to out, with those of the decodings and jobs that begin
 * there.  Returns 0, or -1 and err, or as the taker did.
 */
int fx_dig_range(struct fx_dig *dig, struct fx_carve *cv, size_t from,
    size_t to, struct fx_out *out, const struct fx_taker *taker,
    struct fx_err *err);

#endif
