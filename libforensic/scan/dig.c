/* dig.c - from a range of a stream to the decodings in it, and into them */
#include <stdio.h>
#include <string.h>

#include "dig_level.h"

/* What one outermost place may use up begins anew. */
static void
begin_place(struct fx_dig *dig, size_t level, uint64_t at)
{
	if (level >= FIRST)
		return;
	if (level == IMAGE)
		dig->outer = at;
	dig->purse.outer = NULL;
	dig->purse.total = dig->purse.starts = 0;
	dig->purse.spent = false;
}

/* The next job of the range is the pending one, if there is any. */
static int
next_job(struct fx_dig *dig, struct fx_err *err)
{
	int rc = dig->plan->jobs->next(dig->jobs, &dig->job, err);

	dig->pending = rc == 1;
	return rc == -1 ? -1 : 0;
}

/* The jobs that belong to bytes [from, to) of the image. */
static int
seek_jobs(struct fx_dig *dig, uint64_t from, uint64_t to, struct fx_err *err)
{
	dig->pending = false;
	if (dig->jobs == NULL)
		return 0;
	if (dig->plan->jobs->seek(dig->jobs, from, to, err) == -1)
		return -1;
	return next_job(dig, err);
}

/* Carve the pending job, and the decodings in it. */
static int
run_job(struct fx_dig *dig, struct fx_err *err)
{
	const struct fx_scan_job *job = &dig->job;
	struct level *lv = &dig->level[JOB];
	int n, rc;

	n = snprintf(dig->path, PATH, "%.*s@", FX_SCAN_PREFIX - 1, job->prefix);
	lv->prefix = (size_t)n;
	lv->src = &job->src;
	lv->deep = false;
	lv->is_new = job->unseen;
	lv->is_new_arg = job->arg;
	lv->raw = (struct fx_raw){ .src = dig->image };
	lv->shift = job->at - job->from;
	dig->outer = job->at;
	dig->purse.outer = NULL;
	dig->purse.total = 0;
	fx_layer_file(&lv->layer, &job->src, job->from, job->to);
	rc = fx_dig_layer(dig, JOB, job->from, job->to, err);
	if (rc == 0 && lv->layer.failed)
		fx_dig_tell(dig, lv, fx_layer_have(&lv->layer), true,
		    lv->layer.err.msg);
	fx_layer_close(&lv->layer);
	return rc;
}

/* The jobs before a place of the image; *at is how much of the pile is told. */
static int
run_jobs(struct fx_dig *dig, size_t *at, uint64_t place, struct fx_err *err)
{
	while (dig->pending && dig->job.at < place) {
		if (fx_purse_halted(&dig->purse))
			return 0;
		fx_pack_move(&dig->level[IMAGE].pile, at, dig->job.at,
		    dig->out);
		if (fx_dig_drain(dig, err) == -1 || run_job(dig, err) == -1 ||
		    next_job(dig, err) == -1)
			return -1;
	}
	return 0;
}

/* What the start s tells of a member behind it, in the block at hand. */
static bool
hold(const struct fx_block *b, const struct start *s, struct fx_hold *h)
{
	size_t at = (size_t)(s->at - b->off);
	size_t left = at > FX_DECODE_LOOK ? at - FX_DECODE_LOOK : 0;
	const struct fx_look l = { .p = b->p + left,
		.n = b->n - at > FX_DECODE_LOOK ? at - left + FX_DECODE_LOOK
						: b->n - left,
		.at = at - left,
		.off = b->off + left };

	return s->decoder->hold(&l, h) && fx_add(s->at, h->to, &h->to) &&
	    fx_add(s->at, h->from, &h->from);
}

/* The members that lie as they are in the range of a level from `from` on. */
static int
take_holds(struct level *lv, const struct fx_block *b, uint64_t from,
    struct fx_err *err)
{
	struct fx_hold h;
	struct fx_held held;
	size_t i;

	for (i = 0; i < lv->nstart; i++) {
		if (lv->start[i].decoder->hold == NULL ||
		    !hold(b, &lv->start[i], &h))
			continue;
		held = (struct fx_held){ .head = lv->start[i].at,
			.from = h.from,
			.to = h.to,
			.name = h.name,
			.n = h.n };
		if (fx_holds_put(&lv->holds, from, &held, err) == -1)
			return -1;
	}
	return 0;
}

/*
 * Tell the pile of a level, and at each start what begins there; of the image,
 * at the place of each job what that gives.
 */
static int
merge(struct fx_dig *dig, size_t level, struct fx_err *err)
{
	struct level *lv = &dig->level[level];
	const struct start *s;
	struct fx_hold h;
	size_t at = 0, i;
	int rc = 0;

	for (i = 0; i < lv->nstart; i++) {
		s = &lv->start[i];
		if (s->decoder->hold != NULL && level != IMAGE)
			continue;
		if (i == 0 || s->at != s[-1].at)
			rc = 0;
		if (rc == 1 || lv->deep) /* it has been taken */
			continue;
		if (level == IMAGE && run_jobs(dig, &at, s->at, err) == -1)
			return -1;
		fx_pack_move(&lv->pile, &at, s->at, dig->out);
		if (fx_dig_drain(dig, err) == -1)
			return -1;
		if (s->decoder->hold != NULL) {
			if (hold(dig->block, s, &h))
				fx_pack_hold(dig->out, s->at, &h);
			continue;
		}
		begin_place(dig, level, s->at);
		if ((rc = fx_dig_follow(dig, level, s, err)) == -1)
			return -1;
	}
	if (level == IMAGE && run_jobs(dig, &at, UINT64_MAX, err) == -1)
		return -1;
	fx_pack_move(&lv->pile, &at, UINT64_MAX, dig->out);
	return 0;
}

/* Carve what of bytes [from, to) of a layer's block may be new. */
static int
carve_new(struct fx_dig *dig, const struct level *lv, const struct fx_block *b,
    size_t from, size_t to, struct fx_out *out, struct fx_err *err)
{
	const size_t margin = dig->plan->margin;
	uint64_t lo = b->off + from, hi = b->off + to;
	struct fx_block part;
	size_t left;

	if (!fx_told_new(dig, lv, &lo, &hi))
		return 0;
	from = (size_t)(lo - b->off);
	to = (size_t)(hi - b->off);
	left = from > margin ? from - margin : 0;
	part = (struct fx_block){ .p = b->p + left,
		.off = b->off + left,
		.n = (b->n - to > margin ? to + margin : b->n) - left,
		.from = from - left,
		.to = to - left };
	if (fx_carve_open(dig->carve, &part, err) == -1)
		return -1;
	return fx_carve_range(dig->carve, part.from, part.to, out, err);
}

/*
 * Bytes [from, *to) of a block: carve, find what begins there, follow it.  Of
 * the image cv has the block open.  *to may become less; what is behind is for
 * the next call.
 */
static int
dig_range(struct fx_dig *dig, size_t level, struct fx_carve *cv,
    const struct fx_block *b, size_t from, size_t *to, struct fx_err *err)
{
	struct level *lv = &dig->level[level];
	struct fx_out *out;
	bool more;

	if (fx_dig_drain(dig, err) == -1 ||
	    fx_dig_starts(dig, lv, b, from, to, err) == -1)
		return -1;
	if (level != IMAGE && take_holds(lv, b, b->off + from, err) == -1)
		return -1;
	if (level == IMAGE &&
	    seek_jobs(dig, b->off + from, b->off + *to, err) == -1)
		return -1;
	more = lv->nstart > 0 || (level == IMAGE && dig->pending);
	out = more ? &lv->pile : dig->out;
	if (level == IMAGE ? fx_carve_range(cv, from, *to, out, err) == -1
			   : carve_new(dig, lv, b, from, *to, out, err) == -1)
		return -1;
	return more ? merge(dig, level, err) : 0;
}

/* Are two places of what a decoder gave of one member of it? */
static bool
same_member(struct level *lv, uint64_t a, uint64_t b)
{
	char one[FX_MEMBER_MOST], other[FX_MEMBER_MOST];
	size_t n;

	if (lv->layer.decoder == NULL || lv->layer.decoder->member == NULL)
		return true;
	n = fx_decode_member(lv->layer.d, a, one);
	return n == fx_decode_member(lv->layer.d, b, other) &&
	    memcmp(one, other, n) == 0;
}

/* fx_carve.member of a level: of the innermost archive that it comes out of. */
static bool
member(void *level, uint64_t at, char *name, size_t *n)
{
	struct level *lv = level;
	const struct fx_held *h;

	for (; lv != &lv->dig->level[IMAGE]; lv = lv->up) {
		h = fx_holds_find(&lv->holds, at);
		if (h != NULL && same_member(lv, h->head, at)) {
			*n = h->n;
			memcpy(name, h->name, h->n);
			return true;
		}
		if (lv->layer.decoder == NULL)
			return false;
		if (lv->layer.decoder->member != NULL) {
			*n = fx_decode_member(lv->layer.d, at, name);
			return true;
		}
		at = lv->layer.start;
	}
	return false;
}

/* One piece of a layer from offset at on; where the next one begins. */
static int
dig_piece(struct fx_dig *dig, size_t level, uint64_t *at, uint64_t end,
    struct fx_err *err)
{
	struct level *lv = &dig->level[level];
	struct fx_layer *l = &lv->layer;
	struct fx_carve *cv = dig->carve;
	const size_t margin = dig->plan->margin;
	uint64_t left = *at > margin ? *at - margin : 0;
	uint64_t have = fx_layer_have(l);
	struct fx_block b;
	size_t to;

	b = (struct fx_block){ .p = fx_layer_at(l, left),
		.off = left,
		.from = (size_t)(*at - left),
		.to = (size_t)(end - left) };
	b.n = have - end > margin ? b.to + margin : (size_t)(have - left);
	cv->prefix = dig->path;
	cv->nprefix = lv->prefix;
	cv->outer = dig->outer;
	cv->wanted = fx_told_wanted;
	cv->wanted_arg = lv;
	cv->member = member;
	cv->member_arg = lv;
	to = b.to;
	if (dig_range(dig, level, cv, &b, b.from, &to, err) == -1)
		return -1;
	*at = left + to;
	return 0;
}

/* Bytes [from, to) of a layer, or as many as it has. */
int
fx_dig_layer(struct fx_dig *dig, size_t level, uint64_t from, uint64_t to,
    struct fx_err *err)
{
	struct fx_layer *l = &dig->level[level].layer;
	const size_t margin = dig->plan->margin;
	uint64_t at = from, end;

	fx_holds_reset(&dig->level[level].holds);
	for (;;) {
		fx_layer_fill(l, at + FX_CARVE + margin);
		end = fx_layer_have(l) < to ? fx_layer_have(l) : to;
		if (end <= at)
			return 0;
		if (end - at > FX_CARVE)
			end = at + FX_CARVE;
		if (dig_piece(dig, level, &at, end, err) == -1)
			return -1;
		if (at > margin)
			fx_layer_slide(l, at - margin);
	}
}

int
fx_dig_range(struct fx_dig *dig, struct fx_carve *cv, size_t from, size_t to,
    struct fx_out *out, const struct fx_taker *taker, struct fx_err *err)
{
	size_t at, end;

	dig->block = &cv->b;
	dig->out = out;
	dig->taker = taker;
	dig->purse.halt = taker->halt;
	for (at = from; at < to; at = end) {
		end = to;
		if (dig_range(dig, IMAGE, cv, &cv->b, at, &end, err) == -1)
			return -1;
	}
	return fx_dig_drain(dig, err);
}
