/* key.h - Ed25519 keys (RFC 8032) in the PEM forms openssl reads and writes */
#ifndef FORENSIC_KEY_H
#define FORENSIC_KEY_H

#include <stddef.h>
#include <stdint.h>

#include "forensic/err.h"

enum { FX_PUB_LEN = 32, FX_SIG_LEN = 64, FX_FINGERPRINT_LEN = 7 + 64 };

struct fx_key; /* a private key */

/* A public key, as RFC 8032 encodes it. */
struct fx_pub {
	uint8_t raw[FX_PUB_LEN];
};

/* Make, read (PKCS#8 PEM, unencrypted), free. NULL and err on failure. */
struct fx_key *fx_key_new(struct fx_err *err);
struct fx_key *fx_key_load(const char *path, struct fx_err *err);
void fx_key_free(struct fx_key *key); /* NULL is fine */

/*
 * Write the private key to path, mode 0600, and the public one
 * (SubjectPublicKey Info PEM) to pubpath, mode 0644, both flushed to disk.
 * Neither may exist: an old key is never overwritten.  Returns 0, or -1 and
 * err; then neither is left.
 */
int fx_key_save(const struct fx_key *key, const char *path, const char *pubpath,
    struct fx_err *err);

/*
 * Overwrite the file of a private key with zeros, and remove it, as far as the
 * file system and the disk let anybody: a copy elsewhere, a snapshot, a flash
 * cell that was set aside keep what they have.  Returns 0, or -1 and err.
 */
int fx_key_erase(const char *path, struct fx_err *err);

void fx_key_pub(const struct fx_key *key, struct fx_pub *pub);

/* Sign n bytes. Returns 0, or -1 and err. */
int fx_key_sign(const struct fx_key *key, const void *p, size_t n,
    uint8_t sig[FX_SIG_LEN], struct fx_err *err);

/* Does sig sign the n bytes under pub?  0 yes, -1 no. */
int fx_pub_verify(const struct fx_pub *pub, const void *p, size_t n,
    const uint8_t sig[FX_SIG_LEN]);

/*
 * Read a public key from a file that holds a PEM public key, a PEM private key
 * (its public half is taken) or a C2SP verifier key (NAME+hash+base64).
 * Returns 0, or -1 and err.
 */
int fx_pub_load(struct fx_pub *pub, const char *path, struct fx_err *err);

/*
 * "SHA256:" and 64 hex digits: SHA-256 over the key's DER SubjectPublicKeyInfo,
 * what  openssl pkey -pubin -in lab.pub -outform DER | sha256sum  prints.
 */
int fx_pub_fingerprint(const struct fx_pub *pub,
    char out[FX_FINGERPRINT_LEN + 1]);

#endif
