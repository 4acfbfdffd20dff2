/* order.c - which byte order is meant where the bytes allow both */
#include "internal.h"

/*
 * "00 34 00 35 00 33 00" is "453" in both orders, one byte apart.  They differ
 * where the zeros end: the low byte there belongs to the zero beside it or to
 * the byte on its other side.  So the two units that each order makes of that
 * place are compared: a digit glued to digits is worth more than a letter, a
 * letter more than a rare sign, and that more than a control character.
 */
enum { NEVER, RARE, COMMON, GLUED, MARK = GLUED };

/*
 * Characters of zero in a row that are no text any more; nor is a control
 * character.  What ends the zeros behind them is another piece of data, with an
 * order of its own: it tells nothing.
 */
enum { PADDING = 2 };

static const struct {
	uint16_t lo, hi;
	int worth;
} ranges[] = {
	{ 0x0000, 0x0000, RARE }, /* the end of a string, padding */
	{ 0x0001, 0x0008, NEVER },
	{ 0x0009, 0x000a, COMMON },
	{ 0x000b, 0x000c, NEVER },
	{ 0x000d, 0x000d, COMMON },
	{ 0x000e, 0x001f, NEVER },
	{ 0x0020, 0x007e, COMMON },
	{ 0x007f, 0x009f, NEVER },
	{ 0x00a0, 0x00fe, COMMON }, /* the Latin letters of Europe */
	{ 0x0100, 0x017f, COMMON },
	{ 0x0218, 0x021b, COMMON },
	{ 0x0386, 0x03ce, COMMON }, /* Greek */
	{ 0x0400, 0x045f, COMMON }, /* Cyrillic */
	{ 0x0490, 0x0491, COMMON },
	{ 0x2010, 0x2015, COMMON }, /* dashes, quotes, dots, currency, signs */
	{ 0x2018, 0x201e, COMMON },
	{ 0x2020, 0x2022, COMMON },
	{ 0x2026, 0x2026, COMMON },
	{ 0x2030, 0x2030, COMMON },
	{ 0x2039, 0x203a, COMMON },
	{ 0x20ac, 0x20ac, COMMON },
	{ 0x2116, 0x2116, COMMON },
	{ 0x2122, 0x2122, COMMON },
	{ 0x3040, 0x30ff, COMMON }, /* Japanese, Chinese, Korean */
	{ 0x4e00, 0x9fff, COMMON },
	{ 0xac00, 0xd7a3, COMMON },
	{ 0xe000, 0xf8ff, NEVER }, /* private use */
	{ 0xfdd0, 0xfdef, NEVER }, /* noncharacters */
	{ 0xfeff, 0xfeff, MARK },
	{ 0xfffe, 0xffff, NEVER },
};

/* Bytes of the stream around a place; indexes may point outside. */
struct span {
	const uint8_t *p;
	ptrdiff_t n;
};

enum { UNKNOWN = -1 }; /* a unit outside of the stream */

static int
unit_at(struct span s, ptrdiff_t low, ptrdiff_t high)
{
	if (low < 0 || low >= s.n || high < 0 || high >= s.n)
		return UNKNOWN;
	return s.p[high] << 8 | s.p[low];
}

static int
worth(int unit)
{
	size_t i;

	if (unit == UNKNOWN)
		return RARE;
	for (i = 0; i < FX_LEN(ranges); i++)
		if (unit >= ranges[i].lo && unit <= ranges[i].hi)
			return ranges[i].worth;
	return RARE;
}

static bool
is_high(int unit)
{
	return unit >= 0xd800 && unit <= 0xdbff;
}

static bool
is_low(int unit)
{
	return unit >= 0xdc00 && unit <= 0xdfff;
}

/* Does text end before this low byte?  *zeros counts those in a row. */
static bool
is_end(uint8_t c, int *zeros)
{
	*zeros = c == 0 ? *zeros + 1 : 0;
	return *zeros == PADDING || worth(c) == NEVER;
}

/* How much two units in a row look like text. */
static int
worth_both(int a, int b)
{
	if (is_high(a) && is_low(b))
		return COMMON + COMMON;
	return (is_high(a) ? NEVER : worth(a)) + (is_low(b) ? NEVER : worth(b));
}

/* What it is worth that the digit p[low] stands beside the digit p[next]. */
static int
glue(struct span s, ptrdiff_t low, ptrdiff_t next)
{
	return fx_is_digit(s.p[low]) && next >= 0 && next < s.n &&
		fx_is_digit(s.p[next])
	    ? GLUED - COMMON
	    : 0;
}

static int
judge_left(struct span s, ptrdiff_t low)
{
	ptrdiff_t h = low - 1, end = low - FX_ORDER_REACH;
	int zeros = 0;

	for (; h >= 0 && h >= end && s.p[h] == 0; h -= 2)
		if (is_end(s.p[h + 1], &zeros))
			return 0;
	if (h < -1 || h < end)
		return 0;
	/* At -1, the first byte has no other half in BE. */
	return worth_both(unit_at(s, h - 1, h), s.p[h + 1]) +
	    glue(s, h + 1, h + 3) -
	    worth_both(unit_at(s, h - 1, h - 2), unit_at(s, h + 1, h));
}

static int
judge_right(struct span s, ptrdiff_t low)
{
	ptrdiff_t h = low + 1, end = low + FX_ORDER_REACH;
	int zeros = 0;

	for (; h < s.n && h <= end && s.p[h] == 0; h += 2)
		if (is_end(s.p[h - 1], &zeros))
			return 0;
	if (h > s.n || h > end)
		return 0;
	/* At s.n, the last byte has no other half in LE. */
	return worth_both(unit_at(s, h - 1, h), unit_at(s, h + 1, h + 2)) -
	    worth_both(s.p[h - 1], unit_at(s, h + 1, h)) -
	    glue(s, h - 1, h - 3);
}

/*
 * Does a number of 32 bits stand right before the text, as a count or a length
 * does: one byte and three zeros?  In UTF-16BE that is a character and the end
 * of its string: it has to be a lone one, or one that text seldom has.
 */
static bool
behind_number(struct span s, ptrdiff_t low)
{
	int unit = unit_at(s, low - 4, low - 5);

	if (low < 4 || s.p[low - 1] != 0 || s.p[low - 2] != 0 ||
	    s.p[low - 3] != 0 || s.p[low - 4] == 0)
		return false;
	if (unit == UNKNOWN || worth(unit) < COMMON)
		return true;
	unit = unit_at(s, low - 6, low - 7);
	return s.p[low - 5] == 0 &&
	    (unit == UNKNOWN || unit == 0 || worth(unit) < COMMON);
}

int
fx_order_judge(const uint8_t *p, size_t n, size_t low)
{
	struct span s = { p, (ptrdiff_t)n };
	int both = judge_left(s, (ptrdiff_t)low) +
	    judge_right(s, (ptrdiff_t)low);

	return both == 0 && behind_number(s, (ptrdiff_t)low) ? 1 : both;
}
