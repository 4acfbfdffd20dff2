/* coin.h - what stands near an address or a phrase of a wallet */
#ifndef COIN_H
#define COIN_H

#include "forensic/carver.h"

/* Look for words about coins and wallets on both sides of the hit: the bits of
 * the best of them, once. */
void coin_words(const struct fx_window *w, struct fx_hit *hit);

#endif
