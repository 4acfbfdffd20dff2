/* trust.h - certificates, for stamp_verify.c and cms.c */
#ifndef EVIDENCE_TRUST_H
#define EVIDENCE_TRUST_H

#include <openssl/x509.h>

#include "forensic/stamp.h"

/* The certificates that are trusted, as of that time. NULL: memory failed. */
X509_STORE *trust_at(const struct fx_tsa *tsa, int64_t t);

/* What the certificate says of itself. */
void trust_tell(struct fx_stamp_told *told, X509 *signer);

/* That verdict, with words. */
enum fx_stamp_verdict trust_say(struct fx_stamp_told *told,
    enum fx_stamp_verdict verdict, const char *why);

/*
 * Does the certificate lead, over others, to one that is trusted, and is it for
 * that purpose, X509_PURPOSE_...?
 */
enum fx_stamp_verdict trust_chain(X509_STORE *store, X509 *signer,
    STACK_OF(X509) * others, int purpose, struct fx_stamp_told *told);

#endif
