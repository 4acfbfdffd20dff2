/* layer.c - the window over a decoding's output, or over a job's file */
#include <stdlib.h>
#include <string.h>

#include "layer.h"

enum {
	PULL = 64 << 10, /* bytes asked of a decoding at a time, at most */
	FIRST = FX_CARVE + 4 * FX_MARGIN_LEAST, /* memory of a new window */
	REST = 64 << 10, /* of a twin that has parted, what is looked at */
	KEEP = 1 << 20,  /* and of one that is kept for the next stream */
};

const char fx_layer_halted[] = "interrupted";

/* Have a new window with room for so many bytes; the old one stays lent. */
static bool
leave(struct fx_layer *l, size_t cap)
{
	uint8_t *more = malloc(cap);

	if (more == NULL)
		return false;
	if (l->n > 0)
		memcpy(more, l->win + l->skip, l->n);
	if (l->lent == NULL)
		l->lent = l->win;
	else
		free(l->win);
	l->win = more;
	l->skip = 0;
	l->cap = cap;
	return true;
}

/* Whoever was lent a piece asks for another. */
static void
give_back(struct fx_layer *l)
{
	free(l->lent);
	l->lent = NULL;
}

/* Room for PULL bytes behind what is there. */
static int
make_room(struct fx_layer *l)
{
	size_t need = l->n + PULL, cap;
	uint8_t *more;

	if (l->cap - l->skip >= need)
		return 0;
	if (l->aside && leave(l, need + need / 4))
		return 0;
	if (l->aside)
		return fx_fail(&l->err, FX_ENOMEM, fx_layer_have(l),
		    "out of memory for decoded bytes");
	/* What is moved is no more than what was passed over since. */
	if (l->skip > 0 &&
	    (l->skip >= l->n || (l->skip >= l->cap / 4 && l->cap >= need))) {
		memmove(l->win, l->win + l->skip, l->n);
		l->skip = 0;
		if (l->cap >= need)
			return 0;
	}
	cap = l->cap + l->cap / 4;
	need += l->skip;
	if (cap < need)
		cap = need;
	if (cap < FIRST)
		cap = FIRST;
	if ((more = realloc(l->win, cap)) == NULL) {
		return fx_fail(&l->err, FX_ENOMEM, fx_layer_have(l),
		    "out of memory for decoded bytes");
	}
	l->win = more;
	l->cap = cap;
	return 0;
}

bool
fx_purse_halted(struct fx_purse *p)
{
	if (__atomic_load_n(p->halt, __ATOMIC_RELAXED) == 0)
		return false;
	p->halted = true;
	return true;
}

bool
fx_purse_empty(const struct fx_purse *p)
{
	const struct fx_scan_budget *b = p->budget;

	if (p->total > b->total)
		return true;
	/* Many small ones, each within its own budget, must not add up. */
	return p->outer != NULL && b->tree_ratio > 0 &&
	    p->total > b->tree_free &&
	    p->total / b->tree_ratio > fx_layer_used(p->outer);
}

/* Which budget is spent, if any? */
static const char *
spent(const struct fx_layer *l)
{
	const struct fx_scan_budget *b = l->purse->budget;
	uint64_t out = fx_layer_have(l);

	if (fx_purse_halted(l->purse))
		return fx_layer_halted;
	if (l->file != NULL)
		return NULL;
	if (out > b->bytes)
		return "bytes";
	if (fx_purse_empty(l->purse))
		return "total";
	if (out > b->free && out / b->ratio > fx_layer_used(l))
		return "ratio";
	return NULL;
}

static ssize_t
pull_file(struct fx_layer *l, uint8_t *p)
{
	uint64_t left = l->end - fx_layer_have(l);

	return l->file->read(l->file->arg, fx_layer_have(l), p,
	    left < PULL ? (size_t)left : PULL, &l->err);
}

/* The twin goes on with n bytes at p, or has ended. */
static void
part(struct fx_layer *l, const uint8_t *p, size_t n)
{
	l->parted = true;
	if (n > REST)
		n = REST;
	if (n > 0)
		memcpy(l->other + PULL, p, n);
	l->nrest = n;
}

/* n more bytes of output are at p: does the twin have them, too? */
static void
compare(struct fx_layer *l, const uint8_t *p, size_t n)
{
	struct fx_err err;
	size_t i, have = 0;
	ssize_t got;

	while (have < n) {
		got = fx_decode_read(l->twin, l->other, n - have, &err);
		for (i = 0; got > 0 && i < (size_t)got; i++)
			if (l->other[i] != p[have + i])
				break;
		have += i;
		l->old += i;
		if (got <= 0 || i < (size_t)got) {
			part(l, l->other + i, got > 0 ? (size_t)got - i : 0);
			return;
		}
	}
}

/* So much of the twin's rest as there is room for. */
static void
fill_rest(struct fx_layer *l, size_t to)
{
	struct fx_err err;
	ssize_t got = 1;

	while (got > 0 && l->nrest < to && l->nrest < REST) {
		got = fx_decode_read(l->twin, l->other + PULL + l->nrest,
		    REST - l->nrest, &err);
		l->nrest += got > 0 ? (size_t)got : 0;
	}
}

/* Pull for somebody else than the decoding that reads it. */
static void
fill_aside(struct fx_layer *l, uint64_t to)
{
	l->aside = true;
	fx_layer_fill(l, to < l->edge ? to : l->edge);
	l->aside = false;
}

static ssize_t
read_aside(void *arg, uint64_t off, void *buf, size_t n, struct fx_err *err)
{
	struct fx_layer *l = arg;
	uint64_t to;

	if (off < l->off)
		return fx_fail(err, FX_ELIMIT, off, "behind the window");
	if (!fx_add(off, n, &to))
		return 0;
	fill_aside(l, to);
	if (to > l->edge)
		to = l->edge;
	if (to > fx_layer_have(l))
		to = fx_layer_have(l);
	if (to <= off)
		return 0;
	memcpy(buf, fx_layer_at(l, off), (size_t)(to - off));
	return (ssize_t)(to - off);
}

struct fx_source
fx_layer_aside(struct fx_layer *l)
{
	return (struct fx_source){ .read = read_aside, .arg = l };
}

static ssize_t
read_twin(void *arg, uint64_t off, void *buf, size_t n, struct fx_err *err)
{
	struct fx_layer *l = arg;
	uint8_t *p = buf;
	size_t same = 0;
	uint64_t to;

	if (off < l->off)
		return fx_fail(err, FX_ELIMIT, off, "behind the window");
	if (!fx_add(off, n, &to))
		return 0;
	fill_aside(l, to);
	if (off < l->old) {
		same = l->old - off < n ? (size_t)(l->old - off) : n;
		memcpy(p, fx_layer_at(l, off), same);
		off += same;
	}
	if (same == n)
		return (ssize_t)n;
	if (l->twin == NULL) /* it could not be opened */
		return (ssize_t)same;
	if (!l->parted && l->ended)
		part(l, NULL, 0);
	if (!l->parted || off - l->old >= REST)
		return (ssize_t)same;
	fill_rest(l, (size_t)(off - l->old) + n - same);
	if (off - l->old >= l->nrest)
		return (ssize_t)same;
	n -= same;
	if (n > l->nrest - (size_t)(off - l->old))
		n = l->nrest - (size_t)(off - l->old);
	memcpy(p + same, l->other + PULL + (size_t)(off - l->old), n);
	return (ssize_t)(same + n);
}

struct fx_source
fx_layer_twin_source(struct fx_layer *l)
{
	return (struct fx_source){ .read = read_twin, .arg = l };
}

void
fx_layer_twin(struct fx_layer *l, struct fx_box *box,
    const struct fx_decoder *decoder, const struct fx_source *src,
    uint64_t start)
{
	struct fx_err err;

	if (l->other == NULL && (l->other = malloc(PULL + REST)) == NULL)
		return;
	l->twin = fx_decode_open(box, decoder, src, start, &err);
}

/* Remember what input the output so far is made of. */
static void
note_step(struct fx_layer *l)
{
	struct fx_layer_step now = { .have = fx_layer_have(l) };

	if (l->d == NULL)
		return;
	now.at = fx_decode_at(l->d);
	if (l->nstep == 0 ||
	    l->step[(l->nstep - 1) % FX_LAYER_STEPS].at != now.at)
		l->nstep++;
	l->step[(l->nstep - 1) % FX_LAYER_STEPS] = now;
}

/* The number of the first step that had more than so much output. */
static uint64_t
step_at(const struct fx_layer *l, uint64_t have)
{
	uint64_t lo = l->nstep > FX_LAYER_STEPS ? l->nstep - FX_LAYER_STEPS : 0;
	uint64_t hi = l->nstep, mid;

	while (lo < hi) {
		mid = lo + (hi - lo) / 2;
		if (l->step[mid % FX_LAYER_STEPS].have <= have)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

bool
fx_layer_made(const struct fx_layer *l, uint64_t from, uint64_t to,
    struct fx_range *in)
{
	uint64_t first, last;

	if (from >= to || l->nstep == 0)
		return false;
	first = step_at(l, from);
	last = step_at(l, to - 1);
	if (last == l->nstep ||
	    (first > 0 && l->nstep - first >= FX_LAYER_STEPS))
		return false;
	in->from = first == 0 ? 0 : l->step[(first - 1) % FX_LAYER_STEPS].at;
	in->to = l->step[last % FX_LAYER_STEPS].at;
	return in->from < in->to;
}

/*
 * The next piece.  Damaged data ends a stream like its end does; what can't be
 * told from the bytes is an error.
 */
static void
pull(struct fx_layer *l)
{
	ssize_t got;
	uint8_t *p;

	if (make_room(l) == -1) {
		l->ended = l->failed = true;
		return;
	}
	p = l->win + l->skip + l->n;
	got = l->file != NULL ? pull_file(l, p)
			      : fx_decode_read(l->d, p, PULL, &l->err);
	if (got <= 0) {
		l->ended = true;
		l->failed = got == -1 &&
		    (l->file != NULL ||
			(l->err.code != FX_EFORMAT &&
			    l->err.code != FX_ELIMIT));
		l->cut = got == -1;
		l->limit = l->d != NULL ? fx_decode_limit(l->d) : NULL;
		return;
	}
	l->n += (size_t)got;
	note_step(l);
	if (l->twin != NULL && !l->parted)
		compare(l, p, (size_t)got);
	l->purse->total += (uint64_t)got;
	l->limit = spent(l);
	l->ended = l->limit != NULL;
}

void
fx_layer_fill(struct fx_layer *l, uint64_t to)
{
	while (!l->ended && fx_layer_have(l) < to)
		pull(l);
}

void
fx_layer_slide(struct fx_layer *l, uint64_t at)
{
	size_t n;

	if (at <= l->off)
		return;
	n = at - l->off < l->n ? (size_t)(at - l->off) : l->n;
	l->skip += n;
	l->n -= n;
	l->off += n;
}

/* A decoding that begins in this stream looks up to `to`: where that ends. */
static uint64_t
pull_ahead(struct fx_layer *l, uint64_t to)
{
	give_back(l);
	fx_layer_fill(l, to < l->edge ? to : l->edge);
	/*
	 * Whoever gets less takes that for the end.  What happens to be in the
	 * window past the edge is not given: others might not have pulled it.
	 */
	if (to > l->edge && (!l->ended || fx_layer_have(l) > l->edge))
		l->starved = true;
	if (to > l->edge)
		to = l->edge;
	return to < fx_layer_have(l) ? to : fx_layer_have(l);
}

/* How it reads it. */
static ssize_t
read_ahead(void *arg, uint64_t off, void *buf, size_t n, struct fx_err *err)
{
	struct fx_layer *l = arg;
	uint64_t to;

	if (off < l->off)
		return fx_fail(err, FX_ELIMIT, off, "behind the window");
	if (!fx_add(off, n, &to) || (to = pull_ahead(l, to)) <= off)
		return 0;
	memcpy(buf, fx_layer_at(l, off), (size_t)(to - off));
	return (ssize_t)(to - off);
}

/*
 * And what of the window it may look at.  The window moves only when more is
 * pulled into it; but for that this decoding, which asks here, is all that can
 * ask while it is open.
 */
static const uint8_t *
lend_ahead(void *arg, uint64_t off, size_t *n)
{
	struct fx_layer *l = arg;
	uint64_t to;

	if (off < l->off || !fx_add(off, *n, &to) ||
	    (to = pull_ahead(l, to)) <= off)
		return NULL;
	*n = (size_t)(to - off);
	return fx_layer_at(l, off);
}

static void
begin(struct fx_layer *l)
{
	l->serial = ++l->purse->serial;
	l->nstep = 0;
	l->value.any = l->begun.any = false;
	l->skip = l->n = 0;
	l->off = 0;
	l->ended = l->cut = l->failed = l->starved = false;
	l->limit = NULL;
	l->old = 0;
	l->parted = false;
	l->nrest = 0;
	l->edge = 0;
	l->ahead = (struct fx_source){ read_ahead, l, lend_ahead };
}

int
fx_layer_open(struct fx_layer *l, struct fx_box *box,
    const struct fx_decoder *decoder, const struct fx_source *src,
    uint64_t start, struct fx_err *err)
{
	begin(l);
	l->file = NULL;
	l->decoder = decoder;
	l->start = start;
	l->d = fx_decode_open(box, decoder, src, start, err);
	return l->d != NULL ? 0 : -1;
}

void
fx_layer_file(struct fx_layer *l, const struct fx_source *file, uint64_t from,
    uint64_t to)
{
	begin(l);
	l->file = file;
	l->d = NULL;
	l->decoder = NULL;
	l->off = from > l->margin ? from - l->margin : 0;
	if (!fx_add(to, l->margin, &l->end))
		l->end = UINT64_MAX;
	l->ahead = *file;
}

void
fx_layer_close(struct fx_layer *l)
{
	fx_decode_close(l->d);
	fx_decode_close(l->twin);
	l->d = l->twin = NULL;
	l->file = NULL;
	give_back(l);
	if (l->cap > KEEP) {
		free(l->win);
		l->win = NULL;
		l->cap = 0;
	}
}

void
fx_layer_free(struct fx_layer *l)
{
	fx_layer_close(l);
	free(l->win);
	free(l->other);
}

uint64_t
fx_layer_used(const struct fx_layer *l)
{
	return l->d != NULL ? fx_decode_used(l->d) : 0;
}

uint64_t
fx_layer_saw(const struct fx_layer *l)
{
	return l->d != NULL && l->ended && l->limit == NULL && !l->failed
	    ? fx_decode_saw(l->d)
	    : 0;
}

bool
fx_layer_touched(struct fx_layer *l, uint64_t from, uint64_t to)
{
	return fx_decode_touched(l->d, from, to);
}
