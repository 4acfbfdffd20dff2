/*
 * stamp.h - timestamps of an authority: RFC 3161, over libcrypto
 *
 * A stamp is over some text, such as a signed head, and maybe over an older
 * stamp behind it, which it then renews.
 */
#ifndef FORENSIC_STAMP_H
#define FORENSIC_STAMP_H

#include <stdbool.h>

#include "forensic/buf.h"

enum {
	FX_STAMP_LEN = 1 << 17,    /* longest reply, bytes */
	FX_TSA_FILE_LEN = 1 << 20, /* longest file of certificates, bytes */
	FX_TSA_CERTS = 1000,       /* most certificates given */
	FX_STAMP_NAME = 128,
};

/* What a stamp is over: some bytes, and behind them others or none. */
struct fx_stamped {
	const void *p;
	size_t n;
	const void *more;
	size_t nmore;
};

/*
 * Append a request, in DER: over that, SHA-256, with a random nonce, and the
 * authority's certificate wanted.  Returns 0, or -1 and err.
 */
int fx_stamp_request(struct fx_buf *out, const struct fx_stamped *over,
    struct fx_err *err);

/* A reply that grants a stamp. */
struct fx_stamp;

/*
 * Take a reply of n bytes apart, all of it: DER, granted, with a stamp.
 * Nothing is verified.  NULL and err, FX_EFORMAT, when it is none.
 */
struct fx_stamp *fx_stamp_parse(const void *p, size_t n, struct fx_err *err);
void fx_stamp_free(struct fx_stamp *stamp); /* NULL is fine */

/* When it says it was made, in seconds since 1970. */
int64_t fx_stamp_time(const struct fx_stamp *stamp);

/* Is it over that?  Its digest must be SHA-256, SHA-384 or SHA-512. */
bool fx_stamp_is_over(const struct fx_stamp *stamp,
    const struct fx_stamped *over);

/*
 * Does it answer this request, in DER, of n bytes: the same digest and nonce?
 * Returns 0; or -1 and err, FX_EFORMAT.
 */
int fx_stamp_answers(const struct fx_stamp *stamp, const void *request,
    size_t n, struct fx_err *err);

/*
 * Certificates that somebody trusts to issue those of authorities, or of those
 * who sign (cms.h).
 */
struct fx_tsa;

/* None yet; NULL when memory fails. */
struct fx_tsa *fx_tsa_new(void);
/* Add those of PEM text, or of a file of it. Returns 0, or -1 and err. */
int fx_tsa_add(struct fx_tsa *tsa, const char *pem, size_t n,
    struct fx_err *err);
int fx_tsa_load(struct fx_tsa *tsa, const char *path, struct fx_err *err);
void fx_tsa_free(struct fx_tsa *tsa); /* NULL is fine */

enum fx_stamp_verdict {
	FX_STAMP_GOOD,
	FX_STAMP_STRANGER, /* its certificate leads to none that is trusted */
	FX_STAMP_UNTIMELY, /* a certificate was not valid when it was made */
	FX_STAMP_WEAK,     /* a certificate that others could forge */
	FX_STAMP_BAD,      /* not signed by it, or by no authority */
	FX_STAMP_FAILED,   /* memory failed */
};

/* What a verification told of it. */
struct fx_stamp_told {
	char name[FX_STAMP_NAME]; /* of the certificate, as it says itself */
	int64_t ends;  /* when that one's validity does; 0: not known */
	char why[128]; /* words, unless it is good */
};

/*
 * Verify it as of the time it tells, not of today: the chain of certificates,
 * that the first one is for timestamps and nothing else, the signature.  No
 * list of revoked certificates is asked.
 */
enum fx_stamp_verdict fx_stamp_verify(const struct fx_stamp *stamp,
    const struct fx_tsa *tsa, struct fx_stamp_told *told);

#endif
