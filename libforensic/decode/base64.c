/* base64.c - BASE64: of mail, of armour, in one line, URL-safe (RFC 4648) */
#include <stdlib.h>
#include <string.h>

#include "digits.h"
#include "lines.h"
#include "wide.h"
#include "worth.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

#define NONE4 0xff, 0xff, 0xff, 0xff
#define NONE16 NONE4, NONE4, NONE4, NONE4

/* Both alphabets: 62 is + or -, 63 is / or _. */
static const struct lines base64 = {
	.value = { NONE16, NONE16, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
	    0xff, 0xff, 0xff, 0xff, 62, 0xff, 62, 0xff, 63, 52, 53, 54, 55, 56,
	    57, 58, 59, 60, 61, 0xff, 0xff, NONE4, 0xff, 0, 1, 2, 3, 4, 5, 6, 7,
	    8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24,
	    25, 0xff, 0xff, 0xff, 0xff, 63, 0xff, 26, 27, 28, 29, 30, 31, 32,
	    33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43, 44, 45, 46, 47, 48, 49,
	    50, 51, 0xff, NONE4, NONE16, NONE16, NONE16, NONE16, NONE16, NONE16,
	    NONE16, NONE16 },
	.bits = 6,
	.pad = '=',
};

enum {
	DECIMAL = 3, /* of LINES_LEAST hex digits are decimal */
	CHARS = 4,   /* of the alphabet to three bytes */
	PHRASE = 14, /* bytes of text that show a phase other than the first */
	PHRASE_QUADS = 4, /* groups of CHARS that it has, at least */
	PHRASE_PART = 3,  /* and at least one of so many bytes is of it */
	ONCE = 64,        /* characters that are looked at together */
};

/*
 * Can text of PHRASE bytes begin in that phase?  The first of its four
 * characters then has no high bit, time after time.  Cheap, and seldom so.
 */
static bool
may_be_text(const uint8_t *value, size_t n, size_t skip)
{
	size_t i, run = 0;

	for (i = skip; i < n && run < PHRASE_QUADS; i += CHARS)
		run = value[i] < 32 ? run + 1 : 0;
	return run == PHRASE_QUADS;
}

#ifdef __SSE2__
/* Can it in any but the first?  Asked of those that are short at once. */
static bool
any_text(const uint8_t *value, size_t n)
{
	const uint64_t firsts = UINT64_C(0x1111111111111111);
	const __m128i least = _mm_set1_epi8(32);
	uint8_t copy[ONCE];
	uint64_t low = 0;
	__m128i v;
	size_t k;

	if (n > sizeof(copy))
		return true;
	memset(copy, LINES_NOT, sizeof(copy));
	memcpy(copy, value, n);
	for (k = 0; k < n; k += sizeof(v)) {
		v = _mm_loadu_si128((const __m128i *)(const void *)(copy + k));
		v = _mm_cmpeq_epi8(_mm_max_epu8(v, least), v);
		low |= (uint64_t)(~(unsigned int)_mm_movemask_epi8(v) & 0xffff)
		    << k;
	}
	low &= low >> CHARS;
	low &= low >> 2 * CHARS;
	return (low & ~firsts) != 0;
}
#else
static bool
any_text(const uint8_t *value, size_t n)
{
	(void)value, (void)n;
	return true;
}
#endif

/*
 * Where in its run the text begins: a path, a name and a dash may stand before
 * it, all of the same alphabet.  Another phase than the first is taken if it
 * gives text, and more of it than the first does, which is given: `all` bytes
 * at out, `text` of them in a row.
 */
static size_t
phase(const uint8_t *value, size_t n, const uint8_t *first, size_t all,
    size_t text)
{
	uint8_t out[LINES_PEEK];
	size_t i, best = 0, len, most = text + CHARS - 1;

	if (text == all || !any_text(value, n) || worth_magic(first, all))
		return 0;
	for (i = 1; i < CHARS; i++) {
		if (!may_be_text(value, n, i))
			continue;
		len = lines_bytes(&base64, value, n, i, out);
		len = worth_text(out, len);
		if (len >= PHRASE && len * PHRASE_PART >= all && len > most) {
			most = len;
			best = i;
		}
	}
	return best;
}

/* A line of dashes is no text; + and - draw tables. */
static bool
drawn(const uint8_t *value, size_t n)
{
	while (n > 0 && value[n - 1] >= 62)
		n--;
	return n == 0;
}

/*
 * Do hex digits begin it, a digest or a dump?  Hardly any base64 does so; but
 * zeros do, as a row of A.
 */
static bool
is_hex(const uint8_t *p)
{
	size_t i, decimal = 0;

	for (i = 0; i < LINES_LEAST && digit_value(p[i]) < 16; i++)
		decimal += digit_value(p[i]) < 10;
	return i == LINES_LEAST && decimal >= DECIMAL;
}

static bool
look(const struct fx_look *l)
{
	struct lines_at at = { l->p, l->n, l->at };
	uint8_t value[LINES_PEEK], out[LINES_PEEK];
	size_t n, len, text;

	if (lines_run(&base64, &at, LINES_LEAST) < LINES_LEAST ||
	    is_hex(l->p + l->at) || !lines_first(&base64, &at))
		return false;
	n = lines_peek(&base64, &at, value);
	if (drawn(value, n))
		return false;
	len = lines_bytes(&base64, value, n, 0, out);
	text = worth_text(out, len);
	return worth_bytes(out, len, text) ||
	    phase(value, n, out, len, text) != 0;
}

static int
open_base64(struct fx_decoding *d, struct fx_err *err)
{
	uint8_t value[LINES_PEEK], out[LINES_PEEK];
	struct lines_reader *r;
	struct lines_at at;
	size_t n, len;

	if (lines_see(d, &at, err) == -1)
		return -1;
	n = lines_peek(&base64, &at, value);
	if (n < LINES_LEAST)
		return fx_fail(err, FX_EFORMAT, d->start, "too few characters");
	if ((r = calloc(1, sizeof(*r))) == NULL)
		return fx_fail(err, FX_ENOMEM, d->start, "out of memory");
	len = lines_bytes(&base64, value, n, 0, out);
	r->k = &base64;
	r->pos = d->start;
	r->skip = phase(value, n, out, len, worth_text(out, len));
	d->own = r;
	return 0;
}

static ssize_t
read_base64(struct fx_decoding *d, uint8_t *out, size_t cap, struct fx_err *err)
{
	return lines_read(d, d->own, out, cap, err);
}

static void
close_base64(struct fx_decoding *d)
{
	free(d->own);
}

static const struct wide_base base = { .back = LINES_BACK,
	.ahead = LINES_SPAN,
	.look = look,
	.open = open_base64,
	.read = read_base64,
	.close = close_base64 };

static bool
look_both(const struct fx_look *l)
{
	return wide_look(&base, l);
}

static int
open_both(struct fx_decoding *d, struct fx_err *err)
{
	return wide_open(&base, d, err);
}

const struct fx_decoder decode_base64 = {
	.name = "BASE64",
	.about =
	    "base64 of mail, armour and data: URLs, wrapped or not, from 24 "
	    "characters",
	.version = 2,
	.marks = { { FX_MARK_BASE64, LINES_LEAST, "", 0, 0 },
	    { FX_MARK_WIDE, LINES_LEAST, "", 0, 0 } },
	.look = look_both,
	.open = open_both,
	.read = wide_read,
	.close = wide_close,
};
