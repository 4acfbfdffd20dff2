/* base64.c - base64 (RFC 4648, section 4), one spelling for each value */
#include <string.h>

#include "internal.h"

static const char alphabet[] =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

void
base64_put(struct fx_buf *out, const void *p, size_t n)
{
	const uint8_t *b = p;
	char quad[4];
	uint32_t v;
	size_t i;

	for (i = 0; i < n; i += 3) {
		v = (uint32_t)b[i] << 16;
		if (i + 1 < n)
			v |= (uint32_t)b[i + 1] << 8;
		if (i + 2 < n)
			v |= b[i + 2];
		quad[0] = alphabet[v >> 18];
		quad[1] = alphabet[v >> 12 & 63];
		quad[2] = (char)(i + 1 < n ? alphabet[v >> 6 & 63] : '=');
		quad[3] = (char)(i + 2 < n ? alphabet[v & 63] : '=');
		fx_buf_put(out, quad, sizeof(quad));
	}
}

/* The six bits of a character, or -1. */
static int
sextet(char c)
{
	const char *at;

	if (c == '\0' || (at = strchr(alphabet, c)) == NULL)
		return -1;
	return (int)(at - alphabet);
}

int
base64_get(uint8_t *out, size_t *len, const char *s, size_t n)
{
	size_t i, k, pad = 0, used = 0;
	uint32_t v;
	int six;

	if (n % 4 != 0)
		return -1;
	while (pad < 2 && pad < n && s[n - 1 - pad] == '=')
		pad++;
	for (i = 0; i < n; i += 4) {
		size_t have = i + 4 == n ? 4 - pad : 4;

		for (v = 0, k = 0; k < 4; k++) {
			six = k < have ? sextet(s[i + k]) : 0;
			if (six == -1)
				return -1;
			v = v << 6 | (uint32_t)six;
		}
		/* Bits past the last byte would be a second spelling. */
		if ((have == 3 && (v & 0xff) != 0) ||
		    (have == 2 && (v & 0xffff) != 0))
			return -1;
		for (k = 0; k + 1 < have; k++)
			out[used++] = (uint8_t)(v >> (16 - 8 * k));
	}
	*len = used;
	return 0;
}
