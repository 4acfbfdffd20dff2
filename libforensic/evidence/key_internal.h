/* key_internal.h - what a private key is, and how PEM text is read */
#ifndef EVIDENCE_KEY_INTERNAL_H
#define EVIDENCE_KEY_INTERNAL_H

#include <openssl/evp.h>

#include "forensic/key.h"

struct fx_key {
	EVP_PKEY *pkey;
	struct fx_pub pub;
};

/* Take pkey, an Ed25519 key, over; it is freed if this fails. NULL and err. */
struct fx_key *key_wrap(EVP_PKEY *pkey, struct fx_err *err);

/*
 * What libcrypto asks for the password of PEM text that has one: there is none.
 * Left alone it would ask a terminal, which a tool in a pipe must not.
 */
int key_no_password(char *buf, int size, int rwflag, void *arg);

#endif
