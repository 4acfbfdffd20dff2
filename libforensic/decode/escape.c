/* escape.c - ESCAPE: backslash escapes of JSON, JavaScript, C and their kin */
#include <string.h>

#include "digits.h"
#include "unescape.h"

enum {
	SLASHES = 64,   /* backslashes before one that are counted */
	TEXT_NEAR = 12, /* bytes of text that a short one stands among */
	AHEAD = 32,
};

/* An odd number of backslashes before it: this one is the second of a pair. */
static bool
escaped(const struct place *l)
{
	size_t n = 0;

	while (n < SLASHES && n < l->at && l->p[l->at - n - 1] == '\\')
		n++;
	return n % 2 != 0;
}

/* \n and its like: what stands for c; -1 for none. */
static int
short_escape(uint8_t c)
{
	static const char from[] = "nrtbfva\"'/\\",
			  to[] = "\n\r\t\b\f\v\a\"'/\\";
	const char *q = c != 0 ? strchr(from, c) : NULL;

	return q != NULL ? to[q - from] : -1;
}

/* \ooo at p: three octal digits, one byte. */
static size_t
octal(const uint8_t *p, size_t n, uint32_t *v)
{
	if (n < 4 || p[0] != '\\' || p[1] > '3' ||
	    digits_read(p + 1, n - 1, 8, 3, 3, v) == 0)
		return 0;
	return 4;
}

/*
 * Octal digits that mean a visible character are seen where all are written
 * so; one alone is a folder of digits in a path: C:\064.
 */
static size_t
find_octal(const struct place *l, struct plain *out)
{
	const uint8_t *p = l->p + l->at;
	uint32_t v, w;
	bool beside;

	if (octal(p, l->n - l->at, &v) == 0)
		return 0;
	beside = octal(p + 4, l->n - l->at - 4, &w) != 0 ||
	    (l->at >= 4 && octal(p - 4, 4, &w) != 0);
	if (v > ' ' && v < 0x7f && !beside)
		return 0;
	out->p[0] = (char)v;
	out->n = 1;
	return 4;
}

/* Half of a pair: take the other half, which is \u and the second surrogate. */
static size_t
find_second(const uint8_t *p, size_t n, uint32_t first, struct plain *out)
{
	uint32_t second;

	if (first < 0xd800 || first > 0xdbff || n < 6 || p[0] != '\\' ||
	    p[1] != 'u' || digits_read(p + 2, n - 2, 16, 4, 4, &second) == 0 ||
	    second < 0xdc00 || second > 0xdfff)
		return 0;
	plain_char(out, 0x10000 + ((first - 0xd800) << 10) + (second - 0xdc00));
	return 6;
}

/* \u0034, \u{34}, \U00000034 */
static size_t
find_unicode(const uint8_t *p, size_t n, struct plain *out)
{
	size_t len = p[1] == 'U' ? 8 : 4;
	uint32_t cp;

	if (p[1] == 'u' && n > 3 && p[2] == '{') {
		len = digits_read(p + 3, n - 3, 16, 1, 8, &cp);
		if (len == 0 || 3 + len >= n || p[3 + len] != '}')
			return 0;
		plain_char(out, cp);
		return len + 4;
	}
	if (digits_read(p + 2, n - 2, 16, len, len, &cp) == 0)
		return 0;
	plain_char(out, cp);
	len += 2;
	return len + find_second(p + len, n - len, cp, out);
}

static size_t
find(const struct place *l, struct plain *out)
{
	const uint8_t *p = l->p + l->at;
	size_t n = l->n - l->at;
	uint32_t v;
	int c;

	if (n < 2 || escaped(l))
		return 0;
	if (p[1] == 'u' || p[1] == 'U')
		return find_unicode(p, n, out);
	if (p[1] == 'x') {
		if (digits_read(p + 2, n - 2, 16, 2, 2, &v) == 0)
			return 0;
		out->p[0] = (char)v;
		out->n = 1;
		return 4;
	}
	if ((c = short_escape(p[1])) == -1)
		return find_octal(l, out);
	if (!place_in_text(l, TEXT_NEAR))
		return 0;
	out->p[0] = (char)c;
	out->n = 1;
	return 2;
}

/* What may stand behind the lead. */
static const char behind[] = "uUxnrtbfva\"'/\\0123";

const struct escapes escapes_backslash = { .lead = '\\',
	.behind = behind,
	.back = SLASHES,
	.ahead = AHEAD,
	.find = find };

const struct fx_decoder decode_escape = {
	.name = "ESCAPE",
	.about = "backslash escapes of JSON and C: \\u0034 \\x34 \\064 \\/ \\n",
	.version = 2,
	.marks = { { FX_MARK_BYTES, 1, "\\", 0, 0 } },
	.behind = behind,
	.look = unescape_look,
	.open = unescape_open,
	.read = unescape_read,
	.close = unescape_close,
	.touched = unescape_touched,
	.place = unescape_place,
};
