/* cms.c - a detached signature of a head, and whose it is */
#include <openssl/cms.h>
#include <openssl/err.h>
#include <openssl/ess.h>
#include <openssl/x509v3.h>

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "forensic/bytes.h"
#include "forensic/cms.h"
#include "trust.h"

struct fx_cms {
	CMS_ContentInfo *info;
	CMS_SignerInfo *by; /* borrowed from it, as is signer */
	X509 *signer;
	int64_t claims;
};

/* What documents are signed with, where a certificate says for what it is. */
static const char *const uses[] = {
	"2.5.29.37.0",            /* for anything */
	"1.3.6.1.5.5.7.3.4",      /* mail */
	"1.3.6.1.5.5.7.3.36",     /* documents, RFC 9336 */
	"1.3.6.1.4.1.311.10.3.12" /* the same, before there was that */
};

static int
none(struct fx_err *err, const char *why)
{
	ERR_clear_error();
	return fx_fail(err, FX_EFORMAT, 0, "no CMS signature: %s", why);
}

/* The digest that it is made with is one that is still good enough. */
static bool
is_strong(CMS_SignerInfo *by)
{
	const ASN1_OBJECT *oid = NULL;
	X509_ALGOR *alg = NULL;
	int nid;

	CMS_SignerInfo_get0_algs(by, NULL, NULL, &alg, NULL);
	if (alg != NULL)
		X509_ALGOR_get0(&oid, NULL, NULL, alg);
	nid = oid != NULL ? OBJ_obj2nid(oid) : NID_undef;
	return nid == NID_sha256 || nid == NID_sha384 || nid == NID_sha512;
}

/* The time in its signed attributes, or 0. */
static int64_t
claimed(CMS_SignerInfo *by)
{
	const int at = CMS_signed_get_attr_by_NID(by, NID_pkcs9_signingTime,
	    -1);
	X509_ATTRIBUTE *attr = at >= 0 ? CMS_signed_get_attr(by, at) : NULL;
	const ASN1_TYPE *value = attr != NULL
	    ? X509_ATTRIBUTE_get0_type(attr, 0)
	    : NULL;
	struct tm tm;

	if (value == NULL ||
	    (value->type != V_ASN1_UTCTIME &&
		value->type != V_ASN1_GENERALIZEDTIME) ||
	    ASN1_TIME_to_tm(value->value.asn1_string, &tm) != 1)
		return 0;
	return timegm(&tm);
}

/* Who signed, and with what. Returns 0; or -1 and err. */
static int
read_signer(struct fx_cms *cms, struct fx_err *err)
{
	STACK_OF(CMS_SignerInfo) * all;

	all = CMS_get0_SignerInfos(cms->info);
	if (all == NULL || sk_CMS_SignerInfo_num(all) != 1)
		return none(err, "it is not of one signer");
	cms->by = sk_CMS_SignerInfo_value(all, 0);
	if (CMS_set1_signers_certs(cms->info, NULL, 0) != 1)
		return none(err, "its signer's certificate is not in it");
	CMS_SignerInfo_get0_algs(cms->by, NULL, &cms->signer, NULL, NULL);
	if (cms->signer == NULL)
		return none(err, "its signer's certificate is not in it");
	if (!is_strong(cms->by))
		return none(err,
		    "its digest is not SHA-256, SHA-384 or SHA-512");
	cms->claims = claimed(cms->by);
	return 0;
}

static int
read_info(struct fx_cms *cms, const uint8_t *p, size_t n, struct fx_err *err)
{
	const uint8_t *at = p;

	cms->info = d2i_CMS_ContentInfo(NULL, &at, (long)n);
	if (cms->info == NULL || at != p + n)
		return none(err, "it is not in DER");
	if (OBJ_obj2nid(CMS_get0_type(cms->info)) != NID_pkcs7_signed)
		return none(err, "it is something else in CMS");
	if (CMS_is_detached(cms->info) != 1 ||
	    OBJ_obj2nid(CMS_get0_eContentType(cms->info)) != NID_pkcs7_data)
		return none(err, "it is not detached, over data");
	return read_signer(cms, err);
}

struct fx_cms *
fx_cms_parse(const void *p, size_t n, struct fx_err *err)
{
	struct fx_cms *cms;

	if (n > FX_CMS_LEN) {
		none(err, "it is too long");
		return NULL;
	}
	if ((cms = calloc(1, sizeof(*cms))) == NULL) {
		fx_fail(err, FX_ENOMEM, 0, "out of memory");
		return NULL;
	}
	if (read_info(cms, p, n, err) == 0)
		return cms;
	fx_cms_free(cms);
	return NULL;
}

void
fx_cms_free(struct fx_cms *cms)
{
	if (cms == NULL)
		return;
	CMS_ContentInfo_free(cms->info);
	free(cms);
	ERR_clear_error();
}

int64_t
fx_cms_claims(const struct fx_cms *cms)
{
	return cms->claims;
}

/*
 * CMS_verify makes a copy of a BIO that is memory alone, and loses it where the
 * digest is not known (OpenSSL 3.0): a filter before it keeps it from that.
 */
bool
fx_cms_is_over(const struct fx_cms *cms, const void *p, size_t n)
{
	BIO *bio = n <= FX_CMS_LEN ? BIO_new_mem_buf(p, (int)n) : NULL;
	BIO *filter = bio != NULL ? BIO_new(BIO_f_null()) : NULL;
	bool good;

	if (filter != NULL)
		BIO_push(filter, bio);
	good = filter != NULL &&
	    CMS_verify(cms->info, NULL, NULL, filter, NULL,
		CMS_BINARY | CMS_NO_SIGNER_CERT_VERIFY) == 1;
	BIO_free(filter);
	BIO_free(bio);
	ERR_clear_error();
	return good;
}

static bool
is_use(const ASN1_OBJECT *oid)
{
	char text[64];
	size_t i;

	OBJ_obj2txt(text, sizeof(text), oid, 1);
	for (i = 0; i < FX_LEN(uses); i++)
		if (strcmp(text, uses[i]) == 0)
			return true;
	return false;
}

/* May the certificate sign documents? */
static bool
is_for_signing(X509 *signer)
{
	EXTENDED_KEY_USAGE *list;
	bool good = false;
	int i, how = -1;

	/* All bits are set where it says nothing of that. */
	if ((X509_get_key_usage(signer) &
		(KU_DIGITAL_SIGNATURE | KU_NON_REPUDIATION)) == 0)
		return false;
	list = X509_get_ext_d2i(signer, NID_ext_key_usage, &how, NULL);
	for (i = 0; list != NULL && i < sk_ASN1_OBJECT_num(list); i++)
		good = good || is_use(sk_ASN1_OBJECT_value(list, i));
	if (list == NULL)
		good = how == -1; /* there is none; not: one in no good form */
	sk_ASN1_OBJECT_pop_free(list, ASN1_OBJECT_free);
	return good;
}

/* The signer's name for his own certificate, signed too, where he gave one. */
static bool
names_certificate(const struct fx_cms *cms, const STACK_OF(X509) * others)
{
	const ASN1_OBJECT *oid = OBJ_nid2obj(
	    NID_id_smime_aa_signingCertificateV2);
	const ASN1_STRING *text;
	const uint8_t *at;
	ESS_SIGNING_CERT_V2 *told;
	STACK_OF(X509) * chain;
	bool good;
	int i;

	if (CMS_signed_get_attr_by_OBJ(cms->by, oid, -1) < 0)
		return true;
	text = CMS_signed_get0_data_by_OBJ(cms->by, oid, -3, V_ASN1_SEQUENCE);
	if (text == NULL)
		return false;
	at = ASN1_STRING_get0_data(text);
	told = d2i_ESS_SIGNING_CERT_V2(NULL, &at, ASN1_STRING_length(text));
	chain = sk_X509_new_null();
	good = told != NULL && chain != NULL &&
	    sk_X509_push(chain, cms->signer) > 0;
	for (i = 0; good && i < sk_X509_num(others); i++)
		good = sk_X509_push(chain, sk_X509_value(others, i)) > 0;
	good = good && OSSL_ESS_check_signing_certs(NULL, told, chain, 1) == 1;
	sk_X509_free(chain);
	ESS_SIGNING_CERT_V2_free(told);
	return good;
}

enum fx_stamp_verdict
fx_cms_verify(const struct fx_cms *cms, const struct fx_tsa *ca, int64_t at,
    struct fx_stamp_told *told)
{
	enum fx_stamp_verdict verdict = FX_STAMP_FAILED;
	STACK_OF(X509) * others;
	X509_STORE *store;

	*told = (struct fx_stamp_told){ 0 };
	trust_tell(told, cms->signer);
	store = trust_at(ca, at);
	others = CMS_get1_certs(cms->info);
	if (store != NULL && others != NULL)
		verdict = trust_chain(store, cms->signer, others,
		    X509_PURPOSE_ANY, told);
	if (verdict == FX_STAMP_GOOD && !is_for_signing(cms->signer))
		verdict = trust_say(told, FX_STAMP_BAD,
		    "its certificate is not for signatures of documents");
	if (verdict == FX_STAMP_GOOD && !names_certificate(cms, others))
		verdict = trust_say(told, FX_STAMP_BAD,
		    "it is signed as another certificate's");
	sk_X509_pop_free(others, X509_free);
	X509_STORE_free(store);
	ERR_clear_error();
	return verdict;
}
