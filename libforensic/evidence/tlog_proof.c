/* tlog_proof.c - C2SP tlog-proof: a leaf, its way to the root, the signed head
 */
#include <inttypes.h>
#include <string.h>

#include "forensic/tlog_proof.h"
#include "internal.h"

static const char title[] = "c2sp.org/tlog-proof@v1\n", index_key[] = "index ";

enum { HASH_TEXT = 44 }; /* base64 of 32 bytes */

void
fx_tlog_proof_text(struct fx_buf *out, uint64_t index, const uint8_t *hashes,
    size_t n, const char *note)
{
	size_t i;

	fx_buf_printf(out, "%s%s%" PRIu64 "\n", title, index_key, index);
	for (i = 0; i < n; i++) {
		base64_put(out, hashes + i * FX_SHA256_LEN, FX_SHA256_LEN);
		fx_buf_byte(out, '\n');
	}
	fx_buf_byte(out, '\n');
	fx_buf_str(out, note);
}

static int
bad(struct fx_err *err, size_t at, const char *why)
{
	return fx_fail(err, FX_EFORMAT, at, "not a proof: %s", why);
}

/* Take the word at *at; returns 0, or -1 if it is not there. */
static int
skip(const char *text, size_t n, size_t *at, const char *word)
{
	size_t len = strlen(word);

	if (n - *at < len || memcmp(text + *at, word, len) != 0)
		return -1;
	*at += len;
	return 0;
}

/* A decimal number with its line feed, without a leading zero. */
static int
number(const char *text, size_t n, size_t *at, uint64_t *out)
{
	size_t from = *at;
	uint64_t v = 0;

	for (; *at < n && text[*at] >= '0' && text[*at] <= '9'; ++*at)
		if (__builtin_mul_overflow(v, 10, &v) ||
		    __builtin_add_overflow(v, (uint64_t)(text[*at] - '0'), &v))
			return -1;
	if (*at == from || (text[from] == '0' && *at - from > 1))
		return -1;
	*out = v;
	return skip(text, n, at, "\n");
}

/* The lines of hashes, and the empty one behind them. */
static int
hashes(struct fx_tlog_proof *p, const char *text, size_t n, size_t *at,
    struct fx_err *err)
{
	uint8_t hash[BASE64_ROOM(HASH_TEXT)];
	size_t len;

	while (skip(text, n, at, "\n") == -1) {
		if (p->n == FX_INCLUSION_MOST)
			return bad(err, *at, "too many hashes");
		if (n - *at <= HASH_TEXT || text[*at + HASH_TEXT] != '\n' ||
		    base64_get(hash, &len, text + *at, HASH_TEXT) == -1 ||
		    len != FX_SHA256_LEN)
			return bad(err, *at, "a hash");
		memcpy(p->hashes[p->n++], hash, FX_SHA256_LEN);
		*at += HASH_TEXT + 1;
	}
	return 0;
}

int
fx_tlog_proof_parse(struct fx_tlog_proof *p, const char *text, size_t n,
    struct fx_err *err)
{
	size_t at = 0;

	*p = (struct fx_tlog_proof){ 0 };
	if (n > FX_TLOG_PROOF_LEN)
		return bad(err, 0, "too long");
	if (skip(text, n, &at, title) == -1)
		return bad(err, 0, "its first line");
	if (skip(text, n, &at, index_key) == -1 ||
	    number(text, n, &at, &p->index) == -1)
		return bad(err, at, "the index");
	if (hashes(p, text, n, &at, err) == -1)
		return -1;
	p->note_at = at;
	if (fx_note_parse(&p->note, text + at, n - at, err) == -1) {
		err->off += at;
		return -1;
	}
	if (p->index >= p->note.head.size)
		return bad(err, 0,
		    "no record of that number is under the head");
	if (p->n != fx_inclusion_len(p->index, p->note.head.size))
		return bad(err, 0, "another number of hashes than it takes");
	return 0;
}

int
fx_tlog_proof_check(const struct fx_tlog_proof *p,
    const uint8_t leaf[FX_SHA256_LEN])
{
	uint8_t root[FX_SHA256_LEN];

	if (fx_inclusion_root(root, p->index, p->note.head.size, leaf,
		p->hashes[0], p->n) == -1)
		return -1;
	return memcmp(root, p->note.head.root, sizeof(root)) == 0 ? 0 : -1;
}
