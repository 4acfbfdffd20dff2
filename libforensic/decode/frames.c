/* frames.c - decode one stream, and what is needed of those behind it */
#include <stdlib.h>

#include "frames.h"

int
frames_open(struct fx_decoding *d, const struct frames_kind *kind,
    struct fx_err *err)
{
	uint64_t at = d->start;
	struct frames *f;

	if (!kind->begin(&d->in, &at, true))
		return fx_fail(err, FX_EFORMAT, d->start,
		    "nothing begins here");
	if ((f = calloc(1, sizeof(*f))) == NULL)
		return fx_fail(err, FX_ENOMEM, 0, "out of memory");
	f->kind = kind;
	f->first = UINT64_MAX;
	f->flowing = true;
	flow_begin(&f->flow, kind->flow, &d->in, at);
	d->own = f;
	return 0;
}

void
frames_close(struct fx_decoding *d)
{
	struct frames *f = d->own;

	if (f->flowing)
		flow_end(&f->flow);
	free(f);
}

/* Bytes of output that may come yet. */
static uint64_t
room(const struct frames *f)
{
	uint64_t most;

	if (f->first == UINT64_MAX)
		return UINT64_MAX;
	most = f->first > FRAMES_MORE ? f->first : FRAMES_MORE;
	return most - (f->given - f->first);
}

/* The next stream, if there is one and it is wanted. */
static bool
next(struct fx_decoding *d)
{
	struct frames *f = d->own;
	uint64_t at = f->at;

	if (f->flowing)
		return true;
	if (room(f) == 0 || !f->kind->begin(&d->in, &at, false))
		return false;
	if (++f->steps > FX_DECODE_STEPS) {
		d->limit = "steps";
		return false;
	}
	f->size = 0;
	f->sum = 0;
	f->flowing = true;
	flow_begin(&f->flow, f->kind->flow, &d->in, at);
	return true;
}

/*
 * The stream ended, or was found wrong (rc -1).  Returns 0, or -1 and err: but
 * what is wrong behind the first is for the decoding that begins there to say.
 */
static int
finish(struct fx_decoding *d, int rc, struct fx_err *err)
{
	struct frames *f = d->own;
	bool first = f->first == UINT64_MAX;

	f->done = rc == -1 || f->flow.state == FLOW_LIMIT;
	if (first && f->flow.state == FLOW_LIMIT)
		d->limit = f->flow.limit;
	f->at = f->flow.at;
	flow_end(&f->flow);
	f->flowing = false;
	if (first)
		f->first = d->stale = f->given;
	if (!f->done && f->kind->check != NULL &&
	    !f->kind->check(f, &d->in, &f->at)) {
		f->done = true;
		rc = fx_fail(err, FX_EFORMAT, f->at, "wrong checksum, or none");
	}
	d->used = f->at - d->start;
	return first ? rc : 0;
}

/*
 * At the end: on how much did it depend?  Where no stream begins by the first
 * byte behind the last one, that byte told; else it is not simple to say.
 */
static void
tell_saw(struct fx_decoding *d)
{
	const struct frames *f = d->own;
	const uint8_t *p;
	size_t n;

	if (f->kind->magic == 0 || d->limit != NULL || f->flowing)
		return;
	if (f->done) { /* its checksum may be what is not there */
		d->saw = d->used + FRAMES_BEHIND;
		return;
	}
	p = fx_in_at(&d->in, f->at, 1, &n);
	if (p != NULL && *p != f->kind->magic)
		d->saw = f->at + 1 - d->start;
}

static ssize_t
frames_some(struct fx_decoding *d, uint8_t *out, size_t cap, struct fx_err *err)
{
	struct frames *f = d->own;
	ssize_t got;

	while (!f->done && next(d)) {
		if (cap > room(f))
			cap = (size_t)room(f);
		got = flow_read(&f->flow, out, cap, err);
		d->used = f->flow.at - d->start;
		if (got > 0) {
			f->given += (uint64_t)got;
			f->size += (uint64_t)got;
			if (f->kind->sum != NULL)
				f->kind->sum(f, out, (size_t)got);
			if (f->first == UINT64_MAX)
				d->fresh = f->given;
			return got;
		}
		if (finish(d, got == 0 ? 0 : -1, err) == -1)
			return -1;
	}
	return 0;
}

ssize_t
frames_read(struct fx_decoding *d, uint8_t *out, size_t cap, struct fx_err *err)
{
	ssize_t got = frames_some(d, out, cap, err);

	if (got <= 0)
		tell_saw(d);
	return got;
}

bool
frames_touched(const struct fx_decoding *d, uint64_t from, uint64_t to)
{
	const struct frames *f = d->own;

	(void)to;
	return from < f->first;
}
