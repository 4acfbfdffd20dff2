/* records.h - numbers of records, as options and operands name them */
#ifndef RECORDS_H
#define RECORDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "forensic/access.h"

/* What "3-9,12" names, each record once, in the order it was named. */
struct records {
	size_t n;
	uint64_t seq[FX_ACCESS_MOST];
	bool alone[FX_ACCESS_MOST]; /* by its own number, not in a range */
};

/*
 * The number of a record, all that stands before end.  Ends with CLI_USAGE,
 * naming what, an option or NULL, where it is none.
 */
uint64_t records_number(const char *what, const char *text, const char *end);

/*
 * The first of a list, "7" or "7-12": what stands before a comma or the end.
 * Returns what is behind the comma, or NULL.  Ends with CLI_USAGE as above.
 */
const char *records_next(const char *what, const char *list, uint64_t *from,
    uint64_t *to);

/*
 * Take a list in the place of what r had.  Ends with CLI_USAGE as above, and
 * where it names more records than r has room for.
 */
void records_take(struct records *r, const char *option, const char *list);

/*
 * Of ranges keep the findings alone; what was named by its own number stays,
 * whatever it is.  Fails with FX_EARG where nothing is left.
 */
int records_findings(struct records *r, struct fx_store *s, struct fx_err *err);

#endif
