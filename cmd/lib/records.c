/* records.c - numbers of records, as options and operands name them */
#include <inttypes.h>
#include <string.h>

#include "cli.h"
#include "forensic/canon.h"
#include "records.h"

uint64_t
records_number(const char *what, const char *text, const char *end)
{
	uint64_t n = 0;
	const char *p;

	for (p = text; p < end && n <= FX_CANON_INT / 10; p++) {
		if (*p < '0' || *p > '9')
			break;
		n = n * 10 + (uint64_t)(*p - '0');
	}
	if (p == text || p != end)
		cli_die(CLI_USAGE, "%s%s'%.*s' is not the number of a record",
		    what != NULL ? what : "", what != NULL ? ": " : "",
		    (int)(end - text), text);
	return n;
}

const char *
records_next(const char *what, const char *list, uint64_t *from, uint64_t *to)
{
	const char *end = list + strcspn(list, ",");
	const char *dash = memchr(list, '-', (size_t)(end - list));

	*from = *to = records_number(what, list, dash != NULL ? dash : end);
	if (dash != NULL)
		*to = records_number(what, dash + 1, end);
	if (*from > *to)
		cli_die(CLI_USAGE, "%s%s%.*s ends before it begins",
		    what != NULL ? what : "", what != NULL ? ": " : "",
		    (int)(end - list), list);
	return *end == ',' ? end + 1 : NULL;
}
