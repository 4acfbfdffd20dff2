/* weights.c - sums of weighted digits, and numbers too long for a register */
#include "forensic/check.h"

static int
value_of(char c)
{
	return c == '<' ? 0 : fx_check_value(c);
}

int
fx_weighted(const char *s, size_t n, const uint8_t *weights, size_t nw)
{
	int sum = 0, v;
	size_t i;

	for (i = 0; i < n; i++) {
		if ((v = value_of(s[i])) == -1)
			return -1;
		sum += v * weights[i % nw];
	}
	return sum;
}

int
fx_weighted_back(const char *s, size_t n, const uint8_t *weights, size_t nw)
{
	int sum = 0, v;
	size_t i;

	for (i = 0; i < n; i++) {
		if ((v = value_of(s[n - 1 - i])) == -1)
			return -1;
		sum += v * weights[i % nw];
	}
	return sum;
}

int
fx_digits_mod(const char *digits, size_t n, uint32_t m)
{
	uint32_t r = 0;
	size_t i;

	for (i = 0; i < n; i++) {
		if (digits[i] < '0' || digits[i] > '9')
			return -1;
		r = (r * 10 + (uint32_t)(digits[i] - '0')) % m;
	}
	return n > 0 ? (int)r : -1;
}

int64_t
fx_digits_number(const char *digits, size_t n)
{
	int64_t v = 0;
	size_t i;

	if (n == 0 || n > 18)
		return -1;
	for (i = 0; i < n; i++) {
		if (digits[i] < '0' || digits[i] > '9')
			return -1;
		v = v * 10 + (digits[i] - '0');
	}
	return v;
}
