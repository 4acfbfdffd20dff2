/*
 * commit.h - commitments: a record proves a value without showing it
 *
 * commitment = HMAC-SHA256(key = 32 random bytes, FIELD || 0x00 || value)
 */
#ifndef FORENSIC_COMMIT_H
#define FORENSIC_COMMIT_H

#include "forensic/hash.h"

enum { FX_NONCE_LEN = 32, FX_FIELD_LEN = 32 };

/* Returns 0, or -1 if libcrypto fails or field is longer than FX_FIELD_LEN. */
int fx_commit(uint8_t out[FX_SHA256_LEN], const uint8_t nonce[FX_NONCE_LEN],
    const char *field, const void *value, size_t n);

#endif
