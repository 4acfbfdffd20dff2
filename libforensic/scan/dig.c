/* dig.c - from a range of a stream to the decodings in it, and into them */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "again.h"
#include "dig.h"
#include "memo.h"

enum {
	/* The image, a job's file, one for each decoder in a path; and one to
	 * try whether there would be another. */
	IMAGE,
	JOB,
	FIRST,
	LEVELS = FIRST + FX_DECODE_DEPTH + 1,
	NUMBER = 20, /* digits of an offset */
	PATH = FX_SCAN_PREFIX + NUMBER + 1 +
	    (FX_DECODE_DEPTH + 1) * (NUMBER + FX_DECODE_NAME + 2),
	STARTS = 1024,    /* places handled in one go */
	HOLD = 512 << 10, /* see is_new */
};

struct start {
	uint64_t at; /* in its stream */
	const struct fx_decoder *decoder;
};

/* One stream on the way: the image, a file, the output of a decoding. */
struct level {
	struct fx_layer layer;       /* not of the image */
	const struct fx_source *src; /* what decodings in it read */
	size_t prefix;               /* bytes of the path before a place */
	bool deep;           /* that no decoding in it is followed is told */
	struct start *start; /* of the range at hand */
	size_t nstart;
	struct fx_out pile;
	/* Is any of bytes [from, to) new in it?  NULL: all are. */
	bool (*is_new)(void *arg, uint64_t from, uint64_t to);
	void *is_new_arg;
	bool passes; /* its decoder says what it touched */
	/* Of a job's file, and of decodings in it: */
	struct fx_raw raw; /* the same as the pass over the image has it, */
	uint64_t shift;    /* so much further on; */
	bool twin;         /* if it is compared to that */
	struct fx_dig *dig;
};

struct fx_dig {
	const struct fx_plan *plan;
	struct fx_marks *marks;
	struct fx_carve *carve; /* for all levels but the image */
	struct fx_again *again; /* NULL: there are no jobs */
	struct fx_box *box;     /* NULL: no decoder needs one */
	struct fx_image *img;
	const struct fx_scan_piece *piece; /* all that there is, if not img */
	const struct fx_block *block;      /* at hand */
	struct fx_source image;
	bool lost; /* the image could not be read further: err has why */
	struct fx_err lost_err;
	struct level level[LEVELS];
	void *jobs;             /* its state for plan->jobs; NULL: none */
	struct fx_scan_job job; /* the next one of the range at hand, */
	bool pending;           /* if there is one */
	struct fx_memo *memo;   /* NULL: nothing is kept */
	bool plain; /* since the outermost decoding began nothing of it was
	               taken out, no error was told */
	struct fx_purse purse;
	char path[PATH];
	uint64_t outer; /* what is told has this offset */
	struct fx_out *out;
	const struct fx_taker *taker;
};

/* What memory at `start` of a stream has of n bytes at off of it. */
static size_t
take(const uint8_t *p, size_t len, uint64_t start, uint64_t off, void *buf,
    size_t n)
{
	if (off < start || off - start >= len)
		return 0;
	if (n > len - (size_t)(off - start))
		n = len - (size_t)(off - start);
	memcpy(buf, p + (off - start), n);
	return n;
}

/* Bytes of the image that are not in the block at hand. */
static ssize_t
fetch(struct fx_dig *dig, uint64_t off, void *buf, size_t n, struct fx_err *err)
{
	ssize_t rc;

	if (dig->piece != NULL)
		return (ssize_t)take(dig->piece->p, dig->piece->n,
		    dig->piece->off, off, buf, n);
	rc = fx_image_read(dig->img, off, buf, n, NULL, NULL, err);
	if (rc == -1 && !dig->lost) {
		dig->lost = true;
		dig->lost_err = *err;
	}
	return rc;
}

/* The image, as decodings read it: what lies in the block comes from there. */
static ssize_t
read_image(void *arg, uint64_t off, void *buf, size_t n, struct fx_err *err)
{
	struct fx_dig *dig = arg;
	const struct fx_block *b = dig->block;
	size_t got = take(b->p, b->n, b->off, off, buf, n);
	ssize_t more;

	if (got == n)
		return (ssize_t)n;
	more = fetch(dig, off + got, (uint8_t *)buf + got, n - got, err);
	return more == -1 ? -1 : (ssize_t)got + more;
}

/* What lies in the block, all of it, need not be copied. */
static const uint8_t *
lend_image(void *arg, uint64_t off, size_t *n)
{
	const struct fx_dig *dig = arg;
	const struct fx_block *b = dig->block;

	if (off < b->off || off - b->off > b->n ||
	    b->n - (size_t)(off - b->off) < *n)
		return NULL;
	return b->p + (off - b->off);
}

struct fx_dig *
fx_dig_new(const struct fx_plan *plan, struct fx_image *img,
    const struct fx_scan_piece *piece, struct fx_err *err)
{
	struct fx_dig *dig;
	size_t i;

	if ((dig = calloc(1, sizeof(*dig))) == NULL) {
		fx_image_close(img);
		fx_fail(err, FX_ENOMEM, 0, "out of memory for a worker");
		return NULL;
	}
	dig->plan = plan;
	dig->img = img;
	dig->piece = piece;
	dig->image = (struct fx_source){ read_image, dig, lend_image };
	dig->level[IMAGE].src = &dig->image;
	for (i = FIRST; i < LEVELS; i++)
		dig->level[i].src = &dig->level[i].layer.ahead;
	dig->purse.budget = &plan->budget;
	for (i = 0; i < LEVELS; i++) {
		dig->level[i].layer.purse = &dig->purse;
		dig->level[i].layer.margin = plan->margin;
		dig->level[i].dig = dig;
	}
	if ((dig->marks = fx_marks_new(plan->decoders, err)) == NULL ||
	    (dig->carve = fx_carve_new(plan, FX_CARVE + 2 * plan->margin,
		 err)) == NULL) {
		fx_dig_free(dig);
		return NULL;
	}
	if (plan->jobs != NULL &&
	    ((dig->again = fx_again_new(plan, err)) == NULL ||
		(dig->jobs = plan->jobs->worker(plan->jobs->arg, err)) ==
		    NULL)) {
		fx_dig_free(dig);
		return NULL;
	}
	dig->memo = fx_memo_new(plan->budget.memo, plan->n);
	for (i = 0; plan->decoders[i] != NULL; i++)
		if (plan->decoders[i]->confined)
			break;
	if (plan->decoders[i] != NULL && (dig->box = fx_box_new(err)) == NULL) {
		fx_dig_free(dig);
		return NULL;
	}
	return dig;
}

void
fx_dig_free(struct fx_dig *dig)
{
	size_t i;

	if (dig == NULL)
		return;
	if (dig->jobs != NULL)
		dig->plan->jobs->gone(dig->jobs);
	for (i = 0; i < LEVELS; i++) {
		fx_layer_free(&dig->level[i].layer);
		free(dig->level[i].start);
		fx_buf_done(&dig->level[i].pile.rec);
	}
	fx_carve_free(dig->carve);
	fx_again_free(dig->again);
	fx_box_free(dig->box);
	fx_memo_free(dig->memo);
	fx_marks_free(dig->marks);
	fx_image_close(dig->img);
	free(dig);
}

bool
fx_dig_halted(const struct fx_dig *dig)
{
	return dig->purse.halted;
}

/* Make room in out, if it is full. */
static int
drain(struct fx_dig *dig, struct fx_err *err)
{
	if (fx_buf_check(&dig->out->rec, err) == -1)
		return -1;
	if (dig->out->rec.len < FX_OUT_MOST)
		return 0;
	dig->plain = false;
	return dig->taker->full(dig->taker->arg, err);
}

/* Something at a place of a level was not looked at. */
static void
tell(struct fx_dig *dig, const struct level *lv, uint64_t place, bool error,
    const char *why)
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
static int
find_starts(struct fx_dig *dig, struct level *lv, const struct fx_block *b,
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
		tell(dig, lv, have, true, dig->lost_err.msg);
	else if (l->failed)
		tell(dig, lv, have, true, l->err.msg);
	if (l->limit == fx_layer_halted && parent >= FIRST)
		return; /* the outermost will say it */
	if (l->limit != NULL)
		tell(dig, lv, have, false, l->limit);
	else if (parent >= FIRST && up->layer.starved &&
	    (l->cut || start + used + FX_DECODE_LOOK >= up->layer.edge))
		tell(dig, lv, have, false, "lookahead");
}

/*
 * In a stream that shows most of its input as it lies, a decoding is new if any
 * byte it used is, or one before it that tells a start, or the one behind.
 * What it used is known at its end only: one that is longer than what is held
 * for that is taken for new.
 */
static bool
is_new(struct level *up, struct fx_layer *l, uint64_t start)
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
		tell(dig, &dig->level[level], 0, true, dig->lost_err.msg);
	else if (err->code == FX_EIO || err->code == FX_EBROKEN ||
	    err->code == FX_ENOMEM)
		tell(dig, &dig->level[level], 0, true, err->msg);
	else if (parent >= FIRST && up->layer.starved)
		tell(dig, up, s->at, false, "lookahead");
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
		tell(dig, up, s->at, false, why);
	dig->purse.spent = true;
	return false;
}

static int dig_layer(struct fx_dig *dig, size_t level, uint64_t from,
    uint64_t to, struct fx_err *err);

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
static bool
all_seen(const struct level *lv)
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

/*
 * Is a finding to be told?  Near a seam, or where a decoding goes on in another
 * way than in the image, only if it is not told there.
 */
static bool
is_wanted(void *level, const struct fx_cand *cand, uint64_t from, uint64_t to)
{
	struct level *lv = level;
	struct fx_dig *dig = lv->dig;
	const bool job = lv == &dig->level[JOB];
	const uint64_t reach = job ? dig->plan->widest : 1;

	if (lv->is_new == NULL)
		return true;
	if (!lv->is_new(lv->is_new_arg, from > reach ? from - reach : 0,
		to + reach))
		return false;
	if (job ? lv->is_new(lv->is_new_arg, from, to) : !lv->twin)
		return true;
	lv->raw.from = job ? 0 : lv->layer.off;
	return !fx_again_tells(dig->again, &lv->raw, from + lv->shift, cand);
}

/* A decoding is open at place at of another level. */
static void
begin_level(struct fx_dig *dig, size_t level, size_t parent, uint64_t at,
    const struct fx_decoder *decoder)
{
	struct level *lv = &dig->level[level];

	lv->deep = false;
	lv->is_new = decoder->touched != NULL ? layer_touched : NULL;
	lv->is_new_arg = &lv->layer;
	lv->twin = has_twin(dig, parent, at, decoder);
	if (!lv->twin)
		return;
	fx_layer_twin(&lv->layer, dig->box, decoder,
	    &dig->level[parent].raw.src, at + dig->level[parent].shift);
	lv->raw.src = fx_layer_twin_source(&lv->layer);
	lv->shift = 0;
	lv->passes = decoder->touched != NULL;
	lv->is_new = job_new;
	lv->is_new_arg = lv;
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
static int
descend(struct fx_dig *dig, size_t parent, const struct start *s,
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
		tell(dig, up, s->at, false, "depth");
		up->deep = true;
		fx_layer_close(&lv->layer);
		return 1;
	}
	begin_level(dig, level, parent, s->at, s->decoder);
	if (is_new(up, &lv->layer, s->at)) {
		rc = dig_layer(dig, level, 0, UINT64_MAX, err);
		if (!all_seen(lv))
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
	lv->raw = (struct fx_raw){ dig->image, 0 };
	lv->shift = job->at - job->from;
	dig->outer = job->at;
	dig->purse.outer = NULL;
	dig->purse.total = 0;
	fx_layer_file(&lv->layer, &job->src, job->from, job->to);
	rc = dig_layer(dig, JOB, job->from, job->to, err);
	if (rc == 0 && lv->layer.failed)
		tell(dig, lv, fx_layer_have(&lv->layer), true,
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
		if (drain(dig, err) == -1 || run_job(dig, err) == -1 ||
		    next_job(dig, err) == -1)
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
	size_t at = 0, i;
	int rc = 0;

	for (i = 0; i < lv->nstart; i++) {
		s = &lv->start[i];
		if (i == 0 || s->at != s[-1].at)
			rc = 0;
		if (rc == 1 || lv->deep) /* it has been taken */
			continue;
		if (level == IMAGE && run_jobs(dig, &at, s->at, err) == -1)
			return -1;
		fx_pack_move(&lv->pile, &at, s->at, dig->out);
		if (drain(dig, err) == -1)
			return -1;
		begin_place(dig, level, s->at);
		if ((rc = descend(dig, level, s, err)) == -1)
			return -1;
	}
	if (level == IMAGE && run_jobs(dig, &at, UINT64_MAX, err) == -1)
		return -1;
	fx_pack_move(&lv->pile, &at, UINT64_MAX, dig->out);
	return 0;
}

/* Can nothing that begins in bytes [from, to) of a level be new? */
static bool
all_old(const struct fx_dig *dig, const struct level *lv, uint64_t from,
    uint64_t to)
{
	const uint64_t widest = dig->plan->widest;

	return lv->is_new != NULL &&
	    !lv->is_new(lv->is_new_arg, from > widest ? from - widest : 0,
		to + 2 * widest);
}

/*
 * Bytes [from, *to) of the block that cv has open: carve, find what begins
 * there, follow it.  *to may become less; what is behind is for the next call.
 */
static int
dig_range(struct fx_dig *dig, size_t level, struct fx_carve *cv, size_t from,
    size_t *to, struct fx_err *err)
{
	struct level *lv = &dig->level[level];
	const struct fx_block *b = &cv->b;
	bool more;

	if (drain(dig, err) == -1 ||
	    find_starts(dig, lv, b, from, to, err) == -1)
		return -1;
	if (level == IMAGE &&
	    seek_jobs(dig, b->off + from, b->off + *to, err) == -1)
		return -1;
	more = lv->nstart > 0 || (level == IMAGE && dig->pending);
	if (!all_old(dig, lv, b->off + from, b->off + *to) &&
	    fx_carve_range(cv, from, *to, more ? &lv->pile : dig->out, err) ==
		-1)
		return -1;
	return more ? merge(dig, level, err) : 0;
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
	cv->wanted = is_wanted;
	cv->wanted_arg = lv;
	to = b.to;
	if (fx_carve_open(cv, &b, err) == -1 ||
	    dig_range(dig, level, cv, b.from, &to, err) == -1)
		return -1;
	*at = left + to;
	return 0;
}

/* Bytes [from, to) of a layer, or as many as it has. */
static int
dig_layer(struct fx_dig *dig, size_t level, uint64_t from, uint64_t to,
    struct fx_err *err)
{
	struct fx_layer *l = &dig->level[level].layer;
	const size_t margin = dig->plan->margin;
	uint64_t at = from, end;

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
		if (dig_range(dig, IMAGE, cv, at, &end, err) == -1)
			return -1;
	}
	return drain(dig, err);
}
