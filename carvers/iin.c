/* iin.c - whose card numbers begin like this: the rows of iin.def */
#include <pthread.h>
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

/* Rows by the first two digits, in their order: few are left to compare. */
static struct {
	uint16_t from[101]; /* of row, for each two digits, and the end */
	uint8_t row[2 * FX_LEN(rows) + 200];
} by_two;
_Static_assert(FX_LEN(rows) <= UINT8_MAX, "a row's number is a byte");

static unsigned int
two(const char *digits)
{
	return (unsigned int)(digits[0] - '0') * 10 +
	    (unsigned int)(digits[1] - '0');
}

/* Of prefixes of one digit, too. */
static bool
begins(const struct pan_iin *row, unsigned int first)
{
	if (row->lo[1] == '\0')
		return first / 10 >= (unsigned int)(row->lo[0] - '0') &&
		    first / 10 <= (unsigned int)(row->hi[0] - '0');
	return first >= two(row->lo) && first <= two(row->hi);
}

static void
make(void)
{
	unsigned int first;
	uint16_t n = 0;
	size_t i;

	for (first = 0; first < 100; first++) {
		by_two.from[first] = n;
		for (i = 0; i < FX_LEN(rows); i++)
			if (begins(&rows[i], first) && n < FX_LEN(by_two.row))
				by_two.row[n++] = (uint8_t)i;
	}
	by_two.from[first] = n;
}

const struct pan_iin *
pan_iin(const char *digits, size_t n)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;
	const struct pan_iin *row;
	unsigned int first;
	size_t i, k;

	if (n > PAN_MAX || n < 2)
		return NULL;
	pthread_once(&once, make);
	first = two(digits);
	for (i = by_two.from[first]; i < by_two.from[first + 1]; i++) {
		row = &rows[by_two.row[i]];
		if ((row->lengths & L(n)) == 0)
			continue;
		k = strlen(row->lo);
		if (memcmp(digits, row->lo, k) >= 0 &&
		    memcmp(digits, row->hi, k) <= 0)
			return row;
	}
	return NULL;
}
