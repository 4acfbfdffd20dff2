/* result.h - what came of an attempt at a unit, as a small file tells it */
#ifndef BATCH_RESULT_H
#define BATCH_RESULT_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

#include "forensic/buf.h"
#include "forensic/hash.h"
#include "forensic/note.h"
#include "forensic/sys.h"
#include "stamp.h"

enum { RESULT_WORDS = 400, RESULT_HOST = 256 };

/* Why a unit failed. */
enum result_why {
	WHY_NONE,    /* it did not */
	WHY_MISSING, /* the image cannot be opened */
	WHY_CHANGED, /* it is not as large as it was planned */
	WHY_TIME,    /* it took too long */
	WHY_MEMORY,  /* it took too much memory */
	WHY_SIGNAL,  /* a tool was ended by a signal */
	WHY_STATUS,  /* a tool ended with a status that is none of success */
	WHY_LINES,   /* what the scanner said does not hold together */
	WHY_DIFFERS, /* another result stands already, and this is not it */
	WHYS
};

struct result {
	enum result_why why;
	char words[RESULT_WORDS]; /* of a failure: for people */

	/* What a later attempt must find again. */
	uint64_t bytes;                    /* of the source that were read */
	char sum[2 * FX_SHA256_LEN + 1];   /* of the source; "": not known */
	char lines[2 * FX_SHA256_LEN + 1]; /* of findings, limits, errors */
	json_t *findings;                  /* class to number; NULL: none */
	uint64_t errors, limits;

	struct fx_checkpoint head; /* of the case file; size 0: none */

	/* Of the image's files, of a range or of all of it; else "". */
	char stamp[STAMP_LEN];

	/* Of the attempt. */
	uint64_t attempt;
	char host[RESULT_HOST];
	char started[FX_TIME_LEN + 1], ended[FX_TIME_LEN + 1];
	uint64_t wall, cpu; /* milliseconds */
	uint64_t memory;    /* KiB that the largest of its processes had */
};

/* "missing", "time" ...; NULL for WHY_NONE. */
const char *result_why_name(enum result_why why);

/* May it go well by itself the next time?  Else only people can tell. */
bool result_may_pass(enum result_why why);

/* Append its line, for unit of the plan with that digest. */
void result_put(struct fx_buf *out, const struct result *r, uint64_t unit,
    const char *plan);

/* Read one. Returns 0; or -1 and err; ended by result_done, come what may. */
int result_read(struct result *r, const char *p, size_t n, uint64_t unit,
    const char *plan, struct fx_err *err);

/* Do two say the same of the image? */
bool result_same(const struct result *a, const struct result *b);

void result_done(struct result *r);

/* Note a failure, unless one is noted already. */
void result_fail(struct result *r, enum result_why why, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

#endif
