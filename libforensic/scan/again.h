/*
 * again.h - would the pass over the image have told it?
 *
 * A file that does not lie in one piece is searched as the file, too.  Near a
 * seam both see the same bytes with others around them, and what is found by
 * both has to be told once: by the pass over the image.  So what that sees is
 * looked at again, there alone.  So it is for what a decoding passes on as it
 * lies in its input; there many places are looked at together.
 */
#ifndef SCAN_AGAIN_H
#define SCAN_AGAIN_H

#include "internal.h"

struct fx_again;

/* For one worker.  NULL and err: no memory. */
struct fx_again *fx_again_new(const struct fx_plan *plan, struct fx_err *err);
void fx_again_free(struct fx_again *again); /* NULL is fine */

/* A stream as the pass over the image has it; of bytes before `from` nothing is
 * known. */
struct fx_raw {
	struct fx_source src;
	uint64_t from;
	/* For fx_again_repeats: nor of those from `to` on, and no other stream
	 * has this number. */
	uint64_t to, serial;
};

/*
 * Does carving raw tell what cand is, at offset at?  What has too few bits is
 * told for its value alone, if that is looked for: so it is where it has too
 * few in raw, too.  What cannot be found out (no memory, no bytes) is not told
 * there.
 */
bool fx_again_tells(struct fx_again *again, const struct fx_raw *raw,
    uint64_t at, const struct fx_cand *cand);

/*
 * Does carving raw tell all that cand is, a hit of cv, at bytes [in->from,
 * in->to): that value, its attributes, and in words no lower a score?  There it
 * has its first character's low byte at in->from, be it read as UTF-16 of the
 * other order, and size bytes; 0: or as many as it is there.
 */
bool fx_again_repeats(struct fx_again *again, const struct fx_raw *raw,
    const struct fx_range *in, size_t size, const struct fx_carve *cv,
    const struct fx_cand *cand);

/* Does a decoding of that decoder begin at offset at of raw? */
bool fx_again_starts(struct fx_again *again, struct fx_marks *marks,
    const struct fx_raw *raw, uint64_t at, const struct fx_decoder *decoder);

#endif
