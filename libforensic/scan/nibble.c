/* nibble.c - digits under any key: EBCDIC, and XOR with one byte */
#include <stdlib.h>

#include "nibble.h"

/*
 * A digit is 0x30 to 0x39.  Under a key its high nibble is another one, the
 * same for all, and its low nibble one of ten: so each low nibble allows ten of
 * the 16 low halves that a key may have, one bit each.
 */
static const uint16_t allowed[16] = { 0x03ff, 0x03ff, 0x0cff, 0x0cff, 0x30ff,
	0x30ff, 0xc0ff, 0xc0ff, 0xff03, 0xff03, 0xff0c, 0xff0c, 0xff30, 0xff30,
	0xffc0, 0xffc0 };

enum {
	DIGIT_NIBBLE = 3,
	EBCDIC_KEY = 0xc0, /* its digits are 0xf0 to 0xf9 */
	PAN_MOST = 19,     /* digits before a track's separator */
	DISTINCT = 5,      /* of them */
};

size_t
fx_quads_find(const uint8_t *p, size_t n, size_t from)
{
#ifdef __SSE2__
	return fx_isa() >= FX_ISA_AVX512 ? fx_quads_avx512(p, n, from)
					 : fx_quads_sse2(p, n, from);
#else
	return fx_quads_portable(p, n, from);
#endif
}

/* The bytes at p, n of them, and what was found in them. */
struct search {
	const uint8_t *p;
	size_t n;
	struct fx_keyed *found;
};

static void
put(struct fx_keyed_list *list, size_t at, uint8_t key)
{
	size_t cap = list->cap != 0 ? 2 * list->cap : 64;
	struct fx_keyed_at *more;

	if (list->n == list->cap) {
		if ((more = realloc(list->p, cap * sizeof(*more))) == NULL) {
			list->failed = true;
			return;
		}
		list->p = more;
		list->cap = cap;
	}
	list->p[list->n++] = (struct fx_keyed_at){ (uint32_t)at, key };
}

/* Are there only so few different bytes from at on that no more is asked? */
static bool
is_same(const struct search *s, size_t at)
{
	size_t i;

	for (i = 1; i < FX_KEYED_RUN; i++)
		if (s->p[at + i] != s->p[at])
			return false;
	return true;
}

/*
 * Do a track's digits stand at place at under the key: up to a separator, and
 * enough different ones?
 */
static bool
is_track(const struct search *s, size_t at, uint8_t key)
{
	unsigned int seen = 0;
	uint8_t c = 0;
	size_t i;

	for (i = at; i < s->n && i - at <= PAN_MOST; i++) {
		c = s->p[i] ^ key;
		if (!fx_is_digit(c))
			break;
		seen |= 1U << (c - '0');
	}
	if (i == s->n || i - at > PAN_MOST ||
	    __builtin_popcount(seen) < DISTINCT)
		return false;
	return c == '=' || c == '^' || c == 'D';
}

/* Digits begin at a place, under each low half of a key whose bit is set. */
static void
begin(const struct search *s, size_t at, uint32_t halves)
{
	unsigned int high = (s->p[at] >> 4) ^ DIGIT_NIBBLE;
	uint8_t key;

	if (is_same(s, at))
		return;
	for (; halves != 0; halves &= halves - 1) {
		key = (uint8_t)(high << 4 |
		    (unsigned int)__builtin_ctz(halves));
		if (key == EBCDIC_KEY)
			put(&s->found->ebcdic, at, key);
		if (key != 0 && is_track(s, at, key))
			put(&s->found->tracks, at, key);
	}
}

/*
 * Where do runs of 13 digits begin in [from, to), whose bytes share a nibble?
 * By doubling: what 2, 4, 8 bytes in a row allow is kept for the last 16.
 */
static void
look(const struct search *s, size_t from, size_t to)
{
	uint32_t two[16] = { 0 }, four[16] = { 0 }, eight[16] = { 0 };
	uint32_t one, before = 0, last = 0, run;
	size_t i;

	for (i = from; i < to; i++) {
		one = allowed[s->p[i] & 15];
		two[i & 15] = one & before;
		before = one;
		four[i & 15] = two[i & 15] & two[(i - 2) & 15];
		eight[i & 15] = four[i & 15] & four[(i - 4) & 15];
		run = eight[i & 15] & eight[(i - (FX_KEYED_RUN - 8)) & 15];
		if ((run & ~last) != 0)
			begin(s, i + 1 - FX_KEYED_RUN, run & ~last);
		last = run;
	}
}

/* Where do the bytes end that share the nibble of p[i]?  *low: their others. */
static size_t
extend(const struct search *s, size_t i, uint32_t *low)
{
	const uint64_t ones = 0x0101010101010101;
	const uint64_t first = s->p[i] * ones;

	*low = 1U << (s->p[i] & 15);
	for (;;) {
		while (s->n - i >= 8 && fx_le64(s->p + i) == first)
			i += 8; /* the same byte again and again */
		if (i == s->n || ((s->p[i] ^ first) & 0xf0) != 0)
			return i;
		*low |= 1U << (s->p[i++] & 15);
	}
}

/*
 * Can there be digits among these low nibbles?  Enough for a track; or two of
 * EBCDIC's own.
 */
static bool
is_rich(uint8_t byte, uint32_t low)
{
	return __builtin_popcount(low) >= DISTINCT ||
	    (byte >= 0xf0 && __builtin_popcount(low & 0x3ff) >= 2);
}

void
fx_keyed_find(const uint8_t *p, size_t n, struct fx_keyed *found)
{
	struct search s = { p, n, found };
	size_t i = 0, end;
	uint32_t low;

	found->ebcdic.n = found->tracks.n = 0;
	while ((i = fx_quads_find(p, n, i)) < n) {
		while (i > 0 && ((p[i - 1] ^ p[i]) & 0xf0) == 0)
			i--;
		end = extend(&s, i, &low);
		if (end - i >= FX_KEYED_RUN && is_rich(p[i], low))
			look(&s, i, end);
		i = end & ~(size_t)(FX_QUAD - 1);
	}
}

void
fx_keyed_done(struct fx_keyed *found)
{
	free(found->ebcdic.p);
	free(found->tracks.p);
}
