/* nation_near.c - what the words near a number of a person are worth */
#include "chars.h"
#include "nation.h"
#include "score.h"

#include <string.h>

enum {
	GLUE = 12,  /* characters between a label and its number */
	LABEL = 64, /* ... and those of one */
};

#define SET(kind) (1u << (unsigned int)WORD_##kind)
static const unsigned int documents = SET(PASSPORT) | SET(CARDID) |
    SET(LICENCE);
/* Labels of these say that a number is none of a person. */
static const unsigned int others = SET(NOT) | SET(NUMBER) | SET(ACCOUNT) |
    SET(IBAN) | SET(BIC) | SET(ROUTING) | SET(COIN) | SET(PERSON) | SET(TAX) |
    SET(SOCIAL) | SET(PASSPORT) | SET(CARDID) | SET(LICENCE);

static unsigned int
set_of(const struct word *word)
{
	return 1u << (unsigned int)word->kind;
}

/* What a word is worth less for numbers of a country. */
static int
foreign(const struct word *word, const struct nation *row)
{
	if (word->of != NULL)
		return strstr(word->of, row->country) != NULL ? 0
							      : BITS_ID_FOREIGN;
	if (strcmp(word->lang, "en") == 0) /* it is said everywhere */
		return BITS_ID_ENGLISH;
	return strstr(row->langs, word->lang) != NULL ? 0 : BITS_ID_FOREIGN;
}

/* Is it said of numbers of other countries alone? */
static bool
of_others(const struct word *word, const struct nation *row)
{
	return word->of != NULL && strstr(word->of, row->country) == NULL;
}

static bool
breaks(const struct text *t, size_t from, size_t to)
{
	for (; from < to && from < t->n; from++)
		if (t->fold[from] == '\n' || t->fold[from] == '\r')
			return true;
	return false;
}

static int
worth(const struct text *t, bool before, const struct found *f, bool label,
    const struct nation *row)
{
	int bits = f->word->bits;

	if (label && bits < BITS_ID_LABEL_LEAST)
		bits = BITS_ID_LABEL_LEAST;
	if (label)
		bits += BITS_ID_LABEL;
	else if (before ? breaks(t, f->to, t->n) : breaks(t, 0, f->from))
		bits += BITS_ID_FAR;
	return bits - foreign(f->word, row);
}

static void
see(const struct text *t, bool before, size_t direct, const struct nation *row,
    struct nation_words *out)
{
	const struct found *f;
	bool label;
	int bits;

	for (f = t->found; f < t->found + t->nfound; f++) {
		label = before && f->to >= direct;
		if ((set_of(f->word) & row->kinds) == 0) {
			if (label && (set_of(f->word) & others) != 0)
				out->denied = f->word;
			continue;
		}
		bits = worth(t, before, f, label, row);
		if (label && of_others(f->word, row)) {
			out->denied = f->word;
			label = false;
		}
		out->label = out->label || label;
		out->own = out->own || foreign(f->word, row) == 0;
		if (bits > out->bits) {
			out->bits = bits;
			out->best = f->word;
		}
	}
}

void
nation_weigh(const struct beside *b, const struct nation *row,
    struct nation_words *out)
{
	memset(out, 0, sizeof *out);
	see(&b->before, true, b->direct, row, out);
	see(&b->after, false, 0, row, out);
	if (out->label)
		out->denied = NULL;
}

bool
nation_document(const struct fx_window *w, size_t at)
{
	struct text t;
	size_t i = at, n, direct;

	for (n = 0;
	     n < GLUE && i > 0 && w->p[i - 1] < 0x80 && !char_alnum(w, i - 1);
	     n++)
		i--;
	if (i == 0 || char_digit(w, i - 1) || n == GLUE)
		return false;
	text_read(&t, w, at > LABEL ? at - LABEL : 0, at);
	direct = text_direct(&t);
	for (i = 0; i < t.nfound; i++)
		if (t.found[i].to >= direct &&
		    (set_of(t.found[i].word) & documents) != 0)
			return true;
	return false;
}
