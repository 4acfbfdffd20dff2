/* utf8.c - UTF-8 (RFC 3629): decode, encode, check, fold */
#include <string.h>

#include "forensic/utf8.h"

/* Length, smallest code point and payload mask of a lead byte. */
static size_t
lead(uint8_t c, uint32_t *least, uint32_t *cp)
{
	if (c < 0x80) {
		*least = 0;
		*cp = c;
		return 1;
	}
	if (c >= 0xc2 && c <= 0xdf) {
		*least = 0x80;
		*cp = c & 0x1f;
		return 2;
	}
	if (c >= 0xe0 && c <= 0xef) {
		*least = 0x800;
		*cp = c & 0x0f;
		return 3;
	}
	if (c >= 0xf0 && c <= 0xf4) {
		*least = 0x10000;
		*cp = c & 0x07;
		return 4;
	}
	return 0;
}

size_t
fx_utf8_decode(const void *p, size_t n, uint32_t *cp)
{
	const uint8_t *s = p;
	uint32_t least, v;
	size_t i, len;

	if (n == 0 || (len = lead(s[0], &least, &v)) == 0 || len > n)
		return 0;
	for (i = 1; i < len; i++) {
		if ((s[i] & 0xc0) != 0x80)
			return 0;
		v = v << 6 | (s[i] & 0x3f);
	}
	if (v < least || v > 0x10ffff || (v >= 0xd800 && v <= 0xdfff))
		return 0;
	*cp = v;
	return len;
}

size_t
fx_utf8_encode(char out[4], uint32_t cp)
{
	if (cp < 0x80) {
		out[0] = (char)cp;
		return 1;
	}
	if (cp < 0x800) {
		out[0] = (char)(0xc0 | cp >> 6);
		out[1] = (char)(0x80 | (cp & 0x3f));
		return 2;
	}
	if (cp < 0x10000) {
		out[0] = (char)(0xe0 | cp >> 12);
		out[1] = (char)(0x80 | (cp >> 6 & 0x3f));
		out[2] = (char)(0x80 | (cp & 0x3f));
		return 3;
	}
	out[0] = (char)(0xf0 | cp >> 18);
	out[1] = (char)(0x80 | (cp >> 12 & 0x3f));
	out[2] = (char)(0x80 | (cp >> 6 & 0x3f));
	out[3] = (char)(0x80 | (cp & 0x3f));
	return 4;
}

/* Are the eight bytes at s ASCII, and none of them 0? */
static bool
plain(const uint8_t *s)
{
	const uint64_t ones = UINT64_C(0x0101010101010101);
	uint64_t v;

	memcpy(&v, s, sizeof(v));
	return ((v | (v - ones)) & ones << 7) == 0;
}

bool
fx_utf8_ok(const void *p, size_t n)
{
	const uint8_t *s = p;
	uint32_t cp = 0;
	size_t i, len;

	for (i = 0; i < n; i += len) {
		if (n - i >= sizeof(uint64_t) && plain(s + i)) {
			len = sizeof(uint64_t);
			continue;
		}
		len = fx_utf8_decode(s + i, n - i, &cp);
		if (len == 0 || cp == 0 || (cp & 0xfffe) == 0xfffe ||
		    (cp >= 0xfdd0 && cp <= 0xfdef))
			return false;
	}
	return true;
}

/* Does cp do something to a line of text, instead of standing in it? */
static bool
acts(uint32_t cp)
{
	return cp < 0x20 || (cp >= 0x7f && cp <= 0x9f) ||
	    (cp >= 0x2028 && cp <= 0x202e) || (cp >= 0x2066 && cp <= 0x2069);
}

void
fx_utf8_safe(char *s)
{
	size_t n = strlen(s), i, len;
	uint32_t cp = 0;

	for (i = 0; i < n; i += len) {
		len = fx_utf8_decode(s + i, n - i, &cp);
		if (len == 0) {
			s[i] = '?';
			len = 1;
		} else if (acts(cp)) {
			memset(s + i, '?', len);
		}
	}
}

static const struct {
	uint32_t lo, hi; /* capitals, both ends included */
	uint32_t step;   /* 1: each; 2: every other one, from lo on */
	int32_t add;     /* to the small letter */
} capitals[] = {
	/* ascending */
	{ 'A', 'Z', 1, 32 }, { 0xc0, 0xd6, 1, 32 },    /* Latin-1 Supplement */
	{ 0xd8, 0xde, 1, 32 }, { 0x100, 0x12e, 2, 1 }, /* Latin Extended-A */
	{ 0x132, 0x136, 2, 1 }, { 0x139, 0x147, 2, 1 }, { 0x14a, 0x176, 2, 1 },
	{ 0x178, 0x178, 1, -121 }, { 0x179, 0x17d, 2, 1 },
	{ 0x218, 0x21a, 2, 1 },  /* Romanian comma below */
	{ 0x386, 0x386, 1, 38 }, /* Greek with tonos */
	{ 0x388, 0x38a, 1, 37 }, { 0x38c, 0x38c, 1, 64 },
	{ 0x38e, 0x38f, 1, 63 }, { 0x391, 0x3a1, 1, 32 },
	{ 0x3a3, 0x3ab, 1, 32 }, { 0x400, 0x40f, 1, 80 }, /* Cyrillic */
	{ 0x410, 0x42f, 1, 32 }, { 0x490, 0x490, 1, 1 },
	{ 0x1e9e, 0x1e9e, 1, -7615 }, /* German sharp s */
};

uint32_t
fx_utf8_lower(uint32_t cp)
{
	size_t i;

	for (i = 0;
	     i < sizeof(capitals) / sizeof(capitals[0]) && cp >= capitals[i].lo;
	     i++)
		if (cp <= capitals[i].hi &&
		    (cp - capitals[i].lo) % capitals[i].step == 0)
			return (uint32_t)((int32_t)cp + capitals[i].add);
	return cp;
}
