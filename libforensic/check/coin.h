/* coin.h - the encodings that wallets of coins share, inside this folder */
#ifndef CHECK_COIN_H
#define CHECK_COIN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "forensic/scheme.h"

enum {
	BASE58_TEXT = 128, /* most characters of a text in base 58 */
	BASE58_BYTES = 96, /* most bytes that one gives: 128 * log2(58) / 8 */
	KECCAK_LEN = 32,
	BECH32_TEXT = 90, /* BIP-173: most characters */
};

/* The alphabets of base 58: Bitcoin's, and that of the XRP Ledger. */
extern const char base58_bitcoin[], base58_xrp[];

/*
 * The number that n digits of base 58 are, as bytes, one zero byte for each
 * leading zero digit.  Returns their count; -1: another character, or too long.
 */
int base58_read(const char *alphabet, const char *s, size_t n,
    uint8_t out[BASE58_BYTES]);

/* CryptoNote's: groups of 11 digits give 8 bytes each, the last fewer. */
int base58_read_groups(const char *s, size_t n, uint8_t out[BASE58_BYTES]);

/* Are the last 4 bytes the first of SHA-256 twice over the others? */
bool base58_check(const uint8_t *p, size_t n);

/* Keccak-256 as Ethereum and Monero use it: FIPS 202's sponge with the padding
 * of the contest, 0x01 instead of 0x06. */
void keccak256(const uint8_t *p, size_t n, uint8_t out[KECCAK_LEN]);

/*
 * A segregated witness address of small letters (BIP-173; BIP-350 from version
 * 1 on): returns its version, 0 to 16, and the program in out, 2 to 40 bytes.
 * BECH32_BAD: the check characters do not fit; BECH32_FORM: it is none.
 */
enum { BECH32_BAD = -1, BECH32_FORM = -2, BECH32_PROGRAM = 40 };
int bech32_read(const char *hrp, const char *s, size_t n,
    uint8_t out[BECH32_PROGRAM], size_t *len);

/*
 * A CashAddr of small letters without its prefix, "bitcoincash:" (the Bitcoin
 * Cash specification of 2017): returns the version byte and 20 to 64 bytes of
 * hash in out; or as bech32_read.
 */
int cash_read(const char *s, size_t n, uint8_t out[BASE58_BYTES], size_t *len);

/* What the schemes of wallet_coins.c are made of, in wallet.c: take a value as
 * it stands, white space around it apart; then look at it in one form. */
enum fx_answer coin_take(struct fx_checked *out, const char *text, size_t n);
enum fx_answer coin_check(const char *coin, const char *alphabet,
    struct fx_checked *out);                        /* coin.def, segwit */
enum fx_answer coin_cash(struct fx_checked *out);   /* CashAddr */
enum fx_answer coin_hex(struct fx_checked *out);    /* EIP-55 */
enum fx_answer coin_monero(struct fx_checked *out); /* CryptoNote */

#endif
