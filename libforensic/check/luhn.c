/* luhn.c - the check digit of ISO/IEC 7812-1, annex B */
#include "forensic/check.h"

bool
fx_luhn_ok(const char *digits, size_t n)
{
	unsigned int d, sum = 0;
	size_t i;

	for (i = 0; i < n; i++) {
		d = (unsigned int)(digits[n - 1 - i] - '0');
		if (i % 2 == 1) /* every second digit from the right, doubled */
			d = d < 5 ? d * 2 : d * 2 - 9;
		sum += d;
	}
	return n > 0 && sum % 10 == 0;
}
