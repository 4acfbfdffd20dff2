/* iban.h - International Bank Account Numbers (ISO 13616-1:2020) */
#ifndef FORENSIC_IBAN_H
#define FORENSIC_IBAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "forensic/scheme.h"

enum {
	FX_IBAN_LEAST =
	    15, /* characters, the registry's shortest and longest */
	FX_IBAN_MOST = 34,
};

/* One country of the registry. */
struct fx_iban_row {
	const char *cc, *name;
	const char *form; /* of the BBAN, as fx_form_ok has it */
	enum fx_answer (*national)(const char *bban); /* or NULL */
	uint8_t bank, nbank; /* place of the bank's code in the BBAN */
	uint8_t branch, nbranch;
	bool decides; /* see iban.def */
};

extern const struct fx_iban_row fx_iban_rows[];
extern const size_t fx_iban_count;

/* The row of a country's two letters, or NULL. */
const struct fx_iban_row *fx_iban_row(const char *cc);

/* Characters of the country's IBANs, check digits and code included. */
size_t fx_iban_len(const struct fx_iban_row *row);

/* Do the n capital letters and digits at s pass MOD 97-10, with check digits
 * from 02 to 98? */
bool fx_iban_ok(const char *s, size_t n);

#endif
