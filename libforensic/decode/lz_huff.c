/* lz_huff.c - LZ77 with Huffman codes, [MS-XCA] 2.2 */
#include <string.h>

#include "lz.h"

enum {
	LITERALS = 256,
	SHORTEST = 3,
	LONG = 15,  /* a length that goes on in a byte, */
	BYTE = 255, /* in two */
};

static unsigned
length_of(const uint8_t *table, unsigned symbol)
{
	return table[symbol / 2] >> (symbol % 2 * 4) & 0xF;
}

bool
lz_is_table(const uint8_t *table)
{
	uint32_t sum = 0;
	unsigned s, n;

	for (s = 0; s < LZ_SYMBOLS; s++)
		if ((n = length_of(table, s)) > 0)
			sum += 1U << (LZ_BITS - n);
	return sum == 1U << LZ_BITS;
}

/* The symbol of each LZ_BITS bits: codes by length, then by symbol. */
static bool
make_codes(struct lz_huff *h, const uint8_t *table)
{
	size_t at = 0, n;
	unsigned bits, s;

	if (!lz_is_table(table))
		return false;
	for (s = 0; s < LZ_SYMBOLS; s++)
		h->length[s] = (uint8_t)length_of(table, s);
	for (bits = 1; bits <= LZ_BITS; bits++) {
		for (s = 0; s < LZ_SYMBOLS; s++) {
			if (h->length[s] != bits)
				continue;
			for (n = (size_t)1 << (LZ_BITS - bits); n > 0; n--)
				h->symbol[at++] = (uint16_t)s;
		}
	}
	return true;
}

/* n (1 or 2) bytes of input as a number; false behind the end. */
static bool
take(struct lz_huff *h, size_t n, uint32_t *value)
{
	const uint8_t *p;

	*value = 0;
	if (h->end - h->at < n || (p = fx_in_all(h->in, h->at, n)) == NULL) {
		h->end = h->at; /* nor is there a part of it */
		return false;
	}
	h->at += n;
	*value = n == 1 ? p[0] : fx_le16(p);
	return true;
}

/* Have 16 bits more, shifted down by n; zeros behind the end. */
static void
refill(struct lz_huff *h, unsigned n)
{
	uint32_t word;

	if (take(h, 2, &word))
		h->real += 16;
	h->bits |= word << (16 - n);
}

/* Done with n bits, and the rest are 16 or more again; false if they end. */
static bool
drop(struct lz_huff *h, unsigned n)
{
	h->bits <<= n;
	h->extra -= (int)n;
	h->real -= (int)n;
	if (h->extra < 0) {
		refill(h, (unsigned)(16 + h->extra));
		h->extra += 16;
	}
	return h->real >= 0;
}

/* Length and distance of the match that a symbol stands for. */
static bool
match(struct lz_huff *h, unsigned symbol)
{
	uint32_t length = symbol % 16;
	unsigned bits = symbol / 16;
	size_t distance;

	if (length == LONG) {
		if (!take(h, 1, &length))
			return false;
		if (length < BYTE)
			length += LONG;
		else if (!take(h, 2, &length) || length < LONG)
			return false;
	}
	length += SHORTEST;
	distance = (size_t)1 << bits;
	if (bits > 0)
		distance += h->bits >> (32 - bits);
	if (!drop(h, bits) || distance > h->len)
		return false;
	for (; length > 0; length--, h->len++)
		h->out[h->len] = h->out[h->len - distance];
	return true;
}

/* Keep what a match may reach back to, and no more. */
static void
slide(struct lz_huff *h)
{
	size_t cut = h->len > LZ_FAR ? h->len - LZ_FAR : 0;

	memmove(h->out, h->out + cut, h->len - cut);
	h->len -= cut;
	h->from = h->len;
}

bool
lz_huff_block(struct lz_huff *h, size_t most)
{
	const uint8_t *table;
	size_t block_end;
	unsigned symbol;

	slide(h);
	if (h->end - h->at < LZ_TABLE ||
	    (table = fx_in_all(h->in, h->at, LZ_TABLE)) == NULL ||
	    !make_codes(h, table))
		return false;
	h->at += LZ_TABLE;
	h->bits = 0;
	h->real = 0;
	refill(h, 0);
	refill(h, 16);
	h->extra = 16;
	block_end = h->len + (most < LZ_BLOCK ? most : LZ_BLOCK);
	while (h->len < block_end) {
		symbol = h->symbol[h->bits >> (32 - LZ_BITS)];
		if (!drop(h, h->length[symbol]))
			return false;
		if (symbol < LITERALS)
			h->out[h->len++] = (uint8_t)symbol;
		else if (!match(h, symbol - LITERALS))
			return false;
	}
	if (h->len - h->from > most)
		h->len = h->from + most;
	return true;
}
