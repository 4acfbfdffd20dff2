/*
 * secret.h - what a browser encrypted, as far as that can be seen: a prefix,
 * and bytes that nobody can tell from noise
 */
#ifndef SECRET_H
#define SECRET_H

#include <stddef.h>

#include "rnd.h"

enum { SECRET_MOST = 320 };

struct secret {
	const char *prefix; /* as attribute `prefix` of the finding */
	uint8_t p[SECRET_MOST];
	size_t n;
	size_t shown; /* bytes of the prefix */
};

/* Of Chromium, of `plain` bytes of text: which of its ciphers goes by `how`. */
void secret_chromium(struct rnd *r, unsigned int how, size_t plain,
    struct secret *s);

/* Of NSS: 3DES, or AES if how is odd, with the name of the key. */
void secret_nss(struct rnd *r, unsigned int how, size_t plain,
    struct secret *s);

/* Of Firefox's key store: a nonce, as many bytes, a tag. */
void secret_store(struct rnd *r, size_t plain, struct secret *s);

/* Bytes at random. */
void secret_noise(struct rnd *r, uint8_t *p, size_t n);

/* As an SQL literal: x'0102'. */
void secret_sql(const struct secret *s, char *out, size_t cap);

#endif
