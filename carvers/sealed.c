/* sealed.c - ciphertexts of browsers: DPAPI, Chromium's own, NSS, in base64 */
#include "sealed.h"

#include <string.h>

#include "chars.h"

enum {
	PREFIX = 3, /* bytes of "v10" */
	NONCE = 12, /* of AES-GCM, and its tag */
	TAG = 16,
	AES = 16,    /* a block of it; of 3DES half of that */
	LEAST = AES, /* least that follows a prefix */
	PAN_LEAST = 12,
	PAN_MOST = 19,
	HEAD_MOST = 80, /* bytes of NSS's before the ciphertext, at most */
	BASE64_MOST = 4096,
};

/* Version and provider of a DPAPI blob: df9d8cd0-1501-11d1-8c7a-00c04fc297eb */
static const uint8_t dpapi[] = { 0x01, 0, 0, 0, 0xd0, 0x8c, 0x9d, 0xdf, 0x01,
	0x15, 0xd1, 0x11, 0x8c, 0x7a, 0, 0xc0, 0x4f, 0xc2, 0x97, 0xeb };
enum { DPAPI_ANCHOR = 4, DPAPI_LEAST = 0x60 };

static bool
is_here(const struct fx_window *w, size_t at, const void *p, size_t n)
{
	return at <= w->len && n <= w->len - at && memcmp(w->p + at, p, n) == 0;
}

static bool
is_prefix(const struct fx_window *w, size_t at)
{
	return is_here(w, at, "v10", PREFIX) || is_here(w, at, "v11", PREFIX) ||
	    is_here(w, at, "v20", PREFIX);
}

size_t
sealed_begin(const struct fx_window *w, size_t at)
{
	size_t i;

	if (is_prefix(w, at)) {
		/* else text that repeats one would take long */
		for (i = 1; i < PREFIX + LEAST; i++)
			if (is_prefix(w, at + i))
				return SIZE_MAX;
		return at;
	}
	if (at >= DPAPI_ANCHOR &&
	    is_here(w, at - DPAPI_ANCHOR, dpapi, sizeof(dpapi)))
		return at - DPAPI_ANCHOR;
	return SIZE_MAX;
}

bool
sealed_chromium(const struct fx_window *w, size_t at, uint64_t n,
    struct sealed *s)
{
	static const char *const names[] = { "v10", "v11", "v20" };
	size_t i;
	bool cbc, gcm;

	if (n > SIZE_MAX || n < PREFIX + LEAST)
		return false;
	*s = (struct sealed){ .at = at, .n = PREFIX, .bytes = (size_t)n };
	if (is_here(w, at, dpapi, sizeof(dpapi))) {
		s->prefix = "dpapi";
		s->n = sizeof(dpapi);
		s->exact = n >= DPAPI_LEAST;
		return true;
	}
	cbc = (n - PREFIX) % AES == 0;
	gcm = n > PREFIX + NONCE + TAG;
	for (i = 0; i < FX_LEN(names); i++) {
		if (!is_here(w, at, names[i], PREFIX))
			continue;
		s->prefix = names[i];
		/* v11 is for Linux alone, v20 for Windows, v10 for all */
		s->exact = (i != 2 && cbc) || (i != 1 && gcm);
		return true;
	}
	return false;
}

static int
sextet(uint8_t c)
{
	if (c >= 'A' && c <= 'Z')
		return c - 'A';
	if (c >= 'a' && c <= 'z')
		return c - 'a' + 26;
	if (c >= '0' && c <= '9')
		return c - '0' + 52;
	return c == '+' ? 62 : c == '/' ? 63 : -1;
}

/*
 * The base64 at `at`: its first bytes, at most cap, to out.  Returns how many
 * it is of in all, and its characters in *n; 0 if it is none.
 */
static size_t
unbase64(const struct fx_window *w, size_t at, uint8_t *out, size_t cap,
    size_t *n)
{
	size_t i, bytes, pad = 0;
	uint32_t bits = 0;

	for (i = 0;
	     at + i < w->len && i <= BASE64_MOST && sextet(w->p[at + i]) >= 0;
	     i++) {
		bits = bits << 6 | (uint32_t)sextet(w->p[at + i]);
		bytes = i * 6 / 8; /* whole ones before this character */
		if (i % 4 != 0 && bytes < cap)
			out[bytes] = (uint8_t)(bits >> (6 - 2 * (i % 4)));
	}
	bytes = i * 6 / 8;
	for (; i % 4 != 0 && at + i < w->len && w->p[at + i] == '='; i++)
		pad++;
	*n = i;
	return i % 4 == 0 && pad <= 2 && i <= BASE64_MOST ? bytes : 0;
}

/* The length behind a tag at p[*i], of n bytes; *i moves to what it is of. */
static bool
der(const uint8_t *p, size_t n, size_t *i, uint8_t tag, size_t *length)
{
	size_t k;

	if (*i + 2 > n || p[*i] != tag)
		return false;
	*length = p[*i + 1];
	*i += 2;
	if (*length < 0x80)
		return true;
	k = *length & 0x7f;
	if (k == 0 || k > 2 || *i + k > n)
		return false;
	for (*length = 0; k > 0; k--)
		*length = *length << 8 | p[(*i)++];
	return true;
}

/* Which cipher, at p[*i]: its block in bytes, 0 for another. */
static size_t
cipher(const uint8_t *p, size_t n, size_t *i)
{
	static const struct {
		uint8_t oid[9], len;
		size_t block;
	} known[] = {
		/* 1.2.840.113549.3.7, des-ede3-cbc */
		{ { 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x03, 0x07 }, 8, 8 },
		/* 2.16.840.1.101.3.4.1.42, aes256-CBC */
		{ { 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x01, 0x2a }, 9,
		    16 },
	};
	size_t length, k, at;

	if (!der(p, n, i, 0x30, &length) || !der(p, n, i, 0x06, &length))
		return 0;
	at = *i;
	*i += length;
	if (*i > n)
		return 0;
	for (k = 0; k < FX_LEN(known); k++)
		if (length == known[k].len &&
		    memcmp(p + at, known[k].oid, length) == 0)
			break;
	if (k == FX_LEN(known) || !der(p, n, i, 0x04, &length) ||
	    length != known[k].block)
		return 0;
	*i += length;
	return known[k].block;
}

bool
sealed_nss(const struct fx_window *w, size_t at, struct sealed *s)
{
	static const uint8_t key[16] = { 0xf8, [15] = 1 };
	uint8_t p[HEAD_MOST];
	size_t i = 0, n, all, length, block;

	*s = (struct sealed){ .prefix = "nss", .at = at };
	s->bytes = unbase64(w, at, p, sizeof(p), &s->n);
	all = s->bytes;
	n = all < sizeof(p) ? all : sizeof(p);
	if (!der(p, n, &i, 0x30, &length) || length != all - i ||
	    !der(p, n, &i, 0x04, &length) || length != sizeof(key) ||
	    i + length > n || memcmp(p + i, key, sizeof(key)) != 0)
		return false;
	i += length;
	block = cipher(p, n, &i);
	if (block == 0 || !der(p, n, &i, 0x04, &length))
		return false;
	s->exact = length > 0 && length % block == 0 && length == all - i;
	return s->exact;
}

bool
sealed_store(const struct fx_window *w, size_t at, size_t digits,
    struct sealed *s)
{
	*s = (struct sealed){ .prefix = "oskeystore", .at = at };
	s->bytes = unbase64(w, at, NULL, 0, &s->n);
	if (s->bytes < NONCE + TAG + PAN_LEAST ||
	    s->bytes > NONCE + TAG + PAN_MOST)
		return false;
	s->exact = digits == s->bytes - NONCE - TAG;
	return true;
}
