/*
 * modulus.h - which account numbers a British sort code may have
 *
 * Pay.UK publishes, for those who send payments, a table of weights for ranges
 * of sort codes and one of substitutes (valacdos.txt, scsubtab.txt), and how to
 * use them: "Validating account numbers, UK modulus checking".  The tables
 * change some times a year and are not free to pass on, so that they are read
 * from the user's copy.
 */
#ifndef FORENSIC_MODULUS_H
#define FORENSIC_MODULUS_H

#include "forensic/err.h"
#include "forensic/scheme.h"

enum {
	FX_MODULUS_ROWS = 4096, /* the published table has some 1,200 */
	FX_MODULUS_SUBS = 256,
	FX_MODULUS_DIGITS = 14, /* of sort code and account */
};

/* The tables, in the caller's storage; zeros are none. Members are private. */
struct fx_modulus {
	size_t nrows, nsubs;
	struct fx_modulus_row {
		int32_t first, last; /* sort codes */
		int16_t weights[FX_MODULUS_DIGITS];
		uint8_t method, exception;
	} rows[FX_MODULUS_ROWS];
	struct {
		int32_t from, to;
	} subs[FX_MODULUS_SUBS];
};

/*
 * Read a table, of weights or of substitutes, a string, into m.  Returns 0; or
 * -1 and err: FX_EFORMAT or FX_ELIMIT, with the number of the line in off.
 */
int fx_modulus_read(struct fx_modulus *m, const char *text, struct fx_err *err);

/*
 * Check a sort code of six digits and an account number of eight behind it.
 * FX_NOT_CHECKABLE for a sort code that no row has, and for accounts that the
 * rules say cannot be checked.
 */
enum fx_answer fx_modulus_check(const struct fx_modulus *m,
    const char digits[FX_MODULUS_DIGITS]);

#endif
