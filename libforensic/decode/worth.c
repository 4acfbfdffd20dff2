/* worth.c - could bytes hold what a carver looks for? */
#include <string.h>

#include "forensic/bytes.h"
#include "forensic/utf8.h"
#include "worth.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

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
worth_text_slow(const uint8_t *p, size_t n)
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
worth_digits_slow(const uint8_t *p, size_t n)
{
	return has_digits(p, n) || has_wide(p, n);
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
		if (n >= magics[i].n && p[0] == (uint8_t)magics[i].magic[0] &&
		    memcmp(p, magics[i].magic, magics[i].n) == 0)
			return true;
	return false;
}

#ifdef __SSE2__
/*
 * Nearly all that is asked about are names and digests: short, and bytes as by
 * chance, of which each branch is a wrong guess.  So they are judged all at
 * once, a bit for each byte, the first lowest.
 */
enum { LANE = 16, BITS = 64 };

struct bits {
	uint64_t printable;
	uint64_t zero;
	uint64_t begins;  /* of UTF-8, perhaps, with one */
	uint64_t goes_on; /* that may stand behind it */
	uint64_t same;    /* high half as of the byte before, and not 0 */
	uint64_t two;     /* two decimal digits */
};

/* Ones where a byte is `from`, or up to `most` more than that. */
static inline __m128i
between(__m128i v, int from, int most)
{
	v = _mm_sub_epi8(v, _mm_set1_epi8((char)from));
	return _mm_cmpeq_epi8(_mm_min_epu8(v, _mm_set1_epi8((char)most)), v);
}

static inline __m128i
is(__m128i v, int c)
{
	return _mm_cmpeq_epi8(v, _mm_set1_epi8((char)c));
}

static inline uint64_t
mask(__m128i ones, size_t k)
{
	return (uint64_t)(unsigned int)_mm_movemask_epi8(ones) << k;
}

/* LANE bytes at p, which has one before them, as bits from k on. */
static inline void
lane(const uint8_t *p, size_t k, struct bits *b)
{
	const __m128i high = _mm_set1_epi8((char)0xf0);
	__m128i v = _mm_loadu_si128((const __m128i *)(const void *)p);
	__m128i before = _mm_loadu_si128(
	    (const __m128i *)(const void *)(p - 1));
	__m128i low = _mm_andnot_si128(high, v);
	__m128i same = is(_mm_and_si128(_mm_xor_si128(v, before), high), 0);

	/* tab and LF stand side by side */
	b->printable |= mask(_mm_or_si128(between(v, ' ', '~' - ' '),
				 _mm_or_si128(between(v, '\t', 1),
				     is(v, '\r'))),
	    k);
	b->zero |= mask(is(v, 0), k);
	b->begins |= mask(between(v, 0xc2, 0xff - 0xc2), k);
	b->goes_on |= mask(between(v, 0x80, 0x3f), k);
	b->same |= mask(_mm_andnot_si128(between(v, 0, 15), same), k);
	b->two |= mask(_mm_and_si128(between(v, 0, 0x9f), between(low, 0, 9)),
	    k);
}

/* Those of n bytes at p, from 1 to BITS. */
static void
bits_of(const uint8_t *p, size_t n, struct bits *b)
{
	const uint64_t all = UINT64_MAX >> (BITS - n);
	uint8_t copy[LANE + BITS] = { 0 };
	size_t k;

	memcpy(copy + LANE, p, n);
	*b = (struct bits){ 0 };
	for (k = 0; k < n; k += LANE)
		lane(copy + LANE + k, k, b);
	b->zero &= all;
	b->two &= all;
	b->same &= all & ~UINT64_C(1); /* no byte stands before the first */
}

static size_t
text_of(const uint8_t *p, size_t n, const struct bits *b)
{
	uint64_t text = b->printable, may = b->begins & b->goes_on >> 1;
	size_t at, len = 0;
	uint32_t cp;

	for (; may != 0; may &= may - 1) {
		at = (size_t)__builtin_ctzll(may);
		text |=
		    ((UINT64_C(1) << fx_utf8_decode(p + at, n - at, &cp)) - 1)
		    << at;
	}
	for (; text != 0; text &= text << 1)
		len++;
	return len;
}

/* What has_digits and has_wide say. */
static bool
digits_of(const struct bits *b)
{
	uint64_t same = b->same, two = b->two, wide;

	same &= same << 1;
	same &= same << 2;
	same &= same << 4;
	same &= same << (NIBBLE - 1 - 8);
	two &= two << 1;
	two &= two << 2;
	two &= two << (PACKED - 4);
	wide = (b->zero & b->printable >> 1) | (b->zero >> 1 & b->printable);
	wide &= wide >> 2;
	wide &= wide >> 4 & wide >> 2 * (WIDE - 2);
	return same != 0 || (two & ~b->zero) != 0 || wide != 0;
}

size_t
worth_text(const uint8_t *p, size_t n)
{
	struct bits b;

	if (n == 0 || n > BITS)
		return worth_text_slow(p, n);
	bits_of(p, n, &b);
	return text_of(p, n, &b);
}

bool
worth_digits(const uint8_t *p, size_t n)
{
	struct bits b;

	if (n == 0 || n > BITS)
		return worth_digits_slow(p, n);
	bits_of(p, n, &b);
	return digits_of(&b);
}
#else
size_t
worth_text(const uint8_t *p, size_t n)
{
	return worth_text_slow(p, n);
}

bool
worth_digits(const uint8_t *p, size_t n)
{
	return worth_digits_slow(p, n);
}
#endif

bool
worth_bytes(const uint8_t *p, size_t n, size_t text)
{
	return n >= WORTH_ALL || text >= TEXT || worth_digits(p, n) ||
	    worth_magic(p, n);
}
