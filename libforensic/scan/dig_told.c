/* dig_told.c - what of a stream is told already, where it lies or elsewhere */
#include "dig_level.h"

/*
 * In a stream that shows most of its input as it lies, a decoding is new if any
 * byte it used is, or one before it that tells a start, or the one behind.
 * What it used is known at its end only: one that is longer than what is held
 * for that is taken for new.
 */
bool
fx_told_start(struct level *up, struct fx_layer *l, uint64_t start)
{
	if (up->is_new == NULL)
		return true;
	fx_layer_fill(l, HOLD);
	return !l->ended ||
	    up->is_new(up->is_new_arg,
		start > FX_DECODE_LOOK ? start - FX_DECODE_LOOK : 0,
		start + fx_layer_used(l) + 1);
}

static bool
layer_touched(void *layer, uint64_t from, uint64_t to)
{
	return fx_layer_touched(layer, from, to);
}

/*
 * Is output of a decoding in a job's file new?  Not if a decoding at the same
 * place of the image gives it, too.
 */
static bool
job_new(void *level, uint64_t from, uint64_t to)
{
	struct level *lv = level;

	return to > lv->layer.old &&
	    (!lv->passes || fx_layer_touched(&lv->layer, from, to));
}

/* Was a decoding in a job's file told already, all of it? */
bool
fx_told_whole(const struct level *lv)
{
	return lv->twin && lv->layer.ended &&
	    lv->layer.old == fx_layer_have(&lv->layer) && !lv->layer.failed;
}

/*
 * Does the pass over the image follow that decoding, too, as far as its bytes
 * are the same?
 */
static bool
has_twin(struct fx_dig *dig, size_t parent, uint64_t at,
    const struct fx_decoder *decoder)
{
	struct level *up = &dig->level[parent];

	if (parent == JOB
		? up->is_new == NULL || up->is_new(up->is_new_arg, at, at + 1)
		: !up->twin)
		return false;
	up->raw.from = parent == JOB ? 0 : up->layer.off;
	return fx_again_starts(dig->again, dig->marks, &up->raw, at + up->shift,
	    decoder);
}

/* What a decoding reads, as the pass over that has it. */
static struct fx_raw
above(struct level *lv)
{
	struct level *up = lv->up;
	struct fx_dig *dig = lv->dig;

	if (up >= &dig->level[FIRST])
		return (struct fx_raw){ fx_layer_aside(&up->layer),
			up->layer.off, up->layer.edge, up->layer.serial };
	return (struct fx_raw){ *up->src, 0, UINT64_MAX,
		up == &dig->level[JOB] ? up->layer.serial : 0 };
}

/* Is a finding told where its bytes lie in what they are decoded from? */
static bool
is_repeat(struct level *lv, const struct fx_cand *cand, uint64_t from,
    uint64_t to)
{
	struct fx_dig *dig = lv->dig;
	const struct fx_scan_marks *marks = dig->plan->marks;
	const bool lost = dig->lost;
	struct fx_raw raw;
	bool told;

	/* What is around it might be on a list, and be another there. */
	if (lv < &dig->level[FIRST] || !fx_repeat_may(&lv->layer) ||
	    (marks != NULL && marks->text))
		return false;
	raw = above(lv);
	told = fx_repeat_tells(dig->repeat, &lv->layer, &raw, dig->carve, cand,
	    from, to);
	dig->lost = lost;
	/* That went by what lies around the stream. */
	dig->plain = dig->plain && !(told && lv->up < &dig->level[FIRST]);
	return told;
}

/*
 * Is a finding to be told?  Near a seam, or where a decoding goes on in another
 * way than in the image, only if it is not told there.
 */
bool
fx_told_wanted(void *level, const struct fx_cand *cand, uint64_t from,
    uint64_t to)
{
	struct level *lv = level;
	struct fx_dig *dig = lv->dig;
	const bool job = lv == &dig->level[JOB];
	const uint64_t reach = job ? dig->plan->widest : 1;

	if (lv->is_new == NULL)
		return !is_repeat(lv, cand, from, to);
	if (!lv->is_new(lv->is_new_arg, from > reach ? from - reach : 0,
		to + reach))
		return false;
	if (job ? lv->is_new(lv->is_new_arg, from, to) : !lv->twin)
		return !is_repeat(lv, cand, from, to);
	lv->raw.from = job ? 0 : lv->layer.off;
	return !fx_again_tells(dig->again, &lv->raw, from + lv->shift, cand) &&
	    !is_repeat(lv, cand, from, to);
}

/*
 * Is the start of a decoding one in what its stream is decoded from, too, where
 * it lies as it is?  Then *raw is that, and *at where.
 */
static bool
has_copy(struct fx_dig *dig, size_t parent, const struct fx_decoder *decoder,
    struct fx_source *raw, uint64_t *at)
{
	struct level *up = &dig->level[parent];
	const bool lost = dig->lost;
	struct fx_raw from;
	bool has;

	if (parent < FIRST || !fx_repeat_may(&up->layer))
		return false;
	from = above(up);
	has = fx_repeat_start(dig->repeat, &up->layer, &from, *at, at) &&
	    from.to > FX_DECODE_LOOK && *at < from.to - FX_DECODE_LOOK &&
	    fx_again_starts(dig->again, dig->marks, &from, *at, decoder);
	dig->lost = lost;
	dig->plain = dig->plain && !(has && up->up < &dig->level[FIRST]);
	*raw = from.src;
	return has;
}

/* A decoding is open at place at of another level. */
void
fx_told_begin(struct fx_dig *dig, size_t level, size_t parent, uint64_t at,
    const struct fx_decoder *decoder)
{
	struct level *lv = &dig->level[level];
	struct fx_source raw = dig->level[parent].raw.src;

	lv->up = &dig->level[parent];
	lv->deep = false;
	lv->is_new = decoder->touched != NULL ? layer_touched : NULL;
	lv->is_new_arg = &lv->layer;
	lv->twin = has_twin(dig, parent, at, decoder);
	if (lv->twin)
		at += dig->level[parent].shift;
	else
		lv->twin = has_copy(dig, parent, decoder, &raw, &at);
	if (!lv->twin)
		return;
	fx_layer_twin(&lv->layer, dig->box, decoder, &raw, at);
	lv->raw.src = fx_layer_twin_source(&lv->layer);
	lv->shift = 0;
	lv->passes = decoder->touched != NULL;
	lv->is_new = job_new;
	lv->is_new_arg = lv;
}

/* Can nothing that begins in bytes [from, to) of a level be new? */
static bool
told_range(const struct fx_dig *dig, const struct level *lv, uint64_t from,
    uint64_t to)
{
	const uint64_t widest = dig->plan->widest;

	return !lv->is_new(lv->is_new_arg, from > widest ? from - widest : 0,
	    to + 2 * widest);
}

bool
fx_told_new(const struct fx_dig *dig, const struct level *lv, uint64_t *from,
    uint64_t *to)
{
	uint64_t lo, hi, mid;

	if (lv->is_new == NULL)
		return true;
	if (told_range(dig, lv, *from, *to))
		return false;
	if (lv != &dig->level[JOB]) /* short, or new here and there */
		return true;
	for (lo = *from, hi = *to; hi - lo > 1;) {
		mid = lo + (hi - lo) / 2;
		if (told_range(dig, lv, *from, mid))
			lo = mid;
		else
			hi = mid;
	}
	*from = lo;
	for (hi = *to; hi - lo > 1;) {
		mid = lo + (hi - lo) / 2;
		if (told_range(dig, lv, mid, *to))
			hi = mid;
		else
			lo = mid;
	}
	*to = hi;
	return true;
}
