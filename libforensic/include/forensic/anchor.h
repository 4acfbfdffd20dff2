/*
 * anchor.h - what others vouch for of a case: timestamps, cosignatures, filing
 *
 * An anchor stands in the table of that name, beside the head that it is about:
 *
 *	rfc3161  a timestamp reply in DER, over the note of the head, or over
 *	         the note and the data of an older such anchor, which it renews
 *	cosig    a signature line of a witness (vkey.h), with its line feed
 *	cms      somebody's detached signature of the note (cms.h), in DER
 *	filed    where the head was filed, as text
 *
 * The table is no part of the chain.  The next record that is written after an
 * anchor came is a seal, which holds the anchor's digest.
 */
#ifndef FORENSIC_ANCHOR_H
#define FORENSIC_ANCHOR_H

#include "forensic/stamp.h"
#include "forensic/store.h"
#include "forensic/vkey.h"

enum {
	FX_SEAL_ANCHORS = 1000, /* most anchors of one seal record */
};

/*
 * The digest that a seal holds of an anchor: SHA-256 over type, line feed,
 * size in decimal, line feed, data.  Returns 0, or -1 if libcrypto fails.
 */
int fx_anchor_sum(uint8_t out[FX_SHA256_LEN], const char *type, uint64_t size,
    const void *data, size_t n);

/*
 * Append to out a request for a timestamp on the latest head of the case at
 * path; or, when renew is not 0, on what the anchor of that id is about, and on
 * itself.  The case is only read.  Returns 0, or -1 and err.
 */
int fx_store_ask_stamp(const char *path, int64_t renew, struct fx_buf *out,
    struct fx_err *err);

/*
 * Keep a reply of n bytes.  It must be over a head of the case, or over one
 * with an older timestamp; when request, of nrequest bytes, is not NULL it must
 * answer that.  Whose stamp it is, is not asked.  The size of the head goes to
 * *size.  Returns 0, or -1 and err.
 */
int fx_store_stamp(struct fx_store *store, const void *reply, size_t n,
    const void *request, size_t nrequest, uint64_t *size, struct fx_err *err);

/*
 * Keep the cosignature that is among these lines, of n bytes, by that key: it
 * must be good over a head of the case, whose size goes to *size.  Returns 0,
 * or -1 and err.
 */
int fx_store_cosignature(struct fx_store *store, const char *lines, size_t n,
    const struct fx_vkey *by, uint64_t *size, struct fx_err *err);

/*
 * Keep a CMS signature of n bytes, detached (cms.h).  It must be good over the
 * note of a head of the case, whose size goes to *size; whose it is, is not
 * asked.  Returns 0, or -1 and err.
 */
int fx_store_cms(struct fx_store *store, const void *data, size_t n,
    uint64_t *size, struct fx_err *err);

/* Keep where the latest head was filed. Returns 0, or -1 and err. */
int fx_store_filed(struct fx_store *store, const char *where,
    struct fx_err *err);

#endif
