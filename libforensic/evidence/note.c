/* note.c - write signed heads: C2SP tlog-checkpoint in a signed-note */
#include <inttypes.h>
#include <string.h>

#include "forensic/utf8.h"
#include "forensic/vkey.h"
#include "internal.h"

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
	if (!fx_origin_ok(head->origin))
		return fx_fail(err, FX_EARG, 0, "not an origin");
	fx_checkpoint_text(out, head);
	fx_buf_byte(out, '\n');
	return fx_vkey_sign(out, head, FX_VKEY_ED25519, head->origin, key, 0,
	    err);
}
