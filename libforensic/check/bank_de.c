/*
 * bank_de.c - Germany: bank code (BLZ) and account number
 *
 * Each bank chooses one of some 150 methods for its accounts (Deutsche
 * Bundesbank, Pruefzifferberechnungsmethoden); which one stands in a file that
 * changes four times a year.  This scheme sees the form, and that is all it
 * says.
 */
#include <string.h>

#include "internal.h"

enum { BLZ = 8, ACCOUNT = 10 };

/* "37040044/532013000": the account has ten digits at most. */
static enum fx_answer
check(const char *text, size_t n, struct fx_checked *out)
{
	enum fx_answer got = fx_take(out, text, n, " -");
	const char *account = out->value + BLZ;
	char whole[] = "000000000000000000";

	if (got != FX_VALID)
		return got;
	if (strspn(out->value, "0123456789") < BLZ)
		return FX_BAD_FORMAT;
	account += *account == '/';
	n = strlen(account);
	if (strspn(account, "0123456789") != n)
		return FX_BAD_FORMAT;
	if (n == 0 || n > ACCOUNT)
		return FX_BAD_LENGTH;
	if (out->value[0] == '0' || out->value[0] == '9')
		return FX_BAD_COMPONENT; /* clearing areas are 1 to 8 */
	memcpy(whole, out->value, BLZ);
	memcpy(whole + BLZ + ACCOUNT - n, account, n);
	memcpy(out->value, whole, sizeof whole);
	out->n = BLZ + ACCOUNT;
	fx_tell(out, "bank", whole, BLZ);
	fx_tell(out, "account", whole + BLZ, ACCOUNT);
	return FX_NOT_CHECKABLE;
}

const struct fx_scheme fx_scheme_bank_de_blz = {
	.name = "bank:de.blz",
	.about = "German bank code and account number, BLZ/account",
	.standard = "Deutsche Bundesbank, Pruefzifferberechnungsmethoden; by "
		    "libktoblzcheck where it is installed",
	.tenths = 33,
	.check = check,
};
