/* age.c - seal and open age files (C2SP age.md): keys, header mac, payload */
#include <sodium.h>

#include <string.h>

#include "age.h"
#include "forensic/sys.h"

enum {
	FILE_KEY_LEN = 16,
	NONCE_LEN = 16, /* of the payload */
	TAG_LEN = crypto_aead_chacha20poly1305_ietf_ABYTES,
	CHUNK =
	    64 << 10, /* plain bytes of each part of a payload but the last */
	COUNTER_LEN = crypto_aead_chacha20poly1305_ietf_NPUBBYTES,
};

static const char x25519_info[] = "age-encryption.org/v1/X25519\1";
static const char header_info[] = "header\1", payload_info[] = "payload\1";

/* libsodium picks its code for this processor once, whoever asks first. */
static int
ready(struct fx_err *err)
{
	return sodium_init() != -1
	    ? 0
	    : fx_fail(err, FX_ENOMEM, 0, "libsodium cannot be used");
}

/*
 * HKDF with SHA-256 (RFC 5869), for one block of output.  info ends in 0x01,
 * the number of that block.
 */
static int
hkdf(uint8_t out[FX_SHA256_LEN], const void *key, size_t n, const void *salt,
    size_t saltlen, const char *info)
{
	/* No salt is one of zeros, and HMAC fills its key with these. */
	static const uint8_t none[FX_SHA256_LEN];
	uint8_t prk[FX_SHA256_LEN];
	int rc;

	rc = fx_hmac_sha256(prk, saltlen > 0 ? salt : none,
	    saltlen > 0 ? saltlen : sizeof(none), key, n);
	if (rc == 0)
		rc = fx_hmac_sha256(out, prk, sizeof(prk), info, strlen(info));
	explicit_bzero(prk, sizeof(prk));
	return rc;
}

/*
 * The key that a file key is wrapped with: of the secret that scalar and point
 * share, bound to the file's share and to the recipient.  1 where they share
 * nothing, -1 where libcrypto fails.
 */
static int
wrap_key(uint8_t out[FX_SHA256_LEN], const uint8_t scalar[FX_AGE_KEY_LEN],
    const uint8_t point[FX_AGE_KEY_LEN], const uint8_t share[FX_AGE_KEY_LEN],
    const uint8_t recipient[FX_AGE_KEY_LEN])
{
	uint8_t secret[FX_AGE_KEY_LEN], salt[2 * FX_AGE_KEY_LEN];
	int rc;

	if (crypto_scalarmult(secret, scalar, point) != 0)
		return 1; /* all zero: a point of low order */
	memcpy(salt, share, FX_AGE_KEY_LEN);
	memcpy(salt + FX_AGE_KEY_LEN, recipient, FX_AGE_KEY_LEN);
	rc = hkdf(out, secret, sizeof(secret), salt, sizeof(salt), x25519_info);
	explicit_bzero(secret, sizeof(secret));
	return rc;
}

static int
header_mac(uint8_t out[FX_SHA256_LEN], const uint8_t file_key[FILE_KEY_LEN],
    const void *p, size_t n)
{
	uint8_t key[FX_SHA256_LEN];
	int rc = hkdf(key, file_key, FILE_KEY_LEN, NULL, 0, header_info);

	if (rc == 0)
		rc = fx_hmac_sha256(out, key, sizeof(key), p, n);
	explicit_bzero(key, sizeof(key));
	return rc;
}

/* One stanza: the file key, for one recipient. */
static int
put_stanza(struct fx_buf *out, const struct fx_age_recipient *to,
    const uint8_t file_key[FILE_KEY_LEN], struct fx_err *err)
{
	static const uint8_t zero[COUNTER_LEN]; /* the key is used once */
	uint8_t scalar[FX_AGE_KEY_LEN], share[FX_AGE_KEY_LEN];
	uint8_t key[FX_SHA256_LEN], body[FILE_KEY_LEN + TAG_LEN];
	int rc;

	if (fx_random(scalar, sizeof(scalar), err) == -1)
		return -1;
	crypto_scalarmult_base(share, scalar);
	rc = wrap_key(key, scalar, to->raw, share, to->raw);
	explicit_bzero(scalar, sizeof(scalar));
	if (rc == 1)
		return fx_fail(err, FX_EARG, 0,
		    "a recipient that nothing can be sealed to");
	if (rc == -1)
		return fx_fail(err, FX_ENOMEM, 0, "libcrypto refused");
	crypto_aead_chacha20poly1305_ietf_encrypt(body, NULL, file_key,
	    FILE_KEY_LEN, NULL, 0, NULL, zero, key);
	explicit_bzero(key, sizeof(key));
	fx_buf_str(out, "-> X25519 ");
	age_base64_put(out, share, sizeof(share));
	fx_buf_byte(out, '\n');
	age_base64_put(out, body, sizeof(body));
	fx_buf_byte(out, '\n');
	return 0;
}

/* The nonce of a part: its number, and whether it is the last. */
static void
part_nonce(uint8_t out[COUNTER_LEN], uint64_t number, bool last)
{
	size_t i;

	memset(out, 0, COUNTER_LEN);
	for (i = 0; i < sizeof(number); i++)
		out[COUNTER_LEN - 2 - i] = (uint8_t)(number >> 8 * i);
	out[COUNTER_LEN - 1] = last ? 1 : 0;
}

/* The payload: parts of 64 KiB, each with its tag, the last one marked. */
static int
put_payload(struct fx_buf *out, const uint8_t key[FX_SHA256_LEN],
    const uint8_t *p, size_t n, struct fx_err *err)
{
	uint8_t sealed[CHUNK + TAG_LEN], nonce[COUNTER_LEN];
	uint64_t number = 0;
	size_t part;
	bool last;

	do {
		part = n < CHUNK ? n : CHUNK;
		last = part == n;
		part_nonce(nonce, number++, last);
		crypto_aead_chacha20poly1305_ietf_encrypt(sealed, NULL, p, part,
		    NULL, 0, NULL, nonce, key);
		fx_buf_put(out, sealed, part + TAG_LEN);
		p += part;
		n -= part;
	} while (!last);
	return fx_buf_check(out, err);
}

/* Header and payload, under a file key. */
static int
put_file(struct fx_buf *out, const struct fx_age_recipient *to, size_t n,
    const uint8_t file_key[FILE_KEY_LEN], const void *p, size_t len,
    struct fx_err *err)
{
	uint8_t mac[FX_SHA256_LEN], key[FX_SHA256_LEN], nonce[NONCE_LEN];
	const size_t from = out->len;
	size_t i;
	int rc;

	fx_buf_str(out, "age-encryption.org/v1\n");
	for (i = 0; i < n; i++)
		if (put_stanza(out, &to[i], file_key, err) == -1)
			return -1;
	fx_buf_str(out, "---");
	if (fx_buf_check(out, err) == -1 ||
	    fx_random(nonce, sizeof(nonce), err) == -1)
		return -1;
	if (header_mac(mac, file_key, out->p + from, out->len - from) == -1 ||
	    hkdf(key, file_key, FILE_KEY_LEN, nonce, sizeof(nonce),
		payload_info) == -1)
		return fx_fail(err, FX_ENOMEM, 0, "libcrypto refused");
	fx_buf_byte(out, ' ');
	age_base64_put(out, mac, sizeof(mac));
	fx_buf_byte(out, '\n');
	fx_buf_put(out, nonce, sizeof(nonce));
	rc = put_payload(out, key, p, len, err);
	explicit_bzero(key, sizeof(key));
	return rc;
}

int
fx_age_seal(struct fx_buf *out, const struct fx_age_recipient *to,
    size_t recipients, const void *p, size_t n, struct fx_err *err)
{
	uint8_t file_key[FILE_KEY_LEN];
	int rc;

	if (recipients == 0 || recipients > FX_AGE_RECIPIENTS)
		return fx_fail(err, FX_EARG, 0,
		    "a file is sealed to 1 to %d recipients",
		    FX_AGE_RECIPIENTS);
	if (ready(err) == -1 ||
	    fx_random(file_key, sizeof(file_key), err) == -1)
		return -1;
	rc = put_file(out, to, recipients, file_key, p, n, err);
	explicit_bzero(file_key, sizeof(file_key));
	return rc;
}

/*
 * Try a stanza with one identity: 0 and the file key; 1, it is not for this
 * one; or -1 and err.
 */
static int
unwrap(const struct age_stanza *st, const struct fx_age_identities *ids,
    size_t i, uint8_t file_key[FILE_KEY_LEN], struct fx_err *err)
{
	static const uint8_t zero[COUNTER_LEN];
	uint8_t share[AGE_BODY_LEN], key[FX_SHA256_LEN];
	size_t len;
	int rc;

	if (st->args != 2 ||
	    age_base64_get(share, &len, st->arg, st->arg_len) == -1 ||
	    len != FX_AGE_KEY_LEN || st->body_len != FILE_KEY_LEN + TAG_LEN)
		return fx_fail(err, FX_EFORMAT, 0,
		    "no age file: a stanza of another form than X25519 has");
	rc = wrap_key(key, ids->raw[i], share, share, ids->recipient[i].raw);
	if (rc == 1)
		return fx_fail(err, FX_EFORMAT, 0,
		    "no age file: a share that is none");
	if (rc == -1)
		return fx_fail(err, FX_ENOMEM, 0, "libcrypto refused");
	rc = crypto_aead_chacha20poly1305_ietf_decrypt(file_key, NULL, NULL,
		 st->body, st->body_len, NULL, 0, zero, key) == 0
	    ? 0
	    : 1;
	explicit_bzero(key, sizeof(key));
	return rc;
}

/* Find the stanza that is for one of ids: 0, or -1 and err. */
static int
find_key(const struct age_header *h, const struct fx_age_identities *ids,
    uint8_t file_key[FILE_KEY_LEN], struct fx_err *err)
{
	const struct age_stanza *st;
	size_t i, k;
	int rc;

	for (i = 0; i < h->n; i++)
		if (age_word(h->stanza[i].type, h->stanza[i].type_len,
			"scrypt") &&
		    h->n > 1)
			return fx_fail(err, FX_EFORMAT, 0,
			    "no age file: a passphrase, and others");
	for (i = 0; i < h->n; i++) {
		st = &h->stanza[i];
		if (!age_word(st->type, st->type_len, "X25519"))
			continue;
		for (k = 0; k < ids->n; k++)
			if ((rc = unwrap(st, ids, k, file_key, err)) != 1)
				return rc;
	}
	return fx_fail(err, FX_EARG, 0,
	    "it is sealed to none of the "
	    "identities given");
}

static int
changed(struct fx_err *err, const char *what)
{
	return fx_fail(err, FX_EBROKEN, 0, "the %s of an age file was changed",
	    what);
}

/* The parts of a payload, n bytes, behind its nonce. */
static int
get_payload(struct fx_buf *out, const uint8_t key[FX_SHA256_LEN],
    const uint8_t *p, size_t n, struct fx_err *err)
{
	uint8_t plain[CHUNK], nonce[COUNTER_LEN];
	uint64_t number = 0;
	size_t part;
	bool last;
	int rc = 0;

	do {
		part = n < CHUNK + TAG_LEN ? n : CHUNK + TAG_LEN;
		last = part == n;
		part_nonce(nonce, number, last);
		/* A last part that is empty is one too many. */
		if (part < TAG_LEN || (part == TAG_LEN && number > 0) ||
		    crypto_aead_chacha20poly1305_ietf_decrypt(plain, NULL, NULL,
			p, part, NULL, 0, nonce, key) != 0) {
			rc = changed(err, payload_info);
			break;
		}
		fx_buf_put(out, plain, part - TAG_LEN);
		number++;
		p += part;
		n -= part;
	} while (!last);
	explicit_bzero(plain, sizeof(plain));
	return rc == 0 ? fx_buf_check(out, err) : rc;
}

/* All behind the header, under a file key. */
static int
get_file(struct fx_buf *out, const struct age_header *h,
    const uint8_t file_key[FILE_KEY_LEN], const uint8_t *p, size_t n,
    struct fx_err *err)
{
	uint8_t mac[FX_SHA256_LEN], key[FX_SHA256_LEN];
	int rc;

	if (header_mac(mac, file_key, p, h->covered) == -1)
		return fx_fail(err, FX_ENOMEM, 0, "libcrypto refused");
	if (sodium_memcmp(mac, h->mac, sizeof(mac)) != 0)
		return changed(err, "header");
	p += h->len;
	n -= h->len;
	if (n < NONCE_LEN)
		return fx_fail(err, FX_EFORMAT, h->len,
		    "no age file: it ends before its payload");
	if (hkdf(key, file_key, FILE_KEY_LEN, p, NONCE_LEN, payload_info) == -1)
		return fx_fail(err, FX_ENOMEM, 0, "libcrypto refused");
	rc = get_payload(out, key, p + NONCE_LEN, n - NONCE_LEN, err);
	explicit_bzero(key, sizeof(key));
	return rc;
}

int
fx_age_open(struct fx_buf *out, const struct fx_age_identities *ids,
    const void *p, size_t n, struct fx_err *err)
{
	const size_t from = out->len;
	uint8_t file_key[FILE_KEY_LEN];
	struct age_header h;
	int rc;

	if (ready(err) == -1 || age_header_parse(&h, p, n, err) == -1 ||
	    find_key(&h, ids, file_key, err) == -1)
		return -1;
	rc = get_file(out, &h, file_key, p, n, err);
	explicit_bzero(file_key, sizeof(file_key));
	if (rc == -1 && out->p != NULL) {
		explicit_bzero(out->p + from, out->len - from);
		out->len = from;
		out->p[from] = '\0';
	}
	return rc;
}

bool
fx_age_is_for_one(const void *p, size_t n)
{
	const struct age_stanza *st;
	struct age_header h;
	struct fx_err err;

	if (n == 0 || age_header_parse(&h, p, n, &err) == -1 || h.n != 1)
		return false;
	st = h.stanza;
	return age_word(st->type, st->type_len, "X25519") && st->args == 2 &&
	    st->body_len == FX_AGE_KEY_LEN;
}
