/* stamp.c - requests for timestamps, and what a reply holds (RFC 3161) */
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/objects.h>
#include <openssl/ts.h>

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "forensic/sys.h"
#include "stamp_internal.h"

enum { NONCE = 8 };

/* The digest of that, by one that is still good enough; its length, or 0. */
static size_t
digest(uint8_t out[EVP_MAX_MD_SIZE], int nid, const struct fx_stamped *over)
{
	EVP_MD_CTX *ctx;
	unsigned int n = 0;
	bool good;

	if (nid != NID_sha256 && nid != NID_sha384 && nid != NID_sha512)
		return 0;
	ctx = EVP_MD_CTX_new();
	good = ctx != NULL &&
	    EVP_DigestInit_ex(ctx, EVP_get_digestbynid(nid), NULL) == 1 &&
	    EVP_DigestUpdate(ctx, over->p, over->n) == 1 &&
	    (over->nmore == 0 ||
		EVP_DigestUpdate(ctx, over->more, over->nmore) == 1) &&
	    EVP_DigestFinal_ex(ctx, out, &n) == 1;
	EVP_MD_CTX_free(ctx);
	return good ? n : 0;
}

/* The digest that is to be stamped, with its name. */
static TS_MSG_IMPRINT *
imprint(const struct fx_stamped *over)
{
	uint8_t sum[EVP_MAX_MD_SIZE];
	TS_MSG_IMPRINT *m = TS_MSG_IMPRINT_new();
	X509_ALGOR *alg = X509_ALGOR_new();
	size_t n = digest(sum, NID_sha256, over);
	bool good;

	good = m != NULL && alg != NULL && n > 0 &&
	    X509_ALGOR_set0(alg, OBJ_nid2obj(NID_sha256), V_ASN1_NULL, NULL) ==
		1 &&
	    TS_MSG_IMPRINT_set_algo(m, alg) == 1 &&
	    TS_MSG_IMPRINT_set_msg(m, sum, (int)n) == 1;
	X509_ALGOR_free(alg);
	if (good)
		return m;
	TS_MSG_IMPRINT_free(m);
	return NULL;
}

/* The nonce, a positive number; NULL when memory fails. */
static ASN1_INTEGER *
nonce(const uint8_t bytes[NONCE])
{
	BIGNUM *n = BN_bin2bn(bytes, NONCE, NULL);
	ASN1_INTEGER *i = n != NULL ? BN_to_ASN1_INTEGER(n, NULL) : NULL;

	BN_free(n);
	return i;
}

int
fx_stamp_request(struct fx_buf *out, const struct fx_stamped *over,
    struct fx_err *err)
{
	TS_MSG_IMPRINT *m = imprint(over);
	TS_REQ *req = TS_REQ_new();
	ASN1_INTEGER *i = NULL;
	uint8_t bytes[NONCE], *der = NULL;
	int n = -1, rc;

	if ((rc = fx_random(bytes, sizeof(bytes), err)) == 0) {
		bytes[0] = (uint8_t)((bytes[0] & 0x7f) | 0x40);
		i = nonce(bytes);
		if (m != NULL && req != NULL && i != NULL &&
		    TS_REQ_set_version(req, 1) == 1 &&
		    TS_REQ_set_msg_imprint(req, m) == 1 &&
		    TS_REQ_set_nonce(req, i) == 1 &&
		    TS_REQ_set_cert_req(req, 1) == 1)
			n = i2d_TS_REQ(req, &der);
		if (n > 0)
			fx_buf_put(out, der, (size_t)n);
		rc = n > 0 ? fx_buf_check(out, err)
			   : fx_fail(err, FX_ENOMEM, 0, "libcrypto refused");
	}
	OPENSSL_free(der);
	ASN1_INTEGER_free(i);
	TS_REQ_free(req);
	TS_MSG_IMPRINT_free(m);
	ERR_clear_error();
	return rc;
}

static int
none(struct fx_err *err, const char *why)
{
	ERR_clear_error();
	return fx_fail(err, FX_EFORMAT, 0, "no reply with a timestamp: %s",
	    why);
}

/* Does the token say when, and of what? */
static int
read_info(struct fx_stamp *stamp, struct fx_err *err)
{
	struct tm tm;

	stamp->token = TS_RESP_get_token(stamp->resp);
	stamp->info = TS_RESP_get_tst_info(stamp->resp);
	if (stamp->token == NULL || stamp->info == NULL)
		return none(err, "nothing is in it");
	if (TS_TST_INFO_get_version(stamp->info) != 1)
		return none(err, "it is of another version");
	if (ASN1_TIME_to_tm(TS_TST_INFO_get_time(stamp->info), &tm) != 1)
		return none(err, "it tells no time");
	stamp->time = timegm(&tm);
	if (TS_TST_INFO_get_msg_imprint(stamp->info) == NULL)
		return none(err, "it is over nothing");
	return 0;
}

struct fx_stamp *
fx_stamp_parse(const void *p, size_t n, struct fx_err *err)
{
	const uint8_t *at = p;
	struct fx_stamp *stamp;
	long status = -1;

	if (n > FX_STAMP_LEN) {
		none(err, "it is too long");
		return NULL;
	}
	if ((stamp = calloc(1, sizeof(*stamp))) == NULL) {
		fx_fail(err, FX_ENOMEM, 0, "out of memory");
		return NULL;
	}
	stamp->resp = d2i_TS_RESP(NULL, &at, (long)n);
	if (stamp->resp == NULL || at != (const uint8_t *)p + n) {
		none(err, "it is not in DER");
		goto fail;
	}
	status = ASN1_INTEGER_get(
	    TS_STATUS_INFO_get0_status(TS_RESP_get_status_info(stamp->resp)));
	if (status != TS_STATUS_GRANTED &&
	    status != TS_STATUS_GRANTED_WITH_MODS) {
		none(err, "the authority has not granted it");
		goto fail;
	}
	if (read_info(stamp, err) == 0)
		return stamp;
fail:
	fx_stamp_free(stamp);
	return NULL;
}

void
fx_stamp_free(struct fx_stamp *stamp)
{
	if (stamp == NULL)
		return;
	TS_RESP_free(stamp->resp);
	free(stamp);
	ERR_clear_error();
}

int64_t
fx_stamp_time(const struct fx_stamp *stamp)
{
	return stamp->time;
}

static int
algorithm(TS_MSG_IMPRINT *m)
{
	const ASN1_OBJECT *oid = NULL;
	X509_ALGOR *alg = TS_MSG_IMPRINT_get_algo(m);

	if (alg != NULL)
		X509_ALGOR_get0(&oid, NULL, NULL, alg);
	return oid != NULL ? OBJ_obj2nid(oid) : NID_undef;
}

bool
fx_stamp_is_over(const struct fx_stamp *stamp, const struct fx_stamped *over)
{
	TS_MSG_IMPRINT *m = TS_TST_INFO_get_msg_imprint(stamp->info);
	const ASN1_OCTET_STRING *told = TS_MSG_IMPRINT_get_msg(m);
	uint8_t sum[EVP_MAX_MD_SIZE];
	size_t n = digest(sum, algorithm(m), over);

	return n > 0 && told != NULL && (size_t)ASN1_STRING_length(told) == n &&
	    memcmp(ASN1_STRING_get0_data(told), sum, n) == 0;
}

/* Are both over the same digest? */
static bool
same_imprint(TS_MSG_IMPRINT *a, TS_MSG_IMPRINT *b)
{
	const ASN1_OCTET_STRING *x, *y;

	if (a == NULL || b == NULL || algorithm(a) != algorithm(b))
		return false;
	x = TS_MSG_IMPRINT_get_msg(a);
	y = TS_MSG_IMPRINT_get_msg(b);
	return x != NULL && y != NULL && ASN1_STRING_cmp(x, y) == 0;
}

int
fx_stamp_answers(const struct fx_stamp *stamp, const void *request, size_t n,
    struct fx_err *err)
{
	const ASN1_INTEGER *want, *got = TS_TST_INFO_get_nonce(stamp->info);
	const uint8_t *at = request;
	TS_REQ *req = n <= FX_STAMP_LEN ? d2i_TS_REQ(NULL, &at, (long)n) : NULL;
	int rc = 0;

	if (req == NULL || at != (const uint8_t *)request + n) {
		rc = fx_fail(err, FX_EFORMAT, 0, "no request for a timestamp");
	} else if (!same_imprint(TS_REQ_get_msg_imprint(req),
		       TS_TST_INFO_get_msg_imprint(stamp->info))) {
		rc = fx_fail(err, FX_EFORMAT, 0,
		    "the timestamp is not over what was asked for");
	} else {
		want = TS_REQ_get_nonce(req);
		if (want != NULL &&
		    (got == NULL || ASN1_INTEGER_cmp(want, got) != 0))
			rc = fx_fail(err, FX_EFORMAT, 0,
			    "the timestamp answers another request (its nonce "
			    "differs)");
	}
	TS_REQ_free(req);
	ERR_clear_error();
	return rc;
}
