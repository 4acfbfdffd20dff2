/* seek_portable.c - the kernel of the search for any processor */
#include "seek_loop.h"

/* Eight bytes in a word, least significant first. */
enum { LANE = 8 };
static const uint64_t tops = 0x8080808080808080;
static const uint64_t ones = 0x0101010101010101;

/* The top bit of each byte of w, byte i to bit i. */
static inline uint64_t
gather(uint64_t w)
{
	return ((w & tops) >> 7) * 0x0102040810204080 >> 56;
}

/* Which bytes of w are 0? */
static inline uint64_t
is_zero(uint64_t w)
{
	return gather(~(((w & ~tops) + ~tops) | w));
}

/* Which are first to first + n - 1?  w is theirs and a byte each of first. */
static inline uint64_t
is_among(uint64_t w, uint8_t first, unsigned int n)
{
	uint64_t low = (w & ~tops) + ones * (uint64_t)(0x80 - first);
	uint64_t high = (w & ~tops) + ones * (uint64_t)(0x80 - first - n);

	return gather(low & ~high & ~w);
}

static inline uint64_t
is_one(uint64_t w, uint8_t c)
{
	return is_zero(w ^ ones * c);
}

static uint64_t
sign_of(uint64_t w, enum fx_sign sign)
{
	switch (sign) {
	case FX_SIGN_DIGIT:
		return is_among(w, '0', 10);
	case FX_SIGN_UPPER:
		return is_among(w, 'A', 26);
	case FX_SIGN_LOWER:
		return is_among(w, 'a', 26);
	case FX_SIGN_LESS:
		return is_one(w, '<');
	case FX_SIGN_URL:
		return is_one(w, '-') | is_one(w, '_');
	default:
		return is_one(w, '0') | is_one(w, 'O') | is_one(w, 'I') |
		    is_one(w, 'l');
	}
}

static void
signs(const uint8_t *p, unsigned int wanted, uint64_t sign[FX_SIGNS])
{
	unsigned int i, k;

	for (k = 0; k < FX_SIGNS; k++) {
		sign[k] = 0;
		for (i = 0; (wanted >> k & 1) && i < FX_STEP / LANE; i++)
			sign[k] |= sign_of(fx_le64(p + (size_t)i * LANE),
				       (enum fx_sign)k)
			    << i * LANE;
	}
}

static void
classes(const uint8_t *p, const struct fx_seek *s, uint64_t chars[FX_CLASSES])
{
	uint64_t sign[FX_SIGNS];

	signs(p, s->signs, sign);
	fx_chars(s, sign, chars);
}

static uint64_t
prints(const uint8_t *p, const struct fx_seek *s)
{
	uint64_t bits = 0;
	unsigned int i;

	for (i = 0; i < FX_STEP; i++)
		if ((s->exact[0][p[i]] & s->exact[1][p[i + 1]] &
			s->exact[2][p[i + 2]] & s->exact[3][p[i + 3]]) != 0)
			bits |= (uint64_t)1 << i;
	return bits;
}

static uint64_t
zeros(const uint8_t *p)
{
	uint64_t bits = 0;
	unsigned int i;

	for (i = 0; i < FX_STEP / LANE; i++)
		bits |= is_zero(fx_le64(p + (size_t)i * LANE)) << i * LANE;
	return bits;
}

void
fx_seek_portable(const struct fx_seek *s, const struct fx_search *find)
{
	static const struct fx_kernel kernel = { classes, prints, zeros };

	fx_seek_with(s, find, &kernel);
}
