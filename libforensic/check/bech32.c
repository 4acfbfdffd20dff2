/* bech32.c - bytes in base 32: Bech32, Bech32m and CashAddr */
#include <string.h>

#include "coin.h"
#include "forensic/bech32.h"

static const char charset[] = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";

enum { BECH32_SUM = 6, CASH_SUM = 8, CASH_LEAST = 42, CASH_MOST = 112 };
enum { WITNESS_V0 = 1, WITNESS_V1 = 0x2bc830a3, WITNESS_MOST = 16 };

/* The five bits of a character, -1 for any other. */
static int
five(char c)
{
	const char *p = c != '\0' ? strchr(charset, c) : NULL;

	return p != NULL ? (int)(p - charset) : -1;
}

/* One more symbol into a remainder of 30 bits (BIP-173, "Checksum"). */
static uint32_t
bech32_step(uint32_t sum, unsigned int v)
{
	static const uint32_t gen[] = { 0x3b6a57b2, 0x26508e6d, 0x1ea119fa,
		0x3d4233dd, 0x2a1462b3 };
	uint32_t top = sum >> 25;
	size_t i;

	sum = (sum & 0x1ffffff) << 5 ^ v;
	for (i = 0; i < 5; i++)
		sum ^= (top >> i & 1) != 0 ? gen[i] : 0;
	return sum;
}

/* The same with 40 bits. */
static uint64_t
cash_step(uint64_t sum, unsigned int v)
{
	static const uint64_t gen[] = { 0x98f2bc8e61, 0x79b76d99e2,
		0xf33e5fb3c4, 0xae2eabe2a8, 0x1e4f43e470 };
	uint64_t top = sum >> 35;
	size_t i;

	sum = (sum & 0x07ffffffff) << 5 ^ v;
	for (i = 0; i < 5; i++)
		sum ^= (top >> i & 1) != 0 ? gen[i] : 0;
	return sum;
}

/* n characters as bytes. Returns false if the last bits left over are no
 * padding: five or more, or not zero. */
static bool
to_bytes(const char *s, size_t n, uint8_t *out, size_t *len)
{
	uint32_t acc = 0, bits = 0;
	size_t i;

	*len = 0;
	for (i = 0; i < n; i++) {
		acc = (acc << 5 | (uint32_t)five(s[i])) & 0xfff;
		for (bits += 5; bits >= 8; bits -= 8)
			out[(*len)++] = (uint8_t)(acc >> (bits - 8));
	}
	return bits < 5 && (acc & ((1U << bits) - 1)) == 0;
}

static bool
all_five(const char *s, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (five(s[i]) == -1)
			return false;
	return true;
}

static uint32_t
bech32_sum(const char *hrp, const char *s, size_t n)
{
	uint32_t sum = 1;
	size_t i;

	for (i = 0; hrp[i] != '\0'; i++)
		sum = bech32_step(sum, (unsigned char)hrp[i] >> 5);
	sum = bech32_step(sum, 0);
	for (i = 0; hrp[i] != '\0'; i++)
		sum = bech32_step(sum, (unsigned char)hrp[i] & 31);
	for (i = 0; i < n; i++)
		sum = bech32_step(sum, (unsigned int)five(s[i]));
	return sum;
}

int
fx_bech32_read(const char *hrp, const char *s, size_t n, uint8_t *out,
    size_t len)
{
	uint8_t bytes[FX_BECH32_TEXT];
	size_t h = strlen(hrp), got;

	if (n > FX_BECH32_TEXT || n < h + 1 + BECH32_SUM ||
	    memcmp(s, hrp, h) != 0 || s[h] != '1')
		return -1;
	s += h + 1;
	n -= h + 1;
	if (!all_five(s, n) || bech32_sum(hrp, s, n) != 1 ||
	    !to_bytes(s, n - BECH32_SUM, bytes, &got) || got != len)
		return -1;
	memcpy(out, bytes, len);
	explicit_bzero(bytes, sizeof(bytes)); /* it may be a key */
	return 0;
}

size_t
fx_bech32_write(const char *hrp, const uint8_t *p, size_t len,
    char out[FX_BECH32_TEXT + 1])
{
	size_t h = strlen(hrp), n = h + 1, i;
	uint32_t acc = 0, bits = 0, sum;

	if (len > FX_BECH32_BYTES ||
	    h + 1 + (8 * len + 4) / 5 + BECH32_SUM > FX_BECH32_TEXT)
		return 0;
	memcpy(out, hrp, h);
	out[h] = '1';
	for (i = 0; i < len; i++) {
		acc = (acc << 8 | p[i]) & 0xfff;
		for (bits += 8; bits >= 5; bits -= 5)
			out[n++] = charset[acc >> (bits - 5) & 31];
	}
	if (bits > 0)
		out[n++] = charset[acc << (5 - bits) & 31];
	/* As BIP-173 has it: the checksum of what ends in six zeros. */
	memset(out + n, charset[0], BECH32_SUM);
	sum = bech32_sum(hrp, out + h + 1, n + BECH32_SUM - h - 1) ^ 1;
	for (i = 0; i < BECH32_SUM; i++)
		out[n++] = charset[sum >> 5 * (BECH32_SUM - 1 - i) & 31];
	out[n] = '\0';
	return n;
}

int
bech32_read(const char *hrp, const char *s, size_t n,
    uint8_t out[BECH32_PROGRAM], size_t *len)
{
	uint8_t bytes[BECH32_TEXT];
	size_t h = strlen(hrp);
	int version;

	if (n > BECH32_TEXT || n < h + 1 + BECH32_SUM + 1 ||
	    memcmp(s, hrp, h) != 0 || s[h] != '1')
		return BECH32_FORM;
	s += h + 1;
	n -= h + 1;
	if (!all_five(s, n) || (version = five(s[0])) > WITNESS_MOST)
		return BECH32_FORM;
	if (bech32_sum(hrp, s, n) != (version == 0 ? WITNESS_V0 : WITNESS_V1))
		return BECH32_BAD;
	if (!to_bytes(s + 1, n - 1 - BECH32_SUM, bytes, len) || *len < 2 ||
	    *len > BECH32_PROGRAM || (version == 0 && *len != 20 && *len != 32))
		return BECH32_FORM;
	memcpy(out, bytes, *len);
	return version;
}

int
cash_read(const char *s, size_t n, uint8_t out[BASE58_BYTES], size_t *len)
{
	static const char prefix[] = "bitcoincash";
	static const uint8_t sizes[] = { 20, 24, 28, 32, 40, 48, 56, 64 };
	uint8_t bytes[CASH_MOST];
	uint64_t sum = 1;
	size_t i;

	if (n < CASH_LEAST || n > CASH_MOST || !all_five(s, n))
		return BECH32_FORM;
	for (i = 0; prefix[i] != '\0'; i++)
		sum = cash_step(sum, (unsigned char)prefix[i] & 31);
	sum = cash_step(sum, 0);
	for (i = 0; i < n; i++)
		sum = cash_step(sum, (unsigned int)five(s[i]));
	if (sum != 1)
		return BECH32_BAD;
	if (!to_bytes(s, n - CASH_SUM, bytes, len) ||
	    *len != 1U + sizes[bytes[0] & 7] || (bytes[0] & 0x80) != 0)
		return BECH32_FORM;
	*len -= 1;
	memcpy(out, bytes + 1, *len);
	return bytes[0];
}
