/* statement_fits.c - which records people may speak of, in which way */
#include <string.h>

#include "forensic/bytes.h"
#include "forensic/statement.h"

bool
fx_statement_fits(const char *statement, const char *of)
{
	/* A program's word, the last word on a finding, and what has force. */
	static const char *const fixed[] = { "finding", "error", "limit",
		"run.end", "review", "key", "seal" };
	size_t i;

	if (strcmp(statement, "review") == 0)
		return strcmp(of, "finding") == 0;
	for (i = 0; i < FX_LEN(fixed); i++)
		if (strcmp(of, fixed[i]) == 0)
			return false;
	return true;
}
