/* try.c - inflate the first bytes only (RFC 1951), to tell chance from data */
#include <string.h>

#include "forensic/bytes.h"
#include "try.h"

enum {
	BITS = 15, /* of the longest code */
	LITERALS = 288,
	DISTANCES = 32,
	LENGTHS = 19, /* symbols that code lengths are written in */
	FIRST = 10,   /* bytes that hold the lengths of their codes */
	BLOCKS = 16,  /* empty ones that are gone through */
	END_OF_BLOCK = 256,
};

struct bits {
	const uint8_t *p;
	size_t n, at;
	uint32_t acc;
	unsigned int have;
	bool cut;
};

/* A canonical code: how many of each length, and their symbols in order. */
struct code {
	uint16_t count[BITS + 1];
	uint16_t symbol[LITERALS];
};

struct state {
	struct bits in;
	struct deflate_try *t;
	const struct code *literal, *distance;
	struct code own[2]; /* of a block that brings its codes */
};

#define S4(n) n, (n) + 1, (n) + 2, (n) + 3
#define S16(n) S4(n), S4((n) + 4), S4((n) + 8), S4((n) + 12)
#define S48(n) S16(n), S16((n) + 16), S16((n) + 32)

/* The codes that are the same for all: words of 7 bits first, of 8, of 9. */
static const struct code fixed_literal = {
	.count = { [7] = 24, [8] = 152, [9] = 112 },
	.symbol = { S16(256), S4(272), S4(276), S48(0), S48(48), S48(96),
	    S4(280), S4(284), S48(144), S48(192), S16(240) },
};
static const struct code fixed_distance = {
	.count = { [5] = DISTANCES },
	.symbol = { S16(0), S16(16) },
};

static uint32_t
take(struct bits *b, unsigned int n)
{
	uint32_t v;

	while (b->have < n) {
		if (b->at == b->n) {
			b->cut = true;
			return 0;
		}
		b->acc |= (uint32_t)b->p[b->at++] << b->have;
		b->have += 8;
	}
	v = b->acc & ((UINT32_C(1) << n) - 1);
	b->acc >>= n;
	b->have -= n;
	return v;
}

/* The bytes that were read and that no bit was taken of: read them again. */
static void
give_back(struct bits *b)
{
	b->at -= b->have / 8;
	b->have %= 8;
	b->acc &= (UINT32_C(1) << b->have) - 1;
}

/* The next symbol; -1 if there is none such, or no input. */
static int
symbol(struct bits *b, const struct code *c)
{
	int word = 0, first = 0, index = 0;
	unsigned int len;
	uint32_t acc;

	while (b->have < BITS && b->at < b->n) {
		b->acc |= (uint32_t)b->p[b->at++] << b->have;
		b->have += 8;
	}
	acc = b->acc;
	for (len = 1; len <= BITS && len <= b->have; len++, acc >>= 1) {
		word |= (int)(acc & 1);
		if (word - first < c->count[len]) {
			b->acc >>= len;
			b->have -= len;
			return c->symbol[index + word - first];
		}
		index += c->count[len];
		first = (first + c->count[len]) << 1;
		word <<= 1;
	}
	b->cut = len <= BITS;
	return -1;
}

/* Make a code from lengths.  Returns false for one that no encoder makes. */
static bool
make(struct code *c, const uint8_t *len, size_t n, bool whole)
{
	uint16_t at[BITS + 2] = { 0 };
	int left = 1, i;
	size_t k, used;

	memset(c->count, 0, sizeof(c->count));
	for (k = 0; k < n; k++)
		c->count[len[k]]++;
	used = n - c->count[0];
	c->count[0] = 0;
	for (i = 1; i <= BITS; i++) {
		left = left * 2 - c->count[i];
		if (left < 0)
			return false;
		at[i + 1] = (uint16_t)(at[i] + c->count[i]);
	}
	for (k = 0; k < n; k++)
		if (len[k] != 0)
			c->symbol[at[len[k]]++] = (uint16_t)k;
	/* A lone code of one bit may leave the other word unused. */
	return left == 0 || (!whole && (used == 0 || c->count[1] == used));
}

/* Read n code lengths, written in code c. */
static bool
lengths(struct bits *b, const struct code *c, uint8_t *len, size_t n)
{
	size_t i = 0, times;
	uint8_t what;
	int s;

	while (i < n) {
		s = symbol(b, c);
		if (s < 0)
			return false;
		what = 0;
		times = 1;
		if (s < 16)
			what = (uint8_t)s;
		else if (s == 16 && i == 0)
			return false;
		else if (s == 16) {
			what = len[i - 1];
			times = 3 + take(b, 2);
		} else {
			times = s == 17 ? 3 + take(b, 3) : 11 + take(b, 7);
		}
		if (b->cut || times > n - i)
			return false;
		memset(len + i, what, times);
		i += times;
	}
	return true;
}

static bool
dynamic(struct state *s)
{
	static const uint8_t order[LENGTHS] = { 16, 17, 18, 0, 8, 7, 9, 6, 10,
		5, 11, 4, 12, 3, 13, 2, 14, 1, 15 };
	uint8_t len[LITERALS + DISTANCES] = { 0 };
	size_t literals = 257 + take(&s->in, 5);
	size_t distances = 1 + take(&s->in, 5), n = 4 + take(&s->in, 4), i;

	if (s->in.cut || literals > 286 || distances > 30)
		return false;
	for (i = 0; i < n; i++)
		len[order[i]] = (uint8_t)take(&s->in, 3);
	if (s->in.cut || !make(&s->own[1], len, LENGTHS, true))
		return false;
	s->literal = &s->own[0];
	s->distance = &s->own[1];
	return lengths(&s->in, &s->own[1], len, literals + distances) &&
	    len[END_OF_BLOCK] != 0 && make(&s->own[0], len, literals, false) &&
	    make(&s->own[1], len + literals, distances, false);
}

/* Give what a length and a distance stand for.  False: it is wrong. */
static bool
copy(struct state *s, int sym)
{
	static const uint16_t base[] = { 3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15,
		17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163,
		195, 227, 258 };
	static const uint16_t from[] = { 1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33,
		49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049,
		3073, 4097, 6145, 8193, 12289, 16385, 24577 };
	struct deflate_try *t = s->t;
	unsigned int extra, l = (unsigned int)sym - 257;
	size_t len, dist;
	int d;

	if (l >= FX_LEN(base))
		return false;
	extra = l < 8 || l == 28 ? 0 : (l - 4) / 4;
	len = base[l] + take(&s->in, extra);
	d = symbol(&s->in, s->distance);
	if (d < 0 || (size_t)d >= FX_LEN(from))
		return false;
	dist = from[d] + take(&s->in, d < 4 ? 0 : (unsigned int)(d - 2) / 2);
	if (s->in.cut || dist > t->n)
		return false;
	for (; len > 0 && t->n < t->want; len--, t->n++)
		t->out[t->n] = t->out[t->n - dist];
	return true;
}

/* The symbols of a block.  False: it is wrong, or cut. */
static bool
coded(struct state *s)
{
	int sym;

	while (s->t->n < s->t->want) {
		sym = symbol(&s->in, s->literal);
		if (sym < 0)
			return false;
		if (sym == END_OF_BLOCK)
			return true;
		if (sym < END_OF_BLOCK)
			s->t->out[s->t->n++] = (uint8_t)sym;
		else if (!copy(s, sym))
			return false;
	}
	return true;
}

static bool
stored(struct state *s)
{
	struct bits *b = &s->in;
	size_t len, room = s->t->want - s->t->n;

	if (take(b, b->have & 7) != 0) /* every encoder pads with zeros */
		return false;
	give_back(b);
	len = take(b, 16);
	if (take(b, 16) != (~len & 0xffff) || b->cut)
		return false;
	if (len > b->n - b->at && room > b->n - b->at)
		b->cut = true;
	if (len > room)
		len = room;
	if (len > b->n - b->at)
		len = b->n - b->at;
	memcpy(s->t->out + s->t->n, b->p + b->at, len);
	s->t->n += len;
	b->at += len;
	return !b->cut;
}

/*
 * Is the first block wrong by what stands at its very begin?  Nearly all are
 * that are none; so it is cheap, and leaves the rest to those above.
 */
static bool
is_wrong(const uint8_t *p, size_t n)
{
	uint64_t head, more;
	unsigned int i, sum = 0, len, lengths;

	if (n < FIRST)
		return false;
	head = fx_le64(p);
	switch (head >> 1 & 3) {
	case 0:
		return (head & 0xf8) != 0 ||
		    (head >> 8 & 0xffff) != (~head >> 24 & 0xffff);
	case 1:
		return false;
	case 2:
		break;
	default:
		return true;
	}
	if ((head >> 3 & 31) > 286 - 257 || (head >> 8 & 31) > 30 - 1)
		return true;
	/* The code that lengths are written in must use all of its words. */
	lengths = 4 + (unsigned int)(head >> 13 & 15);
	more = head >> 17 | (uint64_t)fx_le16(p + 8) << 47;
	for (i = 0; i < lengths; i++, more >>= 3) {
		len = (unsigned int)(more & 7);
		sum += len != 0 ? 1U << 7 >> len : 0;
	}
	return sum != 1U << 7;
}

void
deflate_try(const uint8_t *p, size_t n, struct deflate_try *t)
{
	struct state s; /* big, and asked often: not made zeros */
	uint32_t last = 0, type;
	bool good = true;
	int blocks;

	t->n = t->used = 0;
	t->want = DEFLATE_TRY;
	t->end = t->bad = t->cut = false;
	if ((t->bad = is_wrong(p, n)))
		return;
	s.in = (struct bits){ .p = p, .n = n };
	s.t = t;
	for (blocks = 0; blocks < BLOCKS && last == 0 && good && t->n < t->want;
	     blocks++) {
		last = take(&s.in, 1);
		type = take(&s.in, 2);
		if (blocks == 0 && type == 1)
			t->want = DEFLATE_TRY_FIXED;
		switch (type) {
		case 0:
			good = !s.in.cut && stored(&s);
			break;
		case 1:
			s.literal = &fixed_literal;
			s.distance = &fixed_distance;
			good = coded(&s);
			break;
		case 2:
			good = dynamic(&s) && coded(&s);
			break;
		default:
			good = false;
		}
	}
	t->cut = s.in.cut;
	t->bad = !good && !t->cut;
	t->end = good && last != 0 && t->n < t->want;
	t->used = s.in.at - s.in.have / 8;
}
