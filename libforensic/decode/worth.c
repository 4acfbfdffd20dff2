/* worth.c - could bytes hold what a carver looks for? */
#include <string.h>

#include "forensic/bytes.h"
#include "forensic/utf8.h"
#include "worth.h"

enum {
	TEXT = 8,    /* characters of ASCII or UTF-8 in a row */
	WIDE = 6,    /* of UTF-16 */
	NIBBLE = 12, /* bytes with the same high half: digits under a key */
	PACKED = 7,  /* bytes of two decimal digits each */
};

static bool
printable(uint8_t c)
{
	return (c >= ' ' && c < 0x7f) || c == '\t' || c == '\n' || c == '\r';
}

/* The length of the character at p[0]; 0 for what is no text. */
static size_t
text_len(const uint8_t *p, size_t n)
{
	uint32_t cp;

	if (*p < 0x80)
		return printable(*p);
	if (*p < 0xc2 || n < 2 || (p[1] & 0xc0) != 0x80)
		return 0;
	return fx_utf8_decode(p, n, &cp);
}

size_t
worth_text(const uint8_t *p, size_t n)
{
	size_t at = 0, k, from = 0, most = 0;

	while (at < n) {
		k = text_len(p + at, n - at);
		at += k;
		if (at - from > most)
			most = at - from;
		if (k == 0)
			from = ++at;
	}
	return most;
}

/* Characters of UTF-16 in a row, as bytes of text with a zero each. */
static bool
has_wide(const uint8_t *p, size_t n)
{
	size_t at, run[2] = { 0, 0 };

	for (at = 0; at + 1 < n; at++) {
		size_t *r = &run[at % 2];

		if ((p[at] == 0 && printable(p[at + 1])) ||
		    (p[at + 1] == 0 && printable(p[at])))
			++*r;
		else
			*r = 0;
		if (*r >= WIDE)
			return true;
	}
	return false;
}

static bool
has_digits(const uint8_t *p, size_t n)
{
	size_t at, same = 0, packed = 0;

	for (at = 0; at < n; at++) {
		same = at > 0 && p[at] >> 4 == p[at - 1] >> 4 ? same + 1 : 1;
		packed = p[at] >> 4 < 10 && (p[at] & 15) < 10 ? packed + 1 : 0;
		/* Nothing but zeros is not digits. */
		if ((same >= NIBBLE && p[at] >> 4 != 0) ||
		    (packed >= PACKED && p[at] != 0))
			return true;
	}
	return false;
}

bool
worth_magic(const uint8_t *p, size_t n)
{
	static const struct {
		uint8_t n;
		char magic[6];
	} magics[] = { { 3, "\x1f\x8b\x08" }, { 2, "\x78\x01" },
		{ 2, "\x78\x5e" }, { 2, "\x78\x9c" }, { 2, "\x78\xda" },
		{ 4, "PK\3\4" }, { 3, "BZh" },
		{ 6,
		    "\xfd"
		    "7zXZ" },
		{ 4, "\x28\xb5\x2f\xfd" }, { 4, "\x04\x22\x4d\x18" },
		{ 6, "7z\xbc\xaf\x27\x1c" }, { 4, "Rar!" } };
	size_t i;

	for (i = 0; i < FX_LEN(magics); i++)
		if (n >= magics[i].n &&
		    memcmp(p, magics[i].magic, magics[i].n) == 0)
			return true;
	return false;
}

bool
worth_bytes(const uint8_t *p, size_t n, size_t text)
{
	return n >= WORTH_ALL || text >= TEXT || has_digits(p, n) ||
	    has_wide(p, n) || worth_magic(p, n);
}
