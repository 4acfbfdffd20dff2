/* probe.c - ask the carvers about the anchors of a block */
#include <stdlib.h>
#include <string.h>

#include "internal.h"

struct fx_carve *
fx_carve_new(const struct fx_plan *plan, size_t size, struct fx_err *err)
{
	struct fx_carve *cv;
	size_t i;

	if ((cv = calloc(1, sizeof(*cv))) == NULL)
		goto fail;
	cv->plan = plan;
	cv->size = size;
	for (i = 0; i < plan->n; i++)
		if (plan->part[i].c->shape_at != NULL &&
		    (cv->walk[i] = fx_walk_new(plan, i)) == NULL)
			goto fail;
	return cv;
fail:
	fx_carve_free(cv);
	fx_fail(err, FX_ENOMEM, 0, "out of memory for a worker");
	return NULL;
}

void
fx_carve_free(struct fx_carve *cv)
{
	size_t i;

	if (cv == NULL)
		return;
	for (i = 0; i < FX_SCAN_CARVERS; i++)
		fx_walk_free(cv->walk[i]);
	fx_views_done(&cv->views);
	free(cv->places.at);
	fx_buf_done(&cv->text);
	fx_buf_done(&cv->around);
	free(cv->cand);
	free(cv);
}

int
fx_carve_open(struct fx_carve *cv, const struct fx_block *b, struct fx_err *err)
{
	cv->b = *b;
	if (cv->plan->n == 0)
		return 0; /* hashing alone */
	cv->places.n = 0;
	if (cv->plan->npair > 0)
		fx_pairs_find(b->p, b->n, cv->plan->pair, cv->plan->npair,
		    &cv->places);
	if (cv->places.failed)
		return fx_fail(err, FX_ENOMEM, b->off,
		    "out of memory for a block");
	return fx_views_open(&cv->views, b, cv->size, cv->plan, err);
}

static struct fx_cand *
new_cand(struct fx_carve *cv)
{
	size_t cap = cv->cap != 0 ? 2 * cv->cap : 64;
	struct fx_cand *more;

	if (cv->n == cv->cap) {
		more = realloc(cv->cand, cap * sizeof(*more));
		if (more == NULL)
			return NULL;
		cv->cand = more;
		cv->cap = cap;
	}
	return &cv->cand[cv->n];
}

/* Keep the hit, whose place counts in characters of the view. */
static int
keep(struct fx_carve *cv, size_t view, size_t part, struct fx_err *err)
{
	const struct fx_view *v = &cv->views.v[view];
	const struct fx_hit *hit = &cv->hit;
	size_t low = v->w.enc == FX_UTF16BE ? 1 : 0;
	struct fx_cand *cand;

	if ((cand = new_cand(cv)) == NULL)
		return fx_fail(err, FX_ENOMEM, cv->b.off,
		    "out of memory for %zu findings of a block", cv->n);
	*cand = (struct fx_cand){
		.first = (uint32_t)fx_view_byte(v, hit->at),
		.size = (uint32_t)hit->len * v->w.unit,
		.lo = (uint32_t)(fx_view_byte(v, hit->at) + low),
		.hi = (uint32_t)(fx_view_byte(v, hit->at + hit->len - 1) + low),
		.at = (uint32_t)hit->at,
		.len = (uint32_t)hit->len,
		.seq = (uint32_t)cv->n,
		.score = hit->score < 0 ? 0
		    : hit->score > 99   ? 99
					: hit->score,
		.part = (uint8_t)part,
		.view = (uint8_t)view,
		.enc = (uint8_t)v->w.enc,
		.rank = (uint8_t)cv->plan->part[part].rank,
		.lender = FX_SCAN_CARVERS,
		.lane = v->w.enc == FX_EBCDIC ? FX_LANE_EBCDIC
		    : v->w.enc == FX_XOR      ? FX_LANE_XOR
					      : FX_LANE_ASCII,
		.key = v->w.enc == FX_XOR ? v->key : 0,
	};
	cand->best = cand->score;
	if (v->w.unit == 2) {
		cand->lane = (uint8_t)(FX_LANE_WIDE + (cand->lo & 1));
		cand->judge = fx_order_judge(cv->b.p, cv->b.n, cand->lo);
	}
	fx_pack_hit(&cv->text, hit, cand);
	cv->n++;
	return 0;
}

/* Is the hit as carver.h wants it? anchor and hit are places in w. */
static bool
is_sound(const struct fx_carver *c, const struct fx_window *w, size_t anchor,
    const struct fx_hit *hit)
{
	return hit->at <= anchor && anchor - hit->at <= fx_carver_before(c) &&
	    hit->len > 0 && hit->len <= c->reach && hit->at < w->len &&
	    hit->len <= w->len - hit->at;
}

/* Read the fields around the hit and weigh its neighbours. */
static void
weigh(struct fx_carve *cv, size_t view, size_t part, size_t anchor)
{
	const struct fx_carver *c = cv->plan->part[part].c;
	const struct fx_view *v = &cv->views.v[view];
	struct fx_hit *hit = &cv->hit;
	const size_t side = fx_carver_window(c);
	size_t at = hit->at, len = hit->len, from;
	struct fx_near near;
	struct fx_window w;

	if (c->fields != NULL) {
		from = at > side ? at - side : 0;
		w = fx_window_cut(&v->w, from, at + len + side);
		hit->at = at - from;
		c->fields(&w, hit);
		hit->at = at; /* where it is, is settled */
		hit->len = len;
	}
	if (hit->shape != 0 && cv->walk[part] != NULL && v->w.enc != FX_XOR) {
		near = fx_walk_count(cv->walk[part], hit, anchor);
		c->weigh(&near, hit);
	}
}

static int
probe(struct fx_carve *cv, size_t view, size_t part, size_t anchor,
    struct fx_err *err)
{
	const struct fx_carver *c = cv->plan->part[part].c;
	const struct fx_view *v = &cv->views.v[view];
	struct fx_hit *hit = &cv->hit;
	const size_t side = fx_carver_window(c);
	size_t from = anchor > side ? anchor - side : 0;
	struct fx_window w;

	w = fx_window_cut(&v->w, from, anchor + 1 + side);
	if (c->hints != NULL) {
		if (cv->hints.fn != c->hints) /* one for all, as a rule */
			fx_hints_start(&cv->hints, &v->w, c->hints);
		w.hinter = &cv->hints.hinter;
	}
	hit->at = hit->len = hit->nwhy = hit->nattrs = 0;
	hit->score = 0;
	hit->shape = 0;
	hit->value[0] = '\0';
	if (!c->probe(&w, anchor - from, hit))
		return 0;
	if (!is_sound(c, &w, anchor - from, hit))
		return fx_fail(err, FX_EARG, v->w.off + anchor * v->w.unit,
		    "carver %s: a hit outside of its reach", c->name);
	hit->at += from;
	weigh(cv, view, part, anchor);
	if (cv->walk[part] != NULL && fx_walk_failed(cv->walk[part]))
		return fx_fail(err, FX_ENOMEM, cv->b.off,
		    "out of memory for a neighbourhood");
	return keep(cv, view, part, err);
}

/* The first character of the view that begins at or behind a byte. */
static size_t
char_at(const struct fx_view *v, size_t byte)
{
	return byte <= v->skew ? 0
			       : (byte - v->skew + v->w.unit - 1) / v->w.unit;
}

/* Ask about every anchor of the view in bytes [from, to) of the block. */
static int
probe_view(struct fx_carve *cv, size_t view, size_t from, size_t to,
    struct fx_err *err)
{
	const struct fx_plan *plan = cv->plan;
	const struct fx_view *v = &cv->views.v[view];
	const struct fx_asked *asked = &v->asked;
	size_t i, part, end = char_at(v, to);
	uint64_t parts;

	cv->hints.fn = NULL;
	for (part = 0; part < plan->n; part++)
		if (cv->walk[part] != NULL)
			fx_walk_start(cv->walk[part], v);
	for (i = fx_view_anchor(v, char_at(v, from));
	     i < asked->n && asked->at[i] < end; i++)
		for (parts = asked->parts[i]; parts != 0; parts &= parts - 1) {
			part = (size_t)__builtin_ctzll(parts);
			if (probe(cv, view, part, asked->at[i], err) == -1)
				return -1;
		}
	return 0;
}

static bool
is_wanted(const struct fx_carve *cv, const struct fx_cand *cand)
{
	uint64_t from = cv->b.off + cand->first;

	return cv->wanted == NULL ||
	    cv->wanted(cv->wanted_arg, cand, from, from + cand->size);
}

/* Are n bytes two decimal digits each?  Those behind the block may be. */
static bool
is_packed(const struct fx_block *b, size_t at, size_t n)
{
	const uint64_t low = 0x0f0f0f0f0f0f0f0f, six = 0x0606060606060606;
	uint8_t p[8] = { 0 };
	uint64_t v;

	if (at >= b->n)
		return true;
	memcpy(p, b->p + at, n < b->n - at ? n : b->n - at);
	v = fx_le64(p);
	return ((((v & low) + six) | ((v >> 4 & low) + six)) & ~low) == 0;
}

/* Does one of the carver's anchors of bytes stand at byte at? */
static bool
is_bytes(const struct fx_carver *c, const struct fx_block *b, size_t at)
{
	const struct fx_anchor *a;
	size_t i;

	for (a = c->anchors; a < c->anchors + FX_LEN(c->anchors); a++) {
		if (a->kind != FX_ANCHOR_BYTES || b->n - at < a->n)
			continue;
		for (i = 0; i < a->n; i++)
			if ((b->p[at + i] & a->mask[i]) != a->bytes[i])
				break;
		if (i == a->n &&
		    (a->packed == 0 || is_packed(b, at + i, a->packed)))
			return true;
	}
	return false;
}

/* Was the carver asked about the place already, for another anchor? */
static bool
is_asked(const struct fx_carve *cv, size_t part, size_t at)
{
	const struct fx_view *v = &cv->views.v[0];
	size_t i = fx_view_anchor(v, at);

	return v->on && i < v->asked.n && v->asked.at[i] == at &&
	    (v->asked.parts[i] >> part & 1);
}

/* Ask about the anchors of bytes in [from, to) of the block. */
static int
probe_bytes(struct fx_carve *cv, size_t from, size_t to, struct fx_err *err)
{
	const struct fx_plan *plan = cv->plan;
	const struct fx_places *places = &cv->places;
	size_t i, part, at;

	cv->hints.fn = NULL;
	for (i = fx_places_at(places, from);
	     i < places->n && places->at[i] < to; i++)
		for (part = 0; part < plan->n; part++) {
			at = places->at[i];
			if (plan->part[part].bytes &&
			    is_bytes(plan->part[part].c, &cv->b, at) &&
			    !is_asked(cv, part, at) &&
			    probe(cv, 0, part, at, err) == -1)
				return -1;
		}
	return 0;
}

/* The first keyed run at or behind a byte. */
static size_t
keyed_at(const struct fx_keyed_list *list, size_t byte)
{
	size_t lo = 0, hi = list->n, mid;

	while (lo < hi) {
		mid = lo + (hi - lo) / 2;
		if (list->p[mid].at < byte)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

/* Ask those that may be asked under any key about one run of digits. */
static int
probe_key(struct fx_carve *cv, const struct fx_keyed_at *k, struct fx_err *err)
{
	struct fx_view *v = &cv->views.v[FX_VIEW_KEY];
	const struct fx_part *part = cv->plan->part;
	size_t i;

	if (fx_view_piece(v, &cv->b, k->at, k->key, err) == -1)
		return -1;
	for (i = 0; i < cv->plan->n; i++)
		if (part[i].c->keyed && part[i].min > 0 &&
		    fx_view_run(v, k->at - v->skew, part[i].min) &&
		    probe(cv, FX_VIEW_KEY, i, k->at - v->skew, err) == -1)
			return -1;
	return 0;
}

static int
probe_keys(struct fx_carve *cv, size_t from, size_t to, struct fx_err *err)
{
	const struct fx_keyed_list *list = &cv->views.keyed.tracks;
	size_t i;

	for (i = keyed_at(list, from); i < list->n && list->p[i].at < to; i++)
		if (probe_key(cv, &list->p[i], err) == -1)
			return -1;
	return 0;
}

/* The piece that a keyed hit was found in is needed again for its context. */
static int
open_again(struct fx_carve *cv, struct fx_cand *cand, struct fx_err *err)
{
	struct fx_view *v = &cv->views.v[FX_VIEW_KEY];

	if (fx_view_piece(v, &cv->b, cand->first, cand->key, err) == -1)
		return -1;
	cand->at = cand->first - (uint32_t)v->skew;
	return 0;
}

/* Count a hit, and tell it unless its score or a list is against that. */
static int
tell(struct fx_carve *cv, struct fx_cand *cand, struct fx_scan_mark *mark,
    struct fx_out *out, struct fx_err *err)
{
	const struct fx_scan_marks *marks = cv->plan->marks;
	bool below = cand->best < cv->plan->least;

	*mark = (struct fx_scan_mark){ FX_UNMARKED, 0, 0, false };
	if (below && (marks == NULL || !marks->below)) {
		out->below[cand->part]++;
		return 0;
	}
	if (cand->view == FX_VIEW_KEY && open_again(cv, cand, err) == -1)
		return -1;
	if (marks != NULL && fx_mark_ask(cv, cand, mark, err) == -1)
		return -1;
	if (below && mark->kind != FX_ALERTED) {
		out->below[cand->part]++;
		return 0;
	}
	if (mark->kind == FX_STOPPED) {
		out->stopped[cand->part]++;
		if (!marks->tell)
			return 0;
	} else {
		out->found[cand->part]++;
	}
	fx_pack_found(cv, cand, mark, out);
	return 0;
}

/* Of hits at a byte of the block a list could not tell for certain. */
static void
left_open(const struct fx_carve *cv, size_t at, struct fx_out *out)
{
	uint64_t place = cv->b.off + at;
	const struct fx_scan_limit limit = {
		.off = cv->prefix != NULL ? cv->outer : place,
		.path = cv->prefix != NULL ? cv->prefix : "",
		.why = "list",
	};

	fx_pack_limit(out, &limit, cv->prefix != NULL ? cv->nprefix : 0, place);
}

/* Report what is left of the hits that begin in bytes [from, to). */
static int
report(struct fx_carve *cv, size_t from, size_t to, struct fx_out *out,
    struct fx_err *err)
{
	struct fx_cand *cand;
	struct fx_scan_mark mark;
	size_t i, place = 0;
	bool open = false; /* at place, whose other hits come first */

	for (i = 0; i < cv->n; i++) {
		cand = &cv->cand[i];
		if (cand->gone || cand->first < from || cand->first >= to ||
		    !is_wanted(cv, cand))
			continue;
		if (open && cand->first != place) {
			left_open(cv, place, out);
			open = false;
		}
		if (tell(cv, cand, &mark, out, err) == -1)
			return -1;
		place = cand->first;
		open = open || mark.open;
	}
	if (open)
		left_open(cv, place, out);
	return 0;
}

int
fx_carve_range(struct fx_carve *cv, size_t from, size_t to, struct fx_out *out,
    struct fx_err *err)
{
	const size_t settle = cv->plan->settle;
	size_t left = from > settle ? from - settle : 0;
	const struct fx_view *v;
	size_t i;

	cv->n = 0;
	fx_buf_reset(&cv->text);
	for (i = 0; i < FX_VIEWS; i++) {
		v = &cv->views.v[i];
		if (!v->on)
			continue;
		out->anchors += fx_view_anchor(v, char_at(v, to)) -
		    fx_view_anchor(v, char_at(v, from));
		if (probe_view(cv, i, left, to + settle, err) == -1)
			return -1;
	}
	out->anchors += keyed_at(&cv->views.keyed.tracks, to) -
	    keyed_at(&cv->views.keyed.tracks, from);
	if (probe_bytes(cv, left, to + settle, err) == -1 ||
	    probe_keys(cv, left, to + settle, err) == -1 ||
	    fx_buf_check(&cv->text, err) == -1)
		return -1;
	fx_settle(cv);
	if (report(cv, from, to, out, err) == -1)
		return -1;
	return fx_buf_check(&out->rec, err);
}
