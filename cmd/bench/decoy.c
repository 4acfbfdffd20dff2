/* decoy.c - the table of look-alikes */
#include <string.h>

#include "decoy.h"
#include "sums.h"

const struct decoy decoys[] = {
#define DECOY(name, function, kind) { name, decoy_##function, DECOY_##kind },
#include "decoys.def"
#undef DECOY
	{ 0 },
};

bool
decoy_valid(const char *kind, const char *value)
{
	if (strcmp(kind, "card.pan") == 0)
		return sums_luhn_ok(value, strlen(value));
	if (strcmp(kind, "bank.iban") == 0)
		return sums_iban_ok(value);
	return false;
}
