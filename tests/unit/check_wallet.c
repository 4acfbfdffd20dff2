/* check_wallet.c - coins' addresses and phrases, by their standards' values */
#include "../../libforensic/check/coin.h"
#include "forensic/bytes.h"
#include "forensic/hash.h"
#include "forensic/wallet.h"
#include "schemes.h"

/* From the standards that scheme.standard names, and the genesis block's. */
static const struct scheme_case coins[] = {
	{ "wallet:btc", "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa", FX_VALID, NULL },
	{ "wallet:btc", "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNb", FX_BAD_CHECKSUM,
	    NULL },
	{ "wallet:btc", "1A1zP1eP5QGefi2DMPTfTL5SLmv7Divf0a", FX_BAD_FORMAT,
	    NULL },
	{ "wallet:btc", "1A1zP1eP5QGefi2DMPTf", FX_BAD_LENGTH, NULL },
	{ "wallet:btc", "3J98t1WpEZ73CNmQviecrnyiWrnqRhWNLy", FX_VALID, NULL },
	{ "wallet:btc", "LM2WMpR1Rp6j3Sa59cMXMs1SPzj9eXpGc1", FX_BAD_COMPONENT,
	    NULL },
	{ "wallet:btc", "5HueCGU8rMjxEXxiPuD5BDku4MkFqeZyd4dZ1jvhTVqvbTLvyTJ",
	    FX_VALID, NULL },
	{ "wallet:btc", "KwDiBf89QgGbjEhKnhXJuH7LrciVrZi3qYjgd9M7rFU73sVHnoWn",
	    FX_VALID, NULL },
	{ "wallet:btc",
	    "xpub661MyMwAqRbcFtXgS5sYJABqqG9YLmC4Q1Rdap9gSE8NqtwybGhePY2gZ29ES"
	    "FjqJoCu1Rupje8YtGqsefD265TMg7usUDFdp6W1EGMcet8",
	    FX_VALID, NULL },
	/* BIP-173 and BIP-350, "Test vectors" */
	{ "wallet:btc", "BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4", FX_VALID,
	    "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4" },
	{ "wallet:btc",
	    "bc1pw508d6qejxtdg4y5r3zarvary0c5xw7kw508d6qejxtdg4y5r3zarvary0c5x"
	    "w7kt5nd6y",
	    FX_VALID, NULL },
	{ "wallet:btc", "BC1SW50QGDZ25J", FX_VALID, "bc1sw50qgdz25j" },
	{ "wallet:btc", "bc1zw508d6qejxtdg4y5r3zarvaryvaxxpcs", FX_VALID,
	    NULL },
	{ "wallet:btc",
	    "bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0",
	    FX_VALID, NULL },
	{ "wallet:btc",
	    "bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqh2y7hd",
	    FX_BAD_CHECKSUM, NULL },
	{ "wallet:btc", "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kemeawh",
	    FX_BAD_CHECKSUM, NULL },
	{ "wallet:btc",
	    "bc1p38j9r5y49hruaue7wxjce0updqjuyyx0kh56v8s25huc6995vvpql3jow4",
	    FX_BAD_FORMAT, NULL },
	{ "wallet:btc",
	    "BC130XLXVLHEMJA6C4DQV22UAPCTQUPFHLXM9H8Z3K2E72Q4K9HCZ7VQ7ZWS8R",
	    FX_BAD_FORMAT, NULL },
	{ "wallet:btc", "bc1pw5dgrnzv", FX_BAD_FORMAT, NULL },
	{ "wallet:btc",
	    "bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7v8n0nx0muae"
	    "wav253zgeav",
	    FX_BAD_FORMAT, NULL },
	{ "wallet:btc", "BC1QR508D6QEJXTDG4Y5R3ZARVARYV98GJ9P", FX_BAD_FORMAT,
	    NULL },
	{ "wallet:btc",
	    "bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7v07qwwzcrf",
	    FX_BAD_FORMAT, NULL },
	{ "wallet:btc", "bc1gmk9yu", FX_BAD_FORMAT, NULL },
	{ "wallet:btc", "bc1Qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4",
	    FX_BAD_FORMAT, NULL },
	{ "wallet:bch",
	    "bitcoincash:qpm2qsznhks23z7629mms6s4cwef74vcwvy22gdx6a", FX_VALID,
	    NULL },
	{ "wallet:bch",
	    "BITCOINCASH:QPM2QSZNHKS23Z7629MMS6S4CWEF74VCWVY22GDX6A", FX_VALID,
	    "bitcoincash:qpm2qsznhks23z7629mms6s4cwef74vcwvy22gdx6a" },
	{ "wallet:bch", "qpm2qsznhks23z7629mms6s4cwef74vcwvy22gdx6a", FX_VALID,
	    NULL },
	{ "wallet:bch", "qpm2qsznhks23z7629mms6s4cwef74vcwvy22gdx6q",
	    FX_BAD_CHECKSUM, NULL },
	{ "wallet:ltc", "LM2WMpR1Rp6j3Sa59cMXMs1SPzj9eXpGc1", FX_VALID, NULL },
	{ "wallet:doge", "DH5yaieqoZN36fDVciNyRueRGvGLR3mr7L", FX_VALID, NULL },
	{ "wallet:doge", "DH5yaieqoZN36fDVciNyRueRGvGLR3mr7M", FX_BAD_CHECKSUM,
	    NULL },
	{ "wallet:trx", "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t", FX_VALID, NULL },
	{ "wallet:trx", "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa", FX_BAD_COMPONENT,
	    NULL },
	{ "wallet:xrp", "rHb9CJAWyB4rj91VRWn96DkukG4bwdtyTh", FX_VALID, NULL },
	{ "wallet:xrp", "snoPBrXtMeMyMHUVTgbuqAfg1SUTb", FX_VALID, NULL },
	{ "wallet:xrp", "rHb9CJAWyB4rj91VRWn96DkukG4bwdtyTj", FX_BAD_CHECKSUM,
	    NULL },
	{ "wallet:eth", "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed", FX_VALID,
	    NULL },
	{ "wallet:eth", "0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359", FX_VALID,
	    NULL },
	{ "wallet:eth", "0xdbF03B407c01E7cD3CBea99509d93f8DDDC8C6FB", FX_VALID,
	    NULL },
	{ "wallet:eth", "0xD1220A0cf47c7B9Be7A2E6BA89F429762e7b9aDb", FX_VALID,
	    NULL },
	{ "wallet:eth", "0xD1220A0cf47c7B9Be7A2E6BA89F429762e7b9adb",
	    FX_BAD_CHECKSUM, NULL },
	{ "wallet:eth", "0x52908400098527886E0F7030069857D2E4169EE7",
	    FX_NOT_CHECKABLE, NULL },
	{ "wallet:eth", "0xde709f2102306220921060314715629080e2fb77",
	    FX_NOT_CHECKABLE, NULL },
	{ "wallet:eth", "0xde709f2102306220921060314715629080e2fb7",
	    FX_BAD_LENGTH, NULL },
	{ "wallet:eth", "de709f2102306220921060314715629080e2fb77aa",
	    FX_BAD_FORMAT, NULL },
	{ "wallet:xmr",
	    "44AFFq5kSiGBoZ4NMDwYtN18obc8AemS33DBLWs3H7otXft3XjrpDtQGv7SqSsaBY"
	    "Bb98uNbr2VBBEt7f2wfn3RVGQBEP3A",
	    FX_VALID, NULL },
	{ "wallet:xmr",
	    "44AFFq5kSiGBoZ4NMDwYtN18obc8AemS33DBLWs3H7otXft3XjrpDtQGv7SqSsaBY"
	    "Bb98uNbr2VBBEt7f2wfn3RVGQBEP3B",
	    FX_BAD_CHECKSUM, NULL },
	{ "wallet:xmr", "44AFFq5kSiGBoZ4NMDwYtN18obc8AemS33DBLWs3H7otXft3Xjrp",
	    FX_BAD_LENGTH, NULL },
	{ "wallet:dash", "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa", FX_BAD_COMPONENT,
	    NULL },
	{ "wallet:zec", "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa", FX_BAD_COMPONENT,
	    NULL },
};

/* BIP-39's reference values; Electrum's from its documentation. */
static const struct scheme_case phrases[] = {
	{ "wallet:bip39",
	    "abandon abandon abandon abandon abandon abandon abandon abandon "
	    "abandon abandon abandon about",
	    FX_VALID, NULL },
	{ "wallet:bip39",
	    "legal winner thank year wave sausage worth useful legal winner "
	    "thank yellow",
	    FX_VALID, NULL },
	{ "wallet:bip39", "zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo wrong",
	    FX_VALID, NULL },
	{ "wallet:bip39",
	    "letter advice cage absurd amount doctor acoustic avoid letter "
	    "advice cage absurd amount doctor acoustic avoid letter always",
	    FX_VALID, NULL },
	{ "wallet:bip39",
	    "void come effort suffer camp survey warrior heavy shoot primary "
	    "clutch crush open amazing screen patrol group space point ten "
	    "exist slush involve unfold",
	    FX_VALID, NULL },
	{ "wallet:bip39",
	    "  Void come effort\tsuffer camp survey warrior heavy shoot "
	    "primary clutch crush open amazing screen patrol group space "
	    "point ten exist slush involve  unfold ",
	    FX_VALID,
	    "void come effort suffer camp survey warrior heavy shoot primary "
	    "clutch crush open amazing screen patrol group space point ten "
	    "exist slush involve unfold" },
	{ "wallet:bip39", "zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo",
	    FX_BAD_CHECKSUM, NULL },
	{ "wallet:bip39", "zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo wrong",
	    FX_BAD_LENGTH, NULL },
	{ "wallet:bip39", "zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo z",
	    FX_BAD_COMPONENT, NULL },
	{ "wallet:bip39", "zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo 7",
	    FX_BAD_FORMAT, NULL },
	{ "wallet:electrum",
	    "wild father tree among universe such mobile favorite target "
	    "dynamic credit identify",
	    FX_VALID, NULL },
	{ "wallet:electrum",
	    "cram swing cover prefer miss modify ritual silly deliver chunk "
	    "behind inform able",
	    FX_VALID, NULL },
	{ "wallet:electrum",
	    "wild father tree among universe such mobile favorite target "
	    "dynamic credit zoo",
	    FX_BAD_CHECKSUM, NULL },
};

static const struct {
	const char *text, *coin, *kind;
	bool secret;
} any[] = {
	{ "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa", "btc", "p2pkh", false },
	{ "3J98t1WpEZ73CNmQviecrnyiWrnqRhWNLy", "btc", "p2sh", false },
	{ "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4", "btc", "p2wpkh",
	    false },
	{ "bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0",
	    "btc", "p2tr", false },
	{ "5HueCGU8rMjxEXxiPuD5BDku4MkFqeZyd4dZ1jvhTVqvbTLvyTJ", "btc", "wif",
	    true },
	{ "LM2WMpR1Rp6j3Sa59cMXMs1SPzj9eXpGc1", "ltc", "p2pkh", false },
	{ "DH5yaieqoZN36fDVciNyRueRGvGLR3mr7L", "doge", "p2pkh", false },
	{ "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t", "trx", "account", false },
	{ "rHb9CJAWyB4rj91VRWn96DkukG4bwdtyTh", "xrp", "account", false },
	{ "snoPBrXtMeMyMHUVTgbuqAfg1SUTb", "xrp", "seed", true },
	{ "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed", "eth", "account",
	    false },
	{ "bitcoincash:qpm2qsznhks23z7629mms6s4cwef74vcwvy22gdx6a", "bch",
	    "p2pkh", false },
	{ "44AFFq5kSiGBoZ4NMDwYtN18obc8AemS33DBLWs3H7otXft3XjrpDtQGv7SqSsaBYBb"
	  "98uNbr2VBBEt7f2wfn3RVGQBEP3A",
	    "xmr", "standard", false },
};

static void
any_coin(void)
{
	struct fx_checked out;
	size_t i;

	for (i = 0; i < FX_LEN(any); i++) {
		out = (struct fx_checked){ .n = 0 };
		is_int(fx_wallet_check(any[i].text, strlen(any[i].text), &out),
		    FX_VALID, "any coin: %s", any[i].text);
		is_str(fx_checked_part(&out, "coin"), any[i].coin, "its coin");
		is_str(fx_checked_part(&out, "kind"), any[i].kind, "its kind");
		is_int(fx_checked_part(&out, "secret") != NULL, any[i].secret,
		    "is it a secret");
	}
	is_int(fx_wallet_check("", 0, &out), FX_BAD_LENGTH, "nothing");
	is_int(fx_wallet_check("hello", 5, &out), FX_BAD_FORMAT, "a word");
}

/* A change of any one character is seen. */
static void
changed(const char *text, const char *alphabet)
{
	size_t i, k, n = strlen(text), passed = 0;
	struct fx_checked out;
	char copy[128] = "";

	for (i = 0; i < n; i++)
		for (k = 0; alphabet[k] != '\0'; k++) {
			if (alphabet[k] == text[i])
				continue;
			snprintf(copy, sizeof copy, "%s", text);
			copy[i] = alphabet[k];
			out = (struct fx_checked){ .n = 0 };
			passed += fx_wallet_check(copy, n, &out) == FX_VALID;
		}
	is_int(passed, 0, "changes of %s that pass", text);
}

static void
hex_is(const uint8_t *p, size_t n, const char *want, const char *what)
{
	char hex[2 * KECCAK_LEN + 1];
	size_t i;

	for (i = 0; i < n; i++)
		snprintf(hex + 2 * i, 3, "%02x", p[i]);
	is_str(hex, want, "%s", what);
}

/* Empty, and one block and more: the Keccak team's values. */
static void
keccak(void)
{
	uint8_t out[KECCAK_LEN], block[137];

	keccak256((const uint8_t *)"", 0, out);
	hex_is(out, sizeof out,
	    "c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470",
	    "Keccak-256 of nothing");
	keccak256((const uint8_t *)"abc", 3, out);
	hex_is(out, sizeof out,
	    "4e03657aea45a94fc7d47ba826c8d667c0d1e6e33a64a036ec44f58fa12d6c45",
	    "Keccak-256 of abc");
	memset(block, 0x61, sizeof block);
	keccak256(block, 135, out);
	hex_is(out, sizeof out,
	    "34367dc248bbd832f4e3e69dfaac2f92638bd0bbd18f2912ba4ef454919cf446",
	    "Keccak-256 of a block less one");
	keccak256(block, 136, out);
	hex_is(out, sizeof out,
	    "a6c4d403279fe3e0af03729caada8374b5ca54d8065329a3ebcaeb4b60aa386e",
	    "Keccak-256 of a block");
	keccak256(block, 137, out);
	hex_is(out, sizeof out,
	    "d869f639c7046b4929fc92a4d988a8b22c55fbadb802c0c66ebcd484f1915f39",
	    "Keccak-256 of a block and one");
}

static void
base58(void)
{
	uint8_t out[BASE58_BYTES];
	char most[BASE58_TEXT + 1];

	is_int(base58_read(base58_bitcoin, "", 0, out), 0, "nothing");
	is_int(base58_read(base58_bitcoin, "111", 3, out), 3, "zeros");
	is_int(base58_read(base58_bitcoin, "2g", 2, out), 1, "one byte");
	is_int(out[0], 0x61, "its value");
	is_int(base58_read(base58_bitcoin, "0", 1, out), -1, "no digit");
	memset(most, '1', sizeof most);
	is_int(base58_read(base58_bitcoin, most, BASE58_BYTES, out),
	    BASE58_BYTES, "as many zeros as there is room");
	is_int(base58_read(base58_bitcoin, most, BASE58_BYTES + 1, out), -1,
	    "one more");
	memset(most, 'z', sizeof most);
	is_int(base58_read(base58_bitcoin, most, BASE58_TEXT, out), 94,
	    "the longest");
	is_int(base58_read(base58_bitcoin, most, BASE58_TEXT + 1, out), -1,
	    "longer");
	is_int(base58_read_groups("11111111111", 11, out), 8, "a group");
	is_int(base58_read_groups("jpXCZedGfVQ", 11, out), 8, "its most");
	is_int(out[0] & out[7], 0xff, "all ones");
	is_int(base58_read_groups("jpXCZedGfVR", 11, out), -1, "too much");
	is_int(base58_read_groups("1", 1, out), -1, "no byte needs one digit");
	is_int(base58_read_groups("5Q", 2, out), 1, "255");
	is_int(base58_read_groups("5R", 2, out), -1, "256");
}

static const char *const list[] = {
#define W(word) #word,
#include "../../libforensic/check/bip39.def"
#undef W
};

/* The list is the published one: its SHA-256 is. */
static void
words(void)
{
	char text[FX_SEED_WORDS * (FX_SEED_WORD + 1)];
	uint8_t sum[FX_SHA256_LEN];
	size_t i, len, n = 0, bad = 0;

	is_int(FX_LEN(list), FX_SEED_WORDS, "words");
	for (i = 0; i < FX_LEN(list); i++, n += len + 1) {
		len = strlen(list[i]);
		memcpy(text + n, list[i], len);
		text[n + len] = '\n';
		bad += fx_seed_word(list[i], len) != (int)i;
		bad += fx_seed_word(list[i], len - 1) == (int)i;
	}
	fx_sha256(sum, text, n);
	hex_is(sum, sizeof sum,
	    "2f5eed53a4727b4bf8880d8f3f199efc90e58503646d9ff8eff3a2ed3b24dbda",
	    "the list of BIP-39");
	is_int(bad, 0, "words that are not found");
	is_int(fx_seed_word("abando", 6), -1, "a piece of a word");
	is_int(fx_seed_word("abandonx", 8), -1, "more than a word");
	is_int(fx_seed_word("", 0), -1, "no word");
}

int
main(void)
{
	scheme_table(fx_schemes, coins, FX_LEN(coins));
	scheme_table(fx_schemes, phrases, FX_LEN(phrases));
	scheme_part(fx_schemes, "wallet:electrum", phrases[10].text, "type",
	    "segwit");
	scheme_part(fx_schemes, "wallet:electrum", phrases[11].text, "type",
	    "standard");
	any_coin();
	changed("1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa", base58_bitcoin);
	changed("bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4",
	    "qpzry9x8gf2tvdw0s3jn54khce6mua7l");
	changed("rHb9CJAWyB4rj91VRWn96DkukG4bwdtyTh", base58_xrp);
	keccak();
	base58();
	words();
	return done();
}
