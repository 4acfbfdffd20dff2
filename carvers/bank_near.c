/* bank_near.c - words and fields around an account, and what they are worth */
#include <ctype.h>
#include <string.h>

#include "bank.h"
#include "score.h"
#include "words_may.h"

/* The best word so far, and one that says it is something else. */
struct seen {
	unsigned int kinds;
	const char *langs;
	const struct word *best, *denied;
	int bits;
};

static bool
breaks(const struct text *t, size_t from, size_t to)
{
	for (; from < to && from < t->n; from++)
		if (t->fold[from] == '\n' || t->fold[from] == '\r')
			return true;
	return false;
}

/* What a word of another language is worth less. */
static int
foreign(const struct word *word, const char *langs)
{
	if (langs == NULL || strstr(langs, word->lang) != NULL)
		return 0;
	return strcmp(word->lang, "en") == 0 ? BITS_BANK_ENGLISH
					     : BITS_BANK_FOREIGN;
}

/* Look at the words of t, of which those from direct on are labels. */
static void
see(const struct text *t, size_t direct, struct seen *s)
{
	bool before = direct != SIZE_MAX;
	const struct found *f;
	size_t i;
	int bits;

	for (i = 0; i < t->nfound; i++) {
		f = &t->found[i];
		if (f->word->kind == WORD_NOT && f->to >= direct &&
		    strcmp(f->word->text, "iban") != 0)
			s->denied = f->word;
		if ((s->kinds & BANK_WORD(f->word->kind)) == 0)
			continue;
		bits = f->word->bits - foreign(f->word, s->langs);
		if (f->to >= direct)
			bits += BITS_BANK_LABEL;
		else if (before ? breaks(t, f->to, t->n)
				: breaks(t, 0, f->from))
			bits += BITS_BANK_FAR;
		if (bits > s->bits) {
			s->best = f->word;
			s->bits = bits;
		}
	}
}

static struct seen
look(struct beside *b, size_t at, size_t len, unsigned int kinds,
    const char *langs)
{
	struct seen s = { .kinds = kinds, .langs = langs };

	beside_read(b, at, len);
	see(&b->before, b->direct, &s);
	see(&b->after, SIZE_MAX, &s);
	return s;
}

static uint8_t
back(const struct fx_window *w, size_t at, size_t n)
{
	return at >= n ? w->p[at - n] : 0;
}

/*
 * Is it the account of a field of an MT message, ":59:/" or ":25:" right before
 * it?  *tag is its two digits.  (SWIFT Standards MT, category 1 and 9: fields
 * 25, 50 and 52 to 59 hold accounts.)
 */
static bool
mt_field(const struct fx_window *w, size_t at, char tag[3])
{
	size_t n = 1;
	int number;

	if (back(w, at, n) == '/')
		n++;
	if (back(w, at, n++) != ':')
		return false;
	if (isupper(back(w, at, n)))
		n++;
	if (!isdigit(back(w, at, n)) || !isdigit(back(w, at, n + 1)) ||
	    back(w, at, n + 2) != ':')
		return false;
	tag[0] = (char)back(w, at, n + 1);
	tag[1] = (char)back(w, at, n);
	tag[2] = '\0';
	number = (tag[0] - '0') * 10 + (tag[1] - '0');
	return number == 25 || number == 50 || (number >= 52 && number <= 59);
}

bool
bank_may(const struct fx_window *w, size_t at)
{
	uint8_t c = back(w, at, 1);

	return c == ':' || c == '/' || words_left(w, at, BANK_WORDS) != 0;
}

int
bank_context(struct beside *b, size_t at, size_t len, unsigned int kinds,
    const char *langs)
{
	struct seen s = look(b, at, len, kinds, langs);
	char tag[3];

	if (s.bits < BITS_BANK_TAG && mt_field(b->w, at, tag))
		return BITS_BANK_TAG;
	return s.bits;
}

void
bank_words(const struct fx_window *w, struct fx_hit *hit, unsigned int kinds,
    const char *langs)
{
	struct beside b;
	struct seen s;
	char tag[3];

	beside_init(&b, w);
	s = look(&b, hit->at, hit->len, kinds, langs);
	if (mt_field(w, hit->at, tag) && s.bits < BITS_BANK_TAG)
		fx_hit_why(hit, BITS_BANK_TAG, "mt:%s", tag);
	else if (s.bits > 0)
		fx_hit_why(hit, s.bits, "near:%s", s.best->text);
	if (s.denied != NULL)
		fx_hit_why(hit, BITS_WORD_NOT, "label:%s", s.denied->text);
}
