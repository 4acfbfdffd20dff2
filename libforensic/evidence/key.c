/* key.c - Ed25519 keys (RFC 8032): make, sign, verify, name */
#include <openssl/evp.h>
#include <openssl/pem.h>

#include <stdlib.h>
#include <string.h>

#include "forensic/bytes.h"
#include "forensic/hash.h"
#include "forensic/key.h"
#include "key_internal.h"

/* All before the 32 bytes of an Ed25519 SubjectPublicKeyInfo (RFC 8410, 4). */
static const uint8_t spki[] = { 0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65,
	0x70, 0x03, 0x21, 0x00 };

struct fx_key *
key_wrap(EVP_PKEY *pkey, struct fx_err *err)
{
	struct fx_key *key;
	size_t len = FX_PUB_LEN;

	if ((key = calloc(1, sizeof(*key))) == NULL ||
	    EVP_PKEY_get_raw_public_key(pkey, key->pub.raw, &len) != 1 ||
	    len != FX_PUB_LEN) {
		free(key);
		EVP_PKEY_free(pkey);
		fx_fail(err, FX_ENOMEM, 0, "libcrypto refused a key");
		return NULL;
	}
	key->pkey = pkey;
	return key;
}

struct fx_key *
fx_key_new(struct fx_err *err)
{
	EVP_PKEY *pkey = EVP_PKEY_Q_keygen(NULL, NULL, "ED25519");

	if (pkey == NULL) {
		fx_fail(err, FX_ENOMEM, 0, "libcrypto made no key");
		return NULL;
	}
	return key_wrap(pkey, err);
}

void
fx_key_free(struct fx_key *key)
{
	if (key == NULL)
		return;
	EVP_PKEY_free(key->pkey);
	free(key);
}

void
fx_key_pub(const struct fx_key *key, struct fx_pub *pub)
{
	*pub = key->pub;
}

int
fx_key_sign(const struct fx_key *key, const void *p, size_t n,
    uint8_t sig[FX_SIG_LEN], struct fx_err *err)
{
	EVP_MD_CTX *ctx = EVP_MD_CTX_new();
	size_t len = FX_SIG_LEN;
	int good;

	/* Pure Ed25519 (RFC 8032, 5.1): no digest is named. */
	good = ctx != NULL &&
	    EVP_DigestSignInit(ctx, NULL, NULL, NULL, key->pkey) == 1 &&
	    EVP_DigestSign(ctx, sig, &len, p, n) == 1 && len == FX_SIG_LEN;
	EVP_MD_CTX_free(ctx);
	return good ? 0 : fx_fail(err, FX_ENOMEM, 0, "libcrypto did not sign");
}

int
fx_pub_verify(const struct fx_pub *pub, const void *p, size_t n,
    const uint8_t sig[FX_SIG_LEN])
{
	EVP_PKEY *pkey = EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, NULL,
	    pub->raw, FX_PUB_LEN);
	EVP_MD_CTX *ctx = EVP_MD_CTX_new();
	int good;

	good = pkey != NULL && ctx != NULL &&
	    EVP_DigestVerifyInit(ctx, NULL, NULL, NULL, pkey) == 1 &&
	    EVP_DigestVerify(ctx, sig, FX_SIG_LEN, p, n) == 1;
	EVP_MD_CTX_free(ctx);
	EVP_PKEY_free(pkey);
	return good ? 0 : -1;
}

int
fx_pub_fingerprint(const struct fx_pub *pub, char out[FX_FINGERPRINT_LEN + 1])
{
	static const char label[] = "SHA256:";
	uint8_t sum[FX_SHA256_LEN];

	if (fx_sha256_2(sum, spki, sizeof(spki), pub->raw, FX_PUB_LEN) == -1)
		return -1;
	memcpy(out, label, sizeof(label));
	fx_hex(out + sizeof(label) - 1, sum, sizeof(sum));
	return 0;
}
