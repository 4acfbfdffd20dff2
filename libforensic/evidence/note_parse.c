/* note_parse.c - take a signed head apart, and check its signatures */
#include <string.h>

#include "forensic/note.h"
#include "forensic/utf8.h"
#include "internal.h"

static const char dash[] = "\xe2\x80\x94 "; /* em dash, space */

static int
bad(struct fx_err *err, size_t at, const char *why)
{
	return fx_fail(err, FX_EFORMAT, at, "not a signed head: %s", why);
}

/* Length of the line at s, its newline apart; n if it has none. */
static size_t
line(const char *s, size_t n)
{
	const char *end = memchr(s, '\n', n);

	return end != NULL ? (size_t)(end - s) : n;
}

/* The decimal number that is the whole of s, without a leading zero. */
static int
decimal(const char *s, size_t n, uint64_t *out)
{
	uint64_t v = 0;
	size_t i;

	if (n == 0 || (n > 1 && s[0] == '0'))
		return -1;
	for (i = 0; i < n; i++)
		if (s[i] < '0' || s[i] > '9' ||
		    __builtin_mul_overflow(v, 10, &v) ||
		    __builtin_add_overflow(v, (uint64_t)(s[i] - '0'), &v))
			return -1;
	*out = v;
	return 0;
}

/* Copy n bytes that must be an origin. */
static int
origin(char out[FX_ORIGIN_LEN + 1], const char *s, size_t n)
{
	if (n > FX_ORIGIN_LEN)
		return -1;
	memcpy(out, s, n);
	out[n] = '\0';
	return strlen(out) == n && fx_origin_ok(out) ? 0 : -1;
}

/* The three lines of the text; *used becomes their length. */
static int
head(struct fx_checkpoint *h, const char *s, size_t n, size_t *used,
    struct fx_err *err)
{
	enum { ROOT = 44 }; /* base64 of 32 bytes */
	uint8_t root[BASE64_ROOM(ROOT)];
	size_t at = 0, len = line(s, n);

	if (len == n || origin(h->origin, s, len) == -1)
		return bad(err, at, "the origin");
	at = len + 1;
	len = line(s + at, n - at);
	if (len == n - at || decimal(s + at, len, &h->size) == -1)
		return bad(err, at, "the size");
	at += len + 1;
	len = line(s + at, n - at);
	if (len == n - at || len != ROOT ||
	    base64_get(root, &len, s + at, ROOT) == -1 || len != FX_SHA256_LEN)
		return bad(err, at, "the root");
	memcpy(h->root, root, FX_SHA256_LEN);
	*used = at + ROOT + 1;
	return 0;
}

int
fx_note_sig_parse(struct fx_note_sig *sig, const char *s, size_t n)
{
	uint8_t blob[BASE64_ROOM(FX_NOTE_LEN)];
	const size_t lead = sizeof(dash) - 1;
	const char *space;
	size_t len;

	*sig = (struct fx_note_sig){ 0 };
	if (n < lead || memcmp(s, dash, lead) != 0)
		return -1;
	s += lead;
	n -= lead;
	if ((space = memchr(s, ' ', n)) == NULL ||
	    origin(sig->name, s, (size_t)(space - s)) == -1)
		return -1;
	n -= (size_t)(space - s) + 1;
	if (n > FX_NOTE_LEN || base64_get(blob, &len, space + 1, n) == -1 ||
	    len <= sizeof(sig->id))
		return -1;
	memcpy(sig->id, blob, sizeof(sig->id));
	len -= sizeof(sig->id);
	sig->ed25519 = len == FX_SIG_LEN;
	sig->cosignature = len == FX_COSIGNATURE_LEN;
	if (sig->ed25519 || sig->cosignature)
		memcpy(sig->sig, blob + sizeof(sig->id), len);
	return 0;
}

int
fx_note_parse(struct fx_note *note, const char *text, size_t n,
    struct fx_err *err)
{
	size_t at = 0, len;

	*note = (struct fx_note){ 0 };
	if (n > FX_NOTE_LEN)
		return bad(err, 0, "too long");
	if (!fx_utf8_ok(text, n))
		return bad(err, 0, "not UTF-8 text");
	if (head(&note->head, text, n, &at, err) == -1)
		return -1;
	note->text_len = at;
	if (at == n || text[at] != '\n')
		return bad(err, at, "more than origin, size and root");
	for (at++; at < n; at += len + 1) {
		len = line(text + at, n - at);
		if (len == n - at)
			return bad(err, at, "its end is missing");
		if (note->nsigs == FX_NOTE_SIGS)
			return bad(err, at, "too many signatures");
		if (fx_note_sig_parse(&note->sigs[note->nsigs], text + at,
			len) == -1)
			return bad(err, at, "a signature line");
		note->nsigs++;
	}
	return note->nsigs > 0 ? 0 : bad(err, at, "no signature");
}

int
fx_note_verify(const struct fx_note *note, const char *text,
    const struct fx_pub *pub)
{
	const struct fx_note_sig *s;
	uint8_t id[4];
	size_t i, good = 0;

	if (fx_key_id(id, note->head.origin, pub) == -1)
		return -1;
	for (i = 0; i < note->nsigs; i++) {
		s = &note->sigs[i];
		if (strcmp(s->name, note->head.origin) != 0 ||
		    memcmp(s->id, id, sizeof(id)) != 0)
			continue;
		/* A bad signature by a known key spoils the whole note. */
		if (!s->ed25519 ||
		    fx_pub_verify(pub, text, note->text_len, s->sig) == -1)
			return -1;
		good++;
	}
	return good > 0 ? 0 : -1;
}
