/*
 * again.h - would the pass over the image have told it?
 *
 * A file that does not lie in one piece is searched as the file, too.  Near a
 * seam both see the same bytes with others around them, and what is found by
 * both has to be told once: by the pass over the image.  So what that sees is
 * looked at again, there alone.
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
};

/*
 * Does carving raw tell what cand is, at offset at?  What has too few bits is
 * told for its value alone, if that is looked for: so it is where it has too
 * few in raw, too.  What cannot be found out (no memory, no bytes) is not told
 * there.
 */
bool fx_again_tells(struct fx_again *again, const struct fx_raw *raw,
    uint64_t at, const struct fx_cand *cand);

/* Does a decoding of that decoder begin at offset at of raw? */
bool fx_again_starts(struct fx_again *again, struct fx_marks *marks,
    const struct fx_raw *raw, uint64_t at, const struct fx_decoder *decoder);

#endif
