/* carver_words_may.c - no word is missed that a piece of a text has */
#include <stdlib.h>
#include <string.h>

#include "forensic/utf8.h"
#include "lexicon.h"
#include "tap.h"
#include "words_may.h"

enum { TEXT = 700, TEXTS = 6000, PIECE = 513 };

static uint32_t seed = 1;

static uint32_t
below(uint32_t n)
{
	seed = seed * 1664525 + 1013904223;
	return (uint32_t)((uint64_t)seed * n >> 32);
}

/* A text that is made of words, pieces of words and bytes. */
struct made {
	uint8_t p[TEXT], raw[2 * TEXT];
	size_t n;
};

static void
put(struct made *m, uint8_t c)
{
	if (m->n < TEXT)
		m->p[m->n++] = c;
}

/* A word as it stands in the lexicon, with letters in any case and any gaps, or
 * folded: its high letters as single bytes. */
static void
put_word(struct made *m)
{
	static const char gaps[] = " _-.+/\t\xa0";
	const char *s = words[below((uint32_t)words_n)].text;
	uint32_t how = below(8);

	for (; *s != '\0'; s++) {
		if (*s == ' ' && how > 4)
			put(m, (uint8_t)gaps[below(sizeof gaps - 1)]);
		else if (*s == ' ' && how == 4)
			continue; /* words in one */
		else if (*s >= 'a' && *s <= 'z' && (how == 0 || below(9) == 0))
			put(m, (uint8_t)(*s - 32));
		else if (how == 7 && (*s & 0xc0) == 0xc0)
			put(m, (uint8_t)(0x80 | below(128)));
		else
			put(m, (uint8_t)*s);
	}
}

static void
make(struct made *m)
{
	static const char between[] = "  \n:=.,;0123456789'aZ\xcc\x81\xc3\xe9";
	size_t n;

	for (m->n = 0; m->n < TEXT;) {
		if (below(3) == 0)
			put_word(m);
		for (n = below(12); n > 0; n--)
			put(m, (uint8_t)between[below(sizeof between - 1)]);
		for (n = below(8) == 0 ? below(40) : 0; n > 0; n--)
			put(m, (uint8_t)('a' + below(26)));
	}
	for (n = 0; n < TEXT; n++) {
		m->raw[2 * n] = m->p[n];
		m->raw[2 * n + 1] = 0;
	}
}

/* The kinds that are told, of the words found in [from, to). */
static uint32_t
found(const struct fx_window *w, size_t from, size_t to)
{
	uint32_t kinds = 0;
	struct text t;
	size_t i;

	text_read(&t, w, from, to);
	for (i = 0; i < t.nfound; i++)
		kinds |= WORD_SET(t.found[i].word->kind);
	return kinds & ~(WORD_SET(WORD_ACCOUNT) - 1);
}

static const struct fx_window *whole;

static uint32_t
lacking(void *arg, const struct fx_window *w)
{
	size_t from = *(const size_t *)arg;

	return ~words_may(whole, from, from + w->len);
}

/* Cut a window out and put a number in it: are all kinds told around it? */
static bool
all_told(struct made *m, enum fx_encoding enc, uint32_t *seen, uint32_t *left)
{
	size_t from = below(TEXT - PIECE), at, len, i;
	const struct fx_hinter hinter = { lacking, &from };
	struct fx_window w = { .p = m->p, .len = TEXT, .unit = 1, .enc = enc };
	struct fx_window cut;
	uint32_t kinds, told;

	w.raw = m->p;
	if (enc == FX_UTF16LE) {
		w.raw = m->raw;
		w.unit = 2;
	}
	at = below(FX_REACH_FIELDS); /* the text begins there, or goes on */
	if (below(3) > 0)
		at = FX_REACH_FIELDS;
	else
		from = 0;
	len = 4 + below(8);
	for (i = 0; i < len; i++)
		m->p[from + at + i] = m->raw[2 * (from + at + i)] = '7';
	if (below(2) == 0)
		m->p[from + at] = m->raw[2 * (from + at)] = 'X';
	whole = &w;
	cut = fx_window_cut(&w, from, from + at + 1 + FX_REACH_FIELDS);
	kinds = found(&cut, 0, at) |
	    found(&cut, at + len, at + len + FX_REACH_FIELDS);
	cut.hinter = &hinter;
	told = words_left(&cut, at, UINT32_MAX);
	*seen += (uint32_t)__builtin_popcount(kinds);
	*left += (uint32_t)__builtin_popcount(
	    told & (WORD_SET(WORD_LICENCE + 1) - WORD_SET(WORD_ACCOUNT)));
	return (kinds & ~told) == 0;
}

/* No other character folds to what a word begins with: of these alone the
 * first bytes are looked at. */
static void
first_bytes(void)
{
	const struct lexicon *l = lexicon();
	uint32_t cp, fold, bad = 0;
	size_t i;

	for (cp = LEXICON_CP; cp < 0x110000; cp++)
		if ((fold = text_fold(cp)) < LEXICON_CP)
			for (i = 0; i < words_n; i++)
				bad += words[i].kind >= WORD_ACCOUNT &&
				    (l->word[i].fold[0] == fold ||
					l->word[i].fold[1] == fold);
	is_int(bad, 0, "words begin with characters of one byte or two");
}

int
main(void)
{
	static const enum fx_encoding encs[] = { FX_ASCII, FX_UTF16LE,
		FX_EBCDIC };
	static const char *const names[] = { "bytes", "UTF-16", "EBCDIC" };
	uint32_t seen, left;
	struct made m;
	size_t i, k, missed;

	first_bytes();
	for (k = 0; k < FX_LEN(encs); k++) {
		missed = seen = left = 0;
		for (i = 0; i < TEXTS; i++) {
			make(&m);
			missed += !all_told(&m, encs[k], &seen, &left);
		}
		is_int(missed, 0, "%s: nothing is missed", names[k]);
		ok(seen > TEXTS && seen < left, "%s: of %u", names[k], seen);
	}
	return done();
}
