/* key_internal.h - what a private key is, for key.c and keyfile.c */
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

#endif
