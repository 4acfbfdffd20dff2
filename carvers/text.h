/* text.h - text near a finding, folded so that words compare, and its words */
#ifndef TEXT_H
#define TEXT_H

#include "forensic/carver.h"

enum {
	TEXT_MOST = FX_REACH_FIELDS,
	TEXT_WORDS = 128, /* more of them are left out */
	TEXT_FIELD = 128, /* bytes of a name or number, with its NUL */
};

/* A piece of text, one element a code point; combining marks are left out. */
struct text {
	size_t n;
	uint32_t fold[TEXT_MOST];   /* small letters without accents */
	bool upper[TEXT_MOST];      /* it was a capital */
	uint16_t at[TEXT_MOST + 1]; /* its first byte in utf8 */
	char utf8[TEXT_MOST * 3 + 1];
	/* Words of the lexicon in it, in the lexicon's order. */
	size_t nfound;
	struct found {
		const struct word *word;
		uint16_t from, to; /* its first element, the one behind it */
	} found[TEXT_WORDS];
};

/* Read the characters [from, to) of w, TEXT_MOST at most, and find its words.
 */
void text_read(struct text *t, const struct fx_window *w, size_t from,
    size_t to);

/* A small letter without its accent (fx_utf8_lower and more). */
uint32_t text_fold(uint32_t cp);

static inline bool
text_letter(uint32_t cp)
{
	if (cp < 0x80)
		return (cp >= 'a' && cp <= 'z') || (cp >= 'A' && cp <= 'Z');
	return cp >= 0xc0 && cp != 0xd7 && cp != 0xf7 &&
	    (cp < 0x2000 || cp > 0x2fff) && cp != 0x3000 && cp != 0xfffd;
}

static inline bool
text_digit(const struct text *t, size_t i)
{
	return i < t->n && t->fold[i] >= '0' && t->fold[i] <= '9';
}

/* The folded character at i; 0 outside. */
static inline uint32_t
text_char(const struct text *t, size_t i)
{
	return i < t->n ? t->fold[i] : 0;
}

/* Digits that stand at i. */
static inline size_t
text_digits(const struct text *t, size_t i)
{
	size_t n = 0;

	while (text_digit(t, i + n))
		n++;
	return n;
}

/* The value of n digits at i, 9 at most. */
static inline int
text_number(const struct text *t, size_t i, size_t n)
{
	int v = 0;

	for (; n > 0; n--, i++)
		v = v * 10 + (int)(t->fold[i] - '0');
	return v;
}

/* What a word says of a number near it. */
enum word_kind {
	WORD_NUMBER, /* a card's number follows or goes before */
	WORD_CARD,   /* cards are spoken of */
	WORD_EXPIRY,
	WORD_MONTH,
	WORD_YEAR,
	WORD_CODE, /* CVV and its kin */
	WORD_HOLDER,
	WORD_JARGON, /* of those who trade in them */
	WORD_NOT,    /* right before a number: it is something else */
	WORD_FILL,   /* "no.", "is": stands between a label and a number */
	WORD_PLACE,  /* looks like a name and is none */
	/* Not of cards. */
	WORD_COIN,    /* coins and wallets */
	WORD_ACCOUNT, /* a bank account's number, or accounts are spoken of */
	WORD_IBAN,
	WORD_BIC,
	WORD_ROUTING, /* a bank's number in its country */
	/* Of persons: their numbers, documents. */
	WORD_PERSON,
	WORD_TAX,
	WORD_SOCIAL, /* social and health insurance */
	WORD_PASSPORT,
	WORD_CARDID,            /* identity cards */
	WORD_LICENCE,           /* to drive */
	WORD_OTHER = WORD_COIN, /* the first that is not of cards */
};

/* A row of words.def or identity.def. */
struct word {
	const char *lang, *text;
	enum word_kind kind;
	int bits;       /* what it is worth near a number */
	const char *of; /* countries whose numbers it says, or NULL */
};

/*
 * Find the words of the lexicon: fill t->found.  A space of a word stands for
 * any of " _-.+/" or nothing; capitals inside a word (cardNumber) begin one.
 */
void words_find(struct text *t);

/* The bytes of a text that is not UTF-8, and which element each one is. */
struct text_bytes {
	const uint8_t *p;
	size_t n;
	uint16_t at[TEXT_MOST + 1];
};

/*
 * Find words with letters beyond ASCII as the code pages of pages.def have
 * them: those of a word in one page.  Adds to t->found.
 */
void words_find_pages(struct text *t, const struct text_bytes *bytes);

/* Kinds of such words that begin at p[at], a number or nothing before it, and
 * however they end: bits of a set. */
uint32_t words_page_kinds(const uint8_t *p, size_t n, size_t at);

/* Add what was found, as long as there is room. */
void words_add(struct text *t, const struct word *word, size_t from, size_t to);

/* Put what was found in the lexicon's order. */
void words_sort(struct text *t);

/* Does a word of that kind stand at [from, to)? */
bool words_at(const struct text *t, size_t from, size_t to,
    enum word_kind kind);

extern const struct word words[];
extern const size_t words_n;

/* Where a label must end that stands right before the end of t, or behind. */
size_t text_direct(const struct text *t);

/* The texts before and behind a place, each read once for all readings of it
 * that end there. */
struct beside {
	const struct fx_window *w;
	bool has_before, has_after;
	size_t at, end; /* where they end, and begin */
	size_t direct;  /* labels of the one before end here or behind */
	struct text before, after;
};

static inline void
beside_init(struct beside *b, const struct fx_window *w)
{
	b->w = w;
	b->has_before = b->has_after = false;
}

/* Read what stands before and behind len characters at a place. */
void beside_read(struct beside *b, size_t at, size_t len);

#endif
