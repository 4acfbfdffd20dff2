/* stamp_verify.c - who made a timestamp, and could he when he says he did? */
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "file.h"
#include "key_internal.h"
#include "stamp_internal.h"

enum { DEPTH = 10 }; /* longest chain of certificates */

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

/* The certificates that are trusted, as of that time. */
static X509_STORE *
store_at(const struct fx_tsa *tsa, int64_t t)
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

/* What the certificate says of itself. */
static void
tell(struct fx_stamp_told *told, X509 *signer)
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

static enum fx_stamp_verdict
say(struct fx_stamp_told *told, enum fx_stamp_verdict verdict, const char *why)
{
	snprintf(told->why, sizeof(told->why), "%s", why);
	return verdict;
}

/* Does its certificate lead to one that is trusted, and is it for this? */
static enum fx_stamp_verdict
check_chain(X509_STORE *store, X509 *signer, STACK_OF(X509) * others,
    struct fx_stamp_told *told)
{
	X509_STORE_CTX *ctx = X509_STORE_CTX_new();
	int error = X509_V_ERR_OUT_OF_MEM, good = 0;

	if (ctx != NULL &&
	    X509_STORE_CTX_init(ctx, store, signer, others) == 1) {
		X509_STORE_CTX_set_purpose(ctx, X509_PURPOSE_TIMESTAMP_SIGN);
		good = X509_verify_cert(ctx);
		error = X509_STORE_CTX_get_error(ctx);
	}
	X509_STORE_CTX_free(ctx);
	if (good == 1)
		return FX_STAMP_GOOD;
	say(told, FX_STAMP_BAD, X509_verify_cert_error_string(error));
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
	default:
		return FX_STAMP_BAD;
	}
}

/* The signature, and that the token names its certificate (RFC 5816). */
static enum fx_stamp_verdict
check_token(X509_STORE *store, const struct fx_stamp *stamp,
    struct fx_stamp_told *told)
{
	TS_VERIFY_CTX *ctx = TS_VERIFY_CTX_new();
	int good;

	if (ctx == NULL)
		return FX_STAMP_FAILED;
	TS_VERIFY_CTX_set_flags(ctx, TS_VFY_VERSION | TS_VFY_SIGNATURE);
	X509_STORE_up_ref(store);
	TS_VERIFY_CTX_set_store(ctx, store); /* which frees it, too */
	good = TS_RESP_verify_token(ctx, stamp->token);
	TS_VERIFY_CTX_free(ctx);
	return good == 1 ? FX_STAMP_GOOD
			 : say(told, FX_STAMP_BAD, "its signature is not good");
}

/* The one certificate that signed, out of those in the token. */
static STACK_OF(X509) * signers(PKCS7 *token)
{
	return PKCS7_type_is_signed(token) != 0 && token->d.sign != NULL
	    ? PKCS7_get0_signers(token, NULL, 0)
	    : NULL;
}

enum fx_stamp_verdict
fx_stamp_verify(const struct fx_stamp *stamp, const struct fx_tsa *tsa,
    struct fx_stamp_told *told)
{
	enum fx_stamp_verdict verdict = FX_STAMP_FAILED;
	STACK_OF(X509) *by = signers(stamp->token);
	X509_STORE *store = NULL;

	*told = (struct fx_stamp_told){ 0 };
	if (by == NULL || sk_X509_num(by) != 1) {
		verdict = say(told, FX_STAMP_BAD,
		    "the certificate that signed is not in it");
	} else {
		tell(told, sk_X509_value(by, 0));
		store = store_at(tsa, stamp->time);
	}
	if (store != NULL)
		verdict = check_chain(store, sk_X509_value(by, 0),
		    stamp->token->d.sign->cert, told);
	if (store != NULL && verdict == FX_STAMP_GOOD)
		verdict = check_token(store, stamp, told);
	X509_STORE_free(store);
	sk_X509_free(by);
	ERR_clear_error();
	return verdict;
}
