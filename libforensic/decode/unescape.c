/* unescape.c - text with escapes in it: what all decoders of such text share */
#include <stdlib.h>
#include <string.h>

#include "forensic/utf8.h"
#include "places.h"
#include "touch.h"
#include "unescape.h"
#include "wide.h"

enum { CHUNK = 8 << 10 }; /* input that is worked on at a time */

struct unescape {
	uint64_t pos;      /* of the next byte of input */
	uint64_t end;      /* where it ends, unless an escape comes before */
	uint64_t out;      /* bytes of output so far */
	struct plain rest; /* of an escape that did not fit */
	struct touch touch;
	struct places places;
};

void
plain_char(struct plain *out, uint32_t cp)
{
	if (cp > 0x10ffff || (cp >= 0xd800 && cp <= 0xdfff))
		cp = 0xfffd;
	out->n = fx_utf8_encode(out->p, cp);
}

/* The length of the character of text that begins at p[0]; 0 for none. */
static size_t
text_at(const uint8_t *p, size_t n)
{
	uint32_t cp;

	if (n == 0)
		return 0;
	if (*p < 0x80)
		return (*p >= ' ' && *p < 0x7f) || *p == '\t' || *p == '\n' ||
		    *p == '\r';
	return fx_utf8_decode(p, n, &cp);
}

/* The length of the one that ends before p[at]; 0 for none. */
static size_t
text_before(const uint8_t *p, size_t at)
{
	size_t k;

	for (k = 1; k <= 4 && k <= at; k++)
		if (text_at(p + at - k, k) == k)
			return k;
	return 0;
}

bool
place_in_text(const struct place *l, size_t n)
{
	size_t from = l->at, to = from, k;

	while (to - from < n && (k = text_before(l->p, from)) != 0)
		from -= k;
	while (to - from < n && (k = text_at(l->p + to, l->n - to)) != 0)
		to += k;
	return to - from >= n;
}

static const struct escapes *const kinds[] = { &escapes_qp, &escapes_percent,
	&escapes_entity, &escapes_backslash };

/* Bytes that an escape may begin with, or that may be replaced. */
static bool
may_be(uint8_t c)
{
	return c == '%' || c == '&' || c == '\\' || c == '=' || c == '+';
}

/*
 * An escape at p[at] of n bytes; no more is shown than its kind may see.  also
 * tells whether what is no escape, but is replaced among them, counts.
 */
static size_t
find(const uint8_t *p, size_t n, size_t at, bool also, struct plain *out)
{
	const struct escapes *e;
	struct place l;
	size_t i, from, to;

	out->n = 0;
	for (i = 0; i < FX_LEN(kinds); i++) {
		e = kinds[i];
		if (p[at] != e->lead && !(also && p[at] == e->also))
			continue;
		from = at > e->back ? at - e->back : 0;
		to = n - at > e->ahead ? at + e->ahead : n;
		l = (struct place){ p + from, to - from, at - from };
		return p[at] == e->lead ? e->find(&l, out)
					: e->find_also(&l, out);
	}
	return 0;
}

static bool
is_lead(uint8_t c)
{
	return may_be(c) && c != '+';
}

static bool
look_text(const struct fx_look *l)
{
	size_t from = l->at > UNESCAPE_GAP ? l->at - UNESCAPE_GAP : 0;
	size_t at = l->at;
	struct plain out;

	if (find(l->p, l->n, at, false, &out) == 0)
		return false;
	while (at-- > from)
		if (is_lead(l->p[at]) && find(l->p, l->n, at, false, &out) != 0)
			return false;
	return true;
}

static int
open_text(struct fx_decoding *d, struct fx_err *err)
{
	uint64_t back = d->start < UNESCAPE_BACK ? d->start : UNESCAPE_BACK;
	struct unescape *u;
	struct plain out;
	const uint8_t *p;
	size_t n;

	p = fx_in_at(&d->in, d->start - back, (size_t)back + UNESCAPE_AHEAD,
	    &n);
	if (n <= back || p[back] != d->decoder->marks[0].bytes[0] ||
	    find(p, n, (size_t)back, false, &out) == 0)
		return fx_fail(err, FX_EFORMAT, d->start, "no escape here");
	if ((u = calloc(1, sizeof(*u))) == NULL)
		return fx_fail(err, FX_ENOMEM, d->start, "out of memory");
	u->pos = d->start < UNESCAPE_GAP ? 0 : d->start - UNESCAPE_GAP;
	u->end = d->start + 1;
	u->places.first = u->pos;
	d->own = u;
	return 0;
}

/* A piece of input, and a piece of output to fill. */
struct work {
	const uint8_t *p; /* input that may be seen */
	size_t n, at;     /* bytes of it; the next */
	size_t to;        /* where to stop */
	uint8_t *out;
	size_t len, cap;
};

/* Pass on bytes of input as they lie, up to p[to] at most. */
static void
copy(struct work *w, size_t to)
{
	size_t n = to - w->at;

	if (n > w->cap - w->len)
		n = w->cap - w->len;
	memcpy(w->out + w->len, w->p + w->at, n);
	w->at += n;
	w->len += n;
}

/* Give what an escape stands for, as far as there is room. */
static void
give(struct unescape *u, struct work *w)
{
	size_t n = u->rest.n < w->cap - w->len ? u->rest.n : w->cap - w->len;

	memcpy(w->out + w->len, u->rest.p, n);
	memmove(u->rest.p, u->rest.p + n, u->rest.n - n);
	u->rest.n -= n;
	w->len += n;
}

/* The next byte that may begin an escape, before p[to]; else to. */
static size_t
next_lead(const struct work *w)
{
	size_t at = w->at;

	while (at < w->to && !may_be(w->p[at]))
		at++;
	return at;
}

/*
 * Work through input that lies at off; returns 0, or -1 and err.  Before the
 * start of the decoding nothing is an escape.
 */
static int
unescape_some(struct fx_decoding *d, uint64_t off, struct work *w,
    struct fx_err *err)
{
	struct unescape *u = d->own;
	size_t n, lead;

	while (w->at < w->to && w->len < w->cap) {
		lead = off + w->at < d->start ? (size_t)(d->start - off)
					      : next_lead(w);
		if (lead > w->to)
			lead = w->to;
		if (lead > w->at) {
			copy(w, lead);
			continue;
		}
		n = find(w->p, w->n, lead, true, &u->rest);
		if (n == 0) {
			u->rest.n = 0;
			copy(w, lead + 1);
			continue;
		}
		w->at += n;
		if (is_lead(w->p[lead]))
			u->end = off + lead + UNESCAPE_GAP;
		if ((u->rest.n == 0 &&
			touch_seam(&u->touch, u->out + w->len, err) == -1) ||
		    touch_bytes(&u->touch, u->out + w->len, u->rest.n, err) ==
			-1)
			return -1;
		places_put(&u->places, u->out + w->len, u->rest.n, off + w->at);
		give(u, w);
	}
	return 0;
}

static ssize_t
read_text(struct fx_decoding *d, uint8_t *out, size_t cap, struct fx_err *err)
{
	struct unescape *u = d->own;
	struct work w = { .out = out, .cap = cap };
	uint64_t from;
	size_t see;

	give(u, &w);
	while (w.len < cap && u->pos < u->end) {
		w.at = u->pos < UNESCAPE_BACK ? (size_t)u->pos : UNESCAPE_BACK;
		from = u->pos - w.at;
		see = w.at + CHUNK + UNESCAPE_AHEAD;
		w.p = fx_in_at(&d->in, from, see, &w.n);
		if (w.n <= w.at)
			break; /* the source ends here, or failed */
		w.to = w.n - w.at > CHUNK ? w.at + CHUNK : w.n;
		if (w.to - w.at > u->end - u->pos)
			w.to = w.at + (size_t)(u->end - u->pos);
		if (unescape_some(d, from, &w, err) == -1)
			return -1;
		u->pos = from + w.at;
	}
	u->out += w.len;
	if (u->pos > d->start)
		d->used = u->pos - d->start;
	if (w.len == 0 && d->in.failed) {
		*err = d->in.err;
		return -1;
	}
	return (ssize_t)w.len;
}

static void
close_text(struct fx_decoding *d)
{
	struct unescape *u = d->own;

	touch_done(&u->touch);
	places_done(&u->places);
	free(u);
}

static bool
touched_text(const struct fx_decoding *d, uint64_t from, uint64_t to)
{
	const struct unescape *u = d->own;

	return touch_any(&u->touch, from, to);
}

static bool
place_text(const struct fx_decoding *d, uint64_t from, uint64_t to,
    struct fx_range *in)
{
	const struct unescape *u = d->own;

	return to <= u->out && places_find(&u->places, from, to, in);
}

static const struct wide_base base = { .back = UNESCAPE_GAP + UNESCAPE_BACK,
	.ahead = UNESCAPE_AHEAD,
	.look = look_text,
	.open = open_text,
	.read = read_text,
	.close = close_text,
	.touched = touched_text,
	.place = place_text };

/* In UTF-16, might it be an escape by the character behind the lead? */
static bool
may_go_on(const struct fx_look *l)
{
	const uint8_t *p = l->p + l->at;
	size_t i;

	if (l->n - l->at < 4 || p[1] != 0 || p[2] == 0 || p[3] != 0)
		return true;
	for (i = 0; i < FX_LEN(kinds); i++)
		if (p[0] == kinds[i]->lead)
			return strchr(kinds[i]->behind, p[2]) != NULL;
	return true;
}

bool
unescape_look(const struct fx_look *l)
{
	return may_go_on(l) && wide_look(&base, l);
}

int
unescape_open(struct fx_decoding *d, struct fx_err *err)
{
	return wide_open(&base, d, err);
}

ssize_t
unescape_read(struct fx_decoding *d, uint8_t *out, size_t cap,
    struct fx_err *err)
{
	return wide_read(d, out, cap, err);
}

void
unescape_close(struct fx_decoding *d)
{
	wide_close(d);
}

bool
unescape_touched(const struct fx_decoding *d, uint64_t from, uint64_t to)
{
	return wide_touched(d, from, to);
}

bool
unescape_place(const struct fx_decoding *d, uint64_t from, uint64_t to,
    struct fx_range *in)
{
	return wide_place(d, from, to, in);
}
