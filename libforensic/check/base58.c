/* base58.c - numbers in base 58, and the check sum behind them */
#include <string.h>

#include "coin.h"
#include "forensic/hash.h"

const char base58_bitcoin[] =
    "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
const char base58_xrp[] =
    "rpshnaf39wBUDNEGHJKLM4PQRST7VWXYZ2bcdeCg65jkm8oFqi1tuvAxyz";

enum { LIMBS = BASE58_BYTES / 4, GROUP = 11, GROUP_BYTES = 8, SUM = 4 };

static int
digit_of(const char *alphabet, char c)
{
	const char *p = c != '\0' ? strchr(alphabet, c) : NULL;

	return p != NULL ? (int)(p - alphabet) : -1;
}

/* num * 58 + digit. Returns false if it does not fit. */
static bool
add_digit(uint32_t num[LIMBS], int digit)
{
	uint64_t carry = (uint64_t)digit;
	size_t i;

	for (i = 0; i < LIMBS; i++) {
		carry += (uint64_t)num[i] * 58;
		num[i] = (uint32_t)carry;
		carry >>= 32;
	}
	return carry == 0;
}

int
base58_read(const char *alphabet, const char *s, size_t n,
    uint8_t out[BASE58_BYTES])
{
	uint32_t num[LIMBS] = { 0 }; /* the least first */
	size_t i, zeros = 0, size = BASE58_BYTES;
	int d;

	if (n > BASE58_TEXT)
		return -1;
	while (zeros < n && s[zeros] == alphabet[0])
		zeros++;
	for (i = zeros; i < n; i++)
		if ((d = digit_of(alphabet, s[i])) == -1 || !add_digit(num, d))
			return -1;
	while (size > 0 && (num[(size - 1) / 4] >> (size - 1) % 4 * 8) == 0)
		size--;
	if (zeros + size > BASE58_BYTES)
		return -1;
	memset(out, 0, zeros);
	for (i = 0; i < size; i++)
		out[zeros + size - 1 - i] = (uint8_t)(num[i / 4] >> i % 4 * 8);
	return (int)(zeros + size);
}

/* n digits, at most 11, as bytes, big-endian. Returns false if they do not
 * fit. */
static bool
read_group(const char *s, size_t n, uint8_t *out, size_t bytes)
{
	uint64_t v = 0;
	size_t i;
	int d;

	for (i = 0; i < n; i++)
		if ((d = digit_of(base58_bitcoin, s[i])) == -1 ||
		    __builtin_mul_overflow(v, (uint64_t)58, &v) ||
		    __builtin_add_overflow(v, (uint64_t)d, &v))
			return false;
	if (bytes < GROUP_BYTES && v >> 8 * bytes != 0)
		return false;
	for (i = bytes; i > 0; i--, v >>= 8)
		out[i - 1] = (uint8_t)v;
	return true;
}

int
base58_read_groups(const char *s, size_t n, uint8_t out[BASE58_BYTES])
{
	/* Bytes that so many digits give; -1: no number of bytes needs them. */
	static const int8_t bytes[GROUP + 1] = { 0, -1, 1, 2, -1, 3, 4, 5, -1,
		6, 7, 8 };
	size_t i, k;
	int len = 0;

	for (i = 0; i < n; i += k) {
		k = n - i < GROUP ? n - i : GROUP;
		if (bytes[k] == -1 || len + bytes[k] > BASE58_BYTES ||
		    !read_group(s + i, k, out + len, (size_t)bytes[k]))
			return -1;
		len += bytes[k];
	}
	return len;
}

bool
base58_check(const uint8_t *p, size_t n)
{
	uint8_t sum[FX_SHA256_LEN];

	return n > SUM && fx_sha256(sum, p, n - SUM) == 0 &&
	    fx_sha256(sum, sum, sizeof sum) == 0 &&
	    memcmp(sum, p + n - SUM, SUM) == 0;
}
