/* iban.c - read an IBAN at a place, plain or in groups */
#include <ctype.h>
#include <string.h>

#include "bank.h"
#include "chars.h"
#include "forensic/bytes.h"
#include "forensic/scheme.h"

/*
 * Territories whose accounts are those of the country beside them, though the
 * registry has no IBAN of theirs.
 */
static const struct {
	char cc[3], of[3];
} partners[] = {
	{ "AX", "FI" },
	{ "BL", "FR" },
	{ "GF", "FR" },
	{ "GP", "FR" },
	{ "MF", "FR" },
	{ "MQ", "FR" },
	{ "NC", "FR" },
	{ "PF", "FR" },
	{ "PM", "FR" },
	{ "RE", "FR" },
	{ "TF", "FR" },
	{ "WF", "FR" },
	{ "YT", "FR" },
};

/* Take one character, as a capital. */
static void
put(struct iban *iban, uint8_t c)
{
	iban->lower = iban->lower || islower(c);
	iban->text[iban->n++] = (char)toupper(c);
}

/*
 * Take characters up to want of them, or with want 0 as many as stand there, in
 * groups with one separator.  Returns the place behind the last.
 */
static size_t
take(const struct fx_window *w, size_t at, size_t want, struct iban *iban)
{
	size_t most = want != 0 ? want : FX_IBAN_MOST, i = at, len;
	enum sep first = SEP_NONE, sep;

	iban->fours = true;
	for (;;) {
		while (iban->n < most && char_alnum(w, i))
			put(iban, w->p[i++]);
		if (iban->n == most || i - at > IBAN_REACH)
			break;
		sep = sep_at(w, i, &len);
		if (sep == SEP_NONE || !char_alnum(w, i + len) ||
		    (first != SEP_NONE && sep != first))
			break;
		if (want == 0 && iban->n % 4 != 0)
			break; /* its groups end with a short one */
		first = sep;
		iban->grouped = true;
		iban->fours = iban->fours && iban->n % 4 == 0;
		i += len;
	}
	iban->text[iban->n] = '\0';
	return i;
}

/* A country without a row: digits, but for a bank's code of four letters. */
static bool
plain_enough(const struct iban *iban)
{
	return iban->n >= FX_IBAN_LEAST && !iban->lower &&
	    strspn(iban->text + 8, "0123456789") == iban->n - 8;
}

static const struct fx_iban_row *
partner(const char *cc)
{
	size_t i;

	for (i = 0; i < FX_LEN(partners); i++)
		if (memcmp(partners[i].cc, cc, 2) == 0)
			return fx_iban_row(partners[i].of);
	return NULL;
}

/* Nothing that it would be a part of stands before it: "IBAN" may. */
static bool
begins(const struct fx_window *w, size_t at)
{
	static const char label[] = "IBAN";
	size_t i;

	if (char_begins(w, at))
		return true;
	for (i = 0; i < 4; i++)
		if (at < 4 || toupper(w->p[at - 4 + i]) != label[i])
			return false;
	return at == 4 || !char_alnum(w, at - 5);
}

bool
iban_read(const struct fx_window *w, size_t at, struct iban *iban)
{
	const struct fx_iban_row *form;
	char cc[3] = "";
	size_t end;

	memset(iban, 0, sizeof *iban);
	if (w->len < 5 || at > w->len - 5 || !char_alnum(w, at) ||
	    !char_alnum(w, at + 1) || !begins(w, at))
		return false;
	cc[0] = (char)toupper(w->p[at]);
	cc[1] = (char)toupper(w->p[at + 1]);
	if (!isdigit(w->p[at + 2]) || !isdigit(w->p[at + 3]) ||
	    !fx_country_ok(cc))
		return false;
	iban->row = fx_iban_row(cc);
	form = iban->row != NULL ? iban->row : partner(cc);
	end = take(w, at, form != NULL ? fx_iban_len(form) : 0, iban);
	if (char_alnum(w, end))
		return false;
	iban->at = at;
	iban->len = end - at;
	iban->pass = fx_iban_ok(iban->text, iban->n);
	if (form == NULL)
		return plain_enough(iban);
	return iban->n == fx_iban_len(form) &&
	    fx_form_ok(form->form, iban->text + 4, iban->n - 4);
}

bool
iban_next(const struct fx_window *w, size_t *from, struct iban *iban)
{
	size_t i;

	/* the check digits are what is rarest */
	for (i = *from + 2; i + FX_IBAN_LEAST <= w->len + 2; i++) {
		if (!isdigit(w->p[i + 1])) {
			i++; /* nor is it the first of two */
			continue;
		}
		if (isdigit(w->p[i]) && isalpha(w->p[i - 1]) &&
		    iban_read(w, i - 2, iban) && iban->pass) {
			*from = i - 1;
			return true;
		}
	}
	return false;
}

bool
iban_test(const char *text)
{
	static const char *const known[] = {
#define TESTIBAN(text) text,
#include "testiban.def"
#undef TESTIBAN
	};
	size_t i;

	for (i = 0; i < FX_LEN(known); i++)
		if (strcmp(known[i], text) == 0)
			return true;
	return false;
}
