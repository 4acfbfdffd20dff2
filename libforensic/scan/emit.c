/* emit.c - findings, gaps and progress for the sink, in order of offset */
#include <stdlib.h>
#include <string.h>

#include "internal.h"

/* The sink refused: its own words, or these. */
static int
refused(uint64_t off, struct fx_err *err)
{
	if (err->code == FX_OK)
		fx_fail(err, FX_EIO, off, "the scan was ended by its caller");
	return -1;
}

/* Room for one gap more. */
static int
grow(struct fx_emit *e, uint64_t off, struct fx_err *err)
{
	size_t cap = e->capgap != 0 ? 2 * e->capgap : 16;
	struct fx_gap *more;

	if (e->head == e->ngap)
		e->head = e->ngap = 0;
	if (e->gap != NULL && e->ngap < e->capgap)
		return 0;
	if ((more = realloc(e->gap, cap * sizeof(*more))) == NULL)
		return fx_fail(err, FX_ENOMEM, off,
		    "out of memory for unreadable ranges");
	e->gap = more;
	e->capgap = cap;
	return 0;
}

int
fx_emit_gap(struct fx_emit *e, const struct fx_gap *gap, struct fx_err *err)
{
	struct fx_gap *last;

	if (e->ngap > e->head) {
		last = &e->gap[e->ngap - 1];
		if (last->off + last->len == gap->off &&
		    strcmp(last->why, gap->why) == 0) {
			last->len += gap->len;
			return 0;
		}
	}
	if (grow(e, gap->off, err) == -1)
		return -1;
	e->gap[e->ngap++] = *gap;
	return 0;
}

/* Tell the gaps that end at or before offset to. */
static int
tell_gaps(struct fx_emit *e, uint64_t to, struct fx_err *err)
{
	const struct fx_gap *gap;

	for (; e->head < e->ngap; e->head++) {
		gap = &e->gap[e->head];
		if (gap->off + gap->len > to)
			break;
		e->res->gaps++;
		if (e->sink->gap == NULL)
			continue;
		err->code = FX_OK;
		if (e->sink->gap(gap, e->sink->arg, err) == -1) {
			e->head++;
			return refused(gap->off, err);
		}
	}
	return 0;
}

static int
tell_limit(struct fx_emit *e, const struct fx_scan_limit *l, struct fx_err *err)
{
	if (tell_gaps(e, l->off, err) == -1)
		return -1;
	if (l->error)
		e->res->errors++;
	else
		e->res->limits++;
	err->code = FX_OK;
	if (e->sink->limit != NULL &&
	    e->sink->limit(l, e->sink->arg, err) == -1)
		return refused(l->off, err);
	return 0;
}

/* What begins before a range, and goes on in it, is known at its first place.
 */
static int
take_early(struct fx_emit *e, uint64_t off, struct fx_err *err)
{
	struct fx_unpacked u;
	size_t at = e->early_at;

	while (at < e->early.rec.len) {
		fx_unpack(e->plan, &e->early.rec, &at, &u);
		if (u.held.head > off)
			break;
		e->early_at = at;
		if (fx_holds_put(&e->holds, u.held.head, &u.held, err) == -1)
			return -1;
	}
	return 0;
}

/*
 * The member that a finding lies in as it is, or that what it was decoded from
 * does.  The bytes of a file's fragments lie elsewhere.
 */
static void
name_member(const struct fx_emit *e, struct fx_unpacked *u)
{
	const struct fx_held *h;

	if (u->inner || (u->f.path != NULL && u->f.path[0] == 'V'))
		return;
	h = fx_holds_find(&e->holds, u->f.off);
	if (h == NULL || h->n == 0 || u->f.off - h->head > FX_HOLD_REACH)
		return;
	u->f.member = h->name;
	u->f.member_len = h->n;
	u->f.member_head = h->head;
}

static int
tell_found(struct fx_emit *e, const struct fx_found *f, struct fx_err *err)
{
	if (tell_gaps(e, f->off, err) == -1)
		return -1;
	err->code = FX_OK;
	e->hits += f->mark.kind != FX_STOPPED;
	if (e->sink->found(f, e->sink->arg, err) == -1)
		return refused(f->off, err);
	return 0;
}

static int
tell(struct fx_emit *e, struct fx_unpacked *u, struct fx_err *err)
{
	if (u->what == FX_UNPACKED_LIMIT)
		return tell_limit(e, &u->limit, err);
	if (u->what == FX_UNPACKED_HOLD)
		return take_early(e, u->held.head, err) == -1
		    ? -1
		    : fx_holds_put(&e->holds, u->held.head, &u->held, err);
	if (take_early(e, u->f.off, err) == -1)
		return -1;
	name_member(e, u);
	return tell_found(e, &u->f, err);
}

int
fx_emit_out(struct fx_emit *e, struct fx_out *out, struct fx_err *err)
{
	struct fx_unpacked u;
	size_t at = 0, i;

	while (at < out->rec.len) {
		fx_unpack(e->plan, &out->rec, &at, &u);
		if (tell(e, &u, err) == -1)
			return -1;
	}
	for (i = 0; i < e->plan->n; i++) {
		e->res->found[i] += out->found[i];
		e->res->below[i] += out->below[i];
		e->res->stopped[i] += out->stopped[i];
		out->found[i] = out->below[i] = out->stopped[i] = 0;
	}
	e->res->anchors += out->anchors;
	out->anchors = 0;
	fx_buf_reset(&out->rec);
	return 0;
}

int
fx_emit_done(struct fx_emit *e, uint64_t to, struct fx_err *err)
{
	struct fx_scan_progress p;

	if (tell_gaps(e, to, err) == -1)
		return -1;
	if (e->sink->progress != NULL) {
		p = (struct fx_scan_progress){
			.bytes = e->res->bytes,
			.size = e->size,
			.hits = e->hits,
			.gaps = e->res->gaps,
		};
		e->sink->progress(&p, e->sink->arg);
	}
	return 0;
}

void
fx_emit_free(struct fx_emit *e)
{
	free(e->gap);
	fx_holds_done(&e->holds);
	fx_buf_done(&e->early.rec);
}
