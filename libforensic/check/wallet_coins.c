/* wallet_coins.c - the schemes of coins: which form each one's values have */
#include "coin.h"

static enum fx_answer
check_bch(const char *text, size_t n, struct fx_checked *out)
{
	enum fx_answer got = coin_take(out, text, n);

	return got == FX_VALID ? coin_cash(out) : got;
}

const struct fx_scheme fx_scheme_wallet_bch = {
	.name = "wallet:bch",
	.about = "Bitcoin Cash address",
	.standard = "CashAddr specification for Bitcoin Cash, 2017",
	.tenths = 400,
	.check = check_bch,
};

static enum fx_answer
check_btc(const char *text, size_t n, struct fx_checked *out)
{
	enum fx_answer got = coin_take(out, text, n);

	return got == FX_VALID ? coin_check("btc", base58_bitcoin, out) : got;
}

const struct fx_scheme fx_scheme_wallet_btc = {
	.name = "wallet:btc",
	.about = "Bitcoin address or key",
	.standard = "Bitcoin chainparams; BIP-173; BIP-350; BIP-32; SLIP-132",
	.tenths = 320,
	.check = check_btc,
};

static enum fx_answer
check_dash(const char *text, size_t n, struct fx_checked *out)
{
	enum fx_answer got = coin_take(out, text, n);

	return got == FX_VALID ? coin_check("dash", base58_bitcoin, out) : got;
}

const struct fx_scheme fx_scheme_wallet_dash = {
	.name = "wallet:dash",
	.about = "Dash address or key",
	.standard = "Dash chainparams, base58Prefixes",
	.tenths = 320,
	.check = check_dash,
};

static enum fx_answer
check_doge(const char *text, size_t n, struct fx_checked *out)
{
	enum fx_answer got = coin_take(out, text, n);

	return got == FX_VALID ? coin_check("doge", base58_bitcoin, out) : got;
}

const struct fx_scheme fx_scheme_wallet_doge = {
	.name = "wallet:doge",
	.about = "Dogecoin address or key",
	.standard = "Dogecoin chainparams, base58Prefixes",
	.tenths = 320,
	.check = check_doge,
};

static enum fx_answer
check_eth(const char *text, size_t n, struct fx_checked *out)
{
	enum fx_answer got = coin_take(out, text, n);

	return got == FX_VALID ? coin_hex(out) : got;
}

const struct fx_scheme fx_scheme_wallet_eth = {
	.name = "wallet:eth",
	.about = "Ethereum address with its capitals",
	.standard = "EIP-55",
	.tenths = 120,
	.check = check_eth,
};

static enum fx_answer
check_ltc(const char *text, size_t n, struct fx_checked *out)
{
	enum fx_answer got = coin_take(out, text, n);

	return got == FX_VALID ? coin_check("ltc", base58_bitcoin, out) : got;
}

const struct fx_scheme fx_scheme_wallet_ltc = {
	.name = "wallet:ltc",
	.about = "Litecoin address or key",
	.standard = "Litecoin chainparams; BIP-173",
	.tenths = 320,
	.check = check_ltc,
};

static enum fx_answer
check_trx(const char *text, size_t n, struct fx_checked *out)
{
	enum fx_answer got = coin_take(out, text, n);

	return got == FX_VALID ? coin_check("trx", base58_bitcoin, out) : got;
}

const struct fx_scheme fx_scheme_wallet_trx = {
	.name = "wallet:trx",
	.about = "Tron address",
	.standard = "Tron documentation, Account",
	.tenths = 320,
	.check = check_trx,
};

static enum fx_answer
check_xmr(const char *text, size_t n, struct fx_checked *out)
{
	enum fx_answer got = coin_take(out, text, n);

	return got == FX_VALID ? coin_monero(out) : got;
}

const struct fx_scheme fx_scheme_wallet_xmr = {
	.name = "wallet:xmr",
	.about = "Monero address",
	.standard = "CryptoNote Standard 007; Monero addresses",
	.tenths = 320,
	.check = check_xmr,
};

static enum fx_answer
check_xrp(const char *text, size_t n, struct fx_checked *out)
{
	enum fx_answer got = coin_take(out, text, n);

	return got == FX_VALID ? coin_check("xrp", base58_xrp, out) : got;
}

const struct fx_scheme fx_scheme_wallet_xrp = {
	.name = "wallet:xrp",
	.about = "XRP Ledger address or seed",
	.standard = "XRP Ledger documentation, base58 Encodings",
	.tenths = 320,
	.check = check_xrp,
};

static enum fx_answer
check_zec(const char *text, size_t n, struct fx_checked *out)
{
	enum fx_answer got = coin_take(out, text, n);

	return got == FX_VALID ? coin_check("zec", base58_bitcoin, out) : got;
}

const struct fx_scheme fx_scheme_wallet_zec = {
	.name = "wallet:zec",
	.about = "Zcash transparent address",
	.standard = "Zcash protocol specification, 5.6.1",
	.tenths = 320,
	.check = check_zec,
};
