/* tally.h - how often each text came */
#ifndef REPORT_TALLY_H
#define REPORT_TALLY_H

#include <stddef.h>
#include <stdint.h>

#include "forensic/err.h"

struct fxx_tally_row {
	char *text; /* a string */
	uint64_t count;
};

/* { 0 } is empty. */
struct fxx_tally {
	struct fxx_tally_row
	    *rows; /* a hash table of cap rows, n of them used */
	size_t n, cap;
};

/* Count text once more. Returns 0, or -1 and FX_ENOMEM. */
int fxx_tally_add(struct fxx_tally *t, const char *text, struct fx_err *err);

/* Put the n rows first: by count, the greatest first, then by text. Nothing
 * may be added after that. */
void fxx_tally_sort(struct fxx_tally *t);
void fxx_tally_done(struct fxx_tally *t);

#endif
