/* digits.c - numbers in text, as escapes write them */
#include "digits.h"

unsigned int
digit_value(uint8_t c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'z')
		return c - 'a' + 10u;
	if (c >= 'A' && c <= 'Z')
		return c - 'A' + 10u;
	return 36;
}

size_t
digits_read(const uint8_t *p, size_t n, unsigned int base, size_t least,
    size_t most, uint32_t *value)
{
	uint64_t sum = 0;
	size_t i;

	for (i = 0; i < n && i < most && digit_value(p[i]) < base; i++) {
		sum = sum * base + digit_value(p[i]);
		if (sum > UINT32_MAX)
			sum = UINT32_MAX;
	}
	*value = (uint32_t)sum;
	return i < least ? 0 : i;
}
