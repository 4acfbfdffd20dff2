/*
 * bank_mask.c - how much of an account may be shown
 *
 * Whoever holds a record and knows how a country makes its accounts could try
 * what the mask hides until the check digits hold.  The codes of bank and
 * branch count as known: there are few of them, and a BIC found beside the
 * account tells the bank.
 */
#include <string.h>

#include "bank.h"
#include "forensic/bytes.h"

enum {
	FREE = 5, /* digits, that is 10^5 numbers to try */
	TAIL = 4, /* last characters that stand, or half of them, or none */
	FILL = 8, /* zeros behind a Hungarian account of eight digits */
	MOD97 = 2,
};

/* What the accounts of a country hold besides free digits. */
static const struct {
	char cc[3];
	uint8_t skip;  /* characters between the codes and the account */
	uint8_t fixed; /* check digits in it (by 11: a little more than one
	                  each, so 2 where nothing else is left), currencies,
	                  what is the same in most */
} layouts[] = {
	{ "AL", 1, 0 }, /* the check of the codes */
	{ "BA", 0, 2 },
	{ "BE", 0, 2 },
	{ "BI", 0, 2 },
	{ "BR", 0, 2 }, /* kind of the account, which owner */
	{ "CZ", 0, 2 },
	{ "DE", 0, 1 }, /* by the bank's own method */
	{ "DJ", 0, 2 },
	{ "DK", 0, 2 },
	{ "EE", 0, 1 },
	{ "ES", 2, 0 },
	{ "FI", 3, 1 }, /* zeros fill it behind the sixth digit */
	{ "FO", 0, 2 },
	{ "FR", 0, 2 },
	{ "GB", 0, 1 },
	{ "GL", 0, 2 },
	{ "HR", 0, 1 },
	{ "HU", 1, 1 },
	{ "IE", 0, 1 },
	{ "IS", 0, 8 }, /* the owner's number holds a date */
	{ "MC", 0, 2 },
	{ "ME", 0, 2 },
	{ "MK", 0, 2 },
	{ "MR", 0, 2 },
	{ "MU", 0, 6 }, /* 000 and a currency */
	{ "NL", 0, 2 },
	{ "NO", 0, 2 },
	{ "PT", 0, 2 },
	{ "RS", 0, 2 },
	{ "SC", 0, 3 },
	{ "SE", 0, 1 },
	{ "SI", 0, 2 },
	{ "SK", 0, 2 },
	{ "ST", 0, 2 },
	{ "TL", 0, 2 },
	{ "TN", 0, 2 },
	{ "XK", 0, 2 },
};

size_t
bank_tail(const char *account, size_t n, size_t fixed)
{
	size_t spare, tail = TAIL, zeros = strspn(account, "0");

	spare = n - (zeros < n ? zeros : n);
	if (n > FILL && spare > FILL && strspn(account + n - FILL, "0") == FILL)
		spare -= FILL;
	while (tail > 0 && spare < FREE + fixed + tail)
		tail /= 2;
	return tail > 1 ? tail : 0;
}

/* Characters of a BBAN before its account, and how many of it are not free. */
static size_t
codes(const char *iban, size_t *fixed)
{
	const struct fx_iban_row *row = fx_iban_row(iban);
	size_t bank, branch, i;

	*fixed = MOD97;
	if (row == NULL)
		return 10; /* as many as in most of the registry */
	*fixed = 0;
	bank = (size_t)row->bank + row->nbank;
	branch = (size_t)row->branch + row->nbranch;
	bank = branch > bank ? branch : bank;
	for (i = 0; i < FX_LEN(layouts); i++)
		if (memcmp(layouts[i].cc, iban, 2) == 0) {
			*fixed = layouts[i].fixed;
			bank += layouts[i].skip;
		}
	return bank;
}

void
bank_mask_iban(const char *iban, size_t n, char *out)
{
	size_t fixed, at = 4 + codes(iban, &fixed), tail;
	bool whole;

	at = at < n ? at : n;
	whole = bank_tail(iban + at, n - at, fixed + MOD97) == TAIL;
	tail = bank_tail(iban + at, n - at, fixed);
	memset(out, '*', n);
	memcpy(out, iban, whole ? 4 : 2);
	memcpy(out + n - tail, iban + n - tail, tail);
	out[n] = '\0';
}
