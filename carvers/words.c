/* words.c - find the words of words.def in a text */
#include <string.h>

#include "forensic/utf8.h"
#include "text.h"

const struct word words[] = {
#define WORD(lang, text, kind, bits) { lang, text, WORD_##kind, bits },
#include "words.def"
#undef WORD
};
const size_t words_n = FX_LEN(words);

enum { SHORT = 3 };

static bool
gap(uint32_t cp)
{
	return cp == ' ' || cp == '_' || cp == '-' || cp == '.' || cp == '+' ||
	    cp == '/' || cp == '\t' || cp == 0xa0;
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
	size_t left = strlen(word), i = from, len;
	uint32_t cp;

	for (; left > 0; word += len, left -= len) {
		if (*word == ' ') {
			for (len = 1; i < t->n && gap(t->fold[i]);)
				i++;
			continue;
		}
		len = fx_utf8_decode(word, left, &cp);
		if (len == 0 || i >= t->n || t->fold[i] != text_fold(cp))
			return 0;
		i++;
	}
	if (!ends(t, i) ||
	    (i - from < SHORT && from > 0 && text_digit(t, from - 1)))
		return 0;
	return i;
}

void
words_find(const struct text *t, word_found *found, void *arg)
{
	const struct word *word;
	uint32_t cp;
	size_t i, end;

	for (word = words; word < words + words_n; word++) {
		if (fx_utf8_decode(word->text, strlen(word->text), &cp) == 0)
			continue;
		i = t->head[text_fold(cp) % TEXT_BUCKETS];
		for (; i != TEXT_NONE; i = t->next[i])
			if ((end = match(t, word->text, i)) != 0)
				found(t, word, i, end, arg);
	}
}

bool
words_at(const struct text *t, size_t from, size_t to, enum word_kind kind)
{
	const struct word *word;

	for (word = words; word < words + words_n; word++)
		if (word->kind == kind && match(t, word->text, from) == to)
			return true;
	return false;
}
