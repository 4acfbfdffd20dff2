/* mrz_repair.c - undo confusions of characters where check digits prove it */
#include <string.h>

#include "forensic/bytes.h"
#include "mrz_layout.h"

/* Letters that are taken for a digit, and the digit. */
static const char *const groups[] = { "0OQD", "1IL", "2Z", "5S", "6G", "8B" };

/* Only digits can stand there: letters that look like one become it. */
static size_t
digits(struct fx_mrz *m, size_t at, size_t n)
{
	size_t i, k, changed = 0;

	for (i = at; i < at + n; i++)
		for (k = 0; k < FX_LEN(groups); k++)
			if (strchr(groups[k] + 1, m->text[i]) != NULL) {
				m->text[i] = groups[k][0];
				changed++;
			}
	return changed;
}

size_t
fx_mrz_repair(const struct fx_mrz *m, struct fx_mrz *fixed)
{
	const struct mrz_layout *l = &mrz_layouts[m->kind];
	const uint8_t checks[] = { l->number_check, l->birth_check,
		l->expiry_check, l->optional_check, l->composite };
	size_t i, changed;

	*fixed = *m;
	changed = digits(fixed, l->birth.at, l->birth.n);
	changed += digits(fixed, l->expiry.at, l->expiry.n);
	for (i = 0; i < FX_LEN(checks); i++)
		if (checks[i] != 0)
			changed += digits(fixed, checks[i], 1);
	mrz_look(fixed);
	return (fixed->faults & FX_MRZ_CHECKS) == 0 ? changed : 0;
}
