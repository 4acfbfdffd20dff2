/* phrase.c - words of BIP-39's list that follow each other */
#include "phrase.h"

#include <string.h>

#include "chars.h"
#include "forensic/hash.h"

static bool
is_letter(const struct fx_window *w, size_t i)
{
	return char_alnum(w, i) && !char_digit(w, i);
}

/* How many letters stand from i on, and up to i? One more than a word has. */
static size_t
letters_at(const struct fx_window *w, size_t i)
{
	size_t n = 0;

	while (n <= FX_WORD_MOST && is_letter(w, i + n))
		n++;
	return n;
}

static size_t
letters_before(const struct fx_window *w, size_t i)
{
	size_t n = 0;

	while (n <= FX_WORD_MOST && n < i && is_letter(w, i - 1 - n))
		n++;
	return n;
}

/* The same of others, and of gaps. */
static size_t
gap_at(const struct fx_window *w, size_t i)
{
	size_t n = 0;

	while (n <= FX_WORD_GAP && i + n < w->len && !is_letter(w, i + n))
		n++;
	return n;
}

static size_t
gap_before(const struct fx_window *w, size_t i)
{
	size_t n = 0;

	while (n <= FX_WORD_GAP && n < i && !is_letter(w, i - 1 - n))
		n++;
	return n;
}

/* Take the n letters at i. Returns false if they are no word of the list. */
static bool
take(const struct fx_window *w, size_t i, size_t n, struct phrase_word *word)
{
	char text[FX_WORD_MOST];
	size_t k;

	word->at = i;
	word->len = n;
	word->word = -1;
	if (n < FX_WORD_LEAST || n > FX_WORD_MOST)
		return false;
	for (k = 0; k < n; k++)
		text[k] = (char)(w->p[i + k] | 0x20);
	word->word = fx_seed_word(text, n);
	return word->word != -1;
}

/* The kind of the n characters at i, and a number in them: the last. */
static void
read_gap(const struct fx_window *w, size_t i, size_t n,
    struct phrase_word *word)
{
	size_t k, len = 0;
	unsigned int number = 0;
	char c, last = 0;

	memset(word->kind, 0, sizeof(word->kind));
	word->number = 0;
	word->sound = true;
	for (k = 0; k < n && k < FX_WORD_GAP; k++, last = c) {
		c = (char)w->p[i + k];
		if (char_digit(w, i + k)) {
			if (last < '0' || last > '9')
				number = 0;
			number = number * 10 + (unsigned int)(c - '0');
			word->number = number <= PHRASE_NUMBER ? (uint8_t)number
							       : PHRASE_NUMBER;
			continue;
		}
		if (c == '\r' || c == '\t')
			c = ' ';
		word->sound &= c == '\n' || (c & 0x60) != 0 || (c & 0x80) != 0;
		if (c == '\n' && len > 0 && word->kind[len - 1] == ' ')
			len--;
		if (c != ' ' ||
		    (len > 0 && strchr(" \n", word->kind[len - 1]) == NULL) ||
		    len == 0)
			word->kind[len++] = c;
	}
}

static void
read_before(struct phrase *p, const struct fx_window *w, size_t at)
{
	bool listed = true;
	size_t i, gap, n;

	p->nbefore = 0;
	for (i = at; listed && p->nbefore < PHRASE_BESIDE; i -= gap + n) {
		gap = gap_before(w, i);
		if (gap == 0 || gap == i || gap > FX_WORD_GAP)
			break;
		n = letters_before(w, i - gap);
		listed = take(w, i - gap - n, n, &p->before[p->nbefore]);
		read_gap(w, i - gap, gap, &p->before[p->nbefore++]);
	}
}

void
phrase_read(struct phrase *p, const struct fx_window *w, size_t at)
{
	size_t gap = gap_before(w, at), i = at, n;
	bool listed = true;

	if (gap > FX_WORD_GAP)
		gap = FX_WORD_GAP; /* it may be a number */
	for (p->n = p->all = 0; listed && p->n < PHRASE_WORDS; i += n + gap) {
		n = letters_at(w, i);
		if (n == 0)
			break;
		listed = take(w, i, n, &p->w[p->all]);
		read_gap(w, i - gap, gap, &p->w[p->all++]);
		p->n += listed;
		gap = gap_at(w, i + n);
		if (gap > FX_WORD_GAP)
			break;
	}
	read_before(p, w, at);
}

/* Does the kind stand between the first n words? */
static bool
is_kind(const struct phrase *p, size_t n, const struct phrase_word *word)
{
	size_t i;

	for (i = 1; i < n; i++)
		if (memcmp(p->w[i].kind, word->kind, PHRASE_KIND) == 0)
			return true;
	return false;
}

/*
 * Are the words numbered from 1 to n?  Their places by that, or by the order
 * they stand in.
 */
static bool
order(const struct phrase *p, size_t n, uint16_t words[PHRASE_MOST])
{
	bool seen[PHRASE_MOST + 1] = { false };
	size_t i, k;

	for (i = 0; i < n; i++) {
		k = p->w[i].number;
		if (k == 0 || k > n || seen[k])
			break;
		seen[k] = true;
		words[k - 1] = (uint16_t)p->w[i].word;
	}
	if (i == n)
		return true;
	for (i = 0; i < n; i++)
		words[i] = (uint16_t)p->w[i].word;
	return false;
}

/* Words of the list beside the first n that go on the same way, of the `all` at
 * w.  Is it an edge where none does, listed or not? */
static size_t
beside(const struct phrase *p, size_t n, const struct phrase_word *w,
    size_t all, struct phrase_view *v)
{
	size_t i;

	if (all == 0 || !is_kind(p, n, w))
		v->edges++;
	for (i = 0; i < all && i < PHRASE_BESIDE && w[i].word != -1 &&
	     is_kind(p, n, &w[i]);
	     i++)
		;
	return i;
}

bool
phrase_view(const struct phrase *p, size_t n, struct phrase_view *v)
{
	size_t i;

	if (n > p->n || n > PHRASE_MOST)
		return false;
	*v = (struct phrase_view){ .n = n };
	for (i = 1; i < n; i++) {
		if (!p->w[i].sound)
			return false;
		v->kinds += !is_kind(p, i, &p->w[i]);
	}
	v->numbered = order(p, n, v->words);
	v->left = beside(p, n, p->before, v->numbered ? 0 : p->nbefore, v);
	v->right = beside(p, n, &p->w[n],
	    v->numbered && p->w[n].number != n + 1 ? 0 : p->all - n, v);
	return true;
}

size_t
phrase_text(const uint16_t *words, size_t n, char out[PHRASE_TEXT])
{
	size_t i, len = 0, k;
	const char *word;

	for (i = 0; i < n; i++) {
		if (i > 0)
			out[len++] = ' ';
		word = fx_seed_text(words[i]);
		k = strlen(word);
		memcpy(out + len, word, k);
		len += k;
	}
	out[len] = '\0';
	return len;
}

static const struct {
	uint64_t sum;
	const char *publisher;
} known[] = {
#define TESTSEED(sum, publisher) { UINT64_C(sum), publisher },
#include "testseed.def"
#undef TESTSEED
};

const char *
phrase_test(const char *text, size_t n)
{
	uint8_t sum[FX_SHA256_LEN];
	size_t i;

	if (fx_sha256(sum, text, n) == -1)
		return NULL;
	for (i = 0; i < FX_LEN(known); i++)
		if (known[i].sum == fx_be64(sum))
			return known[i].publisher;
	return NULL;
}
