/* stamp_verify.c - who made a timestamp, and could he when he says he did? */
#include <openssl/err.h>

#include "stamp_internal.h"
#include "trust.h"

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
	return good == 1
	    ? FX_STAMP_GOOD
	    : trust_say(told, FX_STAMP_BAD, "its signature is not good");
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
		verdict = trust_say(told, FX_STAMP_BAD,
		    "the certificate that signed is not in it");
	} else {
		trust_tell(told, sk_X509_value(by, 0));
		store = trust_at(tsa, stamp->time);
	}
	if (store != NULL)
		verdict = trust_chain(store, sk_X509_value(by, 0),
		    stamp->token->d.sign->cert, X509_PURPOSE_TIMESTAMP_SIGN,
		    told);
	if (store != NULL && verdict == FX_STAMP_GOOD)
		verdict = check_token(store, stamp, told);
	X509_STORE_free(store);
	sk_X509_free(by);
	ERR_clear_error();
	return verdict;
}
