/*
 * words_page.c - find words in text of a code page that nobody names
 *
 * A word is held against all pages at once: each byte leaves those in which it
 * is the letter that must stand there.  What is left at the end can write it.
 */
#include <ctype.h>

#include "lexicon.h"

/* Those of the pages in which the byte folds to the letter. */
static uint64_t
same(const struct lexicon *l, uint8_t byte, uint16_t letter, uint64_t pages)
{
	uint64_t left, got = 0;

	if (byte < LEXICON_HIGH)
		return text_fold(byte) == letter ? pages : 0;
	for (left = pages; left != 0; left &= left - 1)
		if (l->fold[byte - LEXICON_HIGH][__builtin_ctzll(left)] ==
		    letter)
			got |= left & (~left + 1);
	return got;
}

/* Pages in which a word may begin at i, or end before it. */
static uint64_t
begins(const struct lexicon *l, const struct text_bytes *b, size_t i)
{
	uint64_t pages = l->letter[b->p[i]];

	if (i > 0)
		pages &= ~l->letter[b->p[i - 1]] |
		    (l->upper[b->p[i]] & ~l->upper[b->p[i - 1]]);
	return pages;
}

static uint64_t
ends(const struct lexicon *l, const struct text_bytes *b, size_t i)
{
	if (i >= b->n)
		return UINT64_MAX;
	return ~l->letter[b->p[i]] |
	    (l->upper[b->p[i]] & ~l->upper[b->p[i - 1]]);
}

/* Does the word stand at from, in one of the pages, and beyond ASCII?  Returns
 * the place behind it and leaves those pages, or 0. */
static size_t
spelled(const struct lexicon *l, const struct text_bytes *b,
    const uint16_t *word, size_t from, uint64_t *pages)
{
	bool high = false;
	size_t i = from;

	for (; *word != 0; word++) {
		if (*word == ' ') {
			while (i < b->n && lexicon_gap(b->p[i]))
				i++;
			continue;
		}
		if (i >= b->n ||
		    (*pages = same(l, b->p[i], *word, *pages)) == 0)
			return 0;
		high |= b->p[i++] >= LEXICON_HIGH;
	}
	return high ? i : 0;
}

/* What is made of the words that are found: they are added to a text, or, if
 * that is NULL, their kinds to a set, however they end. */
struct finder {
	const struct lexicon *l;
	const struct text_bytes *b;
	struct text *t;
	uint32_t kinds;
};

static void
find_in(struct finder *f, size_t bucket, size_t from, uint64_t all)
{
	const struct lexicon *l = f->l;
	uint64_t pages;
	size_t i, end;

	for (i = l->head[bucket]; i != 0; i = l->next[i - 1]) {
		pages = all;
		end = spelled(l, f->b, l->word[i - 1].fold, from, &pages);
		if (end == 0)
			continue;
		if (f->t == NULL)
			f->kinds |= UINT32_C(1) << words[i - 1].kind;
		else if ((pages & ends(l, f->b, end)) != 0)
			words_add(f->t, &words[i - 1], f->b->at[from],
			    f->b->at[end]);
	}
}

/* Words at a place, by the first two letters that the pages make of it. */
static void
find_at(struct finder *f, size_t from, uint64_t pages)
{
	const struct text_bytes *b = f->b;
	uint64_t asked[LEXICON_BUCKETS / 64] = { 0 }, bit, left;
	uint8_t next = from + 1 < b->n ? b->p[from + 1] : '\n';
	uint32_t first, second;
	size_t p, k, bucket;

	for (left = pages; left != 0; left &= left - 1) {
		p = (size_t)__builtin_ctzll(left);
		first = lexicon_fold(f->l, b->p[from], p);
		second = lexicon_fold(f->l, next, p);
		for (k = 0; k < 2; k++, second = 0) {
			bucket = lexicon_hash(first, second);
			bit = UINT64_C(1) << bucket % 64;
			if ((asked[bucket / 64] & bit) != 0)
				continue;
			asked[bucket / 64] |= bit;
			find_in(f, bucket, from, pages);
		}
	}
}

/* Pages in which a word may begin with the two bytes at a place. */
static uint64_t
pages_at(const struct finder *f, size_t i)
{
	const struct text_bytes *b = f->b;

	return f->l->pair[b->p[i]][i + 1 < b->n ? b->p[i + 1] : '\n'];
}

void
words_find_pages(struct text *t, const struct text_bytes *b)
{
	struct finder f = { .l = lexicon(), .b = b, .t = t };
	uint64_t pages;
	size_t i;

	for (i = 0; i < b->n; i++) {
		pages = pages_at(&f, i);
		if (pages != 0)
			pages &= begins(f.l, b, i);
		if (pages != 0)
			find_at(&f, i, pages);
	}
}

uint32_t
words_page_kinds(const uint8_t *p, size_t n, size_t at)
{
	struct text_bytes b;
	struct finder f = { .l = lexicon(), .b = &b };
	uint64_t pages;

	b.p = p;
	b.n = n;
	pages = pages_at(&f, at);
	if (at > 0 && (p[at - 1] >= LEXICON_HIGH || islower(p[at - 1])))
		pages &= begins(f.l, &b, at);
	if (pages != 0)
		find_at(&f, at, pages);
	return f.kinds;
}
