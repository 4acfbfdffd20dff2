/* words_may.h - which kinds of words may stand near a number */
#ifndef WORDS_MAY_H
#define WORDS_MAY_H

#include "text.h"

/* Kinds of words, as bits of a set. */
#define WORD_SET(kind) (UINT32_C(1) << (unsigned int)(kind))

/*
 * Kinds of words that begin at characters [from, to) of w, as bits: fx_hints_fn
 * of carvers that ask words_left.  All that text_read finds in a piece of w are
 * there, but for one that begins or ends inside a word as the piece cuts it;
 * others may be.
 */
uint32_t words_may(const struct fx_window *w, size_t from, size_t to);

/*
 * Of a set of those kinds, which may text_read find in the window of a probe,
 * before the number at w->p[at] and behind it?
 */
uint32_t words_left(const struct fx_window *w, size_t at, uint32_t kinds);

#endif
