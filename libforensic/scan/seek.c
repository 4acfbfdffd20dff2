/* seek.c - the kernel for this processor, and what all kernels share */
#include <stdlib.h>
#include <string.h>

#include "seek_around.h"

void
fx_asked_done(struct fx_asked *asked)
{
	free(asked->at);
	free(asked->parts);
}

static bool
asked_room(struct fx_asked *asked)
{
	size_t cap = asked->cap != 0 ? 2 * asked->cap : 1024;
	uint32_t *at;
	uint64_t *parts;

	if (asked->n < asked->cap)
		return true;
	if ((at = realloc(asked->at, cap * sizeof(*at))) != NULL)
		asked->at = at;
	if ((parts = realloc(asked->parts, cap * sizeof(*parts))) != NULL)
		asked->parts = parts;
	if (at == NULL || parts == NULL) {
		asked->failed = true;
		return false;
	}
	asked->cap = cap;
	return true;
}

/*
 * What ends first is found first, so that a place may come behind some that are
 * behind it in the text: those of one stride and of what a search looks back.
 */
void
fx_asked_put(struct fx_asked *asked, size_t at, uint64_t parts)
{
	size_t i = asked->n;

	while (i > 0 && asked->at[i - 1] > at)
		i--;
	if (i > 0 && asked->at[i - 1] == at) {
		asked->parts[i - 1] |= parts;
		return;
	}
	if (!asked_room(asked))
		return;
	if (i < asked->n) {
		memmove(asked->at + i + 1, asked->at + i,
		    (asked->n - i) * sizeof(*asked->at));
		memmove(asked->parts + i + 1, asked->parts + i,
		    (asked->n - i) * sizeof(*asked->parts));
	}
	asked->at[i] = (uint32_t)at;
	asked->parts[i] = parts;
	asked->n++;
}

void
fx_stretches_put(struct fx_stretches *s, size_t from, size_t to)
{
	size_t cap = s->cap != 0 ? 2 * s->cap : 64;
	struct fx_stretch *more;

	if (s->n > 0 && s->p[s->n - 1].to >= from) {
		s->p[s->n - 1].to = (uint32_t)to;
		return;
	}
	if (s->n == s->cap) {
		if ((more = realloc(s->p, cap * sizeof(*more))) == NULL) {
			s->failed = true;
			return;
		}
		s->p = more;
		s->cap = cap;
	}
	s->p[s->n++] = (struct fx_stretch){ (uint32_t)from, (uint32_t)to };
}

static bool
is_of(const struct fx_seek *s, enum fx_class chars, uint8_t c)
{
	return s->kinds[c] >> chars & 1;
}

/* How many digits, or capitals and digits, stand from the place on that an
 * FX_AROUND of text is around?  At most FX_AROUND - FX_AROUND_BACK. */
static size_t
run_around(enum fx_class chars, const uint8_t *p)
{
	uint64_t bits = fx_around_digits(p);

	if (chars == FX_CLASS_UPPER_DIGIT)
		bits |= fx_around_capitals(p) >> FX_AROUND_CAPITALS;
	return (size_t)__builtin_ctz(~(unsigned int)(bits >> FX_AROUND_BACK) |
	    1U << (FX_AROUND - FX_AROUND_BACK));
}

/* How many characters of a class stand from place at on, up to most? */
static size_t
run_length(const struct fx_seek *s, const struct fx_search *find,
    enum fx_class chars, size_t at, size_t most)
{
	size_t end = find->n - at > most ? at + most : find->n, i = at;
	uint8_t copy[FX_AROUND];

	if (chars == FX_CLASS_DIGIT || chars == FX_CLASS_UPPER_DIGIT)
		i += run_around(chars, fx_around_at(find, at, copy));
	if (i >= end)
		return end - at;
	if (i - at == 0 || i - at == FX_AROUND - FX_AROUND_BACK)
		for (; i < end && is_of(s, chars, find->p[i]); i++)
			;
	return i - at;
}

/* Does a letter or digit stand at place at? */
static bool
is_alnum(const struct fx_seek *s, const struct fx_search *find, size_t at)
{
	return at < find->n && is_of(s, FX_CLASS_ALNUM, find->p[at]);
}

/* May a word begin at place at?  What stands before a sector is another's. */
static bool
is_begin(const struct fx_seek *s, const struct fx_search *find, size_t at)
{
	return at == 0 || !is_alnum(s, find, at - 1) ||
	    fx_sector_begins(find->off + at * (uint64_t)find->unit, find->unit);
}

/* Do all letters of a pattern stand at q? */
static bool
has_letters(const struct fx_seek *s, const struct fx_pattern *p,
    const uint8_t *q)
{
	const struct fx_letter *l = p->letter;
	size_t i;

	for (i = 0; i < p->n; i++, l++)
		if (l->set != 0 ? (s->kinds[q[i]] & l->set) == 0
				: (q[i] | l->mask) != l->c)
			return false;
	return true;
}

/* Does the pattern stand where its print or run does?  *at: its beginning. */
static bool
is_pattern(const struct fx_seek *s, const struct fx_search *find,
    const struct fx_pattern *p, size_t print, size_t *at)
{
	if (print < p->print)
		return false;
	*at = print - p->print;
	if (find->n - *at < p->n)
		return false;
	if ((p->flags & FX_ANCHOR_BEGINS) && !is_begin(s, find, *at))
		return false;
	return has_letters(s, p, find->p + *at) &&
	    (!(p->flags & FX_ANCHOR_ENDS) || !is_alnum(s, find, *at + p->n));
}

/* If the pattern stands there, who wants it is asked. */
static void
confirm_one(const struct fx_seek *s, const struct fx_search *find,
    const struct fx_pattern *p, size_t print, uint64_t around, uint64_t sector)
{
	size_t at;

	if (((around & p->care) == p->is ||
		(around & ~sector & p->care) == p->is) &&
	    is_pattern(s, find, p, print, &at))
		fx_asked_put(find->asked, at + find->shift, p->parts);
}

/* Which patterns of a sieve may stand there, by the digits around?  Bits of
 * FX_SHARE. */
static uint64_t
sift(const struct fx_sieve *sieve, uint64_t around)
{
	uint64_t bits = UINT64_MAX;
	unsigned int k;

#pragma GCC unroll 8
	for (k = 0; k < FX_SIEVE; k++)
		bits &= sieve->digits[k][around >> 4 * k & 15];
	return bits;
}

/*
 * Ask who wants those of a sieve that stand where their prints or runs do, if
 * they are among these: bits of FX_SHARE.  Where a sector begins nearby, digits
 * before it may be there or not.
 */
static void
confirm_some(const struct fx_seek *s, const struct fx_search *find,
    const struct fx_sieve *sieve, uint64_t some, size_t place)
{
	const uint64_t sector = fx_around_sector(find, place);
	uint8_t copy[FX_AROUND];
	const uint8_t *q = fx_around_at(find, place, copy);
	uint64_t around = fx_around_digits(q), bits = sift(sieve, around);
	const struct fx_pattern *p;
	size_t i;

	if (sector != 0)
		bits |= sift(sieve, around & ~sector);
	bits &= some;
	if (bits == 0)
		return;
	for (around |= fx_around_capitals(q); bits != 0; bits &= bits - 1)
		for (i = sieve->head[__builtin_ctzll(bits)]; i != 0;
		     i = p->next) {
			p = &s->pattern[i - 1];
			confirm_one(s, find, p, place, around, sector);
		}
}

/* The first place behind at where a sector begins. */
static size_t
next_sector(const struct fx_search *find, size_t at)
{
	uint64_t off = find->off + at * (uint64_t)find->unit;

	return at + (FX_SECTOR - off % FX_SECTOR + find->unit - 1) / find->unit;
}

/* What hangs on a run of n characters or more at a place; and where a sector
 * begins in it: a pattern that must begin may do so there. */
static void
hanging(const struct fx_seek *s, const struct fx_search *find,
    const struct fx_seek_class *c, size_t run, size_t n)
{
	const uint64_t in = (find->off + run * (uint64_t)find->unit) %
	    FX_SECTOR;
	size_t at = run, end = run + n;

	confirm_some(s, find, &c->hung, UINT64_MAX, run);
	if (n < c->most && in + n * find->unit <= FX_SECTOR)
		return; /* as nearly all */
	for (;;) {
		at = next_sector(find, at);
		if (n < c->most && end <= at)
			return; /* it ends there */
		if (end < at + c->most)
			end += run_length(s, find, c->chars, end,
			    at + c->most - end);
		if (end <= at)
			return;
		confirm_some(s, find, &c->hung, UINT64_MAX, at);
	}
}

/* The run of n characters at a place, as those see it who are asked. */
static struct fx_run
run_at(const struct fx_search *find, size_t at, size_t n)
{
	struct fx_run run = { .p = find->p + at, .n = n };

	if (n >= FX_RUN_TOLD)
		run.n = run.seen = FX_RUN_TOLD;
	else if (find->n - at - n > FX_RUN_BEHIND)
		run.seen = n + FX_RUN_BEHIND;
	else
		run.seen = find->n - at;
	run.before = at > 0 ? find->p[at - 1] : 0;
	return run;
}

/* Who is asked at a run of n characters? */
static uint64_t
asked_at(const struct fx_search *find, const struct fx_seek_class *c, size_t at,
    size_t n)
{
	const struct fx_run run = run_at(find, at, n);
	const struct fx_want *want;
	uint64_t parts = 0;

	for (want = c->want; want < c->want + c->n; want++)
		if (n >= want->min && (want->may == NULL || want->may(&run)))
			parts |= want->parts;
	return parts;
}

/* A run of n characters or more begins at a place; no more stand before it. */
static void
put_run(const struct fx_seek *s, const struct fx_search *find,
    const struct fx_seek_class *c, size_t at, size_t n)
{
	uint64_t parts;

	if (c->most > n)
		n += run_length(s, find, c->chars, at + n, c->most - n);
	if (c->hung.n > 0)
		hanging(s, find, c, at, n);
	parts = asked_at(find, c, at, n);
	if (parts != 0)
		fx_asked_put(find->asked, at + find->shift, parts);
}

__attribute__((noinline)) void
fx_seek_edges(const struct fx_seek *s, const struct fx_search *find,
    const struct fx_seek_class *c, size_t base, uint64_t bits)
{
	const size_t n = ((size_t)1 << c->log) + c->more;

	for (; bits != 0; bits &= bits - 1)
		put_run(s, find, c,
		    base + (size_t)__builtin_ctzll(bits) + 1 - n, n);
}

/* The same of groups, a bit each: the run begins in the one before them. */
__attribute__((noinline)) void
fx_seek_groups(const struct fx_seek *s, const struct fx_search *find,
    const struct fx_seek_class *c, size_t base, uint64_t bits)
{
	size_t at, n;

	for (; bits != 0; bits &= bits - 1) {
		n = c->groups * (size_t)FX_GROUP;
		at = base + ((size_t)__builtin_ctzll(bits) + 1) * FX_GROUP - n;
		for (; at > 0 && is_of(s, c->chars, find->p[at - 1]); n++)
			at--;
		put_run(s, find, c, at, n);
	}
}

/*
 * Does a word end right before a place?  *at: where it begins.  It is told from
 * its end, so that the first letter of too many ends the search.
 */
static bool
word_back(const struct fx_seek *s, const struct fx_search *find, size_t end,
    fx_word_fn *word, size_t *at)
{
	char text[FX_WORD_MOST];
	size_t n = 0;

	for (; n < end && is_of(s, FX_CLASS_LETTER, find->p[end - 1 - n]);
	     n++) {
		if (n == FX_WORD_MOST)
			return false;
		text[FX_WORD_MOST - 1 - n] = (char)(find->p[end - 1 - n] |
		    0x20);
	}
	*at = end - n;
	return n >= FX_WORD_LEAST &&
	    (word == NULL || word(text + FX_WORD_MOST - n, n));
}

/* How many words of an anchor end right before a place, up to those that it
 * wants?  *at: where the first of them begins. */
static unsigned int
words_back(const struct fx_seek *s, const struct fx_search *find, size_t end,
    const struct fx_want *want, size_t *at)
{
	size_t i = end, gap;
	unsigned int n;

	for (n = 0; n < want->min; n++) {
		if (!word_back(s, find, i, want->word, at))
			break;
		for (gap = 0; gap <= FX_WORD_GAP && gap < *at &&
		     !is_of(s, FX_CLASS_LETTER, find->p[*at - 1 - gap]);)
			gap++;
		i = gap <= FX_WORD_GAP ? *at - gap : 0;
	}
	return n;
}

/*
 * The same of all places where words end that may be the last of an anchor. One
 * that does not fit is a part of the anchors of those behind it: they need no
 * look.  Returns how many words may go on behind the last place.
 */
static unsigned int
want_words(const struct fx_seek *s, const struct fx_search *find, size_t base,
    uint64_t ends, const struct fx_want *want)
{
	unsigned int skip = 0, n = 0;
	size_t at = 0;

	for (; ends != 0; ends &= ends - 1) {
		if (skip > 0) {
			skip--;
			n++;
			continue;
		}
		n = words_back(s, find, base + (size_t)__builtin_ctzll(ends),
		    want, &at);
		if (n == want->min)
			fx_asked_put(find->asked, at + find->shift,
			    want->parts);
		else
			skip = want->min - 1U - n;
	}
	return n;
}

/* If there are thought to be enough words behind the step for an anchor, its
 * last place is that of the last word, and tells. */
__attribute__((noinline)) unsigned int
fx_seek_words(const struct fx_seek *s, const struct fx_search *find,
    size_t base, uint64_t ends, unsigned int thought)
{
	unsigned int most = 0, n;
	size_t i;

	for (i = 0; i < s->nword; i++) {
		n = want_words(s, find, base, ends, &s->word[i]);
		if (n > most)
			most = n;
	}
	return thought < s->words ? thought : most;
}

/* A print stands at a place: is it one of a pattern?  Most are not. */
static void
confirm(const struct fx_seek *s, const struct fx_search *find, size_t print,
    uint32_t chars)
{
	const struct fx_pattern *p;
	uint64_t bits;
	size_t i;

	for (i = s->head[fx_print_hash(chars)]; i != 0; i = p->next) {
		p = &s->pattern[i - 1];
		if ((chars | p->any) == p->key)
			confirm_one(s, find, p, print, p->is, 0);
	}
	bits = s->shared[0][chars & UINT8_MAX] &
	    s->shared[1][chars >> 8 & UINT8_MAX] &
	    s->shared[2][chars >> 16 & UINT8_MAX] & s->shared[3][chars >> 24];
	if (bits != 0)
		confirm_some(s, find, &s->loose, bits, print);
}

/* The characters of a print; behind the text there are none. */
static uint32_t
print_at(const struct fx_search *find, size_t at)
{
	uint8_t tail[FX_PRINT] = { 0 };

	if (find->n - at >= FX_PRINT)
		return fx_le32(find->p + at);
	memcpy(tail, find->p + at, find->n - at);
	return fx_le32(tail);
}

__attribute__((noinline)) void
fx_seek_prints(const struct fx_seek *s, const struct fx_search *find,
    size_t base, uint64_t bits)
{
	for (; bits != 0; bits &= bits - 1) {
		size_t at = base + (size_t)__builtin_ctzll(bits);

		if (at < find->n)
			confirm(s, find, at, print_at(find, at));
	}
}

/* Are all characters of anchors that end at place at, every other byte? */
static bool
is_gate(const struct fx_seek *s, const struct fx_search *find, size_t at)
{
	unsigned int k;

	for (k = 0; k < 2 * s->gate && at >= k; k += 2)
		if (!s->known[find->p[at - k]])
			return false;
	return true;
}

/* Each stretch is as good as the other: one a step for each parity will do. */
static void
put_gates(const struct fx_seek *s, const struct fx_search *find, size_t base,
    uint64_t bits, bool big)
{
	static const uint64_t even = 0x5555555555555555;
	size_t from = base > FX_STEP ? base - FX_STEP : 0, at, low;
	size_t to = find->n - base > 2 * (size_t)FX_STEP
	    ? base + 2 * (size_t)FX_STEP
	    : find->n;

	while (bits != 0) {
		at = base + (size_t)__builtin_ctzll(bits);
		bits &= bits - 1;
		low = big ? at : at - 1;
		if (low >= find->n || !is_gate(s, find, low))
			continue;
		fx_stretches_put(&find->wide[fx_wide(big, low)], from, to);
		bits &= at & 1 ? even : ~even;
	}
}

__attribute__((noinline)) void
fx_seek_gates(const struct fx_seek *s, const struct fx_search *find,
    size_t base, uint64_t little, uint64_t big)
{
	put_gates(s, find, base, little, false);
	put_gates(s, find, base, big, true);
}

void
fx_seek_run(const struct fx_seek *s, const struct fx_search *find)
{
	static fx_seek_fn *const kernels[] = { fx_seek_portable,
#ifdef __SSE2__
		fx_seek_sse2, fx_seek_avx2, fx_seek_avx512
#endif
	};

	kernels[fx_isa()](s, find);
}
