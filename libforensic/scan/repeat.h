/*
 * repeat.h - is what a decoding shows told already, where it lies as it is?
 *
 * Streams that hold some of their output as it is (blocks that did not get
 * smaller, members that are stored, runs of literals) and texts with escapes
 * show a value twice: where it lies in what they are decoded from, and decoded.
 * The first is the simpler one, and stays.  The other goes only if it is made
 * of the very bytes of the first, and that says as much of them.
 */
#ifndef SCAN_REPEAT_H
#define SCAN_REPEAT_H

#include "again.h"
#include "layer.h"

struct fx_repeat;

/* For one worker; again must last.  NULL and err: no memory. */
struct fx_repeat *fx_repeat_new(struct fx_again *again, struct fx_err *err);
void fx_repeat_free(struct fx_repeat *r); /* NULL is fine */

/* May any output of l lie in its input as it is, that a look is worth it? */
bool fx_repeat_may(const struct fx_layer *l);

/*
 * Does carving `above`, which l is decoded from, tell all that cand is, a hit
 * that cv found in bytes [from, to) of l?  Hits come in the order of their
 * places.  What cannot be found out is not told there.
 */
bool fx_repeat_tells(struct fx_repeat *r, struct fx_layer *l,
    const struct fx_raw *above, const struct fx_carve *cv,
    const struct fx_cand *cand, uint64_t from, uint64_t to);

/*
 * Does what stands at `from` of l, where a decoding begins, lie in above as it
 * is?  Then *at is where.  Starts come in the order of their places.
 */
bool fx_repeat_start(struct fx_repeat *r, struct fx_layer *l,
    const struct fx_raw *above, uint64_t from, uint64_t *at);

#endif
