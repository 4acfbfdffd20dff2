/*
 * wallet.h - addresses and keys of coins, and phrases that wallets grow from
 *
 * What is told of an address, as parts: coin ("btc"), kind ("p2pkh", "wif"),
 * and secret "yes" for what spends money: private keys.  The tables are
 * check/coin.def and check/bip39.def.
 */
#ifndef FORENSIC_WALLET_H
#define FORENSIC_WALLET_H

#include "forensic/scheme.h"

/*
 * An address or key of any coin of the table: the answer of the scheme whose
 * form it has.  Of one that fits no form FX_BAD_FORMAT.  Pure.
 */
enum fx_answer fx_wallet_check(const char *text, size_t n,
    struct fx_checked *out);

enum { FX_SEED_WORDS = 2048, FX_SEED_WORD = 8, FX_SEED_MOST = 24 };

/* The number of a word of the list, n small letters; -1: it has no such one. */
int fx_seed_word(const char *s, size_t n);

/* The word of a number below FX_SEED_WORDS. */
const char *fx_seed_text(unsigned int word);

/*
 * Do n numbers of words make a phrase of BIP-39: 12, 15, 18, 21 or 24 of them,
 * the last n / 3 bits the first of the SHA-256 of the others?
 */
bool fx_seed_ok(const uint16_t *words, size_t n);

/*
 * Is that phrase, words with single spaces between, one of Electrum's from
 * version 2.0 on: 12 words or more whose HMAC-SHA512 begins with 01 (standard),
 * 100 (segwit), 101 or 102 (two factors)?  Returns the type's name or NULL.
 */
const char *fx_seed_electrum(const char *phrase, size_t n);

#endif
