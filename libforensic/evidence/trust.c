/* trust.c - does a certificate lead to one that is trusted, as of a time? */
#include <openssl/err.h>
#include <openssl/pem.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "file.h"
#include "key_internal.h"
#include "trust.h"

enum {
	DEPTH = 10, /* longest chain of certificates */
	LEVEL = 2,  /* of 112 bits: no MD5, no SHA-1, no RSA of 1024 bits */
};

struct fx_tsa {
	STACK_OF(X509) * certs;
};

struct fx_tsa *
fx_tsa_new(void)
{
	struct fx_tsa *tsa = calloc(1, sizeof(*tsa));

	if (tsa != NULL && (tsa->certs = sk_X509_new_null()) == NULL) {
		free(tsa);
		return NULL;
	}
	return tsa;
}

void
fx_tsa_free(struct fx_tsa *tsa)
{
	if (tsa == NULL)
		return;
	sk_X509_pop_free(tsa->certs, X509_free);
	free(tsa);
}

int
fx_tsa_add(struct fx_tsa *tsa, const char *pem, size_t n, struct fx_err *err)
{
	const int had = sk_X509_num(tsa->certs);
	BIO *bio;
	X509 *cert;

	if (n > FX_TSA_FILE_LEN)
		return fx_fail(err, FX_ELIMIT, 0, "too many certificates");
	bio = BIO_new_mem_buf(pem, (int)n);
	while (bio != NULL && sk_X509_num(tsa->certs) < FX_TSA_CERTS &&
	    (cert = PEM_read_bio_X509(bio, NULL, key_no_password, NULL)) !=
		NULL)
		if (sk_X509_push(tsa->certs, cert) == 0)
			X509_free(cert);
	BIO_free(bio);
	ERR_clear_error();
	return sk_X509_num(tsa->certs) > had
	    ? 0
	    : fx_fail(err, FX_EFORMAT, 0, "no certificate in PEM form");
}

int
fx_tsa_load(struct fx_tsa *tsa, const char *path, struct fx_err *err)
{
	struct fx_buf text = { .max = FX_TSA_FILE_LEN };
	struct fx_err why;
	int rc;

	rc = file_read(&text, path, err);
	if (rc == 0 &&
	    fx_tsa_add(tsa, fx_buf_text(&text), text.len, &why) == -1)
		rc = fx_fail(err, why.code, 0, "%s: %s", path, why.msg);
	fx_buf_done(&text);
	return rc;
}

X509_STORE *
trust_at(const struct fx_tsa *tsa, int64_t t)
{
	X509_STORE *store = X509_STORE_new();
	X509_VERIFY_PARAM *param;
	int i;

	if (store == NULL)
		return NULL;
	for (i = 0; i < sk_X509_num(tsa->certs); i++)
		if (X509_STORE_add_cert(store, sk_X509_value(tsa->certs, i)) !=
		    1)
			goto fail;
	param = X509_STORE_get0_param(store);
	/* Whoever is given is trusted, be it at the top of the chain or not. */
	if (X509_VERIFY_PARAM_set_flags(param, X509_V_FLAG_PARTIAL_CHAIN) != 1)
		goto fail;
	X509_VERIFY_PARAM_set_time(param, (time_t)t);
	X509_VERIFY_PARAM_set_depth(param, DEPTH);
	X509_VERIFY_PARAM_set_auth_level(param, LEVEL);
	return store;
fail:
	X509_STORE_free(store);
	return NULL;
}

/* The time of a certificate, in seconds since 1970; 0 if it has none. */
static int64_t
seconds(const ASN1_TIME *t)
{
	struct tm tm;

	return ASN1_TIME_to_tm(t, &tm) == 1 ? timegm(&tm) : 0;
}

void
trust_tell(struct fx_stamp_told *told, X509 *signer)
{
	const X509_NAME *name = X509_get_subject_name(signer);
	int at = X509_NAME_get_index_by_NID(name, NID_commonName, -1), n = -1;
	unsigned char *text = NULL;

	if (at < 0)
		at = X509_NAME_get_index_by_NID(name, NID_organizationName, -1);
	if (at >= 0)
		n = ASN1_STRING_to_UTF8(&text,
		    X509_NAME_ENTRY_get_data(X509_NAME_get_entry(name, at)));
	snprintf(told->name, sizeof(told->name), "%.*s", n > 0 ? n : 0,
	    n > 0 ? (const char *)text : "");
	OPENSSL_free(text);
	told->ends = seconds(X509_get0_notAfter(signer));
}

enum fx_stamp_verdict
trust_say(struct fx_stamp_told *told, enum fx_stamp_verdict verdict,
    const char *why)
{
	snprintf(told->why, sizeof(told->why), "%s", why);
	return verdict;
}

enum fx_stamp_verdict
trust_chain(X509_STORE *store, X509 *signer, STACK_OF(X509) * others,
    int purpose, struct fx_stamp_told *told)
{
	X509_STORE_CTX *ctx = X509_STORE_CTX_new();
	int error = X509_V_ERR_OUT_OF_MEM, good = 0;

	if (ctx != NULL &&
	    X509_STORE_CTX_init(ctx, store, signer, others) == 1) {
		X509_STORE_CTX_set_purpose(ctx, purpose);
		good = X509_verify_cert(ctx);
		error = X509_STORE_CTX_get_error(ctx);
	}
	X509_STORE_CTX_free(ctx);
	if (good == 1)
		return FX_STAMP_GOOD;
	trust_say(told, FX_STAMP_BAD, X509_verify_cert_error_string(error));
	switch (error) {
	case X509_V_ERR_OUT_OF_MEM:
		return FX_STAMP_FAILED;
	case X509_V_ERR_CERT_HAS_EXPIRED:
	case X509_V_ERR_CERT_NOT_YET_VALID:
		return FX_STAMP_UNTIMELY;
	case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT:
	case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
	case X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
	case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT:
	case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN:
	case X509_V_ERR_CERT_UNTRUSTED:
	case X509_V_ERR_CERT_CHAIN_TOO_LONG:
		return FX_STAMP_STRANGER;
	case X509_V_ERR_EE_KEY_TOO_SMALL:
	case X509_V_ERR_CA_KEY_TOO_SMALL:
	case X509_V_ERR_CA_MD_TOO_WEAK:
		return FX_STAMP_WEAK;
	default:
		return FX_STAMP_BAD;
	}
}
