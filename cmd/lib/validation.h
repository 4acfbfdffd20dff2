/* validation.h - a report on error rates, as fxbench writes it */
#ifndef VALIDATION_H
#define VALIDATION_H

#include "forensic/hash.h"

enum {
	VALIDATION_LEN = 2 * FX_SHA256_LEN + 1,
	VALIDATION_MOST = 16 << 20, /* bytes of a report */
};

/*
 * The SHA-256 of the report at path, as digits.  A file that is none ends the
 * tool with CLI_FAIL: a slip of the hand shall not end up in a case.
 */
void validation_read(const char *path, char hex[VALIDATION_LEN]);

#endif
