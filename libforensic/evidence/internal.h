/* internal.h - what the files of this folder share */
#ifndef EVIDENCE_INTERNAL_H
#define EVIDENCE_INTERNAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "forensic/buf.h"

/* Bytes that n characters of base64 decode to at most. */
#define BASE64_ROOM(n) ((n) / 4 * 3)

/* Append n bytes in base64 (RFC 4648, section 4), padded, on one line. */
void base64_put(struct fx_buf *out, const void *p, size_t n);

/*
 * Decode n characters to out, which has BASE64_ROOM(n) bytes.  Only the one
 * canonical spelling passes: padded, no white space, unused bits zero.  Returns
 * 0 and the bytes in *len, or -1.
 */
int base64_get(uint8_t *out, size_t *len, const char *s, size_t n);

/* Is s, of n bytes, a key of a record: [a-z][a-z0-9_.]*? */
bool canon_key_ok(const char *s, size_t n);

#endif
