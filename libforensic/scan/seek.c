/* seek.c - the kernel for this processor, and what all kernels share */
#include <stdlib.h>
#include <string.h>

#include "internal.h"

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
 * behind it in the text: those of one step and of what a search looks back.
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
	memmove(asked->at + i + 1, asked->at + i,
	    (asked->n - i) * sizeof(*asked->at));
	memmove(asked->parts + i + 1, asked->parts + i,
	    (asked->n - i) * sizeof(*asked->parts));
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

/* How many characters of a class stand from place at on, up to most? */
static size_t
run_length(const struct fx_seek *s, const struct fx_search *find,
    enum fx_class chars, size_t at, size_t most)
{
	const uint16_t *kinds = s->kinds;
	size_t end = find->n - at > most ? at + most : find->n, i;

	for (i = at; i < end && (kinds[find->p[i]] >> chars & 1); i++)
		;
	return i - at;
}

__attribute__((noinline)) void
fx_seek_edges(const struct fx_seek *s, const struct fx_search *find,
    const struct fx_seek_class *c, size_t base, uint64_t bits)
{
	const size_t size = (size_t)1 << c->log;
	size_t at, n, i;
	uint64_t parts;

	for (; bits != 0; bits &= bits - 1) {
		at = base + (size_t)__builtin_ctzll(bits) + 1 - size;
		n = size;
		if (c->most > size)
			n += run_length(s, find, c->chars, at + size,
			    c->most - size);
		parts = 0;
		for (i = 0; i < c->n; i++)
			if (n >= c->want[i].min)
				parts |= c->want[i].parts;
		if (parts != 0)
			fx_asked_put(find->asked, at + find->shift, parts);
	}
}

/* Does a letter or digit stand at place at? */
static bool
is_alnum(const struct fx_seek *s, const struct fx_search *find, size_t at)
{
	return at < find->n && (s->kinds[find->p[at]] >> FX_CLASS_ALNUM & 1);
}

/* Does the pattern stand where its print does? *at: where it begins. */
static bool
is_pattern(const struct fx_seek *s, const struct fx_search *find,
    const struct fx_pattern *p, size_t print, size_t *at)
{
	const struct fx_letter *l = p->letter;
	const uint8_t *q;
	size_t i;

	if (print < p->print)
		return false;
	*at = print - p->print;
	if (find->n - *at < p->n)
		return false;
	q = find->p + *at;
	for (i = 0; i < p->n; i++, l++)
		if (l->set != 0 ? (s->kinds[q[i]] & l->set) == 0
				: (q[i] | l->mask) != l->c)
			return false;
	if ((p->flags & FX_ANCHOR_BEGINS) && *at > 0 &&
	    is_alnum(s, find, *at - 1))
		return false;
	return !(p->flags & FX_ANCHOR_ENDS) || !is_alnum(s, find, *at + p->n);
}

/* A print stands at a place: of which buckets, and is it one of a pattern? */
static void
confirm(const struct fx_seek *s, const struct fx_search *find, size_t print)
{
	const struct fx_pattern *p;
	unsigned int bits = UINT8_MAX, k;
	size_t i, at;

	for (k = 0; k < FX_PRINT; k++)
		bits &=
		    s->exact[k][print + k < find->n ? find->p[print + k] : 0];
	for (; bits != 0; bits &= bits - 1) {
		k = (unsigned int)__builtin_ctz(bits);
		for (i = s->first[k]; i < s->first[k + 1]; i++) {
			p = &s->pattern[s->order[i]];
			if (is_pattern(s, find, p, print, &at))
				fx_asked_put(find->asked, at + find->shift,
				    p->parts);
		}
	}
}

__attribute__((noinline)) void
fx_seek_prints(const struct fx_seek *s, const struct fx_search *find,
    size_t base, uint64_t bits)
{
	for (; bits != 0; bits &= bits - 1) {
		size_t at = base + (size_t)__builtin_ctzll(bits);

		if (at < find->n)
			confirm(s, find, at);
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

__attribute__((noinline)) void
fx_seek_gates(const struct fx_seek *s, const struct fx_search *find,
    size_t base, uint64_t bits)
{
	size_t from = base > FX_STEP ? base - FX_STEP : 0, at;
	size_t to = find->n - base > 2 * (size_t)FX_STEP
	    ? base + 2 * (size_t)FX_STEP
	    : find->n;
	static const uint64_t even = 0x5555555555555555;

	while (bits != 0) {
		at = base + (size_t)__builtin_ctzll(bits);
		bits &= bits - 1;
		if (s->gate == 1 && at > 0) /* zero and character, or so */
			fx_stretches_put(&find->wide[(at - 1) & 1], from, to);
		if (s->gate > 1 && !is_gate(s, find, at))
			continue;
		fx_stretches_put(&find->wide[at & 1], from, to);
		if (s->gate > 1)
			bits &= at & 1 ? even : ~even;
	}
}

void
fx_seek_run(const struct fx_seek *s, const struct fx_search *find)
{
#ifdef __SSE2__
	(fx_has_avx2() ? fx_seek_avx2 : fx_seek_sse2)(s, find);
#else
	fx_seek_portable(s, find);
#endif
}
