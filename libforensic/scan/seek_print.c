/* seek_print.c - by what of a pattern it is looked for, and with which others
 */
#include <string.h>

#include "internal.h"

enum { ROUNDS = 4 };

/* Characters by their high halves: what is alike in texts and in programs. */
enum { GROUPS = 6 };

static const uint16_t halves_of[GROUPS] = {
	0x0003, /* control characters */
	0x0004, /* space and signs */
	0x0008, /* digits */
	0x0030, /* capitals */
	0x00c0, /* small letters */
	0xff00,
};

/*
 * How many of a hundred characters are of each group, and of those that follow
 * one of a group: between texts and programs, as counted in /usr of Debian 12.
 * It only matters for how often a print stands where no pattern does.
 */
static const double share[GROUPS] = { 18, 19, 4, 11, 32, 16 };
static const double follow[GROUPS][GROUPS] = {
	{ 48, 26, 3, 9, 7, 7 },
	{ 13, 37, 4, 10, 26, 10 },
	{ 14, 20, 30, 10, 10, 16 },
	{ 9, 9, 10, 26, 21, 25 },
	{ 10, 17, 2, 5, 61, 5 },
	{ 19, 4, 4, 19, 9, 45 },
};

/* What prints are told by, at each place: low and high halves, as bits. */
struct halves {
	uint16_t low[FX_PRINT], high[FX_PRINT];
	double rate; /* how often one stands somewhere, about */
};

/* How much of a group is told by these halves? */
static double
part_of(unsigned int group, unsigned int low, unsigned int high)
{
	return (double)__builtin_popcount(high & halves_of[group]) /
	    __builtin_popcount(halves_of[group]) * __builtin_popcount(low) / 16;
}

static void
set_rate(struct halves *h)
{
	double now[GROUPS], next[GROUPS];
	unsigned int k, g, f;

	for (g = 0; g < GROUPS; g++)
		now[g] = share[g] / 100 * part_of(g, h->low[0], h->high[0]);
	for (k = 1; k < FX_PRINT; k++) {
		for (g = 0; g < GROUPS; g++) {
			next[g] = 0;
			for (f = 0; f < GROUPS; f++)
				next[g] += now[f] * follow[f][g] / 100;
			next[g] *= part_of(g, h->low[k], h->high[k]);
		}
		memcpy(now, next, sizeof(now));
	}
	h->rate = 0;
	for (g = 0; g < GROUPS; g++)
		h->rate += now[g];
}

struct half_at {
	uint16_t *low, *high;
};

static void
put_half(void *arg, uint8_t c)
{
	const struct half_at *at = arg;

	*at->low |= (uint16_t)(1U << (c & 15));
	*at->high |= (uint16_t)(1U << (c >> 4));
}

/* All letters of a pattern, and behind it what may be anything. */
struct letters {
	uint16_t low[FX_ANCHOR_TEXT_MOST + FX_PRINT];
	uint16_t high[FX_ANCHOR_TEXT_MOST + FX_PRINT];
};

static void
read_letters(const struct fx_seek *s, const struct fx_pattern *p,
    struct letters *l)
{
	unsigned int i;

	*l = (struct letters){ .low = { 0 } };
	for (i = 0; i < FX_LEN(l->low); i++) {
		struct half_at at = { &l->low[i], &l->high[i] };

		if (i < p->n)
			fx_each_char(s, &p->letter[i], put_half, &at);
		else
			l->low[i] = l->high[i] = UINT16_MAX;
	}
}

/* Look for a pattern by what of it is rarest. */
static void
choose_print(const struct fx_seek *s, struct fx_pattern *p, struct halves *best)
{
	struct letters l;
	struct halves h;
	unsigned int i;

	read_letters(s, p, &l);
	for (i = 0; i == 0 || i + FX_PRINT <= p->n; i++) {
		memcpy(h.low, l.low + i, sizeof(h.low));
		memcpy(h.high, l.high + i, sizeof(h.high));
		set_rate(&h);
		if (i == 0 || h.rate < best->rate) {
			*best = h;
			p->print = (uint8_t)i;
		}
	}
}

static void
unite(struct halves *sum, const struct halves *h)
{
	unsigned int k;

	for (k = 0; k < FX_PRINT; k++) {
		sum->low[k] |= h->low[k];
		sum->high[k] |= h->high[k];
	}
}

/* Patterns by bucket: what their prints are, and those of all in one. */
struct choice {
	struct fx_seek *s;
	struct halves print[FX_PATTERNS_MOST];
	struct halves bucket[FX_BUCKETS];
};

/* How many more prints are there with that one in the bucket? */
static double
more_of(const struct choice *c, unsigned int bucket, const struct halves *h)
{
	struct halves sum = c->bucket[bucket];

	unite(&sum, h);
	set_rate(&sum);
	return sum.rate - c->bucket[bucket].rate;
}

/* All of a bucket but one, which may be none of it. */
static struct halves
rest_of(const struct choice *c, unsigned int bucket, size_t but)
{
	struct halves sum = { .rate = 0 };
	size_t i;

	for (i = 0; i < c->s->npattern; i++)
		if (i != but && c->s->pattern[i].run == 0 &&
		    c->s->pattern[i].bucket == bucket)
			unite(&sum, &c->print[i]);
	set_rate(&sum);
	return sum;
}

/* The bucket in which a pattern makes the least more prints that are none. */
static unsigned int
best_for(const struct choice *c, size_t i, unsigned int best, double least)
{
	unsigned int b;
	double more;

	for (b = 0; b < FX_BUCKETS; b++) {
		if (b == best)
			continue;
		more = more_of(c, b, &c->print[i]);
		if (more < least) {
			least = more;
			best = b;
		}
		if (c->bucket[b].rate <= 0)
			break; /* the others are empty, too */
	}
	return best;
}

static void
put_in(struct choice *c, size_t i, unsigned int bucket)
{
	c->s->pattern[i].bucket = (uint8_t)bucket;
	unite(&c->bucket[bucket], &c->print[i]);
	set_rate(&c->bucket[bucket]);
}

/* Move each once to where it is better, now that the others are known.  Returns
 * whether one was moved. */
static bool
move_all(struct choice *c)
{
	struct halves rest;
	unsigned int from, to;
	bool moved = false;
	size_t i;

	for (i = 0; i < c->s->npattern; i++) {
		if (c->s->pattern[i].run > 0)
			continue;
		from = c->s->pattern[i].bucket;
		rest = rest_of(c, from, i);
		to = best_for(c, i, from, c->bucket[from].rate - rest.rate);
		if (to == from)
			continue;
		c->bucket[from] = rest;
		put_in(c, i, to);
		moved = true;
	}
	return moved;
}

/* Those first that are the most common: the rare ones find their place. */
static size_t
most_common(const struct choice *c, const bool *done)
{
	size_t i, best = c->s->npattern;

	for (i = 0; i < c->s->npattern; i++)
		if (!done[i] &&
		    (best == c->s->npattern ||
			c->print[i].rate > c->print[best].rate))
			best = i;
	return best;
}

void
fx_seek_choose(struct fx_seek *s, bool brief)
{
	struct choice c = { .s = s };
	bool done[FX_PATTERNS_MOST] = { false };
	unsigned int round;
	size_t i;

	for (i = 0; i < s->npattern; i++) {
		s->pattern[i].bucket = i % FX_BUCKETS;
		done[i] = brief || s->pattern[i].run > 0;
		if (!done[i])
			choose_print(s, &s->pattern[i], &c.print[i]);
	}
	while ((i = most_common(&c, done)) < s->npattern) {
		done[i] = true;
		put_in(&c, i, best_for(&c, i, 0, more_of(&c, 0, &c.print[i])));
	}
	for (round = 0; !brief && round < ROUNDS; round++)
		if (!move_all(&c))
			break;
}
