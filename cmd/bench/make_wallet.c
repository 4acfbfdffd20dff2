/* make_wallet.c - coins: addresses and keys in base 58, Bech32 and hex */
#include <stdio.h>
#include <string.h>

#include "forensic/hash.h"
#include "forensic/wallet.h"
#include "made.h"

/* n bytes and four of check sum in base 58 (Bitcoin wiki, Base58Check). */
static void
base58(const uint8_t *p, size_t n, char *out, size_t cap)
{
	static const char digits[] = "123456789ABCDEFGHJKLMNPQRSTUVWXYZ"
				     "abcdefghijkmnopqrstuvwxyz";
	uint8_t raw[64], sum[FX_SHA256_LEN], value[96] = { 0 };
	size_t i, k, len = 0, zeros = 0;
	unsigned int carry;

	memcpy(raw, p, n);
	fx_sha256(sum, raw, n);
	fx_sha256(sum, sum, sizeof(sum));
	memcpy(raw + n, sum, 4);
	while (zeros < n && raw[zeros] == 0)
		zeros++;
	for (i = 0; i < n + 4; i++) {
		carry = raw[i];
		for (k = 0; k < len || carry > 0; k++) {
			carry += 256u * value[k];
			value[k] = (uint8_t)(carry % 58);
			carry /= 58;
			if (k == len)
				len++;
		}
	}
	for (i = 0; i < zeros && i + 1 < cap; i++)
		out[i] = '1';
	for (k = len; k > 0 && i + 1 < cap; k--)
		out[i++] = digits[value[k - 1]];
	out[i] = '\0';
}

/* BIP-173: what five bits more make of the check sum. */
static uint32_t
polymod(uint32_t sum, unsigned int v)
{
	static const uint32_t gen[] = { 0x3b6a57b2, 0x26508e6d, 0x1ea119fa,
		0x3d4233dd, 0x2a1462b3 };
	uint32_t top = sum >> 25;
	size_t i;

	sum = (sum & 0x1ffffff) << 5 ^ v;
	for (i = 0; i < 5; i++)
		if ((top >> i & 1) != 0)
			sum ^= gen[i];
	return sum;
}

/* "bc1q" with a program of 20 bytes: 32 groups of five bits. */
static void
segwit(struct rnd *r, char *out)
{
	static const char digits[] = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
	uint32_t sum = 1;
	unsigned int v;
	size_t i;

	/* The prefix as BIP-173 expands it: b, c. */
	sum = polymod(sum, 'b' >> 5);
	sum = polymod(sum, 'c' >> 5);
	sum = polymod(sum, 0);
	sum = polymod(sum, 'b' & 31);
	sum = polymod(sum, 'c' & 31);
	memcpy(out, "bc1q", 4);
	sum = polymod(sum, 0); /* version 0 */
	for (i = 0; i < 32; i++) {
		v = rnd_below(r, 32);
		out[4 + i] = digits[v];
		sum = polymod(sum, v);
	}
	for (i = 0; i < 6; i++)
		sum = polymod(sum, 0);
	sum ^= 1;
	for (i = 0; i < 6; i++)
		out[36 + i] = digits[sum >> (25 - 5 * i) & 31];
	out[42] = '\0';
}

static const struct {
	const char *coin, *before;
	uint8_t version;
	size_t bytes; /* behind the version, in base 58; 0: another form */
} coins[] = {
	{ "btc", "Bitcoin: ", 0x00, 20 },
	{ "btc", "send to ", 0x05, 20 },
	{ "btc", "wallet ", 0, 0 },
	{ "eth", "Ethereum wallet address: ", 0, 0 },
	{ "ltc", "Litecoin ", 0x30, 20 },
	{ "doge", "DOGE: ", 0x1e, 20 },
	{ "dash", "dash ", 0x4c, 20 },
	{ "trx", "USDT TRC20: ", 0x41, 20 },
	{ "btc", "privkey ", 0x80, 32 },
};

void
make_wallet_address(struct rnd *r, unsigned int n, struct made *m)
{
	size_t i, k = n % (sizeof(coins) / sizeof(coins[0]));
	uint8_t raw[40];
	char text[96];

	if (coins[k].bytes > 0) {
		raw[0] = coins[k].version;
		for (i = 0; i < coins[k].bytes; i++)
			raw[1 + i] = (uint8_t)rnd_below(r, 256);
		base58(raw, 1 + coins[k].bytes, text, sizeof(text));
	} else if (strcmp(coins[k].coin, "eth") == 0) {
		rnd_form(r, "0xhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhh", text,
		    sizeof(text));
		text[0] = '0';
	} else {
		segwit(r, text);
	}
	made_attr(m, "coin", coins[k].coin);
	made_put(m, "%s", coins[k].before);
	made_value(m, text, text);
	made_put(m, "\n");
}

/* BIP-39: 128 bits of entropy and four of their SHA-256 are twelve words. */
void
make_wallet_seed(struct rnd *r, unsigned int n, struct made *m)
{
	static const char *const before[] = { "seed phrase: ", "Mnemonic: ",
		"recovery phrase\n", "wallet backup: " };
	uint8_t raw[17], sum[FX_SHA256_LEN];
	char phrase[12 * (FX_SEED_WORD + 1) + 1] = "";
	unsigned int i, bit, word;
	size_t len = 0;

	for (i = 0; i < 16; i++)
		raw[i] = (uint8_t)rnd_below(r, 256);
	fx_sha256(sum, raw, 16);
	raw[16] = sum[0];
	for (i = 0; i < 12; i++) {
		for (word = 0, bit = i * 11; bit < i * 11 + 11; bit++)
			word = word << 1 |
			    ((unsigned int)raw[bit / 8] >> (7 - bit % 8) & 1u);
		len += (size_t)snprintf(phrase + len, sizeof(phrase) - len,
		    "%s%s", i > 0 ? " " : "", fx_seed_text(word));
	}
	made_put(m, "%s", before[n % 4]);
	made_value(m, phrase, phrase);
	made_put(m, "\n");
}
