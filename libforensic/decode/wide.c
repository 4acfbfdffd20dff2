/* wide.c - decoders of text, for text in UTF-16 too */
#include <stdlib.h>

#include "forensic/bytes.h"
#include "wide.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

enum {
	UNIT = 2,
	STEP = 8,                    /* units looked at together */
	SEE = FX_DECODE_LOOK / UNIT, /* most units on one side of a look */
	SCRIPT_FIRST = 0xa0,  /* units that are letters of some script, */
	SCRIPT_LAST = 0x2fff, /* and signs of text */
	SCRIPT = '?',         /* what they become, */
	NO_TEXT = 1,          /* and all others */
	PIECE = 4 << 10,      /* bytes of input asked for at a time */
};

struct wide {
	const struct wide_base *base;
	void *own;               /* base's, if the text is in bytes */
	bool narrow;             /* it is not: */
	struct fx_in *in;        /* what it lies in, */
	uint64_t odd;            /* from this byte on, 0 or 1, */
	struct fx_source src;    /* as bytes, */
	struct fx_decoding text; /* which base decodes */
};

static uint8_t
narrow_one(const uint8_t *p)
{
	unsigned u = fx_le16(p);

	if (u < 0x100)
		return (uint8_t)u;
	return u >= SCRIPT_FIRST && u <= SCRIPT_LAST ? SCRIPT : NO_TEXT;
}

_Static_assert(SCRIPT_FIRST <= 0x100 && SCRIPT_LAST % 0x100 == 0xff,
    "the high byte alone tells those that are no bytes");

/* The first units of n, STEP at a time: how many. */
static size_t
narrow_steps(uint8_t *out, const uint8_t *p, size_t n)
{
	size_t i = 0;
#ifdef __SSE2__
	const __m128i zero = _mm_setzero_si128();
	const __m128i script = _mm_set1_epi16(SCRIPT);
	const __m128i none = _mm_set1_epi16(NO_TEXT);
	const __m128i behind = _mm_set1_epi16(SCRIPT_LAST / 0x100 + 1);
	__m128i v, high, other;

	for (; n - i >= STEP; i += STEP) {
		v = _mm_loadu_si128(
		    (const __m128i *)(const void *)(p + i * UNIT));
		high = _mm_srli_epi16(v, 8);
		other = _mm_cmplt_epi16(high, behind);
		other = _mm_or_si128(_mm_and_si128(other, script),
		    _mm_andnot_si128(other, none));
		high = _mm_cmpeq_epi16(high, zero);
		v = _mm_or_si128(_mm_and_si128(high, v),
		    _mm_andnot_si128(high, other));
		_mm_storel_epi64((__m128i *)(void *)(out + i),
		    _mm_packus_epi16(v, zero));
	}
#else
	(void)out, (void)p, (void)n;
#endif
	return i;
}

static void
narrow(uint8_t *out, const uint8_t *p, size_t n)
{
	size_t i = narrow_steps(out, p, n);

	for (; i < n; i++)
		out[i] = narrow_one(p + i * UNIT);
}

bool
wide_look(const struct wide_base *base, const struct fx_look *l)
{
	uint8_t text[2 * SEE];
	size_t back = l->at / UNIT, ahead = (l->n - l->at) / UNIT;
	const uint8_t *p;

	if (ahead == 0 || l->p[l->at + 1] != 0)
		return base->look(l);
	/* Nothing is one character alone; numbers of programs often are. */
	if (ahead == 1 || l->p[l->at + 2] == 0 || l->p[l->at + 3] != 0)
		return false;
	back = back < base->back ? back : base->back;
	ahead = ahead < base->ahead ? ahead : base->ahead;
	p = l->p + l->at - back * UNIT;
	narrow(text, p, back + ahead);
	return base->look(&(struct fx_look){ text, back + ahead, back, 0 });
}

/* Units, as bytes, of the text that d->in has. */
static ssize_t
read_units(void *arg, uint64_t off, void *buf, size_t n, struct fx_err *err)
{
	struct wide *w = arg;
	uint8_t *out = buf;
	size_t have = 0, got;
	const uint8_t *p;

	while (have < n && off < INT64_MAX / 2 - n) {
		p = fx_in_at(w->in, w->odd + (off + have) * UNIT,
		    (n - have) * UNIT < PIECE ? (n - have) * UNIT : PIECE,
		    &got);
		got /= UNIT;
		if (got == 0)
			break;
		if (got > n - have)
			got = n - have;
		narrow(out + have, p, got);
		have += got;
	}
	if (have == 0 && w->in->failed) {
		*err = w->in->err;
		return -1;
	}
	return (ssize_t)have;
}

/* Let the outer decoding say what the one of the text does. */
static void
tell(struct fx_decoding *d, const struct wide *w)
{
	if (!w->narrow)
		return;
	d->used = w->text.used * UNIT;
	d->limit = w->text.limit;
	d->fresh = w->text.fresh;
	d->stale = w->text.stale;
}

static int
open_narrow(struct wide *w, struct fx_decoding *d, struct fx_err *err)
{
	w->narrow = true;
	w->in = &d->in;
	w->odd = d->start & 1;
	w->src = (struct fx_source){ .read = read_units, .arg = w };
	w->text = (struct fx_decoding){ .decoder = d->decoder,
		.start = d->start / UNIT,
		.fresh = d->fresh,
		.stale = d->stale };
	fx_in_init(&w->text.in, &w->src);
	return w->base->open(&w->text, err);
}

int
wide_open(const struct wide_base *base, struct fx_decoding *d,
    struct fx_err *err)
{
	struct wide *w = calloc(1, sizeof(*w));
	size_t back = base->back * UNIT, n;
	const uint8_t *p;
	int rc;

	if (w == NULL)
		return fx_fail(err, FX_ENOMEM, d->start, "out of memory");
	w->base = base;
	/* Either will look back: let the window begin there. */
	if (back > d->start)
		back = (size_t)d->start;
	p = fx_in_at(&d->in, d->start - back, back + UNIT, &n);
	if (n >= back + UNIT && p[back + 1] == 0) {
		rc = open_narrow(w, d, err);
	} else {
		rc = base->open(d, err);
		w->own = d->own;
	}
	d->own = w;
	if (rc == -1) {
		fx_in_done(&w->text.in);
		free(w);
		d->own = NULL;
		return -1;
	}
	tell(d, w);
	return 0;
}

ssize_t
wide_read(struct fx_decoding *d, uint8_t *out, size_t cap, struct fx_err *err)
{
	struct wide *w = d->own;
	ssize_t n;

	if (w->narrow) {
		w->in = &d->in;
		n = w->base->read(&w->text, out, cap, err);
		tell(d, w);
		return n;
	}
	d->own = w->own;
	n = w->base->read(d, out, cap, err);
	d->own = w;
	return n;
}

void
wide_close(struct fx_decoding *d)
{
	struct wide *w = d->own;

	if (w->narrow) {
		w->base->close(&w->text);
		fx_in_done(&w->text.in);
	} else {
		d->own = w->own;
		w->base->close(d);
	}
	free(w);
}

bool
wide_touched(const struct fx_decoding *d, uint64_t from, uint64_t to)
{
	const struct wide *w = d->own;
	struct fx_decoding text;

	if (w->narrow)
		return w->base->touched(&w->text, from, to);
	text = *d;
	text.own = w->own;
	return w->base->touched(&text, from, to);
}

bool
wide_place(const struct fx_decoding *d, uint64_t from, uint64_t to,
    struct fx_range *in)
{
	const struct wide *w = d->own;
	struct fx_decoding text;

	if (!w->narrow) {
		text = *d;
		text.own = w->own;
		return w->base->place(&text, from, to, in);
	}
	if (!w->base->place(&w->text, from, to, in))
		return false;
	in->from = w->odd + in->from * UNIT;
	in->to = w->odd + in->to * UNIT;
	return true;
}
