/* scan_salad.h - anchors to look for, and bytes that are full of them */
#ifndef SCAN_SALAD_H
#define SCAN_SALAD_H

#include "../libforensic/scan/internal.h"
#include "scan_fake.h"
#include "scan_naive.h"

#define SALAD_TEXT(string, how)                                          \
	{                                                                \
		.kind = FX_ANCHOR_TEXT, .text = (string), .flags = (how) \
	}
#define SALAD_SHAPE(string, how)                                          \
	{                                                                 \
		.kind = FX_ANCHOR_SHAPE, .text = (string), .flags = (how) \
	}
#define SALAD_RUN(class, least)                                         \
	{                                                               \
		.kind = FX_ANCHOR_RUN, .chars = (class), .min = (least) \
	}

#define SALAD_WORDS(least, which)                                        \
	{                                                                \
		.kind = FX_ANCHOR_WORDS, .min = (least), .word = (which) \
	}

enum { SALAD_WHOLE = FX_ANCHOR_BEGINS | FX_ANCHOR_ENDS };

/* Three words of four. */
static inline bool
salad_word(const char *word, size_t n)
{
	return (word[0] + word[n - 1]) % 4 != 0;
}

/* What looks at all that is seen of a run, and at none of what is not. */
static inline bool
salad_may(const struct fx_run *run)
{
	unsigned int sum = run->before;
	size_t i;

	for (i = 0; i < run->seen; i++)
		sum = sum * 31 + run->p[i];
	return (sum + run->n) % 3 != 0;
}

static inline bool
salad_short(const struct fx_run *run)
{
	return run->n < 12 && run->seen > run->n && run->p[run->n] != ' ';
}

static const struct fx_anchor salad_anchors[] = {
	{ .kind = FX_ANCHOR_DIGITS, .min = 4, .may = salad_may },
	{ .kind = FX_ANCHOR_DIGITS, .min = 4, .may = salad_short },
	{ .kind = FX_ANCHOR_RUN,
	    .chars = FX_CLASS_UPPER_DIGIT,
	    .min = 8,
	    .may = salad_may },
	{ .kind = FX_ANCHOR_DIGITS, .min = 4 },
	{ .kind = FX_ANCHOR_DIGITS, .min = 9 },
	SALAD_RUN(FX_CLASS_DIGIT, 12),
	SALAD_RUN(FX_CLASS_UPPER, 7),
	SALAD_RUN(FX_CLASS_LETTER, 16),
	SALAD_RUN(FX_CLASS_UPPER_DIGIT, 8),
	SALAD_RUN(FX_CLASS_ALNUM, 33),
	SALAD_RUN(FX_CLASS_MRZ, 30),
	SALAD_RUN(FX_CLASS_MRZ, 44),
	SALAD_RUN(FX_CLASS_BASE58, 26),
	SALAD_WORDS(2, salad_word),
	SALAD_WORDS(12, NULL),
	SALAD_WORDS(12, salad_word),
	SALAD_WORDS(24, NULL),
	SALAD_RUN(FX_CLASS_ALNUM, 128),
	SALAD_RUN(FX_CLASS_BASE64URL, 40),
	SALAD_RUN(FX_CLASS_BASE64URL, 256),
	SALAD_SHAPE("AA00", FX_ANCHOR_BEGINS),
	SALAD_SHAPE("AA00", FX_ANCHOR_BEGINS | FX_ANCHOR_FOLD),
	SALAD_SHAPE("AAAAAA00A00A000A", SALAD_WHOLE | FX_ANCHOR_FOLD),
	SALAD_SHAPE("AAAAAA", 0),
	SALAD_SHAPE("00.00.00-000.00", 0),
	SALAD_SHAPE("000.00.0000", SALAD_WHOLE),
	SALAD_SHAPE("000000.0000", SALAD_WHOLE),
	SALAD_SHAPE("0000A", FX_ANCHOR_BEGINS),
	SALAD_SHAPE("AA000000A", FX_ANCHOR_FOLD),
	SALAD_SHAPE("XX.X", 0),
	SALAD_TEXT("://", 0),
	SALAD_TEXT("password", FX_ANCHOR_FOLD),
	SALAD_TEXT("Pass", FX_ANCHOR_BEGINS),
	SALAD_TEXT("<IBAN>", 0),
	SALAD_TEXT("ANSI 636", 0),
	SALAD_TEXT("set_url", FX_ANCHOR_FOLD),
	SALAD_TEXT("bc1", FX_ANCHOR_BEGINS | FX_ANCHOR_FOLD),
	SALAD_TEXT("login", SALAD_WHOLE | FX_ANCHOR_FOLD),
	SALAD_TEXT("a_user-name=[0]@", FX_ANCHOR_FOLD),
	SALAD_TEXT("P<", 0),
	SALAD_TEXT("~}", FX_ANCHOR_ENDS),
	SALAD_RUN(FX_CLASS_LETTER, 1),
	{ .kind = FX_ANCHOR_DIGITS, .min = 1 },
	SALAD_RUN(FX_CLASS_UPPER, 2),
};

/*
 * Choose some of them, for some parts: those of which one can be met by two or
 * one characters rarely, for they open everything.
 */
static inline size_t
salad_choose(uint64_t *s, const struct fx_anchor *chosen[], unsigned int part[])
{
	size_t n = 0, i, most = FX_LEN(salad_anchors);
	uint64_t few = 1 + fake_next(s) % 8;

	if (fake_next(s) % 4 != 0)
		most -= 5;
	while (n == 0)
		for (i = 0; i < most; i++)
			if (fake_next(s) % 8 < few) {
				chosen[n] = &salad_anchors[i];
				part[n++] = (unsigned int)(fake_next(s) % 64);
			}
	return n;
}

/* A character that many anchors are made of, or just any. */
static inline uint8_t
salad_char(uint64_t *s)
{
	static const char most[] = "0123456789ABCXYZabcxyz<-_ .:/OIl@[`{";
	uint64_t r = fake_next(s) >> 16;

	return r % 8 == 0 ? (uint8_t)(r >> 8)
			  : (uint8_t)most[(r >> 8) % (sizeof(most) - 1)];
}

/* Words of 2 to 9 letters, one to 16 others between; mostly fewer. */
static inline size_t
salad_words(uint8_t *p, size_t room, size_t words, uint64_t *s)
{
	static const char others[] = " .,1\n-\"\0\377";
	uint64_t odd = fake_next(s) % 4 == 0 ? fake_next(s) % words : words;
	size_t i = 0, k, n, w;

	for (w = 0; w < words && i < room; w++) {
		n = w == odd ? 2 + fake_next(s) % 8 : 3 + fake_next(s) % 6;
		for (k = 0; k < n && i < room; k++)
			p[i++] = (uint8_t)((fake_next(s) >> 8 & 0x20) + 'A' +
			    fake_next(s) % 26);
		n = fake_next(s) % 8 == 0 ? 16 : 3;
		n = 1 + (w == odd ? fake_next(s) % 16 : fake_next(s) % n);
		for (k = 0; k < n && w + 1 < words && i < room; k++)
			p[i++] = (uint8_t)
			    others[fake_next(s) % (sizeof(others) - 1)];
	}
	return i;
}

/* What an anchor asks for, but for one character now and then. */
static inline size_t
salad_piece(uint8_t *p, size_t room, uint64_t *s)
{
	const struct fx_anchor *a =
	    &salad_anchors[fake_next(s) % FX_LEN(salad_anchors)];
	bool pattern = a->kind == FX_ANCHOR_TEXT || a->kind == FX_ANCHOR_SHAPE;
	size_t n = pattern ? strlen(a->text) : a->min + fake_next(s) % 3, i;
	enum fx_class class = a->kind == FX_ANCHOR_RUN ? a->chars
						       : FX_CLASS_DIGIT;
	uint64_t spoil = fake_next(s) % 3 == 0 ? fake_next(s) % (n + 1) : n;
	uint8_t c;

	if (a->kind == FX_ANCHOR_WORDS)
		return salad_words(p, room, a->min, s);
	for (i = 0; i < n && i < room; i++) {
		do
			c = a->kind == FX_ANCHOR_TEXT && fake_next(s) % 8 != 0
			    ? (uint8_t)a->text[i]
			    : salad_char(s);
		while (i != spoil &&
		    !(pattern ? naive_letter(a, i, c) : naive_is(class, c)));
		p[i] = c;
	}
	return i;
}

/* One byte a character, n of them; then UTF-16 where it is wide. */
static inline void
salad_plain(uint8_t *p, size_t n, uint64_t *s)
{
	size_t i = 0, k;

	while (i < n) {
		if (fake_next(s) % 4 != 0)
			i += salad_piece(p + i, n - i, s);
		for (k = fake_next(s) % 5; k > 0 && i < n; k--)
			p[i++] = salad_char(s);
		if (fake_next(s) % 64 == 0)
			for (k = fake_next(s) % 300; k > 0 && i < n; k--)
				p[i++] = 0;
	}
}

static inline void
salad_fill(uint8_t *p, size_t n, uint64_t seed, bool wide)
{
	uint64_t s = seed * 2654435769U + 88172645463325252U;
	size_t i = 0, run;
	uint8_t text[400];
	bool big;

	if (!wide) {
		salad_plain(p, n, &s);
		return;
	}
	while (i < n) {
		run = 1 + fake_next(&s) % sizeof(text);
		salad_plain(text, run, &s);
		big = fake_next(&s) % 2 == 0;
		for (size_t k = 0; k < run && i + 2 <= n; k++, i += 2) {
			p[i + big] = text[k];
			p[i + !big] = fake_next(&s) % 97 == 0 ? 4 : 0;
		}
		for (run = fake_next(&s) % 3; run > 0 && i < n; run--)
			p[i++] = (uint8_t)fake_next(&s);
		while (i < n && fake_next(&s) % 16 != 0)
			p[i++] = 0;
		if (i < n)
			p[i++] = (uint8_t)fake_next(&s);
	}
}

/* All that stands in a text, by the naive way. */
static inline void
salad_seek(const struct fx_anchor *const *chosen, const unsigned int *part,
    size_t nchosen, const struct fx_window *w, struct fx_asked *asked)
{
	uint64_t parts;
	size_t i, k;

	for (i = 0; i < w->len; i++) {
		for (parts = 0, k = 0; k < nchosen; k++)
			if (naive_anchor(chosen[k], w, i))
				parts |= (uint64_t)1 << part[k];
		if (parts != 0)
			fx_asked_put(asked, i, parts);
	}
}

static inline bool
salad_same(const struct fx_asked *a, const struct fx_asked *b)
{
	return !a->failed && !b->failed && a->n == b->n &&
	    (a->n == 0 ||
		(memcmp(a->at, b->at, a->n * sizeof(*a->at)) == 0 &&
		    memcmp(a->parts, b->parts, a->n * sizeof(*a->parts)) == 0));
}

#endif
