/* hash.h - SHA-256, and SHA-1 and MD5 for acquisition logs, over libcrypto */
#ifndef FORENSIC_HASH_H
#define FORENSIC_HASH_H

#include <stddef.h>
#include <stdint.h>

#include "forensic/err.h"

enum fx_hash_alg { FX_SHA256, FX_SHA1, FX_MD5, FX_HASHES };
enum {
	FX_SHA256_LEN = 32,
	FX_SHA1_LEN = 20,
	FX_MD5_LEN = 16,
	FX_HASH_MAX = 32,
	FX_SHA512_LEN = 64 /* of fx_hmac_sha512 alone */
};

/* "sha256", "sha1", "md5": the names of options and of JSON members. */
const char *fx_hash_name(enum fx_hash_alg alg);
size_t fx_hash_len(enum fx_hash_alg alg); /* bytes of the digest */

/* The algorithm of that name. Returns 0, or -1 for none. */
int fx_hash_find(const char *name, enum fx_hash_alg *alg);

struct fx_hash;

/* A new running digest. The caller frees it. NULL and err on failure. */
struct fx_hash *fx_hash_new(enum fx_hash_alg alg, struct fx_err *err);
void fx_hash_free(struct fx_hash *h); /* NULL is fine */

/* Returns 0, or -1 and err (libcrypto refused). */
int fx_hash_add(struct fx_hash *h, const void *p, size_t n, struct fx_err *err);

/* Write fx_hash_len bytes to out; h may only be freed after that. 0 or -1. */
int fx_hash_end(struct fx_hash *h, uint8_t *out, struct fx_err *err);

/* The digest of one piece of memory, of two laid end to end, and keyed. */
int fx_sha256(uint8_t out[FX_SHA256_LEN], const void *p, size_t n);
int fx_sha256_2(uint8_t out[FX_SHA256_LEN], const void *p, size_t n,
    const void *q, size_t m);

/* HMAC (RFC 2104, FIPS 198-1). Returns 0, or -1 if libcrypto fails. */
int fx_hmac_sha256(uint8_t out[FX_SHA256_LEN], const void *key, size_t keylen,
    const void *p, size_t n);
int fx_hmac_sha512(uint8_t out[FX_SHA512_LEN], const void *key, size_t keylen,
    const void *p, size_t n);

/* SHA-256 of a file's content, read to its end. Returns 0, or -1 and err. */
int fx_sha256_file(uint8_t out[FX_SHA256_LEN], const char *path,
    struct fx_err *err);

#endif
