/* stat.h - what counts say of rates: intervals of 95 per cent */
#ifndef STAT_H
#define STAT_H

#include <stdint.h>

struct interval {
	double low, high;
};

/*
 * Of a share, from hits of n trials: Wilson's score interval (1927), without a
 * correction for continuity.  n 0: from 0 to 1.
 */
struct interval stat_wilson(uint64_t hits, uint64_t n);

/*
 * Of the mean of a Poisson distribution of which one draw was k: the exact
 * interval of Garwood (1936).  With k 0 the lower end is 0 and the upper one
 * still that of 97.5 per cent, 3.69.
 */
struct interval stat_poisson(uint64_t k);

#endif
