/*
 * canon.h - the canonical form of a record: RFC 8785 (JCS), integers only
 *
 * One object; keys [a-z][a-z0-9_.]*, sorted by byte; members are integers from
 * -(2^53-1) to 2^53-1, strings without U+0000 and noncharacters, arrays and
 * objects; no null, true, false or real number; at most FX_CANON_DEPTH levels,
 * the record itself being the first.  fxevidence(5) states it in full.
 */
#ifndef FORENSIC_CANON_H
#define FORENSIC_CANON_H

#include <jansson.h>

#include "forensic/buf.h"

enum { FX_CANON_DEPTH = 3, FX_CANON_LEN = 1 << 20 }; /* longest body, bytes */
#define FX_CANON_INT ((INT64_C(1) << 53) - 1)

/*
 * Append the canonical bytes of v, which is only read.  Returns 0; or -1 and
 * err (FX_EFORMAT: v has no canonical form), and nothing is appended.
 */
int fx_canon_write(struct fx_buf *out, json_t *v, struct fx_err *err);

/*
 * Parse n bytes that must be an object in exactly its canonical form (so a
 * duplicate key, white space, another escape, 1e3, a BOM are all refused with
 * FX_EBROKEN).  The caller json_decref()s it.  NULL and err on failure.
 */
json_t *fx_canon_parse(const char *text, size_t n, struct fx_err *err);

#endif
