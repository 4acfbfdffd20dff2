/*
 * cms.h - somebody's signature over a head: CMS (RFC 5652), over libcrypto
 *
 * It is detached: what was signed, the note, is not in it.  Its one signer's
 * certificate is, as smart cards and services for qualified electronic
 * signatures make it (CAdES).
 */
#ifndef FORENSIC_CMS_H
#define FORENSIC_CMS_H

#include "forensic/stamp.h"

enum { FX_CMS_LEN = 1 << 17 }; /* longest signature, bytes */

struct fx_cms;

/*
 * Take a signature of n bytes apart, all of it: DER, detached, of one signer,
 * whose certificate is in it, with SHA-256, SHA-384 or SHA-512.  Nothing is
 * verified.  NULL and err, FX_EFORMAT, when it is none.
 */
struct fx_cms *fx_cms_parse(const void *p, size_t n, struct fx_err *err);
void fx_cms_free(struct fx_cms *cms); /* NULL is fine */

/* When its signer says that he signed, in seconds since 1970; 0: nowhere. */
int64_t fx_cms_claims(const struct fx_cms *cms);

/* Is it a good signature of those n bytes, by the certificate in it? */
bool fx_cms_is_over(const struct fx_cms *cms, const void *p, size_t n);

/*
 * Does that certificate lead to one of ca, with all valid at that time, in
 * seconds since 1970, and is it one for signatures of documents?  FX_STAMP_BAD:
 * it is not; FX_STAMP_WEAK: a digest or a key among them is too weak to tell.
 * No list of revoked certificates is asked.
 */
enum fx_stamp_verdict fx_cms_verify(const struct fx_cms *cms,
    const struct fx_tsa *ca, int64_t at, struct fx_stamp_told *told);

#endif
