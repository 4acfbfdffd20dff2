/* note.c - write signed heads: C2SP tlog-checkpoint in a signed-note */
#include <inttypes.h>
#include <string.h>

#include "forensic/bytes.h"
#include "forensic/note.h"
#include "forensic/utf8.h"
#include "internal.h"

enum { ALG_ED25519 = 0x01 }; /* signed-note, "Signature types" */

/* The spaces of Unicode 15 past ASCII (White_Space=yes), and U+FEFF. */
static bool
is_space(uint32_t c)
{
	return c == 0x85 || c == 0xa0 || c == 0x1680 ||
	    (c >= 0x2000 && c <= 0x200a) || c == 0x2028 || c == 0x2029 ||
	    c == 0x202f || c == 0x205f || c == 0x3000 || c == 0xfeff;
}

bool
fx_origin_ok(const char *s)
{
	size_t n = strlen(s), i, len;
	uint32_t c = 0;

	if (n == 0 || n > FX_ORIGIN_LEN || !fx_utf8_ok(s, n))
		return false;
	for (i = 0; i < n; i += len) {
		len = fx_utf8_decode(s + i, n - i, &c);
		if (len == 0 || c <= ' ' || c == '+' ||
		    (c >= 0x7f && c < 0xa0) || is_space(c))
			return false;
	}
	return true;
}

void
fx_checkpoint_text(struct fx_buf *out, const struct fx_checkpoint *head)
{
	fx_buf_printf(out, "%s\n%" PRIu64 "\n", head->origin, head->size);
	base64_put(out, head->root, sizeof(head->root));
	fx_buf_byte(out, '\n');
}

int
fx_note_sign(struct fx_buf *out, const struct fx_checkpoint *head,
    const struct fx_key *key, struct fx_err *err)
{
	uint8_t blob[4 + FX_SIG_LEN];
	struct fx_pub pub;
	size_t from = out->len;

	if (!fx_origin_ok(head->origin))
		return fx_fail(err, FX_EARG, 0, "not an origin");
	fx_checkpoint_text(out, head);
	if (fx_buf_check(out, err) == -1)
		return -1;
	fx_key_pub(key, &pub);
	if (fx_key_id(blob, head->origin, &pub) == -1)
		return fx_fail(err, FX_ENOMEM, 0, "libcrypto refused a digest");
	if (fx_key_sign(key, out->p + from, out->len - from, blob + 4, err) ==
	    -1)
		return -1;
	fx_buf_printf(out, "\n\xe2\x80\x94 %s ", head->origin);
	base64_put(out, blob, sizeof(blob));
	fx_buf_byte(out, '\n');
	return fx_buf_check(out, err);
}

int
fx_key_id(uint8_t id[4], const char *name, const struct fx_pub *pub)
{
	uint8_t tail[2 + FX_PUB_LEN] = { '\n', ALG_ED25519 };
	uint8_t sum[FX_SHA256_LEN];

	memcpy(tail + 2, pub->raw, FX_PUB_LEN);
	if (fx_sha256_2(sum, name, strlen(name), tail, sizeof(tail)) == -1)
		return -1;
	memcpy(id, sum, 4);
	return 0;
}

int
fx_vkey_text(struct fx_buf *out, const char *name, const struct fx_pub *pub)
{
	uint8_t id[4], blob[1 + FX_PUB_LEN] = { ALG_ED25519 };
	char hex[2 * sizeof(id) + 1];

	if (fx_key_id(id, name, pub) == -1)
		return -1;
	fx_hex(hex, id, sizeof(id));
	memcpy(blob + 1, pub->raw, FX_PUB_LEN);
	fx_buf_printf(out, "%s+%s+", name, hex);
	base64_put(out, blob, sizeof(blob));
	return out->failed ? -1 : 0;
}

int
fx_vkey_parse(const char *text, size_t n, char name[FX_ORIGIN_LEN + 1],
    struct fx_pub *pub, struct fx_err *err)
{
	enum { BLOB = 44 }; /* base64 of 33 bytes */
	uint8_t blob[BASE64_ROOM(BLOB)], id[4], want[4];
	const char *plus = memchr(text, '+', n);
	size_t at = plus != NULL ? (size_t)(plus - text) : 0, len;

	if (at == 0 || at > FX_ORIGIN_LEN || n != at + 1 + 8 + 1 + BLOB ||
	    text[at + 9] != '+')
		return fx_fail(err, FX_EFORMAT, 0, "not a verifier key");
	memcpy(name, text, at);
	name[at] = '\0';
	if (!fx_origin_ok(name) || strlen(name) != at ||
	    fx_unhex(id, text + at + 1, sizeof(id)) == -1 ||
	    base64_get(blob, &len, text + at + 10, BLOB) == -1 ||
	    len != 1 + FX_PUB_LEN || blob[0] != ALG_ED25519)
		return fx_fail(err, FX_EFORMAT, 0,
		    "not an Ed25519 verifier key");
	memcpy(pub->raw, blob + 1, FX_PUB_LEN);
	if (fx_key_id(want, name, pub) == -1)
		return fx_fail(err, FX_ENOMEM, 0, "libcrypto refused a digest");
	if (memcmp(id, want, sizeof(id)) != 0)
		return fx_fail(err, FX_EFORMAT, 0,
		    "the verifier key's name and hash do not fit together");
	return 0;
}
