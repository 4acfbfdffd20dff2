/* internal.h - what the schemes of this folder share */
#ifndef CHECK_INTERNAL_H
#define CHECK_INTERNAL_H

#include "forensic/check.h"
#include "forensic/scheme.h"

/*
 * Do the national check digits hold in a BBAN that has the form of its country
 * in iban.def?  FX_NOT_CHECKABLE for one whose bank has none.
 */
typedef enum fx_answer fx_bban_fn(const char *bban);

fx_bban_fn fx_bban_al, fx_bban_be, fx_bban_cz, fx_bban_ee, fx_bban_es,
    fx_bban_fi, fx_bban_fr, fx_bban_hr, fx_bban_hu, fx_bban_is, fx_bban_it,
    fx_bban_nl, fx_bban_no, fx_bban_pl, fx_bban_tn;
fx_bban_fn fx_bban_97; /* the whole is MOD 97-10: BA ME MK PT RS SI TL XK */

static inline enum fx_answer
fx_holds(bool good)
{
	return good ? FX_VALID : FX_BAD_CHECKSUM;
}

/* How a country writes its account numbers. */
struct fx_bban {
	const char *form; /* of the BBAN of its IBANs, as in iban.def */
	const char *skip; /* separators */
	size_t bank;      /* so many characters are the bank's code */
	fx_bban_fn *check;
};

/* Take an account number of that form, tell its bank, ask its check. */
enum fx_answer fx_take_bban(struct fx_checked *out, const char *text, size_t n,
    const struct fx_bban *b);

#endif
