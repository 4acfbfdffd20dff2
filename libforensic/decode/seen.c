/* seen.c - which bytes of a decoder's output lie so in its input */
#include <stdlib.h>
#include <string.h>

#include "seen.h"

enum { FIRST = 1 << 12 }; /* bits; a power of two, as the most is */

/* Have a ring of more bits, or of the most there may be. */
static void
grow(struct seen *s, uint64_t want)
{
	uint64_t cap = s->cap == 0 ? FIRST : s->cap;
	uint8_t *p;

	while (cap < want && cap < FX_DECODE_FREE)
		cap *= 2;
	if (cap == s->cap || s->failed)
		return;
	if ((p = realloc(s->bits, (size_t)(cap / 8))) == NULL) {
		s->failed = true;
		return;
	}
	memset(p + s->cap / 8, 0, (size_t)((cap - s->cap) / 8));
	s->bits = p;
	s->cap = cap;
}

static void
set(struct seen *s, uint64_t off, bool so)
{
	uint64_t i = off & (s->cap - 1);
	uint8_t bit = (uint8_t)(1U << (i & 7));

	if (so)
		s->bits[i / 8] |= bit;
	else
		s->bits[i / 8] &= (uint8_t)~bit;
}

void
seen_put(struct seen *s, uint64_t n, bool so)
{
	uint64_t i;

	if (s->end + n > s->cap)
		grow(s, s->end + n);
	for (i = 0; i < n && !s->failed; i++)
		set(s, s->end + i, so);
	s->end += n;
}

void
seen_new(struct seen *s, uint64_t off)
{
	if (!s->failed && off < s->end && s->end - off <= s->cap)
		set(s, off, false);
}

bool
seen_touched(const struct seen *s, uint64_t from, uint64_t to)
{
	uint64_t i;

	if (s->failed || to > s->end || s->end - from > s->cap)
		return true;
	for (; from < to; from++) {
		i = from & (s->cap - 1);
		if ((s->bits[i / 8] >> (i & 7) & 1) == 0)
			return true;
	}
	return false;
}

void
seen_done(struct seen *s)
{
	free(s->bits);
	*s = (struct seen){ 0 };
}
