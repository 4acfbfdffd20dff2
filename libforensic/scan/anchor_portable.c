/* anchor_portable.c - the kernel of the digit search for any processor */
#include "anchor.h"

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

FX_INLINE uint64_t
digits(const uint8_t *p)
{
	uint64_t bits = 0, w, other;
	unsigned int i;

	for (i = 0; i < FX_STEP / LANE; i++) {
		/* '0' to '9' become 0 to 9; 0x76 carries from 10 to 0x80. */
		w = fx_le64(p + (size_t)i * LANE) ^ ones * '0';
		other = ((w & ~tops) + ones * 0x76) | w;
		bits |= gather(~other) << i * LANE;
	}
	return bits;
}

FX_INLINE uint64_t
zeros(const uint8_t *p)
{
	uint64_t bits = 0, w;
	unsigned int i;

	for (i = 0; i < FX_STEP / LANE; i++) {
		w = fx_le64(p + (size_t)i * LANE);
		w = ((w & ~tops) + ~tops) | w;
		bits |= gather(~w) << i * LANE;
	}
	return bits;
}

void
fx_runs_portable(const uint8_t *p, size_t n, struct fx_runs *runs)
{
	fx_runs_with(p, n, runs, digits, zeros);
}
