/* wallet_seed.c - phrases of words that a wallet's keys grow from */
#include <string.h>

#include "coin.h"
#include "forensic/bytes.h"
#include "forensic/hash.h"
#include "forensic/wallet.h"

enum { WORD_BITS = 11, PHRASE_LEAST = 12, TENTHS_ELECTRUM = 75 };

static const char list[][FX_SEED_WORD + 1] = {
#define W(word) #word,
#include "bip39.def"
#undef W
};
_Static_assert(FX_LEN(list) == FX_SEED_WORDS, "11 bits a word");

/* How many words begin with a letter before "a", "b" and so on to "z", or at
 * all: where those of a letter are. */
enum { LETTERS = 26 };

static const uint16_t first[LETTERS + 1] = { 0, 136, 253, 439, 551, 651, 757,
	833, 897, 952, 972, 992, 1068, 1173, 1214, 1269, 1401, 1409, 1517, 1767,
	1888, 1923, 1969, 2038, 2038, 2044, 2048 };

/* Words as numbers are in the order of the words; all are filled up with 0. */
int
fx_seed_word(const char *s, size_t n)
{
	uint8_t text[FX_SEED_WORD] = { 0 };
	size_t lo, hi, mid, letter;
	uint64_t want, word;

	if (n < 3 || n > FX_SEED_WORD || s[0] < 'a' || s[0] > 'z')
		return -1;
	letter = (size_t)(s[0] - 'a');
	lo = first[letter];
	hi = first[letter + 1];
	if (lo == hi)
		return -1;
	memcpy(text, s, n);
	want = fx_be64(text);
	while (hi - lo > 1) {
		mid = lo + (hi - lo) / 2;
		word = fx_be64((const uint8_t *)list[mid]);
		lo = word <= want ? mid : lo;
		hi = word <= want ? hi : mid;
	}
	return fx_be64((const uint8_t *)list[lo]) == want ? (int)lo : -1;
}

const char *
fx_seed_text(unsigned int word)
{
	return word < FX_LEN(list) ? list[word] : "";
}

bool
fx_seed_ok(const uint16_t *words, size_t n)
{
	uint8_t bits[FX_SEED_MOST * WORD_BITS / 8 + 1] = { 0 };
	uint8_t sum[FX_SHA256_LEN];
	size_t i, at, check = n / 3, entropy = n * WORD_BITS - n / 3;
	int want;

	if (n < PHRASE_LEAST || n > FX_SEED_MOST || n % 3 != 0)
		return false;
	for (i = 0; i < n * WORD_BITS; i++)
		if ((words[i / WORD_BITS] >> (WORD_BITS - 1 - i % WORD_BITS) &
			1) != 0)
			bits[i / 8] |= (uint8_t)(0x80 >> i % 8);
	at = entropy / 8;
	want = bits[at] >> (8 - check);
	return fx_sha256(sum, bits, at) == 0 && sum[0] >> (8 - check) == want;
}

const char *
fx_seed_electrum(const char *phrase, size_t n)
{
	static const char key[] = "Seed version";
	uint8_t mac[FX_SHA512_LEN];

	if (fx_hmac_sha512(mac, key, sizeof(key) - 1, phrase, n) == -1)
		return NULL;
	if (mac[0] == 0x01)
		return "standard";
	if (mac[0] != 0x10)
		return NULL;
	switch (mac[1] >> 4) {
	case 0:
		return "segwit";
	case 1:
		return "2fa";
	case 2:
		return "2fa_segwit";
	default:
		return NULL;
	}
}

static bool
is_white(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

/* Take words as small letters, one space between. Returns how many, -1 if
 * there is something else. */
static int
take(struct fx_checked *out, const char *text, size_t n)
{
	size_t i;
	int words = 0;
	char c;

	for (i = 0; i < n; i++) {
		c = text[i];
		if (is_white(c))
			continue;
		if (c >= 'A' && c <= 'Z')
			c |= 0x20;
		if (c < 'a' || c > 'z' || out->n + 2 >= FX_CHECKED_LEN)
			return -1;
		if (i == 0 || is_white(text[i - 1])) {
			if (words++ > 0)
				out->value[out->n++] = ' ';
		}
		out->value[out->n++] = c;
	}
	out->value[out->n] = '\0';
	return words;
}

/* The numbers of the words in out. Returns false if the list has not all. */
static bool
find(const struct fx_checked *out, uint16_t words[FX_SEED_MOST])
{
	const char *s = out->value;
	size_t k, len;
	int word;

	for (k = 0; *s != '\0'; k++, s += len + (s[len] != '\0')) {
		len = strcspn(s, " ");
		if (k == FX_SEED_MOST || (word = fx_seed_word(s, len)) == -1)
			return false;
		words[k] = (uint16_t)word;
	}
	return true;
}

static enum fx_answer
begin(const char *text, size_t n, struct fx_checked *out,
    uint16_t words[FX_SEED_MOST], size_t *count)
{
	int got = take(out, text, n);

	if (got == -1) {
		out->value[out->n = 0] = '\0';
		return FX_BAD_FORMAT;
	}
	if (got < PHRASE_LEAST || got > FX_SEED_MOST)
		return FX_BAD_LENGTH;
	*count = (size_t)got;
	return find(out, words) ? FX_VALID : FX_BAD_COMPONENT;
}

static enum fx_answer
check_bip39(const char *text, size_t n, struct fx_checked *out)
{
	uint16_t words[FX_SEED_MOST];
	size_t count;
	enum fx_answer got = begin(text, n, out, words, &count);

	if (got != FX_VALID)
		return got;
	if (count % 3 != 0)
		return FX_BAD_LENGTH;
	out->tenths = (unsigned int)count / 3 * 10;
	return fx_seed_ok(words, count) ? FX_VALID : FX_BAD_CHECKSUM;
}

static enum fx_answer
check_electrum(const char *text, size_t n, struct fx_checked *out)
{
	uint16_t words[FX_SEED_MOST];
	size_t count;
	enum fx_answer got = begin(text, n, out, words, &count);
	const char *type;

	if (got != FX_VALID)
		return got;
	if ((type = fx_seed_electrum(out->value, out->n)) == NULL)
		return FX_BAD_CHECKSUM;
	fx_tell_str(out, "type", type);
	return FX_VALID;
}

const struct fx_scheme fx_scheme_wallet_bip39 = {
	.name = "wallet:bip39",
	.about = "phrase of 12 to 24 English words that a wallet grows from",
	.standard = "BIP-39, Generating the mnemonic",
	.tenths = 40,
	.check = check_bip39,
};

const struct fx_scheme fx_scheme_wallet_electrum = {
	.name = "wallet:electrum",
	.about = "phrase of English words that an Electrum wallet grows from",
	.standard = "Electrum documentation, Seed version system",
	.tenths = TENTHS_ELECTRUM,
	.check = check_electrum,
};
