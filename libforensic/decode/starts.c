/* starts.c - where decodings may begin: the marks of a set, found in one go */
#include <stdlib.h>
#include <string.h>

#include "classes.h"
#include "forensic/decode.h"
#include "teddy.h"

/*
 * Places are handled a span at a time: each mark found leaves a bit at its
 * start, so that they come out in order, and once, wherever in the span the
 * mark lay and whichever search found it.
 */
enum {
	SPAN = 32 << 10,
	WORD = 64, /* places in a word of bits; most decoders of a set */
	PAIRS = 1 << 16,
	STEP = 8, /* bytes looked at together */
	PLACE_LEAST = 512,
	PAIR = 2,        /* digits of a pair */
	WIDE = 2,        /* bytes of a unit of UTF-16 */
	WIDE_LEAST = 24, /* units of a run, */
	WIDE_STEP = 32,  /* of which STEP bytes lie at each multiple of it */
	STEPS = (SPAN + FX_DECODE_LOOK) / CLASSES_STEP + 1,
};

struct mark {
	const struct fx_mark *m;
	unsigned int decoder; /* its place in the set */
	uint64_t bytes, mask; /* its bytes, as eight are loaded */
};
_Static_assert((int)FX_MARK_LEN == (int)sizeof(uint64_t),
    "a mark is compared in one go");

/* All marks that are runs of one class of characters. */
struct runs {
	struct mark mark[FX_DECODERS_MOST];
	size_t n;
};

struct fx_marks {
	const struct fx_decoder *const *set;
	struct teddy teddy;    /* of those of kind FX_MARK_BYTES */
	teddy_fn *fast;        /* NULL: by pairs */
	uint8_t pair[PAIRS];   /* 1: a mark may begin with these two bytes */
	struct mark *bytes;    /* those of kind FX_MARK_BYTES by first byte */
	size_t first[256 + 1]; /* where those of each byte begin */
	size_t nbytes, longest;
	int near, far; /* smallest and largest `at` of them */
	struct runs base64, hex, pairs, wide;
	struct mark place[FX_DECODERS_MOST];
	size_t nplace;
	classes_fn *classify;
	struct classes classes[STEPS + 1]; /* of the span, and one behind it */
	uint64_t hit[SPAN / WORD]; /* which places of the span have marks */
	uint64_t who[SPAN];        /* of which decoders; set where hit is */
};

/* A span of places [from, to) of what is searched. */
struct span {
	const struct fx_starts *s;
	struct fx_marks *m;
	size_t from, to;
};

static bool
is_sound(const struct fx_mark *m)
{
	switch (m->kind) {
	case FX_MARK_BYTES:
		return m->n >= 1 && m->n <= FX_MARK_LEN &&
		    m->at >= -FX_DECODE_LOOK && m->at + m->n <= FX_DECODE_LOOK;
	case FX_MARK_BASE64:
	case FX_MARK_HEX:
		return m->n >= 1 && m->n <= CLASSES_STEP && m->at >= 0 &&
		    m->at + m->n <= FX_DECODE_LOOK;
	case FX_MARK_PLACE:
		return m->align >= PLACE_LEAST && m->at == 0;
	case FX_MARK_PAIR:
		return m->n == PAIR && m->at >= 0 &&
		    m->at + m->n <= FX_DECODE_LOOK;
	case FX_MARK_WIDE:
		return m->n >= WIDE_LEAST && m->n <= CLASSES_STEP && m->at == 0;
	case FX_MARK_END:
		break;
	}
	return false;
}

/* Marks of one decoder that are runs of the same class: one place each. */
static void
add_run(struct runs *r, const struct fx_mark *m, unsigned int decoder)
{
	if (r->n == FX_DECODERS_MOST)
		return;
	r->mark[r->n++] = (struct mark){ m, decoder, 0, 0 };
}

/* May the second byte of what begins with a decoder's mark be c? */
static bool
goes_on(const struct fx_decoder *d, const struct fx_mark *m, uint8_t c)
{
	if (m->n > 1)
		return m->bytes[1] == c;
	return d->behind == NULL || c == 0 || strchr(d->behind, c) != NULL;
}

static void
add_bytes(struct fx_marks *ms, const struct fx_decoder *d,
    const struct fx_mark *m)
{
	size_t i;

	for (i = 0; i < 256; i++)
		if (goes_on(d, m, (uint8_t)i))
			ms->pair[m->bytes[0] | i << 8] = 1;
	for (i = (size_t)m->bytes[0] + 1; i <= 256; i++)
		ms->first[i]++;
	if (ms->nbytes == 0 || m->at < ms->near)
		ms->near = m->at;
	if (ms->nbytes == 0 || m->at > ms->far)
		ms->far = m->at;
	if (m->n > ms->longest)
		ms->longest = m->n;
	ms->nbytes++;
}

static int
add_decoder(struct fx_marks *ms, unsigned int decoder, struct fx_err *err)
{
	const struct fx_decoder *d = ms->set[decoder];
	const struct fx_mark *m;

	for (m = d->marks; m < d->marks + FX_MARKS_MOST; m++) {
		if (m->kind == FX_MARK_END)
			break;
		if (!is_sound(m))
			return fx_fail(err, FX_EARG, 0,
			    "decoder %s: a mark that is not sound", d->name);
		if (m->kind == FX_MARK_BYTES)
			add_bytes(ms, d, m);
		else if (m->kind == FX_MARK_BASE64)
			add_run(&ms->base64, m, decoder);
		else if (m->kind == FX_MARK_HEX)
			add_run(&ms->hex, m, decoder);
		else if (m->kind == FX_MARK_PAIR)
			add_run(&ms->pairs, m, decoder);
		else if (m->kind == FX_MARK_WIDE)
			add_run(&ms->wide, m, decoder);
		else if (ms->nplace < FX_DECODERS_MOST)
			ms->place[ms->nplace++] = (struct mark){ m, decoder, 0,
				0 };
	}
	return 0;
}

static struct mark
whole(const struct fx_mark *m, unsigned int decoder)
{
	uint8_t ones[FX_MARK_LEN] = { 0 };

	memset(ones, 0xff, m->n);
	return (struct mark){ m, decoder, fx_le64(m->bytes) & fx_le64(ones),
		fx_le64(ones) };
}

/* A mark of one byte for the search, with each that may stand behind it. */
static void
teach_one(struct fx_marks *ms, const struct mark *m)
{
	const struct fx_decoder *d = ms->set[m->decoder];
	uint8_t next[256];
	size_t i, n = 0;

	for (i = 0; i < 256; i++)
		if (goes_on(d, m->m, (uint8_t)i))
			next[n++] = (uint8_t)i;
	teddy_add_two(&ms->teddy, m->m->bytes[0], next, n);
}

/* The marks of bytes for the search: the shortest, which tell least, first. */
static void
teach(struct fx_marks *ms)
{
	size_t n, i;

	for (i = 0; i < ms->nbytes; i++)
		if (ms->bytes[i].m->n == 1)
			teach_one(ms, &ms->bytes[i]);
	for (n = 2; n <= FX_MARK_LEN; n++)
		for (i = 0; i < ms->nbytes; i++)
			if (ms->bytes[i].m->n == n)
				teddy_add(&ms->teddy, ms->bytes[i].m->bytes, n);
}

/* The marks of bytes in a list, those that begin alike side by side. */
static int
sort_bytes(struct fx_marks *ms, struct fx_err *err)
{
	size_t next[256];
	const struct fx_mark *m;
	unsigned int i;

	ms->bytes = malloc((ms->nbytes + 1) * sizeof(*ms->bytes));
	if (ms->bytes == NULL)
		return fx_fail(err, FX_ENOMEM, 0, "out of memory for marks");
	memcpy(next, ms->first, sizeof(next));
	for (i = 0; ms->set[i] != NULL; i++)
		for (m = ms->set[i]->marks;
		     m < ms->set[i]->marks + FX_MARKS_MOST &&
		     m->kind != FX_MARK_END;
		     m++)
			if (m->kind == FX_MARK_BYTES)
				ms->bytes[next[m->bytes[0]]++] = whole(m, i);
	return 0;
}

struct fx_marks *
fx_marks_new(const struct fx_decoder *const *set, struct fx_err *err)
{
	struct fx_marks *ms;
	unsigned int i;

	if ((ms = calloc(1, sizeof(*ms))) == NULL) {
		fx_fail(err, FX_ENOMEM, 0, "out of memory for marks");
		return NULL;
	}
	ms->set = set;
	ms->fast = teddy_fast();
	ms->classify = classes_fast();
	for (i = 0; set[i] != NULL; i++) {
		if (i == FX_DECODERS_MOST) {
			fx_fail(err, FX_EARG, 0, "more than %d decoders",
			    FX_DECODERS_MOST);
			goto fail;
		}
		if (add_decoder(ms, i, err) == -1)
			goto fail;
	}
	if (sort_bytes(ms, err) == 0) {
		teach(ms);
		return ms;
	}
fail:
	fx_marks_free(ms);
	return NULL;
}

void
fx_marks_free(struct fx_marks *ms)
{
	if (ms == NULL)
		return;
	free(ms->bytes);
	free(ms);
}

/* A place so many bytes away from another, which may be before it; not < 0. */
static size_t
away(size_t at, int by)
{
	size_t n = by < 0 ? 0U - (size_t)by : (size_t)by;

	if (by >= 0)
		return at + n;
	return at > n ? at - n : 0;
}

/* A mark stands at p[at]: where would its decoding begin? */
static void
note(const struct span *sp, const struct mark *mark, size_t at)
{
	size_t start, i;

	if (mark->m->at > 0 && at < (size_t)mark->m->at)
		return;
	start = away(at, -mark->m->at);
	if (start < sp->from || start >= sp->to ||
	    (mark->m->align > 1 && (sp->s->off + start) % mark->m->align != 0))
		return;
	i = start - sp->from;
	if ((sp->m->hit[i / WORD] >> (i % WORD) & 1) == 0) {
		sp->m->hit[i / WORD] |= UINT64_C(1) << (i % WORD);
		sp->m->who[i] = 0;
	}
	sp->m->who[i] |= UINT64_C(1) << mark->decoder;
}

/* The marks at p[at], whose first byte is one of theirs. */
static void
match(const struct span *sp, size_t at)
{
	const struct fx_starts *s = sp->s;
	const struct mark *m = sp->m->bytes + sp->m->first[s->p[at]];
	const struct mark *end = sp->m->bytes + sp->m->first[s->p[at] + 1];
	uint64_t here;

	if (s->n - at >= FX_MARK_LEN) {
		for (here = fx_le64(s->p + at); m < end; m++)
			if ((here & m->mask) == m->bytes)
				note(sp, m, at);
		return;
	}
	for (; m < end; m++)
		if (s->n - at >= m->m->n &&
		    memcmp(s->p + at, m->m->bytes, m->m->n) == 0)
			note(sp, m, at);
}

static inline unsigned int
pair_at(const struct fx_marks *ms, const uint8_t *p)
{
	return ms->pair[p[0] | (size_t)p[1] << 8];
}

/* Marks may begin at the ones of `found`, from p[at] on, if before p[to]. */
static void
find_some(const struct span *sp, size_t at, size_t to, uint64_t found)
{
	size_t i;

	for (; found != 0; found &= found - 1) {
		i = at + (size_t)__builtin_ctzll(found);
		if (i < to && pair_at(sp->m, sp->s->p + i) != 0)
			match(sp, i);
	}
}

static void
find_bytes(const struct span *sp)
{
	const struct fx_marks *ms = sp->m;
	const uint8_t *p = sp->s->p;
	size_t at = away(sp->from, ms->near), to = away(sp->to, ms->far), i;

	if (ms->nbytes == 0)
		return;
	if (to > sp->s->n)
		to = sp->s->n;
	for (; ms->fast != NULL && at < to && sp->s->n - at >= TEDDY_SEES;
	     at += TEDDY_STEP)
		find_some(sp, at, to, ms->fast(&ms->teddy, p + at));
	/* A pair needs the byte behind it. */
	for (; at < to && sp->s->n - at > STEP; at += STEP) {
		if ((pair_at(ms, p + at) | pair_at(ms, p + at + 1) |
			pair_at(ms, p + at + 2) | pair_at(ms, p + at + 3) |
			pair_at(ms, p + at + 4) | pair_at(ms, p + at + 5) |
			pair_at(ms, p + at + 6) | pair_at(ms, p + at + 7)) == 0)
			continue;
		for (i = 0; i < STEP && at + i < to; i++)
			if (pair_at(ms, p + at + i) != 0)
				match(sp, at + i);
	}
	for (; at < to; at++)
		match(sp, at);
}

/*
 * Runs begin at the ones of `first`, in the step at p[at]: those that are as
 * long as a mark asks for.
 */
static void
note_runs(const struct span *sp, const struct runs *r, size_t at,
    uint64_t first, uint64_t lo, uint64_t hi)
{
	uint64_t found;
	size_t i;

	if (first == 0)
		return;
	for (i = 0; i < r->n; i++) {
		if (r->mark[i].m->n >= CLASSES_LONG && !classes_long(lo, hi))
			continue;
		for (found = first & classes_run(lo, hi, r->mark[i].m->n);
		     found != 0; found &= found - 1)
			note(sp, &r->mark[i],
			    at + (size_t)__builtin_ctzll(found));
	}
}

/* The marks that are texts of a class, in the step at p[at]. */
static void
find_step(const struct span *sp, size_t at, const struct classes *last,
    const struct classes *c, const struct classes *next)
{
	const struct fx_marks *ms = sp->m;
	const unsigned int top = CLASSES_STEP - 1;
	uint64_t found;

	note_runs(sp, &ms->base64, at,
	    c->base64 & ~(c->base64 << 1 | last->base64 >> top), c->base64,
	    next->base64);
	note_runs(sp, &ms->hex, at, c->hex & ~(c->hex << 1 | last->hex >> top),
	    c->hex, next->hex);
	if (ms->pairs.n == 0)
		return;
	found = c->hex & classes_ahead(c->hex, next->hex, 1) &
	    classes_ahead(c->gap, next->gap, PAIR) &
	    ~(c->word << 1 | last->word >> top);
	note_runs(sp, &ms->pairs, at, found, c->hex, next->hex);
}

/* How far before or behind their start marks of runs lie. */
static void
reach(const struct runs *r, int *near, int *far)
{
	size_t i;

	for (i = 0; i < r->n; i++) {
		if (r->mark[i].m->at < *near)
			*near = r->mark[i].m->at;
		if (r->mark[i].m->at > *far)
			*far = r->mark[i].m->at;
	}
}

static void
find_runs(const struct span *sp)
{
	const struct fx_marks *ms = sp->m;
	struct classes last = { 0 }, *c = sp->m->classes;
	int near = FX_DECODE_LOOK, far = 0;
	size_t at, to, n;

	reach(&ms->base64, &near, &far);
	reach(&ms->hex, &near, &far);
	reach(&ms->pairs, &near, &far);
	if (near > far)
		return;
	at = away(sp->from, near);
	to = away(sp->to, far);
	if (to > sp->s->n)
		to = sp->s->n;
	if (at >= to)
		return;
	if (at > 0) { /* what the character before it is goes by the last bit */
		classes_of(sp->s->p + at - 1, 1, &last);
		last.base64 <<= CLASSES_STEP - 1;
		last.hex <<= CLASSES_STEP - 1;
		last.word <<= CLASSES_STEP - 1;
	}
	n = (to - at + CLASSES_STEP - 1) / CLASSES_STEP; /* and the next one */
	c[n] = (struct classes){ 0 };
	ms->classify(sp->s->p + at,
	    sp->s->n - at > (n + 1) * CLASSES_STEP ? (n + 1) * CLASSES_STEP
						   : sp->s->n - at,
	    c);
	for (; at < to; at += CLASSES_STEP) {
		find_step(sp, at, &last, c, c + 1);
		last = *c++;
	}
}

/* Does a character of base64 stand at p[at], in UTF-16? */
static bool
is_wide(const struct fx_starts *s, size_t at)
{
	uint8_t c;

	if (at + 1 >= s->n || s->p[at + 1] != 0)
		return false;
	c = s->p[at];
	return (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z') ||
	    c == '+' || c == '/' || c == '-' || c == '_';
}

/* A run of such characters goes through p[at]: note it; where it ends. */
static size_t
note_wide(const struct span *sp, size_t at)
{
	const struct runs *r = &sp->m->wide;
	size_t from = at, end = at, i;

	/* One that begins before the span is none of ours. */
	while (from >= WIDE && from >= sp->from && is_wide(sp->s, from - WIDE))
		from -= WIDE;
	while (is_wide(sp->s, end))
		end += WIDE;
	for (i = 0; i < r->n; i++)
		if (end - from >= (size_t)r->mark[i].m->n * WIDE)
			note(sp, &r->mark[i], from);
	return end;
}

/* Every second of the STEP bytes at p is zero, and not all are. */
static bool
may_be_wide(const uint8_t *p)
{
	static const uint64_t mask = UINT64_C(0xff00ff00ff00ff00);
	uint64_t w;

	memcpy(&w, p, sizeof(w));
	return w != 0 && ((w & mask) == 0 || (w & mask >> 8) == 0);
}

static void
find_wide(const struct span *sp)
{
	const struct fx_starts *s = sp->s;
	size_t at = sp->from, end, x;

	if (sp->m->wide.n == 0)
		return;
	while (at < sp->to + WIDE_STEP && at < s->n && s->n - at >= STEP) {
		end = at + WIDE_STEP;
		if (may_be_wide(s->p + at)) {
			x = at + (s->p[at] == 0);
			if (is_wide(s, x))
				x = note_wide(sp, x);
			if (x > end)
				end = x;
		}
		at = end;
	}
}

static void
find_places(const struct span *sp)
{
	const struct mark *mark;
	uint64_t from = sp->s->off + sp->from, step;
	size_t at;

	for (mark = sp->m->place; mark < sp->m->place + sp->m->nplace; mark++) {
		step = mark->m->align;
		at = sp->from + (size_t)((step - from % step) % step);
		for (; at < sp->to; at += step)
			note(sp, mark, at);
	}
}

/* Ask the decoders about the place p[at]. */
static int
ask(const struct span *sp, size_t at, uint64_t who, fx_start_fn *start,
    void *arg)
{
	const struct fx_starts *s = sp->s;
	size_t left = at > FX_DECODE_LOOK ? at - FX_DECODE_LOOK : 0;
	struct fx_look l = { .p = s->p + left,
		.n = s->n - at > FX_DECODE_LOOK ? at - left + FX_DECODE_LOOK
						: s->n - left,
		.at = at - left,
		.off = s->off + left };
	const struct fx_decoder *d;

	for (; who != 0; who &= who - 1) {
		d = sp->m->set[__builtin_ctzll(who)];
		if (d->look(&l) && start(arg, at, d) == -1)
			return -1;
	}
	return 0;
}

static int
ask_all(const struct span *sp, fx_start_fn *start, void *arg)
{
	size_t i, k, words = (sp->to - sp->from + WORD - 1) / WORD;
	uint64_t hit;

	for (i = 0; i < words; i++)
		for (hit = sp->m->hit[i]; hit != 0; hit &= hit - 1) {
			k = i * WORD + (size_t)__builtin_ctzll(hit);
			if (ask(sp, sp->from + k, sp->m->who[k], start, arg) ==
			    -1)
				return -1;
		}
	return 0;
}

int
fx_starts_find(const struct fx_starts *s, struct fx_marks *ms,
    fx_start_fn *start, void *arg)
{
	struct span sp = { .s = s, .m = ms };

	for (sp.from = s->from; sp.from < s->to; sp.from = sp.to) {
		sp.to = s->to - sp.from > SPAN ? sp.from + SPAN : s->to;
		memset(ms->hit, 0, (sp.to - sp.from + WORD - 1) / WORD * 8);
		find_bytes(&sp);
		find_runs(&sp);
		find_wide(&sp);
		find_places(&sp);
		if (ask_all(&sp, start, arg) == -1)
			return -1;
	}
	return 0;
}
