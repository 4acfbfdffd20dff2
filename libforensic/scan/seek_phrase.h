/*
 * seek_phrase.h - words that follow each other, counted step by step
 *
 * It is inlined into the kernels: their processors count bits in one go.
 */
#ifndef SCAN_SEEK_PHRASE_H
#define SCAN_SEEK_PHRASE_H

#include "seek_hot.h"

#define FX_INLINE static inline __attribute__((always_inline))

/*
 * Words of three to eight letters, by the place right behind them, and what
 * parts the words of a phrase: a word of fewer letters than it must have, and
 * the ninth of a longer one.
 */
FX_INLINE void
fx_stride_words(struct fx_stride *restrict t, const uint64_t *restrict letter)
{
	uint64_t *three = t->three, now, one, nine;
	size_t i;

	for (i = 0; i < FX_STEPS; i++) {
		now = letter[1 + i];
		three[1 + i] = fx_shift(now, letter[i], 1) &
		    fx_shift(now, letter[i], 2) & fx_shift(now, letter[i], 3);
	}
	for (i = 0; i < FX_STEPS; i++) {
		now = three[1 + i];
		one = fx_shift(letter[1 + i], letter[i], 1);
		nine = now & fx_shift(now, three[i], 3) &
		    fx_shift(now, three[i], 6);
		t->whole[i] = ~letter[1 + i] & now & ~nine;
		t->part[i] = (~letter[1 + i] & one & ~now) | nine;
		t->some[i] = letter[1 + i] | one;
	}
}

/* Words of a step behind the last that parts them. */
FX_INLINE unsigned int
fx_last_words(uint64_t whole, uint64_t part)
{
	return (unsigned int)__builtin_popcountll(
	    whole & ~(UINT64_MAX >> __builtin_clzll(part)));
}

/* How many words may go on behind the stride, if none of them is the last of a
 * phrase? */
FX_INLINE unsigned int
fx_words_left(const struct fx_stride *t, size_t steps)
{
	unsigned int n = 0;
	size_t i;

	for (i = steps; i-- > 0;) {
		if (t->part[i] != 0)
			return n + fx_last_words(t->whole[i], t->part[i]);
		if (t->some[i] == 0)
			return n;
		n += (unsigned int)__builtin_popcountll(t->whole[i]);
	}
	return n + t->words;
}

/*
 * Words that follow each other in a step: returns where some end that may be
 * the last of so many, right behind them, and counts those that may go on. Gaps
 * that are too wide are left to who looks at the places.
 */
FX_INLINE uint64_t
fx_words_end(const struct fx_stride *t, size_t i, unsigned int words,
    unsigned int *count)
{
	const uint64_t whole = t->whole[i], part = t->part[i];
	const uint64_t head = whole & ((part & -part) - 1);
	unsigned int had = *count, n;
	uint64_t ends = 0;

	n = had + (unsigned int)__builtin_popcountll(head);
	if (n >= words)
		for (ends = head; ++had < words;)
			ends &= ends - 1;
	if (part == 0) {
		*count = t->some[i] != 0 ? n : 0;
		return ends;
	}
	*count = fx_last_words(whole, part);
	n = (unsigned int)__builtin_popcountll(whole ^ head);
	return n >= words ? ends | (whole ^ head) : ends;
}

/* Look at all words that may be the last of a phrase. */
FX_INLINE void
fx_seek_phrases(const struct fx_seek *s, const struct fx_search *find,
    struct fx_stride *t, size_t base, size_t steps)
{
	unsigned int n = t->words;
	uint64_t ends;
	size_t i;

	for (i = 0; i < steps; i++)
		n += (unsigned int)__builtin_popcountll(t->whole[i]);
	if (n < s->words) {
		t->words = fx_words_left(t, steps);
		return;
	}
	for (i = 0; i < steps; i++) {
		ends = fx_words_end(t, i, s->words, &t->words);
		if (ends != 0)
			t->words = fx_seek_words(s, find, base + i * FX_STEP,
			    ends, t->words);
	}
}

#endif
