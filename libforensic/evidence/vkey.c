/* vkey.c - verifier keys of C2SP signed-note: their text, their signatures */
#include <inttypes.h>
#include <string.h>

#include "file.h"
#include "forensic/bytes.h"
#include "forensic/vkey.h"
#include "internal.h"

enum {
	TIME_LEN = 8,
	BLOB = 44,            /* base64 of a type and a key, 33 bytes */
	VKEY_FILE_LEN = 4096, /* longest file of a verifier key, bytes */
};

static int
key_id(uint8_t id[4], enum fx_vkey_type type, const char *name,
    const struct fx_pub *pub)
{
	uint8_t tail[2 + FX_PUB_LEN] = { '\n', (uint8_t)type };
	uint8_t sum[FX_SHA256_LEN];

	memcpy(tail + 2, pub->raw, FX_PUB_LEN);
	if (fx_sha256_2(sum, name, strlen(name), tail, sizeof(tail)) == -1)
		return -1;
	memcpy(id, sum, 4);
	return 0;
}

int
fx_vkey_make(struct fx_vkey *key, enum fx_vkey_type type, const char *name,
    const struct fx_pub *pub, struct fx_err *err)
{
	if (!fx_origin_ok(name))
		return fx_fail(err, FX_EARG, 0, "not the name of a key");
	*key = (struct fx_vkey){ .type = type, .pub = *pub };
	memcpy(key->name, name, strlen(name) + 1);
	if (key_id(key->id, type, name, pub) == -1)
		return fx_fail(err, FX_ENOMEM, 0, "libcrypto refused a digest");
	return 0;
}

int
fx_vkey_put(struct fx_buf *out, const struct fx_vkey *key)
{
	uint8_t blob[1 + FX_PUB_LEN] = { (uint8_t)key->type };
	char hex[2 * sizeof(key->id) + 1];

	fx_hex(hex, key->id, sizeof(key->id));
	memcpy(blob + 1, key->pub.raw, FX_PUB_LEN);
	fx_buf_printf(out, "%s+%s+", key->name, hex);
	base64_put(out, blob, sizeof(blob));
	return out->failed ? -1 : 0;
}

int
fx_vkey_get(struct fx_vkey *key, const char *text, size_t n, struct fx_err *err)
{
	uint8_t blob[BASE64_ROOM(BLOB)], id[4], want[4];
	const char *plus = memchr(text, '+', n);
	size_t at = plus != NULL ? (size_t)(plus - text) : 0, len;

	if (at == 0 || at > FX_ORIGIN_LEN || n != at + 1 + 8 + 1 + BLOB ||
	    text[at + 9] != '+')
		return fx_fail(err, FX_EFORMAT, 0, "not a verifier key");
	*key = (struct fx_vkey){ 0 };
	memcpy(key->name, text, at);
	if (!fx_origin_ok(key->name) || strlen(key->name) != at ||
	    fx_unhex(id, text + at + 1, sizeof(id)) == -1 ||
	    base64_get(blob, &len, text + at + 10, BLOB) == -1 ||
	    len != 1 + FX_PUB_LEN ||
	    (blob[0] != FX_VKEY_ED25519 && blob[0] != FX_VKEY_COSIGNATURE))
		return fx_fail(err, FX_EFORMAT, 0,
		    "not an Ed25519 verifier key");
	key->type = (enum fx_vkey_type)blob[0];
	memcpy(key->pub.raw, blob + 1, FX_PUB_LEN);
	if (key_id(want, key->type, key->name, &key->pub) == -1)
		return fx_fail(err, FX_ENOMEM, 0, "libcrypto refused a digest");
	if (memcmp(id, want, sizeof(id)) != 0)
		return fx_fail(err, FX_EFORMAT, 0,
		    "the verifier key's name and hash do not fit together");
	memcpy(key->id, id, sizeof(id));
	return 0;
}

int
fx_vkey_load(struct fx_vkey *key, const char *path, struct fx_err *err)
{
	struct fx_buf text = { .max = VKEY_FILE_LEN };
	struct fx_err why;
	size_t n;
	int rc;

	rc = file_read(&text, path, err);
	n = text.len;
	if (n > 0 && text.p[n - 1] == '\n')
		n--;
	if (rc == 0 && fx_vkey_get(key, fx_buf_text(&text), n, &why) == -1)
		rc = fx_fail(err, why.code, 0, "%s: %s", path, why.msg);
	fx_buf_done(&text);
	return rc;
}

/* What a cosignature of that time signs. Returns 0, or -1. */
static int
message(struct fx_buf *out, uint64_t time, const char *text, size_t len)
{
	fx_buf_printf(out, "cosignature/v1\ntime %" PRIu64 "\n", time);
	fx_buf_put(out, text, len);
	return out->failed ? -1 : 0;
}

static bool
cosigned(const struct fx_vkey *key, const struct fx_note_sig *sig,
    const char *text, size_t len, uint64_t *time)
{
	struct fx_buf signed_text = { 0 };
	uint64_t t = fx_be64(sig->sig);
	bool good;

	good = sig->cosignature && t <= INT64_MAX &&
	    message(&signed_text, t, text, len) == 0 &&
	    fx_pub_verify(&key->pub, signed_text.p, signed_text.len,
		sig->sig + TIME_LEN) == 0;
	fx_buf_done(&signed_text);
	if (good && time != NULL)
		*time = t;
	return good;
}

enum fx_signed
fx_vkey_check(const struct fx_vkey *key, const struct fx_note_sig *sig,
    const char *text, size_t len, uint64_t *time)
{
	bool good;

	if (strcmp(sig->name, key->name) != 0 ||
	    memcmp(sig->id, key->id, sizeof(key->id)) != 0)
		return FX_SIGNED_NOT;
	if (key->type == FX_VKEY_COSIGNATURE)
		good = cosigned(key, sig, text, len, time);
	else
		good = sig->ed25519 &&
		    fx_pub_verify(&key->pub, text, len, sig->sig) == 0;
	return good ? FX_SIGNED_GOOD : FX_SIGNED_BAD;
}

enum fx_signed
fx_vkey_check_note(const struct fx_vkey *key, const struct fx_note *note,
    const char *text, uint64_t *time)
{
	enum fx_signed all = FX_SIGNED_NOT, one;
	size_t i;

	for (i = 0; i < note->nsigs && all != FX_SIGNED_BAD; i++) {
		one = fx_vkey_check(key, &note->sigs[i], text, note->text_len,
		    time);
		if (one != FX_SIGNED_NOT)
			all = one;
	}
	return all;
}

/* The blob of a line: key id, the time of a cosignature, signature. */
static int
sign(uint8_t *blob, size_t *n, const struct fx_vkey *as,
    const struct fx_key *key, const struct fx_buf *text, uint64_t time,
    struct fx_err *err)
{
	struct fx_buf signed_text = { 0 };
	int i, rc = -1;

	*n = sizeof(as->id);
	memcpy(blob, as->id, *n);
	if (as->type == FX_VKEY_ED25519) {
		fx_buf_put(&signed_text, text->p, text->len);
	} else {
		message(&signed_text, time, text->p, text->len);
		for (i = TIME_LEN - 1; i >= 0; i--)
			blob[(*n)++] = (uint8_t)(time >> (8 * i));
	}
	if (fx_buf_check(&signed_text, err) == 0)
		rc = fx_key_sign(key, signed_text.p, signed_text.len, blob + *n,
		    err);
	*n += FX_SIG_LEN;
	fx_buf_done(&signed_text);
	return rc;
}

int
fx_vkey_sign(struct fx_buf *out, const struct fx_checkpoint *head,
    enum fx_vkey_type type, const char *name, const struct fx_key *key,
    uint64_t time, struct fx_err *err)
{
	uint8_t blob[4 + TIME_LEN + FX_SIG_LEN];
	struct fx_buf text = { 0 };
	struct fx_vkey as = { 0 };
	struct fx_pub pub;
	size_t n;
	int rc = -1;

	fx_key_pub(key, &pub);
	if (time > INT64_MAX)
		return fx_fail(err, FX_EARG, 0, "no time of a cosignature");
	if (!fx_origin_ok(head->origin))
		return fx_fail(err, FX_EARG, 0, "not an origin");
	fx_checkpoint_text(&text, head);
	if (fx_buf_check(&text, err) == 0 &&
	    fx_vkey_make(&as, type, name, &pub, err) == 0 &&
	    sign(blob, &n, &as, key, &text, time, err) == 0) {
		fx_buf_printf(out, "\xe2\x80\x94 %s ", name);
		base64_put(out, blob, n);
		fx_buf_byte(out, '\n');
		rc = fx_buf_check(out, err);
	}
	fx_buf_done(&text);
	return rc;
}

/* The first type alone, which a log's own key is of (note.h). */

int
fx_key_id(uint8_t id[4], const char *name, const struct fx_pub *pub)
{
	return key_id(id, FX_VKEY_ED25519, name, pub);
}

int
fx_vkey_text(struct fx_buf *out, const char *name, const struct fx_pub *pub)
{
	struct fx_vkey key = { 0 };
	struct fx_err err;

	if (fx_vkey_make(&key, FX_VKEY_ED25519, name, pub, &err) == -1)
		return -1;
	return fx_vkey_put(out, &key);
}

int
fx_vkey_parse(const char *text, size_t n, char name[FX_ORIGIN_LEN + 1],
    struct fx_pub *pub, struct fx_err *err)
{
	struct fx_vkey key = { 0 };

	if (fx_vkey_get(&key, text, n, err) == -1)
		return -1;
	if (key.type != FX_VKEY_ED25519)
		return fx_fail(err, FX_EFORMAT, 0,
		    "the verifier key of a witness, not of a log");
	memcpy(name, key.name, sizeof(key.name));
	*pub = key.pub;
	return 0;
}
