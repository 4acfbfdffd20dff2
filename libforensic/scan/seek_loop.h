/*
 * seek_loop.h - the search for anchors, 64 characters a step
 *
 * The file of a kernel defines three functions and gives them to fx_seek_with,
 * which is inlined into it; the rest is plain algebra on 64-bit words.
 */
#ifndef SCAN_SEEK_LOOP_H
#define SCAN_SEEK_LOOP_H

#include <string.h>

#include "internal.h"

#define FX_INLINE static inline __attribute__((always_inline))

/*
 * Bit i of a word speaks of p[i], 0 <= i < FX_STEP.  signs sets those words
 * that are wanted; the others are 0, or set as well.  prints may read FX_PRINT
 * - 1 bytes more; it may set bits where nothing stands.
 */
typedef void fx_signs(const uint8_t *p, unsigned int wanted,
    uint64_t sign[FX_SIGNS]);
typedef uint64_t fx_prints(const uint8_t *p, const struct fx_seek *s);
typedef uint64_t fx_zeros(const uint8_t *p);

struct fx_kernel {
	fx_signs *signs;
	fx_prints *prints;
	fx_zeros *zeros;
};

/* Words of the step before, from which bits shift into this one. */
struct fx_carry {
	uint64_t chars[FX_CLASSES]; /* of classes whose runs are wanted */
	uint64_t group[FX_CLASSES]; /* the last 64 groups, a bit each */
	uint64_t zero, other;       /* zeros; others right behind a zero */
	uint64_t letter, three;     /* letters; three of them right before */
	unsigned int words;         /* that may go on */
};

/* now moved up by k places, 0 < k < FX_STEP, filled from the step before. */
FX_INLINE uint64_t
fx_shift(uint64_t now, uint64_t before, unsigned int k)
{
	return now << k | before >> (FX_STEP - k);
}

/*
 * Long runs: where do so many whole groups end?  Returns the first such place
 * of each run, a bit for each group of the step.  A group without a gap is a
 * byte of ones: its lowest bit stays, and the bits are gathered in one byte.
 */
FX_INLINE unsigned int
fx_groups_end(uint64_t chars, uint64_t *last, unsigned int groups)
{
	uint64_t whole = chars & chars >> 1, run;
	unsigned int i;

	whole &= whole >> 2;
	whole &= whole >> 4;
	whole &= 0x0101010101010101;
	if (whole == 0) {
		*last >>= FX_GROUP;
		return 0;
	}
	/* The newest group is the highest bit. */
	*last = *last >> FX_GROUP |
	    (whole * 0x0102040810204080 & 0xff00000000000000);
	run = *last;
	for (i = 1; i < groups; i++)
		run &= *last << i;
	return (unsigned int)((run & ~(run << 1)) >> (FX_STEP - FX_GROUP));
}

/* Can a run of so many characters end in this step?  Most steps have not even
 * four in a row. */
FX_INLINE bool
fx_runs_may_end(uint64_t chars, uint64_t before,
    const struct fx_seek_class *class)
{
	uint64_t four = chars & chars >> 1;

	four &= four >> 2;
	return four != 0 || class->min < 4 ||
	    (unsigned int)__builtin_clzll(~before | 1) +
		(unsigned int)__builtin_ctzll(~chars) >=
	    class->min;
}

/* So many characters, of the step before and of this one, become k more. */
FX_INLINE void
fx_more(uint64_t *before, uint64_t *now, unsigned int k)
{
	*now &= fx_shift(*now, *before, k);
	*before &= *before << k;
}

/*
 * Where do runs of so many characters end: 2^log, and more of them?  Returns
 * the first such place of each run.
 */
FX_INLINE uint64_t
fx_runs_end(uint64_t chars, uint64_t *before, const struct fx_seek_class *class)
{
	uint64_t was = *before, now = chars;
	unsigned int i;

	*before = chars;
	if (__builtin_expect(!fx_runs_may_end(chars, was, class), 1))
		return 0;
	for (i = 0; i < class->log; i++)
		fx_more(&was, &now, 1U << i);
	if (class->more > 0)
		fx_more(&was, &now, class->more);
	return now & ~fx_shift(now, was, 1);
}

/* The characters of each class. */
FX_INLINE void
fx_chars(const uint64_t sign[FX_SIGNS], uint64_t chars[FX_CLASSES])
{
	const uint64_t digit = sign[FX_SIGN_DIGIT], upper = sign[FX_SIGN_UPPER];
	const uint64_t letter = upper | sign[FX_SIGN_LOWER];

	chars[FX_CLASS_DIGIT] = digit;
	chars[FX_CLASS_UPPER] = upper;
	chars[FX_CLASS_LETTER] = letter;
	chars[FX_CLASS_UPPER_DIGIT] = upper | digit;
	chars[FX_CLASS_ALNUM] = letter | digit;
	chars[FX_CLASS_MRZ] = upper | digit | sign[FX_SIGN_LESS];
	chars[FX_CLASS_BASE58] = (letter | digit) & ~sign[FX_SIGN_ALIKE];
	chars[FX_CLASS_BASE64URL] = letter | digit | sign[FX_SIGN_URL];
}

/*
 * Words that follow each other: returns where some end that may be the last of
 * so many, right behind them, and counts those that may go on.  A word of fewer
 * letters than it must have parts them, and so does the ninth of a longer one;
 * gaps that are too wide are left to who looks at the places.
 */
FX_INLINE uint64_t
fx_words_end(uint64_t letter, struct fx_carry *c, unsigned int words)
{
	const uint64_t one = fx_shift(letter, c->letter, 1);
	const uint64_t three = one & fx_shift(letter, c->letter, 2) &
	    fx_shift(letter, c->letter, 3);
	const uint64_t nine = three & fx_shift(three, c->three, 3) &
	    fx_shift(three, c->three, 6);
	const uint64_t whole = ~letter & three & ~nine;
	const uint64_t part = (~letter & one & ~three) | nine;
	const uint64_t head = whole & ((part & -part) - 1);
	unsigned int had = c->words, n;
	uint64_t ends = 0;

	c->letter = letter;
	c->three = three;
	n = had + (unsigned int)__builtin_popcountll(head);
	if (n >= words)
		for (ends = head; ++had < words;)
			ends &= ends - 1;
	if (part == 0) {
		c->words = (letter | one) != 0 ? n : 0;
		return ends;
	}
	c->words = (unsigned int)__builtin_popcountll(
	    whole & ~(UINT64_MAX >> __builtin_clzll(part)));
	n = (unsigned int)__builtin_popcountll(whole ^ head);
	return n >= words ? ends | (whole ^ head) : ends;
}

/*
 * Where do so many characters end that are UTF-16 of either order?  In the big
 * order each has a zero before it; in the little one behind it, and the place
 * is that of the last zero.
 */
FX_INLINE void
fx_gates(uint64_t zero, struct fx_carry *c, unsigned int gate, uint64_t *little,
    uint64_t *big)
{
	const uint64_t other = ~zero & fx_shift(zero, c->zero, 1);

	*big = other;
	*little = zero & fx_shift(~zero, ~c->zero, 2 * gate - 1);
	if (gate >= 2) {
		*big &= fx_shift(other, c->other, 2);
		*little &= fx_shift(other, c->other, 1);
	}
	if (gate >= 3) {
		*big &= fx_shift(other, c->other, 4);
		*little &= fx_shift(other, c->other, 3);
	}
	if (gate >= 4) {
		*big &= fx_shift(other, c->other, 6);
		*little &= fx_shift(other, c->other, 5);
	}
	c->zero = zero;
	c->other = other;
}

/* The rare part of a step: it has zeros. */
FX_INLINE void
fx_seek_wide(const struct fx_seek *s, const struct fx_search *find, size_t base,
    uint64_t zero, struct fx_carry *c)
{
	uint64_t little, big;

	fx_gates(zero, c, s->gate, &little, &big);
	if ((little | big) != 0)
		fx_seek_gates(s, find, base, little, big);
}

/* One step: FX_STEP characters at q, which stand at base. */
FX_INLINE uint64_t
fx_seek_step(const struct fx_seek *s, const struct fx_search *find,
    const uint8_t *q, size_t base, struct fx_carry *c,
    const struct fx_kernel *k)
{
	uint64_t sign[FX_SIGNS], chars[FX_CLASSES], bits, all = 0;
	const struct fx_seek_class *class;
	size_t i;

	k->signs(q, s->signs, sign);
	fx_chars(sign, chars);
	for (i = 0; i < s->nclass; i++) {
		class = &s->class[i];
		bits = chars[class->chars];
		all |= bits;
		if (class->groups > 0) {
			bits = fx_groups_end(bits, &c->group[i], class->groups);
			if (__builtin_expect(bits != 0, 0))
				fx_seek_groups(s, find, class, base, bits);
			continue;
		}
		bits = fx_runs_end(bits, &c->chars[i], class);
		if (__builtin_expect(bits != 0, 0))
			fx_seek_edges(s, find, class, base, bits);
	}
	if (s->nword > 0) {
		bits = chars[FX_CLASS_LETTER];
		all |= bits;
		bits = fx_words_end(bits, c, s->words);
		if (__builtin_expect(bits != 0, 0))
			c->words = fx_seek_words(s, find, base, bits, c->words);
	}
	if (s->ntable > 0) {
		bits = k->prints(q, s);
		if (__builtin_expect(bits != 0, 0))
			fx_seek_prints(s, find, base, bits);
	}
	if (find->wide != NULL) {
		bits = k->zeros(q);
		if ((bits | c->zero) != 0)
			fx_seek_wide(s, find, base, bits, c);
	}
	return all;
}

FX_INLINE bool
fx_is_zero(const uint8_t *p)
{
	uint64_t w[FX_STEP / 8];

	memcpy(w, p, sizeof(w));
	return (w[0] | w[1] | w[2] | w[3] | w[4] | w[5] | w[6] | w[7]) == 0;
}

/* How many whole steps from p on, of n bytes, hold nothing but zeros? */
static inline size_t
fx_zeros_skip(const uint8_t *p, size_t n)
{
	size_t i = 0;

	while (n - i >= FX_STEP && fx_is_zero(p + i))
		i += FX_STEP;
	return i;
}

/* The last steps, which have not all bytes that a kernel may read. */
FX_INLINE void
fx_seek_tail(const struct fx_seek *s, const struct fx_search *find, size_t base,
    struct fx_carry *c, const struct fx_kernel *k)
{
	uint8_t tail[2 * FX_STEP + FX_PRINT] = { 0 };
	size_t n = find->n - base, i;

	if (n > 0)
		memcpy(tail, find->p + base, n);
	/* What ends there is seen by the character behind it. */
	for (i = 0; i <= n; i += FX_STEP)
		fx_seek_step(s, find, tail + i, base + i, c, k);
}

/* The whole search, for one kernel. */
FX_INLINE void
fx_seek_with(const struct fx_seek *s, const struct fx_search *find,
    const struct fx_kernel *k)
{
	struct fx_carry c = { .zero = 0 };
	uint64_t all, first;
	size_t base = 0, skip;

	while (find->n - base >= FX_STEP + FX_PRINT - 1) {
		all = fx_seek_step(s, find, find->p + base, base, &c, k);
		/* Behind a step without characters nothing is carried on. */
		memcpy(&first, find->p + base, sizeof(first));
		base += FX_STEP;
		if (__builtin_expect((all | first) != 0, 1))
			continue;
		skip = fx_zeros_skip(find->p + base, find->n - base);
		base += skip;
		if (skip > 0) {
			c.zero = UINT64_MAX;
			c.other = 0;
			memset(c.group, 0, sizeof(c.group));
		}
	}
	fx_seek_tail(s, find, base, &c, k);
}

#endif
