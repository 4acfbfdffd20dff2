/* age_header.c - the header of an age file: lines, stanzas, a mac */
#include <string.h>

#include "age.h"
#include "internal.h"

enum { COLUMNS = 64 }; /* of a full line of base64 */

static const char intro[] = "age-encryption.org/v1";

/* Where in the header we are. */
struct reader {
	const char *p;
	size_t n, at;
	struct fx_err *err;
};

static int
bad(const struct reader *r, const char *why)
{
	return fx_fail(r->err, FX_EFORMAT, r->at, "no age file: %s", why);
}

bool
age_word(const char *s, size_t n, const char *word)
{
	return n == strlen(word) && memcmp(s, word, n) == 0;
}

int
age_base64_get(uint8_t out[AGE_BODY_LEN], size_t *len, const char *s, size_t n)
{
	char quads[COLUMNS];

	if (n > COLUMNS || n % 4 == 1 || memchr(s, '=', n) != NULL)
		return -1;
	memcpy(quads, s, n);
	while (n % 4 != 0)
		quads[n++] = '=';
	return base64_get(out, len, quads, n);
}

void
age_base64_put(struct fx_buf *out, const void *p, size_t n)
{
	base64_put(out, p, n);
	while (out->len > 0 && out->p[out->len - 1] == '=')
		out->p[--out->len] = '\0';
}

/* The next line, without its line feed. Returns 0, or -1 if there is none. */
static int
line(struct reader *r, const char **s, size_t *n)
{
	const char *end = memchr(r->p + r->at, '\n', r->n - r->at);

	if (end == NULL && r->n > FX_AGE_HEADER_LEN)
		fx_fail(r->err, FX_ELIMIT, r->at,
		    "an age header longer than %d bytes", FX_AGE_HEADER_LEN);
	else if (end == NULL)
		bad(r, "its header does not end");
	if (end == NULL)
		return -1;
	*s = r->p + r->at;
	*n = (size_t)(end - *s);
	r->at += *n + 1;
	return 0;
}

/* Arguments: one or more, of printing characters, one space between. */
static int
arguments(const struct reader *r, struct age_stanza *st, const char *s,
    size_t n)
{
	size_t from = 0, i;

	for (i = 0; i <= n; i++) {
		if (i < n && s[i] > 0x20 && s[i] < 0x7f)
			continue;
		if (i == from || (i < n && s[i] != ' '))
			return bad(r, "an argument of a stanza");
		if (st->args == 0) {
			st->type = s + from;
			st->type_len = i - from;
		} else if (st->args == 1) {
			st->arg = s + from;
			st->arg_len = i - from;
		}
		st->args++;
		from = i + 1;
	}
	return 0;
}

/* Its body: full lines, and then one that is not, though it be empty. */
static int
body(struct reader *r, struct age_stanza *st)
{
	uint8_t bytes[AGE_BODY_LEN];
	const char *s;
	size_t n, len;

	do {
		if (line(r, &s, &n) == -1)
			return -1;
		if (age_base64_get(bytes, &len, s, n) == -1)
			return bad(r, "the body of a stanza");
		if (st->body_len == 0)
			memcpy(st->body, bytes, len);
		st->body_len += len;
	} while (n == COLUMNS);
	return 0;
}

static int
stanza(struct reader *r, struct age_header *h, const char *s, size_t n)
{
	struct age_stanza *st;

	if (h->n == FX_AGE_STANZAS)
		return fx_fail(r->err, FX_ELIMIT, r->at,
		    "an age header of more than %d stanzas", FX_AGE_STANZAS);
	st = &h->stanza[h->n++];
	*st = (struct age_stanza){ 0 };
	if (arguments(r, st, s, n) == -1)
		return -1;
	return body(r, st);
}

static int
mac(struct reader *r, struct age_header *h, const char *s, size_t n)
{
	uint8_t bytes[AGE_BODY_LEN];
	size_t len;

	if (n < 4 || memcmp(s, "--- ", 4) != 0 ||
	    age_base64_get(bytes, &len, s + 4, n - 4) == -1 ||
	    len != sizeof(h->mac))
		return bad(r, "the last line of its header");
	memcpy(h->mac, bytes, sizeof(h->mac));
	h->covered = (size_t)(s - r->p) + 3;
	h->len = r->at;
	return 0;
}

int
age_header_parse(struct age_header *h, const char *p, size_t n,
    struct fx_err *err)
{
	struct reader r = { .p = p, .n = n, .err = err };
	const char *s;
	size_t len;

	h->n = 0;
	if (r.n > FX_AGE_HEADER_LEN)
		r.n = FX_AGE_HEADER_LEN + 1;
	if (line(&r, &s, &len) == -1)
		return -1;
	if (!age_word(s, len, intro))
		return bad(&r, "another version, or none");
	do {
		if (line(&r, &s, &len) == -1)
			return -1;
		if (len < 3 || memcmp(s, "-> ", 3) != 0)
			return h->n > 0 ? mac(&r, h, s, len)
					: bad(&r, "it has no stanza");
	} while (stanza(&r, h, s + 3, len - 3) == 0);
	return -1;
}
