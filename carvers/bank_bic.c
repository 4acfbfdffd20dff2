/*
 * bank_bic.c - business identifier codes (ISO 9362)
 *
 * More than a third of all words of eight capitals have the form of one, so
 * there is none without its own label or an IBAN of its bank, as far as the
 * IBAN tells that, within reach.
 */
#include <ctype.h>
#include <string.h>

#include "bank.h"
#include "carvers.h"
#include "chars.h"
#include "score.h"

enum {
	BIC_SHORT = 8,
	BIC_LONG = 11,
	BIC_BANK = 4, /* letters of the bank, then two of the country */
	HINT = 48,
	STRETCH = 64,   /* characters that are looked at in one go */
	CLUSTER = 4,    /* so many consonants in a row are in no common word */
	LINE_LEAST = 5, /* letters of a word of capitals in its line, and ... */
	LINE_WORDS = 2, /* ... how many of them make it a heading */
};

/* Length of the code at a place, or 0: capitals and digits, all of a word. */
static size_t
bic_len(const struct fx_window *w, size_t at)
{
	size_t n = BIC_SHORT; /* which the anchor has seen */

	if (w->len - at < BIC_SHORT)
		return 0;
	while (
	    n <= BIC_LONG && (char_upper(w, at + n) || char_digit(w, at + n)))
		n++;
	if (n != BIC_SHORT && n != BIC_LONG)
		return 0;
	return at + n < w->len && isalpha(w->p[at + n]) ? 0 : n;
}

/* Is there any of its labels shortly before it?  The lexicon says which. */
static bool
hinted(const struct fx_window *w, size_t at)
{
	size_t i = at > HINT ? at - HINT : 0;

	for (; i + 3 <= at; i++) {
		if ((w->p[i + 1] | 0x20) == 'i' && (w->p[i] | 0x20) == 'b' &&
		    (w->p[i + 2] | 0x20) == 'c')
			return true;
		if ((w->p[i + 1] | 0x20) == 'w' && (w->p[i] | 0x20) == 's' &&
		    (w->p[i + 2] | 0x20) == 'i')
			return true;
	}
	return false;
}

/* Does a sign of a field stand before it: "SWIFT: ", "<BIC>"? */
static bool
parted(const struct fx_window *w, size_t at)
{
	while (at > 0 && (w->p[at - 1] == ' ' || w->p[at - 1] == '"'))
		at--;
	return at > 0 && w->p[at - 1] != '\0' &&
	    strchr(":=>|#(/\t", w->p[at - 1]) != NULL;
}

/*
 * May n characters be a word of a language: letters alone, never four
 * consonants in a row, and no pair of letters at the end of eight, as codes of
 * places often have it (COBADEFF)?
 */
static bool
plain(const struct fx_window *w, size_t at, size_t n)
{
	size_t run = 0, i;

	for (i = at; i < at + n; i++) {
		if (!char_upper(w, i))
			return false;
		run = strchr("AEIOUY", w->p[i]) != NULL ? 0 : run + 1;
		if (run == CLUSTER)
			return false;
	}
	return n != BIC_SHORT || w->p[i - 1] != w->p[i - 2];
}

/* Do other plain words of capitals stand in its line? */
static bool
in_capitals(const struct fx_window *w, size_t at)
{
	size_t i = at, from, others = 0;

	while (i > 0 && w->p[i - 1] != '\n' && w->p[i - 1] != '\r')
		i--;
	while (i < w->len && w->p[i] != '\n' && w->p[i] != '\r') {
		for (from = i; char_upper(w, i);)
			i++;
		if (from != at && i - from >= LINE_LEAST &&
		    (from == 0 || !isalnum(w->p[from - 1])) &&
		    (i == w->len || !isalnum(w->p[i])))
			others += plain(w, from, i - from);
		i += i == from;
	}
	return others >= LINE_WORDS;
}

/*
 * Do letters of a country, in either case, and two digits begin at one of n
 * characters?  Without a branch in it, it is done by whole registers where n is
 * known.
 */
static inline bool
may_begin(const uint8_t *p, size_t n, const uint8_t cc[2])
{
	uint8_t any = 0;
	size_t i;

	for (i = 0; i < n; i++)
		any |= (uint8_t)((p[i] & 0xdf) == cc[0]) &
		    (uint8_t)((p[i + 1] & 0xdf) == cc[1]) &
		    (uint8_t)((uint8_t)(p[i + 2] - '0') < 10) &
		    (uint8_t)((uint8_t)(p[i + 3] - '0') < 10);
	return any != 0;
}

/* Do they in the window?  To look for these is cheap. */
static bool
may_have_iban(const struct fx_window *w, const char *country)
{
	const uint8_t cc[2] = { (uint8_t)country[0], (uint8_t)country[1] };
	size_t i, end = w->len < 3 ? 0 : w->len - 3;

	if (end < STRETCH)
		return may_begin(w->p, end, cc);
	for (i = 0; i + STRETCH < end; i += STRETCH)
		if (may_begin(w->p + i, STRETCH, cc))
			return true;
	return may_begin(w->p + end - STRETCH, STRETCH, cc);
}

/*
 * Is there an IBAN of its country, and of its bank where that country's begin
 * with the four letters that BICs begin with, too?  *bank: they do.
 */
static bool
beside_iban(const struct fx_window *w, size_t at, bool *bank)
{
	const char *code = (const char *)w->p + at;
	struct iban iban;
	size_t from = 0;

	if (!may_have_iban(w, code + BIC_BANK))
		return false;
	while (iban_next(w, &from, &iban)) {
		if (iban.row == NULL ||
		    memcmp(iban.text, code + BIC_BANK, 2) != 0)
			continue;
		*bank = fx_form_ok("4a", iban.text + 4, BIC_BANK);
		if (!*bank || memcmp(iban.text + 4, code, BIC_BANK) == 0)
			return true;
	}
	return false;
}

/* Bits of the word for such codes that is its label; 0: none is. */
static int
label_bits(const struct fx_window *w, size_t at)
{
	const struct found *f;
	struct text t;
	size_t direct;
	int bits = 0;

	text_read(&t, w, at > HINT ? at - HINT : 0, at);
	direct = text_direct(&t);
	for (f = t.found; f < t.found + t.nfound; f++)
		if (f->word->kind == WORD_BIC && f->to >= direct &&
		    f->word->bits + BITS_BANK_LABEL > bits)
			bits = f->word->bits + BITS_BANK_LABEL;
	return bits;
}

/*
 * Does a word for such codes stand before it: right before what may be a plain
 * word?  Of "swift", which is a language and a bird too, a sign must part it:
 * "SWIFT: ".
 */
static bool
labelled(const struct fx_window *w, size_t at, size_t n)
{
	int sign = parted(w, at) ? BITS_BANK_LABEL : 0;
	struct beside beside;

	if (!hinted(w, at))
		return false;
	if (plain(w, at, n))
		return label_bits(w, at) + sign >= BITS_BIC_WORD;
	beside_init(&beside, w);
	return bank_context(&beside, at, n, BANK_WORD(WORD_BIC), NULL) + sign >=
	    BITS_BIC_WORD;
}

/* What an IBAN beside it is worth. */
static void
weigh_iban(const struct fx_window *w, bool bank, struct fx_hit *hit)
{
	fx_hit_why(hit, BITS_BIC_IBAN, "beside-iban");
	if (bank)
		return;
	if (plain(w, hit->at, hit->len))
		fx_hit_why(hit, BITS_BIC_PLAIN, "plain-word");
	if (in_capitals(w, hit->at))
		fx_hit_why(hit, BITS_BIC_CAPITALS, "capitals");
}

static bool
probe(const struct fx_window *w, size_t at, struct fx_hit *hit)
{
	const char *text = (const char *)w->p + at;
	size_t n = bic_len(w, at);
	bool iban, bank = false;
	struct fx_checked c;

	if (n == 0 || !fx_country_ok(text + BIC_BANK))
		return false;
	iban = beside_iban(w, at, &bank);
	if ((!iban && !labelled(w, at, n)) ||
	    fx_scheme_check(fx_scheme_find(fx_schemes, "bic"), text, n, &c) !=
		FX_VALID)
		return false;
	memset(hit, 0, sizeof *hit);
	hit->at = at;
	hit->len = n;
	memcpy(hit->value, c.value, n + 1);
	fx_hit_why(hit, BITS_BIC, "form");
	if (iban)
		weigh_iban(w, bank, hit);
	fx_hit_attr(hit, "country", fx_checked_part(&c, "country"));
	fx_hit_attr(hit, "bank", fx_checked_part(&c, "institution"));
	return true;
}

/* Words that are not its own say that codes are spoken of, not that it is one.
 */
static void
fields(const struct fx_window *w, struct fx_hit *hit)
{
	/* without an IBAN beside it only its label made it one */
	if (hit->nwhy > 1 && !labelled(w, hit->at, hit->len))
		return;
	bank_words(w, hit, BANK_WORD(WORD_BIC), NULL);
	if (parted(w, hit->at))
		fx_hit_why(hit, BITS_BANK_LABEL, "field");
}

/* A bank's code is nobody's secret. */
static void
mask(const char *value, char *out, size_t cap)
{
	size_t n = strlen(value), i;

	for (i = 0; i < n && fx_check_value(value[i]) != -1; i++)
		;
	if (i < n || (n != BIC_SHORT && n != BIC_LONG) || n >= cap)
		fx_mask(NULL, value, out);
	else
		memcpy(out, value, n + 1);
}

const struct fx_carver carver_bank_bic = {
	.name = "bank.bic",
	.about = "business identifier codes of banks (ISO 9362)",
	.group = "bank",
	.version = 4,
	.reach = BIC_LONG,
	.anchors = { { .kind = FX_ANCHOR_SHAPE,
	    .text = "AAAAAAXX",
	    .flags = FX_ANCHOR_BEGINS } },
	.probe = probe,
	.fields = fields,
	.mask = mask,
	.attrs = {
		{ "country", FX_PUBLIC, false },
		{ "bank", FX_PUBLIC, false },
	},
};
