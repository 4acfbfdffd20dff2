/* bank.h - bank accounts in a text: IBANs, and what stands around a number */
#ifndef BANK_H
#define BANK_H

#include "forensic/check.h"
#include "forensic/iban.h"
#include "sep.h"
#include "text.h"

enum {
	IBAN_REACH = 96, /* characters of one with its separators */
	IBAN_GROUPS = 17,
};

/* An IBAN as it stands in a text. */
struct iban {
	size_t at, len; /* in the window */
	size_t n;
	char text[FX_IBAN_MOST + 1];   /* capitals, no separators */
	const struct fx_iban_row *row; /* NULL: no country of the registry */
	bool pass;                     /* MOD 97-10 */
	bool lower;                    /* small letters in it */
	bool grouped, fours;           /* in groups; of four */
};

/*
 * Is there something of an IBAN's form at w->p[at], its first letter: of a
 * registered country in its length and form, or of another country in digits?
 * Looks at 4 characters before the place and at IBAN_REACH + 1 from it on.
 */
bool iban_read(const struct fx_window *w, size_t at, struct iban *iban);

/*
 * The next IBAN in w from *from on whose check digits hold, or false; *from
 * goes past its first character.
 */
bool iban_next(const struct fx_window *w, size_t *from, struct iban *iban);

/* Is it an example of the registry or of a manual? */
bool iban_test(const char *text);

/*
 * How many of an account's last characters may be shown such that at least 10^5
 * numbers stay possible: 4, 2 or 0.  account is its n characters without the
 * codes of bank and branch; fixed of them are check digits, or else no secret;
 * nor are the zeros that fill it.
 */
size_t bank_tail(const char *account, size_t n, size_t fixed);

/*
 * Mask an IBAN of n characters, FX_IBAN_LEAST to FX_IBAN_MOST capitals and
 * digits: country, check digits and the last four stand, less of them by
 * bank_tail.  out has n + 1 bytes.
 */
void bank_mask_iban(const char *iban, size_t n, char *out);

/* Kinds of words, as bits of a set. */
#define BANK_WORD(kind) (1u << (unsigned int)(kind))
#define BANK_WORDS (BANK_WORD(WORD_ACCOUNT) | BANK_WORD(WORD_ROUTING))

/*
 * May bank_context give something for BANK_WORDS near the number at w->p[at]?
 * Looks at little, for probes whose hints are words_may.
 */
bool bank_may(const struct fx_window *w, size_t at);

/*
 * Weigh the words around a hit that are of the kinds in the set: the best one
 * counts, less if it stands on another line, more if it is the hit's label; and
 * what its message's format says it is.  A label that says it is something else
 * takes off.  langs are the languages it would be said in, or NULL for any;
 * a word of another is worth less, an English one the least so.
 */
void bank_words(const struct fx_window *w, struct fx_hit *hit,
    unsigned int kinds, const char *langs);

/* The best of what bank_words would give, in bits; 0: nothing. */
int bank_context(struct beside *b, size_t at, size_t len, unsigned int kinds,
    const char *langs);

#endif
