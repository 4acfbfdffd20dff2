/* sums.c - check digits for what is planted, by their definitions */
#include <string.h>

#include "sums.h"

char
sums_luhn(const char *digits, size_t n)
{
	unsigned int d, sum = 0;
	size_t i;

	for (i = 0; i < n; i++) {
		d = (unsigned int)(digits[n - 1 - i] - '0');
		if (i % 2 == 0)
			d = d < 5 ? 2 * d : 2 * d - 9;
		sum += d;
	}
	return (char)('0' + (10 - sum % 10) % 10);
}

bool
sums_luhn_ok(const char *digits, size_t n)
{
	return n > 1 && digits[n - 1] == sums_luhn(digits, n - 1);
}

unsigned int
sums_97(const char *s, size_t n)
{
	unsigned int rest = 0;
	size_t i;

	for (i = 0; i < n; i++)
		if (s[i] >= 'A')
			rest = (rest * 100 + (unsigned int)(s[i] - 'A' + 10)) %
			    97;
		else
			rest = (rest * 10 + (unsigned int)(s[i] - '0')) % 97;
	return rest;
}

bool
sums_iban_ok(const char *iban)
{
	size_t n = strlen(iban);
	char turned[64];

	if (n < 5 || n >= sizeof(turned))
		return false;
	memcpy(turned, iban + 4, n - 4);
	memcpy(turned + n - 4, iban, 4);
	return sums_97(turned, n) == 1;
}

char
sums_731(const char *s, size_t n)
{
	static const unsigned int weight[] = { 7, 3, 1 };
	unsigned int v, sum = 0;
	size_t i;

	for (i = 0; i < n; i++) {
		v = 0;
		if (s[i] >= '0' && s[i] <= '9')
			v = (unsigned int)(s[i] - '0');
		else if (s[i] >= 'A' && s[i] <= 'Z')
			v = (unsigned int)(s[i] - 'A' + 10);
		sum += v * weight[i % 3];
	}
	return (char)('0' + sum % 10);
}

char
sums_routing(const char *eight)
{
	static const unsigned int weight[] = { 3, 7, 1 };
	unsigned int sum = 0;
	size_t i;

	for (i = 0; i < 8; i++)
		sum += (unsigned int)(eight[i] - '0') * weight[i % 3];
	return (char)('0' + (10 - sum % 10) % 10);
}

char
sums_gs1(const char *twelve)
{
	unsigned int sum = 0;
	size_t i;

	for (i = 0; i < 12; i++)
		sum += (unsigned int)(twelve[i] - '0') * (i % 2 == 0 ? 1u : 3u);
	return (char)('0' + (10 - sum % 10) % 10);
}
