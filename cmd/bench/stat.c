/* stat.c - what counts say of rates: intervals of 95 per cent */
#include <math.h>
#include <stdbool.h>

#include "stat.h"

/* 97.5 % of the normal distribution lie below. */
static const double z = 1.959963984540054;
static const double tail = 0.025;

struct interval
stat_wilson(uint64_t hits, uint64_t n)
{
	struct interval in = { 0, 1 };
	double p, middle, half, scale;

	if (n == 0)
		return in;
	p = (double)hits / (double)n;
	scale = 1 + z * z / (double)n;
	middle = p + z * z / (2 * (double)n);
	half = z *
	    sqrt(p * (1 - p) / (double)n + z * z / (4 * (double)n * (double)n));
	/* The ends are exact there; the formula is so up to rounding. */
	in.low = hits == 0 ? 0 : (middle - half) / scale;
	in.high = hits == n ? 1 : (middle + half) / scale;
	return in;
}

/* How likely is k or less, with that mean? */
static double
at_most(uint64_t k, double mean)
{
	double sum = 0;
	uint64_t i;

	for (i = 0; i <= k; i++)
		sum += exp(
		    (double)i * log(mean) - mean - lgamma((double)i + 1));
	return sum;
}

/* The mean at which k or less is as likely as p: it falls with the mean. */
static double
mean_of(uint64_t k, double p)
{
	double low = 0, high = (double)k + 20 + 10 * sqrt((double)k), mid;
	int i;

	for (i = 0; i < 60; i++) {
		mid = (low + high) / 2;
		if (at_most(k, mid) > p)
			low = mid;
		else
			high = mid;
	}
	return (low + high) / 2;
}

struct interval
stat_poisson(uint64_t k)
{
	struct interval in = { 0, mean_of(k, tail) };

	if (k > 0)
		in.low = mean_of(k - 1, 1 - tail);
	return in;
}
