/* count.h - findings counted by a key: places, and different values */
#ifndef COUNT_H
#define COUNT_H

#include <stddef.h>
#include <stdint.h>

#include "forensic/err.h"

enum {
	COUNT_ROWS_MOST = 1 << 20,   /* different keys */
	COUNT_VALUES_MOST = 1 << 26, /* different values under all keys */
	COUNT_KEY_LEN = 4096,        /* longest key; longer ones are cut */
};

struct count_row {
	char *key; /* n bytes */
	size_t n;
	uint64_t places, values;
};

/* { 0 } has counted nothing. */
struct count {
	struct count_row *rows;
	size_t nrows, cap;
	uint32_t *index; /* place of a row + 1, by hash of its key; 0: none */
	size_t slots;    /* a power of two */
	uint8_t (*seen)[16]; /* digests of row and value; zeros: none */
	size_t nseen, seen_slots;
};

/*
 * Count one place under a key of n bytes, and its value of m bytes if it was
 * not yet counted there.  Values are kept as digests only.  Returns 0; or -1
 * and err, FX_ENOMEM or FX_ELIMIT: then this place is not counted.
 */
int count_add(struct count *c, const void *key, size_t n, const void *value,
    size_t m, struct fx_err *err);

/* Most places first, equal ones by key. */
void count_sort(struct count *c);

void count_done(struct count *c);

#endif
