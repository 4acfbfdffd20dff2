/* wallet_coins.c - the schemes of coins: which form each one's values have */
#include "coin.h"

/* A value is taken as it stands; then its form says the rest. */
#define FORM(coin, call)                                               \
	static enum fx_answer check_##coin(const char *text, size_t n, \
	    struct fx_checked *out)                                    \
	{                                                              \
		enum fx_answer got = coin_take(out, text, n);          \
                                                                       \
		return got == FX_VALID ? (call) : got;                 \
	}

FORM(bch, coin_cash(out))
FORM(btc, coin_check("btc", base58_bitcoin, out))
FORM(dash, coin_check("dash", base58_bitcoin, out))
FORM(doge, coin_check("doge", base58_bitcoin, out))
FORM(eth, coin_hex(out))
FORM(ltc, coin_check("ltc", base58_bitcoin, out))
FORM(trx, coin_check("trx", base58_bitcoin, out))
FORM(xmr, coin_monero(out))
FORM(xrp, coin_check("xrp", base58_xrp, out))
FORM(zec, coin_check("zec", base58_bitcoin, out))
#undef FORM

const struct fx_scheme fx_scheme_wallet_bch = {
	.name = "wallet:bch",
	.about = "Bitcoin Cash address",
	.standard = "CashAddr specification for Bitcoin Cash, 2017",
	.tenths = 400,
	.check = check_bch,
};

const struct fx_scheme fx_scheme_wallet_btc = {
	.name = "wallet:btc",
	.about = "Bitcoin address or key",
	.standard = "Bitcoin chainparams; BIP-173; BIP-350; BIP-32; SLIP-132",
	.tenths = 320,
	.check = check_btc,
};

const struct fx_scheme fx_scheme_wallet_dash = {
	.name = "wallet:dash",
	.about = "Dash address or key",
	.standard = "Dash chainparams, base58Prefixes",
	.tenths = 320,
	.check = check_dash,
};

const struct fx_scheme fx_scheme_wallet_doge = {
	.name = "wallet:doge",
	.about = "Dogecoin address or key",
	.standard = "Dogecoin chainparams, base58Prefixes",
	.tenths = 320,
	.check = check_doge,
};

const struct fx_scheme fx_scheme_wallet_eth = {
	.name = "wallet:eth",
	.about = "Ethereum address with its capitals",
	.standard = "EIP-55",
	.tenths = 120,
	.check = check_eth,
};

const struct fx_scheme fx_scheme_wallet_ltc = {
	.name = "wallet:ltc",
	.about = "Litecoin address or key",
	.standard = "Litecoin chainparams; BIP-173",
	.tenths = 320,
	.check = check_ltc,
};

const struct fx_scheme fx_scheme_wallet_trx = {
	.name = "wallet:trx",
	.about = "Tron address",
	.standard = "Tron documentation, Account",
	.tenths = 320,
	.check = check_trx,
};

const struct fx_scheme fx_scheme_wallet_xmr = {
	.name = "wallet:xmr",
	.about = "Monero address",
	.standard = "CryptoNote Standard 007; Monero addresses",
	.tenths = 320,
	.check = check_xmr,
};

const struct fx_scheme fx_scheme_wallet_xrp = {
	.name = "wallet:xrp",
	.about = "XRP Ledger address or seed",
	.standard = "XRP Ledger documentation, base58 Encodings",
	.tenths = 320,
	.check = check_xrp,
};

const struct fx_scheme fx_scheme_wallet_zec = {
	.name = "wallet:zec",
	.about = "Zcash transparent address",
	.standard = "Zcash protocol specification, 5.6.1",
	.tenths = 320,
	.check = check_zec,
};
