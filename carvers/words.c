/* words.c - find the words of words.def in a text */
#include "text.h"

const struct word words[] = {
#define WORD(lang, text, kind, bits) { lang, text, WORD_##kind, bits },
#include "words.def"
#undef WORD
};
const size_t words_n = FX_LEN(words);

enum {
	SHORT = 3,
	BUCKETS = 32, /* by first letter */
	NONE = TEXT_MOST,
};

/* The places of a text where a word begins, by its letter. */
struct starts {
	uint16_t head[BUCKETS], next[TEXT_MOST];
};

/* The next folded character of a word of the table, which is UTF-8 of one and
 * two bytes a character (the tests see to it). */
static inline uint32_t
next(const char **word)
{
	const unsigned char *p = (const unsigned char *)*word;

	if (p[0] < 0x80) {
		*word += 1;
		return p[0] >= 'A' && p[0] <= 'Z' ? p[0] + 32u : p[0];
	}
	*word += 2;
	return text_fold((p[0] & 0x1fu) << 6 | (p[1] & 0x3fu));
}

static bool
gap(uint32_t cp)
{
	return cp == ' ' || cp == '_' || cp == '-' || cp == '.' || cp == '+' ||
	    cp == '/' || cp == '\t' || cp == 0xa0;
}

/* Does a word begin at i: a letter behind none, or a capital behind a small? */
static bool
begins(const struct text *t, size_t i)
{
	return text_letter(t->fold[i]) &&
	    (i == 0 || !text_letter(t->fold[i - 1]) ||
		(t->upper[i] && !t->upper[i - 1]));
}

/* Does a word end before i: no letter there, or a capital behind a small? */
static bool
ends(const struct text *t, size_t i)
{
	return i >= t->n || !text_letter(t->fold[i]) ||
	    (t->upper[i] && !t->upper[i - 1]);
}

/*
 * Does the word stand at from?  Returns the place behind it, or 0.  Two letters
 * behind a digit are no word: hexadecimal is full of them.
 */
static size_t
match(const struct text *t, const char *word, size_t from)
{
	size_t i = from;

	while (*word != '\0') {
		if (*word == ' ') {
			while (i < t->n && gap(t->fold[i]))
				i++;
			word++;
		} else if (i >= t->n || t->fold[i] != next(&word)) {
			return 0;
		} else {
			i++;
		}
	}
	if (!ends(t, i) ||
	    (i - from < SHORT && from > 0 && text_digit(t, from - 1)))
		return 0;
	return i;
}

static void
find_starts(const struct text *t, struct starts *s)
{
	size_t i;

	for (i = 0; i < BUCKETS; i++)
		s->head[i] = NONE;
	for (i = t->n; i-- > 0;)
		if (begins(t, i)) {
			s->next[i] = s->head[t->fold[i] % BUCKETS];
			s->head[t->fold[i] % BUCKETS] = (uint16_t)i;
		}
}

void
words_find(struct text *t)
{
	const struct word *word;
	struct starts s;
	const char *p;
	size_t i, end;

	t->nfound = 0;
	find_starts(t, &s);
	for (word = words; word < words + words_n; word++) {
		p = word->text;
		i = s.head[next(&p) % BUCKETS];
		for (; i != NONE && t->nfound < TEXT_WORDS; i = s.next[i])
			if ((end = match(t, word->text, i)) != 0)
				t->found[t->nfound++] = (struct found){ word,
					(uint16_t)i, (uint16_t)end };
	}
}

bool
words_at(const struct text *t, size_t from, size_t to, enum word_kind kind)
{
	size_t i;

	for (i = 0; i < t->nfound; i++)
		if (t->found[i].word->kind == kind &&
		    t->found[i].from == from && t->found[i].to == to)
			return true;
	return false;
}
