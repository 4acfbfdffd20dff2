/* early.c - members that begin before a range that is scanned, and end in it */
#include <stdlib.h>
#include <string.h>

#include "internal.h"

enum { PIECE = 1 << 20 }; /* bytes read at a time */

/* A look at what stands before one range. */
struct early {
	struct fx_holds holds;
	struct fx_marks *marks;
	uint8_t *p; /* room for a piece, and what a look sees on both sides */
	struct fx_look look;
	struct fx_err *err;
};

static int
take(void *arg, size_t at, const struct fx_decoder *decoder)
{
	struct early *e = arg;
	struct fx_held held;
	struct fx_hold h;

	e->look.at = at;
	held.head = e->look.off + at;
	if (!decoder->hold(&e->look, &h) ||
	    !fx_add(held.head, h.from, &held.from) ||
	    !fx_add(held.head, h.to, &held.to))
		return 0;
	held.name = h.name;
	held.n = h.n;
	return fx_holds_put(&e->holds, held.head, &held, e->err);
}

/* The members that begin in [from, to) of the image. */
static int
look_at(struct early *e, struct fx_image *img, uint64_t from, uint64_t to)
{
	uint64_t left = from > FX_DECODE_LOOK ? from - FX_DECODE_LOOK : 0;
	struct fx_starts s = { .p = e->p, .off = left };
	ssize_t got;

	while (s.n < (size_t)(to - left) + FX_DECODE_LOOK) {
		got = fx_image_read(img, left + s.n, e->p + s.n,
		    (size_t)(to - left) + FX_DECODE_LOOK - s.n, NULL, NULL,
		    e->err);
		if (got == -1)
			return -1;
		if (got == 0)
			break;
		s.n += (size_t)got;
	}
	s.from = (size_t)(from - left);
	s.to = s.n < (size_t)(to - left) ? s.n : (size_t)(to - left);
	if (s.from >= s.to)
		return 0;
	e->look = (struct fx_look){ .p = s.p, .n = s.n, .off = left };
	return fx_starts_find(&s, e->marks, take, e);
}

/* What of it goes on into the range is taken when that is told. */
static void
keep(const struct early *e, uint64_t from, struct fx_out *out)
{
	const struct fx_held *held = e->holds.p;
	struct fx_hold h;

	for (; held < e->holds.p + e->holds.n; held++) {
		if (held->to <= from)
			continue;
		h.from = held->from;
		h.to = held->to;
		h.n = held->n;
		memcpy(h.name, held->name, h.n);
		fx_pack_hold(out, held->head, &h);
	}
}

static int
before_range(struct early *e, struct fx_image *img, uint64_t after,
    uint64_t range, struct fx_out *out)
{
	uint64_t at, to;

	at = range > FX_HOLD_REACH ? range - FX_HOLD_REACH : 0;
	if (at < after)
		at = after;
	fx_holds_reset(&e->holds);
	for (; at < range; at = to) {
		to = range - at > PIECE ? at + PIECE : range;
		if (look_at(e, img, at, to) == -1)
			return -1;
	}
	keep(e, range, out);
	return 0;
}

int
fx_emit_early(struct fx_emit *emit, struct fx_image *img,
    const struct fx_range *ranges, size_t n, struct fx_err *err)
{
	struct early e = { .err = err };
	uint64_t after = 0;
	size_t i;
	int rc = 0;

	if (n > FX_HOLD_RANGES || emit->plan->decoders[0] == NULL)
		return 0;
	e.marks = fx_marks_new(fx_holders, err);
	e.p = malloc(PIECE + 2 * (size_t)FX_DECODE_LOOK);
	if (e.marks == NULL || e.p == NULL)
		rc = fx_fail(err, FX_ENOMEM, 0, "out of memory for a scan");
	for (i = 0; rc == 0 && i < n; i++) {
		rc = before_range(&e, img, after, ranges[i].from, &emit->early);
		after = ranges[i].to;
	}
	fx_holds_done(&e.holds);
	fx_marks_free(e.marks);
	free(e.p);
	return rc == 0 ? fx_buf_check(&emit->early.rec, err) : -1;
}
