/*
 * bank_bic.c - business identifier codes (ISO 9362)
 *
 * More than a third of all words of eight capitals have the form of one, so
 * there is none without its own label or an IBAN within reach.
 */
#include <ctype.h>
#include <string.h>

#include "bank.h"
#include "carvers.h"
#include "score.h"

enum { BIC_SHORT = 8, BIC_LONG = 11, HINT = 48 };

static bool
upper(const struct fx_window *w, size_t i)
{
	return i < w->len && w->p[i] >= 'A' && w->p[i] <= 'Z';
}

static bool
digit(const struct fx_window *w, size_t i)
{
	return i < w->len && w->p[i] >= '0' && w->p[i] <= '9';
}

/* Length of the code at a place, or 0: capitals and digits, all of a word. */
static size_t
bic_len(const struct fx_window *w, size_t at)
{
	size_t n = 0;

	while (n <= BIC_LONG && (upper(w, at + n) || digit(w, at + n)))
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
 * Does a word for such codes stand right before it?  Of "swift", which is a
 * language and a bird too, a sign must part it: "SWIFT: ".
 */
static bool
labelled(const struct fx_window *w, size_t at, size_t n)
{
	if (!hinted(w, at))
		return false;
	return bank_context(w, at, n, BANK_WORD(WORD_BIC), NULL) +
	    (parted(w, at) ? BITS_BANK_LABEL : 0) >=
	    BITS_BIC_WORD;
}

static bool
probe(const struct fx_window *w, size_t at, struct fx_hit *hit)
{
	const struct fx_scheme *s = fx_scheme_find(fx_schemes, "bic");
	size_t n = bic_len(w, at);
	struct fx_checked c;
	bool iban;

	if (n == 0 || !fx_country_ok((const char *)w->p + at + 4) ||
	    fx_scheme_check(s, (const char *)w->p + at, n, &c) != FX_VALID)
		return false;
	iban = iban_in(w);
	if (!iban && !labelled(w, at, n))
		return false;
	memset(hit, 0, sizeof *hit);
	hit->at = at;
	hit->len = n;
	memcpy(hit->value, c.value, n + 1);
	fx_hit_why(hit, BITS_BIC, "form");
	if (iban)
		fx_hit_why(hit, BITS_BIC_IBAN, "beside-iban");
	fx_hit_attr(hit, "country", fx_checked_part(&c, "country"));
	fx_hit_attr(hit, "bank", fx_checked_part(&c, "institution"));
	return true;
}

static void
fields(const struct fx_window *w, struct fx_hit *hit)
{
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
	.version = 1,
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
