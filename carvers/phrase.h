/*
 * phrase.h - words of BIP-39's list that follow each other, and what parts them
 *
 * A phrase is written in one line or in several, with commas, quotes or numbers
 * between, its words in any case.  What parts two words is told by its kind:
 * the characters without digits, blanks in a row as one.
 */
#ifndef PHRASE_H
#define PHRASE_H

#include "forensic/carver.h"
#include "forensic/wallet.h"

enum {
	PHRASE_LEAST = 12,
	PHRASE_MOST = FX_SEED_MOST,
	PHRASE_BESIDE = 4, /* words on each side: so many are a list of words */
	PHRASE_WORDS = PHRASE_MOST + PHRASE_BESIDE,
	PHRASE_KIND = FX_WORD_GAP + 1,
	PHRASE_NUMBER = 99,
	/* Characters of the longest, and of what is beside it. */
	PHRASE_REACH = PHRASE_MOST * FX_WORD_MOST +
	    (PHRASE_MOST - 1) * FX_WORD_GAP,
	PHRASE_SIDE = (PHRASE_BESIDE + 1) * (FX_WORD_MOST + FX_WORD_GAP),
};

struct phrase_word {
	size_t at, len;
	int word; /* its number in the list; -1: not there */
	/* What stands before it: */
	bool sound; /* characters that may part words */
	uint8_t number;
	char kind[PHRASE_KIND];
};

struct phrase {
	size_t n; /* words of the list, and all that stand there: one more */
	size_t all;
	struct phrase_word w[PHRASE_WORDS + 1];
	/* Before the first word, the nearest first, up to one that is not of
	 * the list; kind and number are those of what stands behind each. */
	size_t nbefore;
	struct phrase_word before[PHRASE_BESIDE];
};

/* Read the words from character at of the window on, which is a letter. */
void phrase_read(struct phrase *p, const struct fx_window *w, size_t at);

/* n words from the first on, as one looks at them. */
struct phrase_view {
	size_t n;
	size_t kinds;       /* different ones between them */
	size_t edges;       /* sides on which no word goes on in the same way */
	size_t left, right; /* words of the list that do, up to PHRASE_BESIDE */
	bool numbered;      /* from 1 to n, in their order or in columns */
	uint16_t words[PHRASE_MOST]; /* their numbers, by their numbering */
};

/* Returns false if these are no words that belong together. */
bool phrase_view(const struct phrase *p, size_t n, struct phrase_view *v);

/* The words with single spaces between, as out; cap is enough for any. */
enum { PHRASE_TEXT = PHRASE_MOST * (FX_WORD_MOST + 1) };
size_t phrase_text(const uint16_t *words, size_t n, char out[PHRASE_TEXT]);

/* Who published the phrase as an example; NULL: it is not known. */
const char *phrase_test(const char *text, size_t n);

#endif
