/*
 * lexicon.h - the lexicon made ready for searching: words folded and hashed by
 * their first two letters, code pages folded
 */
#ifndef LEXICON_H
#define LEXICON_H

#include "text.h"

enum {
	LEXICON_BUCKETS = 1024,
	LEXICON_WORD = 48,   /* characters of one, at most, with a 0 */
	LEXICON_HIGH = 0x80, /* characters of a page beyond ASCII */
	LEXICON_CP = 0x800,  /* code points of UTF-8 in two bytes or one */
};

enum lexicon_page {
#define PAGE(id, ...) PAGE_##id,
#include "pages.def"
#undef PAGE
	LEXICON_PAGES
};
_Static_assert((int)LEXICON_PAGES < 64, "a set of pages has 64 bits");

/* A word's characters, folded, and a 0. */
struct lexicon_word {
	uint16_t fold[LEXICON_WORD];
};

struct lexicon {
	uint16_t head[LEXICON_BUCKETS]; /* words + 1, in their order; 0: end */
	const uint16_t *next;           /* of each word */
	const struct lexicon_word *word;
	/* By byte: pages in which it is a letter, a capital. */
	uint64_t letter[256], upper[256];
	uint16_t fold[LEXICON_HIGH][LEXICON_PAGES];
	/* By code point: what it folds to (text_fold), and is it a capital? */
	uint16_t folded[LEXICON_CP];
	bool capital[LEXICON_CP];
	/* By two bytes: pages in which a word with letters beyond ASCII may
	 * begin with them. */
	uint64_t pair[256][256];
};

/* Made by the first who asks, from the tables alone; never fails. */
const struct lexicon *lexicon(void);

/* The bucket of words that begin with these two; 0 stands for a gap. */
static inline size_t
lexicon_hash(uint32_t first, uint32_t second)
{
	return (first * 31 + second * 7) % LEXICON_BUCKETS;
}

/* What the byte folds to in a page. */
static inline uint32_t
lexicon_fold(const struct lexicon *l, uint8_t byte, size_t page)
{
	return byte < LEXICON_HIGH ? text_fold(byte)
				   : l->fold[byte - LEXICON_HIGH][page];
}

/* What a space of a word stands for. */
static inline bool
lexicon_gap(uint32_t cp)
{
	return cp == ' ' || cp == '_' || cp == '-' || cp == '.' || cp == '+' ||
	    cp == '/' || cp == '\t' || cp == 0xa0;
}

#endif
