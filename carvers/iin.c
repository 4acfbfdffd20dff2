/* iin.c - whose card numbers begin like this: the rows of iin.def */
#include <string.h>

#include "pan.h"
#include "score.h"

enum { S = BITS_IIN_STRONG, W = BITS_IIN_WEAK };

#define L(n) (UINT32_C(1) << (n))
#define DINERS (L(14) | L(16) | L(17) | L(18) | L(19))
#define MAESTRO (L(12) | L(13) | L(14) | L(15) | L(16) | L(17) | L(18) | L(19))

static const struct pan_iin rows[] = {
#define IIN(scheme, lo, hi, lengths, bits, luhn) \
	{ scheme, lo, hi, lengths, bits, luhn },
#include "iin.def"
#undef IIN
};

const struct pan_iin *
pan_iin(const char *digits, size_t n)
{
	size_t i, k;

	for (i = 0; i < FX_LEN(rows); i++) {
		k = strlen(rows[i].lo);
		if (n <= PAN_MAX && (rows[i].lengths & L(n)) != 0 &&
		    memcmp(digits, rows[i].lo, k) >= 0 &&
		    memcmp(digits, rows[i].hi, k) <= 0)
			return &rows[i];
	}
	return NULL;
}
