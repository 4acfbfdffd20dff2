/* scan_naive.h - the digit search as its contract says it, a byte at a time */
#ifndef SCAN_NAIVE_H
#define SCAN_NAIVE_H

#include "../libforensic/scan/internal.h"

static inline size_t
naive_digits(const uint8_t *p, size_t n, size_t at)
{
	size_t i;

	for (i = at; i < n && fx_is_digit(p[i]); i++)
		;
	return i - at;
}

static inline void
naive_runs(const uint8_t *p, size_t n, struct fx_runs *runs)
{
	size_t i, k;

	runs->n = 0;
	for (i = 0; i < n; i++) {
		if ((i == 0 || !fx_is_digit(p[i - 1])) &&
		    naive_digits(p, n, i) >= runs->min)
			runs->at[runs->n++] = (uint32_t)i;
		for (k = 0; i + 2 * k < n && fx_is_digit(p[i + 2 * k]) &&
		     (k == 0 || p[i + 2 * k - 1] == 0);)
			if (++k == runs->min) {
				runs->wide[i & 1] = true;
				break;
			}
	}
}

#endif
