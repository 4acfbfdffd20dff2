/* lexicon.c - make the lexicon ready for searching, once */
#include "lexicon.h"

#include <pthread.h>
#include <string.h>

#include "forensic/utf8.h"

const struct word words[] = {
#define WORD(lang, text, kind, bits) { lang, text, WORD_##kind, bits, NULL },
#include "words.def"
#undef WORD
#define IDENTITY(lang, text, kind, bits, of) \
	{ lang, text, WORD_##kind, bits, of },
#include "identity.def"
#undef IDENTITY
};
const size_t words_n = FX_LEN(words);

static const uint16_t pages[LEXICON_PAGES][LEXICON_HIGH] = {
#define PAGE(id, name, ...) { __VA_ARGS__ },
#include "pages.def"
#undef PAGE
};

static struct lexicon ready;
static uint16_t next[FX_LEN(words)];
static struct lexicon_word folded[FX_LEN(words)];

/* Fold a word of the table; the tests see to it that there is room. */
static void
fold_word(const char *text, uint16_t out[LEXICON_WORD])
{
	size_t left = strlen(text), n = 0, len;
	uint32_t cp = 0;

	for (; left > 0 && n < LEXICON_WORD - 1; text += len, left -= len) {
		len = fx_utf8_decode(text, left, &cp);
		out[n++] = (uint16_t)text_fold(cp);
	}
	out[n] = 0;
}

static void
fold_words(void)
{
	size_t i, bucket;
	uint32_t second;

	for (i = words_n; i-- > 0;) {
		fold_word(words[i].text, folded[i].fold);
		second = folded[i].fold[1] == ' ' ? 0 : folded[i].fold[1];
		bucket = lexicon_hash(folded[i].fold[0], second);
		next[i] = ready.head[bucket];
		ready.head[bucket] = (uint16_t)(i + 1);
	}
}

static void
fold_pages(void)
{
	size_t b, p;
	uint32_t cp;

	for (b = 0; b < FX_LEN(ready.letter); b++)
		for (p = 0; p < LEXICON_PAGES; p++) {
			cp = b < LEXICON_HIGH ? (uint32_t)b
					      : pages[p][b - LEXICON_HIGH];
			if (b >= LEXICON_HIGH)
				ready.fold[b - LEXICON_HIGH][p] = (uint16_t)
				    text_fold(cp);
			if (!text_letter(cp))
				continue;
			ready.letter[b] |= UINT64_C(1) << p;
			if (fx_utf8_lower(cp) != cp)
				ready.upper[b] |= UINT64_C(1) << p;
		}
}

/* The bytes of a page by what they fold to. */
struct bytes {
	uint16_t head[LEXICON_BUCKETS], next[256]; /* byte + 1; 0: end */
};

static void
list_bytes(size_t page, struct bytes *b)
{
	size_t i, bucket;

	memset(b->head, 0, sizeof b->head);
	for (i = FX_LEN(b->next); i-- > 0;) {
		bucket = lexicon_fold(&ready, (uint8_t)i, page) %
		    LEXICON_BUCKETS;
		b->next[i] = b->head[bucket];
		b->head[bucket] = (uint16_t)(i + 1);
	}
}

/* In a page the two letters may begin a word. */
static void
add_pair(const struct bytes *b, size_t page, uint32_t first, uint32_t second)
{
	uint16_t i, k;

	for (i = b->head[first % LEXICON_BUCKETS]; i != 0; i = b->next[i - 1])
		for (k = b->head[second % LEXICON_BUCKETS]; k != 0;
		     k = b->next[k - 1])
			ready.pair[i - 1][k - 1] |= UINT64_C(1) << page;
}

static void
add_pairs(const struct bytes *b, size_t page, const uint16_t *word)
{
	uint32_t i;

	if (word[1] != ' ' && word[1] != 0) {
		add_pair(b, page, word[0], word[1]);
		return;
	}
	if (word[1] == ' ')
		add_pair(b, page, word[0], word[2]);
	for (i = 0; i < LEXICON_HIGH; i++) /* a gap, or an end */
		if (word[1] == 0 ? !text_letter(i) : lexicon_gap(i))
			add_pair(b, page, word[0], i);
}

/* Is a letter of the word beyond ASCII? */
static bool
is_high(const char *text)
{
	while (*text != '\0' && (unsigned char)*text < LEXICON_HIGH)
		text++;
	return *text != '\0';
}

static void
pair_words(void)
{
	struct bytes b;
	size_t p, i;

	for (p = 0; p < LEXICON_PAGES; p++) {
		list_bytes(p, &b);
		for (i = 0; i < words_n; i++)
			if (is_high(words[i].text))
				add_pairs(&b, p, folded[i].fold);
	}
}

static void
fold_code_points(void)
{
	uint32_t cp;

	for (cp = 0; cp < LEXICON_CP; cp++) {
		ready.folded[cp] = (uint16_t)text_fold(cp);
		ready.capital[cp] = fx_utf8_lower(cp) != cp;
	}
}

static void
make(void)
{
	ready.next = next;
	ready.word = folded;
	fold_code_points();
	fold_words();
	fold_pages();
	pair_words();
}

const struct lexicon *
lexicon(void)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;

	pthread_once(&once, make);
	return &ready;
}
