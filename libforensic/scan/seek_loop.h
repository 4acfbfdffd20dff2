/*
 * seek_loop.h - the search for anchors, 64 characters a step, 16 steps a stride
 *
 * The file of a kernel defines three functions and gives them to fx_seek_with,
 * which is inlined into it.  They turn a stride into words, a bit a character;
 * plain algebra on rows of words, which compilers do in vectors, then tells the
 * few steps where something may end, and only these are looked at (seek_hot.c).
 */
#ifndef SCAN_SEEK_LOOP_H
#define SCAN_SEEK_LOOP_H

#include <string.h>

#include "seek_phrase.h"

/*
 * Bit i of a word speaks of p[i], 0 <= i < FX_STEP.  classes sets the words of
 * the program's sets.  prints may read FX_PRINT - 1 bytes more; it may set bits
 * where nothing stands.
 */
typedef void fx_classes(const uint8_t *p, const struct fx_seek *s,
    uint64_t chars[FX_CLASSES]);
typedef uint64_t fx_prints(const uint8_t *p, const struct fx_seek *s);
typedef uint64_t fx_zeros(const uint8_t *p);

struct fx_kernel {
	fx_classes *classes;
	fx_prints *prints;
	fx_zeros *zeros;
};

/* The words of the program's sets, from those of the signs. */
FX_INLINE void
fx_chars(const struct fx_seek *s, const uint64_t sign[FX_SIGNS],
    uint64_t chars[FX_CLASSES])
{
	const uint64_t digit = sign[FX_SIGN_DIGIT], upper = sign[FX_SIGN_UPPER];
	const uint64_t letter = upper | sign[FX_SIGN_LOWER];
	uint64_t all[FX_CLASSES];
	size_t i;

	all[FX_CLASS_DIGIT] = digit;
	all[FX_CLASS_UPPER] = upper;
	all[FX_CLASS_LETTER] = letter;
	all[FX_CLASS_UPPER_DIGIT] = upper | digit;
	all[FX_CLASS_ALNUM] = letter | digit;
	all[FX_CLASS_MRZ] = upper | digit | sign[FX_SIGN_LESS];
	all[FX_CLASS_BASE58] = (letter | digit) & ~sign[FX_SIGN_ALIKE];
	all[FX_CLASS_BASE64URL] = letter | digit | sign[FX_SIGN_URL];
	for (i = 0; i < s->nset; i++)
		chars[i] = all[s->set[i]];
}

/* What the kernel tells of some steps.  The loops apart from each other leave
 * it all registers for its tables. */
FX_INLINE void
fx_stride_read(struct fx_stride *t, const struct fx_seek *s, const uint8_t *p,
    size_t steps, const struct fx_kernel *k)
{
	uint64_t chars[FX_CLASSES];
	size_t i, c;

	for (i = 0; i < steps; i++) {
		k->classes(p + i * FX_STEP, s, chars);
		for (c = 0; c < s->nset; c++)
			t->chars[c][1 + i] = chars[c];
		t->zero[1 + i] = k->zeros(p + i * FX_STEP);
	}
	for (i = 0; s->ntable > 0 && i < steps; i++)
		t->print[i] = k->prints(p + i * FX_STEP, s);
}

/* Where do k characters in a row begin, 4 <= k <= 8? */
FX_INLINE uint64_t
fx_in_row(uint64_t chars, unsigned int k)
{
	chars &= chars >> 1;
	chars &= chars >> 2;
	return chars & chars >> (k - 4);
}

/*
 * In which steps may a run of min characters be full?  It has so many in a row
 * (eight are enough to look for) in the step, or across its beginning.
 */
FX_INLINE void
fx_hot_runs(uint64_t *restrict hot, const uint64_t *restrict chars,
    unsigned int min)
{
	const unsigned int k = min < 8 ? min : 8;
	const uint64_t across = UINT32_MAX & ~(UINT32_MAX >> (k - 1));
	uint64_t seam;
	size_t i;

	if (min < 4) {
		memcpy(hot, chars + 1, FX_STEPS * sizeof(hot[0]));
		return;
	}
	for (i = 0; i < FX_STEPS; i++) {
		seam = chars[i] >> 32 | chars[1 + i] << 32;
		hot[i] = fx_in_row(chars[1 + i], k) |
		    (fx_in_row(seam, k) & across);
	}
}

/* Where does a whole group of them stand? */
FX_INLINE void
fx_hot_groups(uint64_t *restrict hot, const uint64_t *restrict chars)
{
	size_t i;

	for (i = 0; i < FX_STEPS; i++)
		hot[i] = fx_in_row(chars[1 + i], FX_GROUP) & 0x0101010101010101;
}

/* In which steps is there something to look at?  Those of classes are told
 * apart from each other. */
FX_INLINE void
fx_hot_classes(struct fx_stride *t, const struct fx_seek *s)
{
	const struct fx_seek_class *class;
	size_t c, i;

	for (c = 0; c < s->nclass; c++) {
		class = &s->class[c];
		if (class->groups > 0)
			fx_hot_groups(t->run[c], t->chars[class->set]);
		else
			fx_hot_runs(t->run[c], t->chars[class->set],
			    class->min);
		for (i = 0; i < FX_STEPS; i++)
			t->hot[i] |= t->run[c][i];
	}
}

/*
 * Where do so many characters end that are UTF-16 of either order?  In the big
 * order each has a zero before it; in the little one behind it, and the place
 * is that of the last zero.
 */
FX_INLINE void
fx_hot_gates(struct fx_stride *t, unsigned int gate)
{
	const unsigned int first = 2 * gate - 1;
	uint64_t *zero = t->zero, *other = t->other;
	unsigned int g;
	size_t i;

	for (i = 0; i < FX_STEPS; i++) {
		t->big[i] = other[1 + i] = ~zero[1 + i] &
		    fx_shift(zero[1 + i], zero[i], 1);
		t->little[i] = zero[1 + i] &
		    fx_shift(~zero[1 + i], ~zero[i], first);
	}
	for (g = 1; g < gate; g++)
		for (i = 0; i < FX_STEPS; i++) {
			t->big[i] &= fx_shift(other[1 + i], other[i], 2 * g);
			t->little[i] &= fx_shift(other[1 + i], other[i],
			    2 * g - 1);
		}
	for (i = 0; i < FX_STEPS; i++)
		t->hot[i] |= t->little[i] | t->big[i];
}

/* The last step is the one before the next. */
FX_INLINE void
fx_stride_next(struct fx_stride *t, size_t steps)
{
	size_t c;

	for (c = 0; c < FX_CLASSES; c++)
		t->chars[c][0] = t->chars[c][steps];
	t->zero[0] = t->zero[steps];
	t->other[0] = t->other[steps];
	t->three[0] = t->three[steps];
}

/* Some steps at p, which stand at base: what is behind them in the rows is of
 * others, and not looked at. */
FX_INLINE void
fx_seek_stride(const struct fx_seek *s, const struct fx_search *find,
    struct fx_stride *t, const uint8_t *p, size_t base, size_t steps,
    const struct fx_kernel *k)
{
	size_t i;

	fx_stride_read(t, s, p, steps, k);
	memcpy(t->hot, t->print, sizeof(t->hot));
	fx_hot_classes(t, s);
	if (find->wide != NULL)
		fx_hot_gates(t, s->gate);
	if (s->nword > 0) {
		fx_stride_words(t, t->chars[s->letters]);
		fx_seek_phrases(s, find, t, base, steps);
	}
	for (i = 0; i < steps; i++)
		if (__builtin_expect(t->hot[i] != 0, 0))
			fx_seek_hot(s, find, t, i, base + i * FX_STEP);
	fx_stride_next(t, steps);
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

/* Behind a step of zeros nothing is carried on: the next of them are nothing
 * else. */
FX_INLINE size_t
fx_seek_skip(const struct fx_search *find, struct fx_stride *t, size_t base)
{
	if (t->zero[0] != UINT64_MAX)
		return base;
	base += fx_zeros_skip(find->p + base, find->n - base);
	t->words = 0;
	return base;
}

/* The whole search, for one kernel. */
FX_INLINE void
fx_seek_with(const struct fx_seek *s, const struct fx_search *find,
    const struct fx_kernel *k)
{
	uint8_t tail[2 * FX_STRIDE + FX_PRINT];
	struct fx_stride t;
	size_t base = 0, last, steps;

	memset(&t, 0, sizeof(t));
	while (find->n - base >= FX_STRIDE + FX_PRINT - 1) {
		fx_seek_stride(s, find, &t, find->p + base, base, FX_STEPS, k);
		base = fx_seek_skip(find, &t, base + FX_STRIDE);
	}
	/* The last steps have not all bytes that a kernel may read; and what
	 * ends there is seen by the character behind it. */
	if (find->n > base)
		memcpy(tail, find->p + base, find->n - base);
	memset(tail + (find->n - base), 0, sizeof(tail) - (find->n - base));
	for (last = base; base <= find->n; base += steps * FX_STEP) {
		steps = (find->n - base) / FX_STEP + 1;
		if (steps > FX_STEPS)
			steps = FX_STEPS;
		fx_seek_stride(s, find, &t, tail + (base - last), base, steps,
		    k);
	}
}

#endif
