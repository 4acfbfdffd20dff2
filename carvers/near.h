/* near.h - what stands near a card number, and what it is worth */
#ifndef NEAR_H
#define NEAR_H

#include "pan.h"

/*
 * Read fields and words around a PAN: attributes expiry, cvv and holder, and
 * the bits and reasons of what was found.
 */
void near_fields(const struct fx_window *w, const struct pan *pan,
    struct fx_hit *hit);

/*
 * Weigh numbers that stand in a row with it, such that pan_shape tells apart:
 * the first and last ones of a list.
 */
void near_row(const struct fx_window *w, const struct pan *pan,
    struct fx_hit *hit);

/* Weigh neighbours; name is the reason's. */
void near_weigh(const struct fx_near *near, const char *name,
    struct fx_hit *hit);

#endif
