/* joined_head.h - the first lines of an image whose ranges are joined */
#ifndef BATCH_JOINED_HEAD_H
#define BATCH_JOINED_HEAD_H

#include <jansson.h>
#include <stdbool.h>

#include "forensic/sys.h"
#include "joined.h"

struct joined_head {
	const struct joined *j;
	json_t *source, *run; /* of the first range, without what is its own */
	char started[FX_TIME_LEN + 1]; /* the earliest */
	struct fx_buf notes;           /* what weakened the confinement */
	struct fx_buf hosts;           /* ", a, b": of all ranges */
	bool several;                  /* there is more than one */
};

void joined_head_begin(struct joined_head *h, const struct joined *j);
void joined_head_done(struct joined_head *h);

/*
 * Take a source or run line, n bytes, of part i.  All ranges must be of one
 * source, with the same options, by the same program.  Returns 0, or -1 and
 * err.
 */
int joined_head_take(struct joined_head *h, size_t i, const char *p, size_t n,
    struct fx_err *err);

/* Append both lines, as of the whole. Returns 0, or -1 and err. */
int joined_head_put(const struct joined_head *h, struct fx_buf *out,
    struct fx_err *err);

#endif
