/* words.c - find the words of the lexicon in a text */
#include "lexicon.h"

enum { SHORT = 3 };

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
match(const struct text *t, const uint16_t *word, size_t from)
{
	size_t i = from;

	for (; *word != 0; word++) {
		if (*word == ' ')
			while (i < t->n && lexicon_gap(t->fold[i]))
				i++;
		else if (i >= t->n || t->fold[i++] != *word)
			return 0;
	}
	if (!ends(t, i) ||
	    (i - from < SHORT && from > 0 && text_digit(t, from - 1)))
		return 0;
	return i;
}

void
words_add(struct text *t, const struct word *word, size_t from, size_t to)
{
	if (t->nfound < TEXT_WORDS)
		t->found[t->nfound++] = (struct found){ word, (uint16_t)from,
			(uint16_t)to };
}

/* Does a stand behind b? */
static bool
behind(const struct found *a, const struct found *b)
{
	return a->word != b->word ? a->word > b->word : a->from > b->from;
}

void
words_sort(struct text *t)
{
	struct found f;
	size_t i, k;

	for (i = 1; i < t->nfound; i++) {
		f = t->found[i];
		for (k = i; k > 0 && behind(&t->found[k - 1], &f); k--)
			t->found[k] = t->found[k - 1];
		t->found[k] = f;
	}
}

/* Words of a bucket that stand at from. */
static void
find_at(struct text *t, const struct lexicon *l, size_t bucket, size_t from)
{
	size_t i, end;

	for (i = l->head[bucket]; i != 0; i = l->next[i - 1])
		if ((end = match(t, l->word[i - 1].fold, from)) != 0)
			words_add(t, &words[i - 1], from, end);
}

void
words_find(struct text *t)
{
	const struct lexicon *l = lexicon();
	size_t i, one, two;

	for (i = 0; i < t->n; i++) {
		if (!begins(t, i))
			continue;
		one = lexicon_hash(t->fold[i], 0);
		two = lexicon_hash(t->fold[i], text_char(t, i + 1));
		find_at(t, l, one, i);
		if (two != one)
			find_at(t, l, two, i);
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
