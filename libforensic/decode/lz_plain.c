/* lz_plain.c - plain LZ77, [MS-XCA] 2.4 */
#include "lz.h"

enum {
	FLAGS = 32, /* to a word of them */
	SHORT = 7,  /* a length that goes on in half a byte, */
	HALF = 15,  /* in a byte, */
	BYTE = 255, /* in two or six */
	SHORTEST = 3,
};

struct plain {
	const uint8_t *in;
	size_t n, at;
	size_t half; /* place of a byte whose upper half is unused; or 0 */
};

static bool
left(const struct plain *z, size_t n)
{
	return z->n - z->at >= n;
}

/* A length too long for a byte: two bytes, or a zero there and four more. */
static bool
long_length(struct plain *z, size_t *length)
{
	if (!left(z, 2))
		return false;
	*length = fx_le16(z->in + z->at);
	z->at += 2;
	if (*length == 0) {
		if (!left(z, 4))
			return false;
		*length = fx_le32(z->in + z->at);
		z->at += 4;
	}
	return *length >= HALF + SHORT;
}

/* What follows of a length that fills its three bits. */
static bool
more_length(struct plain *z, size_t *length)
{
	size_t n;

	if (z->half != 0) {
		n = z->in[z->half] >> 4;
		z->half = 0;
	} else {
		if (!left(z, 1))
			return false;
		z->half = z->at;
		n = z->in[z->at++] & HALF;
	}
	if (n == HALF) {
		if (!left(z, 1))
			return false;
		n = z->in[z->at++];
		if (n == BYTE)
			return long_length(z, length);
		n += HALF;
	}
	*length = n + SHORT;
	return true;
}

static bool
match(struct plain *z, uint8_t *out, size_t cap, size_t *got)
{
	size_t length, distance;
	uint16_t word;

	if (!left(z, 2))
		return false;
	word = fx_le16(z->in + z->at);
	z->at += 2;
	distance = (size_t)(word >> 3) + 1;
	length = word & SHORT;
	if (length == SHORT && !more_length(z, &length))
		return false;
	length += SHORTEST;
	if (distance > *got || length > cap - *got)
		return false;
	for (; length > 0; length--, (*got)++)
		out[*got] = out[*got - distance];
	return true;
}

bool
lz_plain(const uint8_t *in, size_t n, uint8_t *out, size_t cap, size_t *got)
{
	struct plain z = { in, n, 0, 0 };
	uint32_t flags = 0;
	unsigned count = 0;

	*got = 0;
	while (*got < cap) {
		if (count == 0) {
			if (!left(&z, 4))
				return false;
			flags = fx_le32(in + z.at);
			z.at += 4;
			count = FLAGS;
		}
		count--;
		if ((flags >> count & 1) != 0) {
			if (!match(&z, out, cap, got))
				return false;
			continue;
		}
		if (!left(&z, 1))
			return false;
		out[(*got)++] = in[z.at++];
	}
	return true;
}
