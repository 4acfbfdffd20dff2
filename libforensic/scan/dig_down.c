/* dig_down.c - from a place of a stream into the decoding that begins there */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "dig_level.h"

/* Make room in out, if it is full. */
int
fx_dig_drain(struct fx_dig *dig, struct fx_err *err)
{
	if (fx_buf_check(&dig->out->rec, err) == -1)
		return -1;
	if (dig->out->rec.len < FX_OUT_MOST)
		return 0;
	dig->plain = false;
	return dig->taker->full(dig->taker->arg, err);
}

/* Something at a place of a level was not looked at. */
void
fx_dig_tell(struct fx_dig *dig, const struct level *lv, uint64_t place,
    bool error, const char *why)
{
	struct fx_scan_limit l = { .error = error,
		.off = dig->outer,
		.path = dig->path,
		.why = why };

	dig->plain = dig->plain && !error;
	fx_pack_limit(dig->out, &l, lv->prefix, place);
}

/* Collects starts; says when it has enough, at the first place too many. */
struct collect {
	struct level *lv;
	uint64_t off; /* of the bytes searched */
	size_t to;    /* where it had enough */
	bool nomem;
};

static int
add_start(void *arg, size_t at, const struct fx_decoder *decoder)
{
	struct collect *c = arg;
	struct level *lv = c->lv;

	if (lv->start == NULL &&
	    (lv->start = calloc(STARTS + FX_DECODERS_MOST,
		 sizeof(*lv->start))) == NULL) {
		c->nomem = true;
		return -1;
	}
	if (lv->nstart >= STARTS &&
	    lv->start[lv->nstart - 1].at != c->off + at) {
		c->to = at;
		return -1;
	}
	lv->start[lv->nstart++] = (struct start){ c->off + at, decoder };
	return 0;
}

/*
 * The starts in bytes [from, *to) of a block.  Where there are very many, *to
 * moves to the place up to which they are known.
 */
int
fx_dig_starts(struct fx_dig *dig, struct level *lv, const struct fx_block *b,
    size_t from, size_t *to, struct fx_err *err)
{
	struct fx_starts s = { .p = b->p,
		.n = b->n,
		.from = from,
		.to = *to,
		.off = b->off };
	struct collect c = { .lv = lv, .off = b->off };

	lv->nstart = 0;
	if (lv->deep || fx_purse_halted(&dig->purse))
		return 0;
	if (fx_starts_find(&s, dig->marks, add_start, &c) == 0)
		return 0;
	if (c.nomem)
		return fx_fail(err, FX_ENOMEM, b->off,
		    "out of memory for decodings");
	*to = c.to;
	return 0;
}

/* Write a place and a decoder behind the path of a level. */
static size_t
add_path(struct fx_dig *dig, const struct level *lv, const struct start *s)
{
	int n = snprintf(dig->path + lv->prefix, PATH - lv->prefix,
	    "%" PRIu64 "-%.*s-", s->at, FX_DECODE_NAME, s->decoder->name);

	return lv->prefix + (size_t)n;
}

/* The end of a decoding: was it one? */
static void
tell_end(struct fx_dig *dig, size_t level, size_t parent, uint64_t start)
{
	struct level *lv = &dig->level[level], *up = &dig->level[parent];
	struct fx_layer *l = &lv->layer;
	uint64_t used = fx_layer_used(l), have = fx_layer_have(l);

	if (dig->lost && parent < FIRST)
		fx_dig_tell(dig, lv, have, true, dig->lost_err.msg);
	else if (l->failed)
		fx_dig_tell(dig, lv, have, true, l->err.msg);
	if (l->limit == fx_layer_halted && parent >= FIRST)
		return; /* the outermost will say it */
	if (l->limit != NULL)
		fx_dig_tell(dig, lv, have, false, l->limit);
	else if (parent >= FIRST && up->layer.starved &&
	    (l->cut || start + used + FX_DECODE_LOOK >= up->layer.edge))
		fx_dig_tell(dig, lv, have, false, "lookahead");
}

/* What a nested decoding may see behind its start. */
static uint64_t
lookahead(const struct fx_dig *dig, size_t parent)
{
	uint64_t n = dig->plan->budget.ahead >> (parent - FIRST);

	return n > FX_SCAN_AHEAD_LEAST ||
		dig->plan->budget.ahead < FX_SCAN_AHEAD_LEAST
	    ? n
	    : FX_SCAN_AHEAD_LEAST;
}

/* It could not be opened: is that worth a word? */
static void
tell_shut(struct fx_dig *dig, size_t level, size_t parent,
    const struct start *s, const struct fx_err *err)
{
	struct level *up = &dig->level[parent];

	if (dig->lost && parent < FIRST)
		fx_dig_tell(dig, &dig->level[level], 0, true,
		    dig->lost_err.msg);
	else if (err->code == FX_EIO || err->code == FX_EBROKEN ||
	    err->code == FX_ENOMEM)
		fx_dig_tell(dig, &dig->level[level], 0, true, err->msg);
	else if (parent >= FIRST && up->layer.starved)
		fx_dig_tell(dig, up, s->at, false, "lookahead");
}

/* May one more decoding be tried here? */
static bool
may_try(struct fx_dig *dig, const struct level *up, const struct start *s)
{
	const char *why = "starts";

	if (fx_purse_halted(&dig->purse))
		return false;
	if (fx_purse_empty(&dig->purse))
		why = "total";
	else if (dig->purse.starts++ < dig->plan->budget.starts)
		return true;
	if (!dig->purse.spent)
		fx_dig_tell(dig, up, s->at, false, why);
	dig->purse.spent = true;
	return false;
}

/* Does a job tell all that a decoding there would? */
static bool
is_claimed(struct fx_dig *dig, const struct start *s)
{
	return dig->jobs != NULL && dig->plan->jobs->claims != NULL &&
	    dig->plan->jobs->claims(dig->jobs, s->at, s->decoder);
}

/*
 * Follow a decoding that begins in a level.  Returns 1 if there is one, 0 if
 * not, or -1 and err.
 */
int
fx_dig_follow(struct fx_dig *dig, size_t parent, const struct start *s,
    struct fx_err *err)
{
	const size_t level = parent < FIRST ? (size_t)FIRST : parent + 1;
	struct level *up = &dig->level[parent], *lv = &dig->level[level];
	struct fx_memo_at copy;
	struct fx_err why;
	int rc = 0;

	if (parent == IMAGE && is_claimed(dig, s))
		return 0;
	if (!may_try(dig, up, s))
		return 0;
	if (parent < FIRST)
		dig->lost = false;
	up->layer.starved = false;
	if (parent >= FIRST)
		up->layer.edge = s->at + lookahead(dig, parent);
	lv->prefix = add_path(dig, up, s);
	copy = (struct fx_memo_at){ s->decoder, up->src, s->at, dig->path,
		lv->prefix, dig->outer };
	if (parent == IMAGE && s->decoder->confined &&
	    fx_memo_tell(dig->memo, &copy, dig->out))
		return 1;
	if (parent == IMAGE) {
		dig->lost = false; /* by a look at what it will not read */
		dig->plain = true;
		fx_memo_begin(dig->memo, dig->out);
	}
	if (fx_layer_open(&lv->layer, dig->box, s->decoder, up->src, s->at,
		&why) == -1) {
		tell_shut(dig, level, parent, s, &why);
		return 0;
	}
	if (level == FIRST)
		dig->purse.outer = &lv->layer;
	if (level == FIRST + dig->plan->budget.depth) {
		fx_dig_tell(dig, up, s->at, false, "depth");
		up->deep = true;
		fx_layer_close(&lv->layer);
		return 1;
	}
	fx_told_begin(dig, level, parent, s->at, s->decoder);
	if (fx_told_start(up, &lv->layer, s->at)) {
		rc = fx_dig_layer(dig, level, 0, UINT64_MAX, err);
		if (!fx_told_whole(lv))
			tell_end(dig, level, parent, s->at);
	}
	if (level == FIRST)
		dig->purse.outer = NULL;
	if (parent == IMAGE && rc == 0 && dig->plain && !dig->lost &&
	    __atomic_load_n(dig->taker->halt, __ATOMIC_RELAXED) == 0)
		fx_memo_keep(dig->memo, &copy, fx_layer_saw(&lv->layer),
		    dig->out);
	fx_layer_close(&lv->layer);
	return rc == -1 ? -1 : 1;
}
