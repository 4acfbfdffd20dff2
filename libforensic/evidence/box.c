/* box.c - openings under a data key, and data keys under custodians' keys */
#include <sodium.h>

#include <string.h>

#include "forensic/bytes.h"
#include "forensic/sys.h"
#include "forensic/vault.h"

enum {
	TAG_LEN = crypto_aead_xchacha20poly1305_ietf_ABYTES,
	/* "evd1|", the leaf in digits, "|" and the field */
	CONTEXT_LEN = 5 + 2 * FX_SHA256_LEN + 1 + FX_FIELD_LEN,
};

int
fx_dek_new(struct fx_dek *dek, struct fx_err *err)
{
	return fx_random(dek->key, sizeof(dek->key), err);
}

int
fx_dek_seal(struct fx_buf *out, const struct fx_dek *dek,
    const struct fx_age_recipient *to, struct fx_err *err)
{
	return fx_age_seal(out, to, 1, dek->key, sizeof(dek->key), err);
}

int
fx_dek_open(struct fx_dek *dek, const struct fx_age_identities *ids,
    const void *sealed, size_t n, struct fx_err *err)
{
	struct fx_buf key = { 0 };
	int rc;

	if (n > FX_SEALED_LEN)
		return fx_fail(err, FX_ELIMIT, 0,
		    "a data key longer than %d bytes", FX_SEALED_LEN);
	rc = fx_age_open(&key, ids, sealed, n, err);
	if (rc == 0 && key.len != sizeof(dek->key))
		rc = fx_fail(err, FX_EBROKEN, 0, "no data key: %zu bytes",
		    key.len);
	if (rc == 0)
		memcpy(dek->key, key.p, sizeof(dek->key));
	if (key.p != NULL)
		explicit_bzero(key.p, key.cap);
	fx_buf_done(&key);
	return rc;
}

/* What a box is bound to. Returns its length, or 0: a field is too long. */
static size_t
context(uint8_t out[CONTEXT_LEN], const uint8_t leaf[FX_SHA256_LEN],
    const char *field)
{
	static const uint8_t start[] = { 'e', 'v', 'd', '1', '|' };
	char hex[2 * FX_SHA256_LEN + 1];
	size_t n = sizeof(start), i;

	if (strlen(field) > FX_FIELD_LEN)
		return 0;
	memcpy(out, start, n);
	fx_hex(hex, leaf, FX_SHA256_LEN);
	for (i = 0; hex[i] != '\0'; i++)
		out[n++] = (uint8_t)hex[i];
	out[n++] = '|';
	for (i = 0; field[i] != '\0'; i++)
		out[n++] = (uint8_t)field[i];
	return n;
}

int
fx_box_seal(struct fx_buf *out, const struct fx_dek *dek,
    const uint8_t leaf[FX_SHA256_LEN], const char *field,
    const uint8_t nonce[FX_NONCE_LEN], const void *value, size_t n,
    struct fx_chance *chance, struct fx_err *err)
{
	static const char room[FX_BOX_MORE];
	uint8_t ad[CONTEXT_LEN], fresh[FX_BOX_NONCE_LEN], *box;
	size_t len = context(ad, leaf, field);

	if (len == 0 || sodium_init() == -1)
		return fx_fail(err, FX_EARG, 0, "an opening cannot be sealed");
	if ((chance != NULL ? fx_chance_take(chance, fresh, sizeof(fresh), err)
			    : fx_random(fresh, sizeof(fresh), err)) == -1)
		return -1;
	/* The nonce is random: a write that was undone may come again. */
	fx_buf_put(out, fresh, sizeof(fresh));
	fx_buf_put(out, nonce, FX_NONCE_LEN);
	fx_buf_put(out, value, n);
	fx_buf_put(out, room, TAG_LEN);
	if (fx_buf_check(out, err) == -1)
		return -1;
	box = (uint8_t *)out->p + out->len - n - FX_NONCE_LEN - TAG_LEN;
	crypto_aead_xchacha20poly1305_ietf_encrypt(box, NULL, box,
	    FX_NONCE_LEN + n, ad, len, NULL, fresh, dek->key);
	return 0;
}

int
fx_box_open(struct fx_buf *value, uint8_t nonce[FX_NONCE_LEN],
    const struct fx_dek *dek, const uint8_t leaf[FX_SHA256_LEN],
    const char *field, const void *box, size_t n)
{
	const uint8_t *p = box;
	uint8_t ad[CONTEXT_LEN];
	size_t len = context(ad, leaf, field), from = value->len;
	uint8_t *plain;
	int rc;

	if (len == 0 || n < FX_BOX_MORE || sodium_init() == -1)
		return -1;
	/* Opened in place: the nonce first, and the value is moved over it. */
	fx_buf_put(value, p + FX_BOX_NONCE_LEN, n - FX_BOX_NONCE_LEN);
	if (value->failed)
		return -1;
	plain = (uint8_t *)value->p + from;
	rc = crypto_aead_xchacha20poly1305_ietf_decrypt(plain, NULL, NULL,
	    plain, n - FX_BOX_NONCE_LEN, ad, len, p, dek->key);
	value->len = from;
	if (rc == 0) {
		memcpy(nonce, plain, FX_NONCE_LEN);
		n -= FX_BOX_MORE;
		memmove(plain, plain + FX_NONCE_LEN, n);
		value->len += n;
	}
	value->p[value->len] = '\0';
	return rc == 0 ? 0 : -1;
}
