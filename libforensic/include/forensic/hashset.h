/*
 * hashset.h - a list of digests of known files, such as the NSRL's
 *
 * Lists are text, a file a line.  Fields stand between commas, blanks and tabs,
 * with or without double quotes; each that is 32, 40 or 64 hexadecimal digits
 * is an MD5, SHA-1 or SHA-256.  So what md5sum(1), sha1sum(1), sha256sum(1) and
 * hashdeep write is read, and NSRLFile.txt.
 */
#ifndef FORENSIC_HASHSET_H
#define FORENSIC_HASHSET_H

#include <stdbool.h>

#include "forensic/hash.h"

enum { FX_HASHSET_LINE = 64 << 10 }; /* longest line, in bytes */

struct fx_hashset;

/*
 * Read the list in the file path.  Lines that begin with # or % and empty ones
 * are no entries, nor is a first line without a digest (a heading) if others
 * follow; any other line without one is FX_EFORMAT, err->off its number.  The
 * caller frees it.
 */
struct fx_hashset *fx_hashset_load(const char *path, struct fx_err *err);
void fx_hashset_free(struct fx_hashset *set); /* NULL is fine */

/* Are there digests of that algorithm in it?  How many in all? */
bool fx_hashset_holds(const struct fx_hashset *set, enum fx_hash_alg alg);
uint64_t fx_hashset_count(const struct fx_hashset *set);

bool fx_hashset_has(const struct fx_hashset *set, enum fx_hash_alg alg,
    const uint8_t *sum);

#endif
