/* carver_wallet_address.c - addresses in text: edges, damage, words, masks */
#include "carve.h"
#include "tap.h"

#define BTC "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa"
#define SEGWIT "bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq"
#define CASH "qpm2qsznhks23z7629mms6s4cwef74vcwvy22gdx6a"
#define ETH "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"
#define ETH_LOW "0xfb6916095ca1df60bb79ce92ce3ea74c37c5d359"
#define XMR                                                                   \
	"44AFFq5kSiGBoZ4NMDwYtN18obc8AemS33DBLWs3H7otXft3XjrpDtQGv7SqSsaBYBb" \
	"98uNbr2VBBEt7f2wfn3RVGQBEP3A"
#define WIF "KwDiBf89QgGbjEhKnhXJuH7LrciVrZi3qYjgd9M7rFU73sVHnoWn"
#define XPUB                                                                  \
	"xpub661MyMwAqRbcFtXgS5sYJABqqG9YLmC4Q1Rdap9gSE8NqtwybGhePY2gZ29ESFj" \
	"qJoCu1Rupje8YtGqsefD265TMg7usUDFdp6W1EGMcet8"

enum { ANY = 99 };

/* Addresses and keys are those of unit test check_wallet. */
static const struct carve_case cases[] = {
	{ "alone", BTC, BTC, "check-sum coin=btc type=p2pkh", "near", 20, ANY },
	{ "in a sentence", "to " BTC ".", BTC, NULL, NULL, 20, ANY },
	{ "in a link", "bitcoin:" BTC "?amount=1", BTC, "near:bitcoin", NULL,
	    26, ANY },
	{ "a letter before it", "x" BTC, NULL, NULL, NULL, 0, 0 },
	{ "a letter of no digit before it", "l" BTC, NULL, NULL, NULL, 0, 0 },
	{ "a letter behind it", BTC "x", NULL, NULL, NULL, 0, 0 },
	{ "a zero behind it", BTC "0", NULL, NULL, NULL, 0, 0 },
	{ "cut", "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfN", NULL, NULL, NULL, 0, 0 },
	{ "changed", "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNb", NULL, NULL, NULL, 0,
	    0 },
	{ "underscores beside it", "_" BTC "_", BTC, NULL, NULL, 20, ANY },
	{ "segwit", SEGWIT, SEGWIT, "type=p2wpkh", NULL, 20, ANY },
	{ "segwit in capitals", "BC1QAR0SRRR7XFKVY5L643LYDNW9RE59GTZZWF5MDQ",
	    SEGWIT, NULL, NULL, 20, ANY },
	{ "segwit in both", "bc1QAR0SRRR7XFKVY5L643LYDNW9RE59GTZZWF5MDQ", NULL,
	    NULL, NULL, 0, 0 },
	{ "segwit, glued", "abc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq", NULL,
	    NULL, NULL, 0, 0 },
	{ "CashAddr", "bitcoincash:" CASH, "bitcoincash:" CASH, "coin=bch",
	    NULL, 20, ANY },
	{ "ethereum", ETH, ETH, "hex-address,capitals coin=eth", NULL, 20,
	    ANY },
	{ "ethereum, small letters", "id " ETH_LOW, ETH_LOW, "hex-address",
	    "capitals", 1, 11 },
	{ "ethereum, small letters and a word", "eth wallet: " ETH_LOW, ETH_LOW,
	    "near:wallet", NULL, 12, 19 },
	{ "ethereum, wrong capitals",
	    "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1Beaed", NULL, NULL, NULL, 0,
	    0 },
	{ "a longer number", ETH_LOW "0", NULL, NULL, NULL, 0, 0 },
	{ "nobody's", "wallet 0x000000000000000000000000000000000000dEaD",
	    "0x000000000000000000000000000000000000dEaD", "few-digits", NULL,
	    -99, 11 },
	{ "nobody's, small letters",
	    "wallet 0x000000000000000000000000000000000000dead",
	    "0x000000000000000000000000000000000000dead", "few-digits", NULL,
	    -99, 0 },
	{ "monero", "XMR " XMR "\n", XMR, "coin=xmr", NULL, 20, ANY },
	{ "a key", "priv=" WIF, WIF, "type=wif", NULL, 20, ANY },
	{ "an extended key", XPUB, XPUB, "type=xpub", NULL, 20, ANY },
	{ "ripple", "rHb9CJAWyB4rj91VRWn96DkukG4bwdtyTh",
	    "rHb9CJAWyB4rj91VRWn96DkukG4bwdtyTh", "coin=xrp", NULL, 20, ANY },
	{ "tron", "USDT (TRC20): TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t",
	    "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t", "coin=trx", NULL, 26, ANY },
	{ "a name of a function", "updateConfigurationValuesWhenNeeded", NULL,
	    NULL, NULL, 0, 0 },
};

/* An address is found with its own characters and no others. */
static void
lengths(void)
{
	struct fx_hit hit;
	size_t i;

	for (i = 0; i < FX_LEN(cases); i++)
		if (carve(&carver_wallet_address, cases[i].text,
			strlen(cases[i].text), FX_UTF16LE, &hit))
			is_int(hit.len, strlen(hit.value), "%s: length",
			    cases[i].what);
}

static const struct {
	const char *value, *masked;
} masks[] = {
	{ BTC, "1A1zP1************************vfNa" },
	{ ETH_LOW, "0xfb69********************************d359" },
	{ WIF, "********" },
	{ "snoPBrXtMeMyMHUVTgbuqAfg1SUTb", "********" },
	{ "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNb", "********" },
	{ "", "" },
};

int
main(void)
{
	char out[FX_VALUE_LEN];
	size_t i;

	carve_cases(&carver_wallet_address, cases, FX_LEN(cases));
	lengths();
	for (i = 0; i < FX_LEN(masks); i++) {
		fx_mask(&carver_wallet_address, masks[i].value, out);
		is_str(out, masks[i].masked, "mask of %s", masks[i].value);
	}
	return done();
}
