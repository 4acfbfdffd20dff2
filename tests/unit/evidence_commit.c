/* evidence_commit.c - commitments: what they bind, and what tells them apart */
#include "forensic/commit.h"
#include "forensic/hash.h"
#include "tap.h"

static void
commitment(void)
{
	static const char field[] = "value", pan[] = "4539578763621486";
	static const char longest[] = "abcdefghijklmnopqrstuvwxyz012345",
			  longer[] = "abcdefghijklmnopqrstuvwxyz0123456";
	uint8_t nonce[FX_NONCE_LEN], want[FX_SHA256_LEN], got[FX_SHA256_LEN];
	char msg[sizeof(field) + sizeof(pan) - 1];

	memset(nonce, 7, sizeof(nonce));
	memcpy(msg, field, sizeof(field)); /* with its NUL */
	memcpy(msg + sizeof(field), pan, sizeof(pan) - 1);
	fx_hmac_sha256(want, nonce, sizeof(nonce), msg, sizeof(msg));
	ok(fx_commit(got, nonce, field, pan, strlen(pan)) == 0, "commit");
	ok(memcmp(want, got, sizeof(got)) == 0, "is the HMAC it says it is");
	nonce[31] ^= 1;
	fx_commit(got, nonce, field, pan, strlen(pan));
	ok(memcmp(want, got, sizeof(got)) != 0, "another nonce, another one");
	nonce[31] ^= 1;
	fx_commit(got, nonce, "valu", "e4539578763621486", 17);
	ok(memcmp(want, got, sizeof(got)) != 0, "the field has an end");
	ok(fx_commit(got, nonce, longest, "", 0) == 0, "the longest field");
	ok(fx_commit(got, nonce, longer, "", 0) == -1, "a longer one");
}

int
main(void)
{
	commitment();
	return done();
}
