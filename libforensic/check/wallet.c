/*
 * wallet.c - one address or key of a coin
 *
 * Base 58 with a check sum (Bitcoin and its kin), Bech32 (BIP-173, BIP-350),
 * CashAddr, Ethereum's hexadecimal with its capitals as a check (EIP-55), and
 * Monero's own base 58.
 */
#include <string.h>

#include "coin.h"
#include "forensic/bytes.h"
#include "forensic/scheme.h"
#include "forensic/wallet.h"

enum { ETH_LEN = 42, XMR_LEN = 95, XMR_INTEGRATED = 106, SUM = 4 };

static const struct base58 {
	const char *coin, *kind, *alphabet;
	const char *version;
	uint8_t nversion, len, end;
	bool secret;
} table[] = {
#define B58(coin, kind, alphabet, version, len, end, secret)                 \
	{ #coin, kind, base58_##alphabet, version, sizeof(version) - 1, len, \
		end, secret },
#include "coin.def"
#undef B58
};

static const struct bech32 {
	const char *coin, *hrp, *begin;
} segwit[] = { { "btc", "bc", "bc1" }, { "ltc", "ltc", "ltc1" } };

static void
tell(struct fx_checked *out, const char *coin, const char *kind, bool secret)
{
	fx_tell_str(out, "coin", coin);
	fx_tell_str(out, "kind", kind);
	if (secret)
		fx_tell_str(out, "secret", "yes");
}

/* Take text as it stands, but for white space around it. */
enum fx_answer
coin_take(struct fx_checked *out, const char *text, size_t n)
{
	size_t i;

	while (n > 0 &&
	    (text[n - 1] == ' ' ||
		(text[n - 1] >= '\t' && text[n - 1] <= '\r')))
		n--;
	while (n > 0 && (*text == ' ' || (*text >= '\t' && *text <= '\r'))) {
		text++;
		n--;
	}
	if (n == 0 || n >= FX_CHECKED_LEN)
		return FX_BAD_LENGTH;
	for (i = 0; i < n; i++)
		if (text[i] <= ' ' || text[i] > '~')
			return FX_BAD_FORMAT;
	memcpy(out->value, text, n);
	out->value[n] = '\0';
	out->n = n;
	return FX_VALID;
}

static bool
is_row(const struct base58 *row, const uint8_t *p, size_t n)
{
	return n == (size_t)row->nversion + row->len + SUM &&
	    memcmp(p, row->version, row->nversion) == 0 &&
	    (row->end == 0 || p[n - SUM - 1] == row->end);
}

/* coin NULL: any. */
static enum fx_answer
check_base58(const char *coin, struct fx_checked *out, const char *alphabet)
{
	uint8_t p[BASE58_BYTES];
	int n = base58_read(alphabet, out->value, out->n, p);
	size_t i, len = n > 0 ? (size_t)n : 0;

	if (n == -1)
		return out->n > BASE58_TEXT ? FX_BAD_LENGTH : FX_BAD_FORMAT;
	for (i = 0; i < FX_LEN(table); i++)
		if ((coin == NULL || strcmp(table[i].coin, coin) == 0) &&
		    table[i].alphabet == alphabet && is_row(&table[i], p, len))
			break;
	if (!base58_check(p, len))
		return i < FX_LEN(table) ? FX_BAD_CHECKSUM : FX_BAD_LENGTH;
	if (i == FX_LEN(table))
		return FX_BAD_COMPONENT;
	tell(out, table[i].coin, table[i].kind, table[i].secret);
	return FX_VALID;
}

/* Make capitals small letters. Returns false if both stand there. */
static bool
one_case(struct fx_checked *out)
{
	bool upper = false, lower = false;
	size_t i;

	for (i = 0; i < out->n; i++) {
		upper |= out->value[i] >= 'A' && out->value[i] <= 'Z';
		lower |= out->value[i] >= 'a' && out->value[i] <= 'z';
	}
	for (i = 0; i < out->n && upper && !lower; i++)
		if (out->value[i] >= 'A' && out->value[i] <= 'Z')
			out->value[i] |= 0x20;
	return !(upper && lower);
}

/* Does the value begin like that, in either case? */
static bool
begins(const struct fx_checked *out, const char *prefix)
{
	size_t i;

	for (i = 0; prefix[i] != '\0'; i++)
		if ((out->value[i] | (prefix[i] & 0x40) >> 1) != prefix[i])
			return false;
	return true;
}

/* Version 0 is BIP-141's, version 1 with 32 bytes BIP-341's. */
static const char *
witness_kind(int version, size_t len)
{
	if (version == 0)
		return len == 32 ? "p2wsh" : "p2wpkh";
	return version == 1 && len == 32 ? "p2tr" : "witness";
}

static enum fx_answer
check_segwit(const struct bech32 *b, struct fx_checked *out)
{
	uint8_t program[BECH32_PROGRAM];
	size_t len;
	int v;

	if (!one_case(out))
		return FX_BAD_FORMAT;
	v = bech32_read(b->hrp, out->value, out->n, program, &len);
	if (v < 0)
		return v == BECH32_BAD ? FX_BAD_CHECKSUM : FX_BAD_FORMAT;
	tell(out, b->coin, witness_kind(v, len), false);
	return FX_VALID;
}

enum fx_answer
coin_cash(struct fx_checked *out)
{
	static const char *const kinds[] = { "p2pkh", "p2sh", "p2pkh-tokens",
		"p2sh-tokens" };
	static const char prefix[] = "bitcoincash:";
	size_t len, skip = sizeof(prefix) - 1;
	uint8_t hash[BASE58_BYTES];
	int v;

	if (!one_case(out))
		return FX_BAD_FORMAT;
	if (out->n < skip || memcmp(out->value, prefix, skip) != 0)
		skip = 0;
	v = cash_read(out->value + skip, out->n - skip, hash, &len);
	if (v < 0)
		return v == BECH32_BAD ? FX_BAD_CHECKSUM : FX_BAD_FORMAT;
	if ((size_t)v >> 3 >= FX_LEN(kinds))
		return FX_BAD_COMPONENT;
	tell(out, "bch", kinds[v >> 3], false);
	return FX_VALID;
}

static int
hex_value(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c |= 0x20;
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* EIP-55: a letter is a capital where the digit of the hash is 8 and more. */
static enum fx_answer
check_capitals(const char *hex)
{
	uint8_t low[40], hash[KECCAK_LEN];
	bool upper = false, lower = false, fits = true, want;
	size_t i;

	for (i = 0; i < sizeof low; i++)
		low[i] = (uint8_t)(hex[i] >= 'A' ? hex[i] | 0x20 : hex[i]);
	keccak256(low, sizeof low, hash);
	for (i = 0; i < sizeof low; i++) {
		if (hex[i] < 'A')
			continue;
		upper |= hex[i] < 'a';
		lower |= hex[i] >= 'a';
		want = (hash[i / 2] >> (i % 2 == 0 ? 4 : 0) & 8) != 0;
		fits &= want == (hex[i] < 'a');
	}
	if (!upper || !lower)
		return FX_NOT_CHECKABLE;
	return fits ? FX_VALID : FX_BAD_CHECKSUM;
}

enum fx_answer
coin_hex(struct fx_checked *out)
{
	size_t i;

	if (out->n < 2 || out->value[0] != '0' || (out->value[1] | 0x20) != 'x')
		return FX_BAD_FORMAT;
	out->value[1] = 'x';
	for (i = 2; i < out->n; i++)
		if (hex_value(out->value[i]) == -1)
			return FX_BAD_FORMAT;
	if (out->n != ETH_LEN)
		return FX_BAD_LENGTH;
	tell(out, "eth", "account", false);
	return check_capitals(out->value + 2);
}

enum fx_answer
coin_monero(struct fx_checked *out)
{
	uint8_t p[BASE58_BYTES], hash[KECCAK_LEN];
	int n;

	if (out->n != XMR_LEN && out->n != XMR_INTEGRATED)
		return FX_BAD_LENGTH;
	if ((n = base58_read_groups(out->value, out->n, p)) <= SUM)
		return FX_BAD_FORMAT;
	keccak256(p, (size_t)n - SUM, hash);
	if (memcmp(hash, p + n - SUM, SUM) != 0)
		return FX_BAD_CHECKSUM;
	if (p[0] == 18 && out->n == XMR_LEN)
		tell(out, "xmr", "standard", false);
	else if (p[0] == 42 && out->n == XMR_LEN)
		tell(out, "xmr", "subaddress", false);
	else if (p[0] == 19 && out->n == XMR_INTEGRATED)
		tell(out, "xmr", "integrated", false);
	else
		return FX_BAD_COMPONENT;
	return FX_VALID;
}

/* In one of the other forms, if coin (NULL: any) has it and it begins so. */
static bool
check_form(const char *coin, struct fx_checked *out, enum fx_answer *got)
{
	size_t i;

	for (i = 0; i < FX_LEN(segwit); i++) {
		if ((coin != NULL && strcmp(coin, segwit[i].coin) != 0) ||
		    !begins(out, segwit[i].begin))
			continue;
		*got = check_segwit(&segwit[i], out);
		return true;
	}
	if (coin == NULL && begins(out, "bitcoincash:")) {
		*got = coin_cash(out);
		return true;
	}
	if (coin == NULL && begins(out, "0x")) {
		*got = coin_hex(out);
		return true;
	}
	if (coin == NULL && (out->n == XMR_LEN || out->n == XMR_INTEGRATED)) {
		*got = coin_monero(out);
		return true;
	}
	return false;
}

enum fx_answer
fx_wallet_check(const char *text, size_t n, struct fx_checked *out)
{
	enum fx_answer got = coin_take(out, text, n);

	if (got != FX_VALID || check_form(NULL, out, &got))
		return got;
	if (out->value[0] == 'r' || out->value[0] == 's')
		return check_base58(NULL, out, base58_xrp);
	return check_base58(NULL, out, base58_bitcoin);
}

enum fx_answer
coin_check(const char *coin, const char *alphabet, struct fx_checked *out)
{
	enum fx_answer got;

	return check_form(coin, out, &got) ? got
					   : check_base58(coin, out, alphabet);
}
