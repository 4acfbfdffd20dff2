/* commit.c - commitments: a record proves a value without showing it */
#include <string.h>

#include "forensic/buf.h"
#include "forensic/commit.h"

enum { BRIEF_LEN = 128 }; /* longest value that asks for no memory */

int
fx_commit(uint8_t out[FX_SHA256_LEN], const uint8_t nonce[FX_NONCE_LEN],
    const char *field, const void *value, size_t n)
{
	char brief[FX_FIELD_LEN + 1 + BRIEF_LEN];
	struct fx_buf msg = { 0 };
	size_t len = strlen(field);
	int rc = -1;

	if (len > FX_FIELD_LEN)
		return -1;
	if (n <= BRIEF_LEN) {
		memcpy(brief, field, len + 1);
		if (n > 0)
			memcpy(brief + len + 1, value, n);
		rc = fx_hmac_sha256(out, nonce, FX_NONCE_LEN, brief,
		    len + 1 + n);
		explicit_bzero(brief, len + 1 + n);
		return rc;
	}
	fx_buf_put(&msg, field, len + 1); /* its NUL parts field and value */
	fx_buf_put(&msg, value, n);
	if (!msg.failed)
		rc = fx_hmac_sha256(out, nonce, FX_NONCE_LEN, msg.p, msg.len);
	if (msg.p != NULL)
		explicit_bzero(msg.p, msg.len);
	fx_buf_done(&msg);
	return rc;
}
