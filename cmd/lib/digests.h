/* digests.h - which digests to compute: --hash */
#ifndef DIGESTS_H
#define DIGESTS_H

#include <stdbool.h>

#include "forensic/hash.h"

/*
 * Set those that a list with commas names.  A name that is none ends the tool
 * with CLI_USAGE.
 */
void digests_add(bool wanted[FX_HASHES], const char *list);

#endif
