/* records.h - numbers of records, as options and operands name them */
#ifndef RECORDS_H
#define RECORDS_H

#include <stdint.h>

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

#endif
