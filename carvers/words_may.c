/*
 * words_may.c - which kinds of words may stand in a text
 *
 * Most numbers have no word near them that would make them anything.  That is
 * told once for a stretch of text, and not for each number in it.  A word may
 * be told of too much, but never too little.
 */
#include "words_may.h"

#include <pthread.h>
#include <string.h>

#include "chars.h"
#include "forensic/utf8.h"
#include "lexicon.h"

enum {
	FIRST = 4,     /* characters by which words are looked for, by codes: */
	CODE_GAP = 27, /* 1 to 26 are letters, 0 is anything else */
	CODES = 28,
	CODE = 31,
	CAPITAL = 32, /* beside a code: a letter's case, */
	LETTER = 64,
	OTHER = 128, /* or no ASCII */
	OF_WORDS = LETTER,
	HASHES = 1 << 16,
	BYTES = 256,
	FOREIGN =
	    8, /* one character of so many may be no ASCII, or end a line */
	MARKS = 0xcc, /* combining marks begin with it or with 0xcd */
};

static struct {
	uint64_t first[HASHES / 64];       /* by the first, if all are ASCII */
	uint64_t pair[BYTES * BYTES / 64]; /* by two bytes, if one is not */
	uint8_t code[BYTES];               /* of a byte, with what it is */
	const uint16_t *fold;              /* the lexicon's */
} may;

static bool
is_set(const uint64_t *bits, size_t i)
{
	return bits[i / 64] >> i % 64 & 1;
}

static void
set(uint64_t *bits, size_t i)
{
	bits[i / 64] |= UINT64_C(1) << i % 64;
}

static inline size_t
hash(const uint8_t code[FIRST])
{
	uint32_t all = (code[0] & CODE) | (uint32_t)(code[1] & CODE) << 5 |
	    (uint32_t)(code[2] & CODE) << 10 | (uint32_t)(code[3] & CODE) << 15;

	return all * UINT32_C(0x9e3779b1) >> 16;
}

/* Whatever stands from i on. */
static void
add_any(size_t i, uint8_t code[FIRST])
{
	if (i == FIRST) {
		set(may.first, hash(code));
		return;
	}
	for (code[i] = 0; code[i] < CODES; code[i]++)
		add_any(i + 1, code);
}

/* What stands where the word goes on at i: a space of it is any or no gaps, and
 * behind it there is no letter; of what has gaps it does not matter. */
static void
add_first(const uint16_t *word, size_t i, uint8_t code[FIRST])
{
	if (i == FIRST) {
		add_any(i, code);
	} else if (*word == 0) {
		if (memchr(code, CODE_GAP, i) != NULL) {
			add_any(i, code);
			return;
		}
		code[i] = 0;
		add_any(i + 1, code);
		code[i] = CODE_GAP;
		add_any(i + 1, code);
	} else if (*word == ' ') {
		add_first(word + 1, i, code);
		code[i] = CODE_GAP;
		add_first(word, i + 1, code);
	} else if (*word < LEXICON_HIGH) {
		code[i] = may.code[*word] & CODE;
		add_first(word + 1, i + 1, code);
	}
}

/* Bytes that may be the letter or begin it, or a mark; 0 is the word's end. */
static void
add_bytes(uint32_t letter, bool second[BYTES])
{
	uint32_t cp;
	size_t b;

	for (b = 0; b < BYTES; b++)
		second[b] = second[b] || letter == 0 || may.fold[b] == letter;
	for (cp = LEXICON_HIGH; cp < LEXICON_CP; cp++)
		if (may.fold[cp] == letter)
			second[0xc0 | cp >> 6] = true;
	second[MARKS] = second[MARKS + 1] = true;
}

/* Bytes that may stand behind the first letter of a word. */
static void
add_second(const uint16_t *word, bool second[BYTES])
{
	size_t b;

	if (word[1] != ' ') {
		add_bytes(word[1], second);
		return;
	}
	add_bytes(word[2], second);
	add_bytes(0xa0, second);
	for (b = 0; b < LEXICON_HIGH; b++)
		second[b] = second[b] || lexicon_gap((uint32_t)b);
}

/* The first letter as one byte, before those, or as two of UTF-8. */
static void
add_pairs(uint32_t letter, const bool second[BYTES])
{
	size_t b, c;

	for (b = 0; b < BYTES; b++)
		for (c = 0; may.fold[b] == letter && c < BYTES; c++)
			if (second[c])
				set(may.pair, b << 8 | c);
	for (b = LEXICON_HIGH; b < LEXICON_CP; b++)
		if (may.fold[b] == letter)
			set(may.pair,
			    (0xc0 | b >> 6) << 8 | (0x80 | (b & 0x3f)));
}

/* Is it of those that are told: of accounts, of persons and documents? */
static bool
is_told(const struct word *word)
{
	return word->kind >= WORD_ACCOUNT && word->kind <= WORD_LICENCE;
}

/* All words that begin with a letter at once; those of other kinds are none. */
static void
add_letter(const struct lexicon *l, uint32_t letter)
{
	bool second[BYTES] = { false }, any = false;
	uint32_t last = UINT32_MAX; /* many that follow begin alike */
	uint8_t code[FIRST];
	size_t i;

	for (i = 0; i < words_n; i++) {
		if (!is_told(&words[i]) || l->word[i].fold[0] != letter)
			continue;
		any = true;
		add_first(l->word[i].fold, 0, code);
		if (l->word[i].fold[1] == ' ' || l->word[i].fold[1] != last)
			add_second(l->word[i].fold, second);
		last = l->word[i].fold[1];
	}
	if (any)
		add_pairs(letter, second);
}

static bool
is_letter(uint8_t c)
{
	return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
}

static uint8_t
code_of(uint8_t c)
{
	if (c >= LEXICON_HIGH)
		return OTHER;
	if (lexicon_gap(c))
		return CODE_GAP;
	if (!is_letter(c))
		return 0;
	return (c & CODE) | LETTER | (c <= 'Z' ? CAPITAL : 0);
}

static void
make(void)
{
	const struct lexicon *l = lexicon();
	uint32_t cp;
	bool done[LEXICON_CP] = { false };
	size_t b, c, i;

	may.fold = l->folded;
	for (b = 0; b < BYTES; b++)
		may.code[b] = code_of((uint8_t)b);
	for (i = 0; i < words_n; i++) {
		cp = l->word[i].fold[0];
		if (!done[cp])
			add_letter(l, cp);
		done[cp] = true;
	}
	for (b = 0; b < BYTES; b++)
		for (c = 0; c < BYTES; c++)
			if (l->pair[b][c] != 0)
				set(may.pair, b << 8 | c);
}

/* Is it a capital behind none?  A word ends there, and one begins. */
static bool
is_capital(const struct fx_window *w, size_t i)
{
	return char_upper(w, i) && !char_upper(w, i - 1);
}

/* What is beyond ASCII may be anything, and so may what follows it. */
static inline bool
may_begin(const struct fx_window *w, size_t i)
{
	uint8_t c = may.code[w->p[i]], before;

	if (c < OF_WORDS)
		return false;
	before = i > 0 ? may.code[w->p[i - 1]] : 0;
	return (c & OTHER) != 0 || (before & LETTER) == 0 ||
	    ((c & CAPITAL) != 0 && (before & CAPITAL) == 0);
}

/* The next character at i that is no combining mark, folded; 0: there is none.
 * Returns the place behind it. */
static size_t
element(const struct fx_window *w, size_t i, uint32_t *cp)
{
	size_t n;

	for (*cp = 0; i < w->len; i += n) {
		n = 1;
		*cp = w->p[i];
		if (w->unit == 2)
			*cp = w->enc == FX_UTF16LE ? fx_le16(w->raw + 2 * i)
						   : fx_be16(w->raw + 2 * i);
		else if (w->enc == FX_ASCII && *cp >= 0x80 &&
		    (n = fx_utf8_decode(w->p + i, w->len - i, cp)) == 0)
			*cp = w->p[i], n = 1;
		if (*cp < 0x300 || *cp > 0x36f) {
			*cp = *cp < LEXICON_CP ? may.fold[*cp] : text_fold(*cp);
			return i + n;
		}
		*cp = 0;
	}
	return i;
}

/* Does the word stand at i?  Of one that has spaces or is not all ASCII it does
 * not matter how it ends. */
static bool
stands(const struct fx_window *w, size_t i, const uint16_t *word)
{
	bool free = false;
	size_t next;
	uint32_t cp;

	for (; *word != 0; word++) {
		next = element(w, i, &cp);
		if (*word == ' ') {
			for (free = true; lexicon_gap(cp);)
				next = element(w, i = next, &cp);
			continue;
		}
		if (cp != *word)
			return false;
		free = free || w->p[i] >= 0x80;
		i = next;
	}
	return free || i >= w->len || !is_letter(w->p[i]) || is_capital(w, i);
}

/* Is it of what words are made of? */
static bool
in_word(uint8_t c)
{
	return c >= 0x80 || is_letter(c) || c == '\'' || lexicon_gap(c);
}

/* The kinds of the words that stand at a place. */
__attribute__((noinline)) static uint32_t
kinds_at(const struct fx_window *w, size_t at)
{
	const struct lexicon *l = lexicon();
	uint32_t first, second, kinds = 0;
	size_t bucket[2], k, i;

	element(w, element(w, at, &first), &second);
	bucket[0] = lexicon_hash(first, second);
	bucket[1] = lexicon_hash(first, 0);
	for (k = 0; k < FX_LEN(bucket); k++)
		for (i = l->head[bucket[k]]; i != 0; i = l->next[i - 1])
			if (is_told(&words[i - 1]) &&
			    stands(w, at, l->word[i - 1].fold))
				kinds |= WORD_SET(words[i - 1].kind);
	for (i = at; i < w->len && in_word(w->p[i]); i++)
		if (w->p[i] >= LEXICON_HIGH && w->enc == FX_ASCII)
			return kinds | words_page_kinds(w->p, w->len, at);
	return kinds;
}

/* May one stand there that a capital inside ends? */
static bool
ends_early(const uint8_t code[FIRST])
{
	uint8_t cut[FIRST] = { code[0] };
	size_t i;

	for (i = 1; i < FIRST; i++) {
		if ((code[i] & CAPITAL) != 0 && (code[i - 1] & CAPITAL) == 0 &&
		    is_set(may.first, hash(cut)))
			return true;
		cut[i] = code[i];
	}
	return false;
}

/* May one stand there, by the first bytes? */
static bool
looks_good(const struct fx_window *w, size_t at)
{
	uint8_t code[FIRST] = { 0 }, behind;
	size_t i, n = w->len - at < FIRST ? w->len - at : FIRST;

	for (i = 0; i < n; i++)
		code[i] = may.code[w->p[at + i]];
	behind = code[1] | code[2] | code[3];
	if (((code[0] | behind) & OTHER) != 0)
		return w->unit == 2 ||
		    is_set(may.pair,
			(size_t)w->p[at] << 8 | (n > 1 ? w->p[at + 1] : 0));
	return is_set(may.first, hash(code)) ||
	    ((behind & CAPITAL) != 0 && ends_early(code));
}

static uint32_t
look_at(const struct fx_window *w, size_t at)
{
	return looks_good(w, at) ? kinds_at(w, at) : 0;
}

/* Is so much of it no ASCII, or no text at all, that to look is dear? */
static bool
is_foreign(const struct fx_window *w, size_t from, size_t to)
{
	size_t n = 0, i;

	for (i = from; i < to; i += FX_LETTERS)
		n += (size_t)__builtin_popcountll(
		    fx_letters_at(w->p + i, to - i).plain);
	return to - from - n > (to - from) / FOREIGN;
}

/* Where do words begin, as may_begin has it, of FX_LETTERS characters from i on
 * and before to? */
static uint64_t
begins(const struct fx_window *w, size_t i, size_t to)
{
	const struct fx_letters l = fx_letters_at(w->p + i, to - i);
	const uint8_t c = i > 0 ? may.code[w->p[i - 1]] : 0;
	const uint64_t letter = (c & LETTER) != 0, capital = (c & CAPITAL) != 0;

	return l.high | (l.letter & ~(l.letter << 1 | letter)) |
	    (l.capital & ~(l.capital << 1 | capital));
}

uint32_t
words_may(const struct fx_window *w, size_t from, size_t to)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;
	uint32_t kinds = 0;
	uint64_t bits;
	size_t i;

	if (is_foreign(w, from, to))
		return UINT32_MAX;
	pthread_once(&once, make);
	for (i = from; i < to; i += FX_LETTERS)
		for (bits = begins(w, i, to); bits != 0; bits &= bits - 1)
			kinds |= look_at(w, i + (size_t)__builtin_ctzll(bits));
	return kinds;
}

/*
 * Words that stand in the window for they end or begin where it cuts one, or
 * where it cuts the bytes of a character.
 */
static uint32_t
cut_words(const struct fx_window *w)
{
	uint32_t kinds = may_begin(w, 0) ? look_at(w, 0) : 0;
	bool cut = false;
	size_t i;

	for (i = 1; i <= 3 && i <= w->len; i++)
		cut = cut || w->p[w->len - i] >= 0xc0;
	for (i = w->len;
	     i > 0 && (cut ? in_word(w->p[i - 1]) : is_letter(w->p[i - 1]));
	     i--)
		if (may_begin(w, i - 1))
			kinds |= look_at(w, i - 1);
	return kinds;
}

uint32_t
words_left(const struct fx_window *w, size_t at, uint32_t kinds)
{
	uint32_t lacking;

	/* the number cuts a word: anything may be */
	if (at > 0 && is_letter(w->p[at]) && is_letter(w->p[at - 1]))
		return kinds;
	lacking = fx_window_lacking(w);
	if ((lacking & kinds) == 0)
		return kinds;
	return (~lacking | cut_words(w)) & kinds;
}
