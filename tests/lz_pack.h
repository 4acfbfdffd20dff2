/*
 * lz_pack.h - for tests: a packer for each compression of [MS-XCA], plain and
 * greedy, written from the format and not from our unpackers
 */
#ifndef LZ_PACK_H
#define LZ_PACK_H

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { PACK_TRY = 600, PACK_CHUNK = 4096, PACK_BLOCK = 1 << 16 };

/* The best match at in[at], at most far back and most long; 0 if none. */
static inline size_t
pack_match(const uint8_t *in, size_t at, size_t n, size_t far, size_t most,
    size_t *distance)
{
	size_t best = 0, d, len;

	if (far > at)
		far = at;
	for (d = 1; d <= far && d <= PACK_TRY; d++) {
		for (len = 0; at + len < n && len < most &&
		     in[at + len] == in[at + len - d];
		     len++)
			;
		if (len > best) {
			best = len;
			*distance = d;
		}
	}
	return best >= 3 ? best : 0;
}

static inline void
pack_le(uint8_t *p, uint32_t v, size_t n)
{
	for (; n > 0; n--, v >>= 8)
		*p++ = (uint8_t)v;
}

/* One LZNT1 chunk of n (<= PACK_CHUNK) bytes, with its header. */
static inline size_t
pack_chunk(const uint8_t *in, size_t n, uint8_t *out)
{
	size_t at = 0, o = 2, flag = 0, len, distance = 0, shift;
	unsigned bit = 8;

	while (at < n) {
		if (bit == 8) {
			bit = 0;
			flag = o++;
			out[flag] = 0;
		}
		/* bits of a length: 12 while at <= 16, less one each doubling
		 */
		for (shift = 12; shift > 4 && at > (size_t)1 << (16 - shift);
		     shift--)
			;
		len = pack_match(in, at, n, PACK_CHUNK,
		    ((size_t)1 << shift) + 2, &distance);
		if (len > 0) {
			out[flag] |= (uint8_t)(1U << bit);
			pack_le(out + o,
			    (uint32_t)((distance - 1) << shift | (len - 3)), 2);
			o += 2;
			at += len;
		} else {
			out[o++] = in[at++];
		}
		bit++;
	}
	if (o >= n + 2) {
		memcpy(out + 2, in, n);
		pack_le(out, (uint32_t)(0x3000 | (n - 1)), 2);
		return n + 2;
	}
	pack_le(out, (uint32_t)(0xB000 | (o - 3)), 2);
	return o;
}

/* A compression unit; its end is marked. */
static inline size_t
pack_lznt1(const uint8_t *in, size_t n, uint8_t *out)
{
	size_t at, o = 0;

	for (at = 0; at < n; at += PACK_CHUNK)
		o += pack_chunk(in + at,
		    n - at < PACK_CHUNK ? n - at : PACK_CHUNK, out + o);
	pack_le(out + o, 0, 2);
	return o + 2;
}

/* The rest of a plain LZ77 length that is 7 or more; *half as its reader's. */
static inline size_t
pack_length(uint8_t *out, size_t o, size_t len, size_t *half)
{
	size_t n = len - 7 < 15 ? len - 7 : 15;

	if (*half != 0) {
		out[*half] |= (uint8_t)(n << 4);
		*half = 0;
	} else {
		*half = o;
		out[o++] = (uint8_t)n;
	}
	if (n < 15)
		return o;
	if (len - 22 < 255) {
		out[o++] = (uint8_t)(len - 22);
		return o;
	}
	out[o++] = 255;
	pack_le(out + o, len < 1 << 16 ? (uint32_t)len : 0, 2);
	o += 2;
	if (len >= 1 << 16) {
		pack_le(out + o, (uint32_t)len, 4);
		o += 4;
	}
	return o;
}

static inline size_t
pack_plain(const uint8_t *in, size_t n, uint8_t *out)
{
	size_t at = 0, o = 4, flags_at = 0, half = 0, len, distance = 0;
	uint32_t flags = 0;
	unsigned count = 0;

	while (at < n) {
		len = pack_match(in, at, n, 8192, n, &distance);
		flags = flags << 1 | (len > 0);
		if (len == 0) {
			out[o++] = in[at++];
		} else {
			at += len;
			len -= 3;
			pack_le(out + o,
			    (uint32_t)((distance - 1) << 3 |
				(len < 7 ? len : 7)),
			    2);
			o += 2;
			if (len >= 7)
				o = pack_length(out, o, len, &half);
		}
		if (++count == 32) {
			pack_le(out + flags_at, flags, 4);
			flags_at = o;
			o += 4;
			count = 0;
		}
	}
	for (; count < 32; count++)
		flags = flags << 1 | 1;
	pack_le(out + flags_at, flags, 4);
	return o;
}

/* Bits, 16 to a word; two places for words are held before what is next. */
struct pack_bits {
	uint8_t *out;
	size_t pos, one, two;
	uint32_t word;
	unsigned free;
};

static inline void
pack_put(struct pack_bits *b, uint32_t v, unsigned n)
{
	if (n <= b->free) {
		b->free -= n;
		b->word = b->word << n | v;
		return;
	}
	n -= b->free;
	pack_le(b->out + b->one, b->word << b->free | v >> n, 2);
	b->one = b->two;
	b->two = b->pos;
	b->pos += 2;
	b->word = v & ((1U << n) - 1);
	b->free = 16 - n;
}

/* The symbol at in[at]; its match, or length 0. */
static inline unsigned
pack_symbol(const uint8_t *in, size_t at, size_t end, size_t *len,
    size_t *distance)
{
	unsigned bits = 0;
	size_t l;

	*len = pack_match(in, at, end, 65535, 65538, distance);
	if (*len == 0)
		return in[at];
	while (*distance >> (bits + 1) != 0)
		bits++;
	l = *len - 3;
	return 256 + bits * 16 + (unsigned)(l < 15 ? l : 15);
}

/* Lengths and codes: those of used symbols differ by one bit at most. */
static inline void
pack_codes(const uint8_t *used, uint8_t *length, uint16_t *code)
{
	unsigned n = 0, bits = 1, s, shorter, pass;
	uint16_t next = 0;

	for (s = 0; s < 512; s++)
		n += used[s];
	while (1U << bits < n)
		bits++;
	shorter = (1U << bits) - n;
	for (s = 0; s < 512; s++) {
		length[s] = (uint8_t)(used[s] ? bits : 0);
		if (used[s] && shorter > 0) {
			length[s]--;
			shorter--;
		}
	}
	for (pass = bits - 1; pass <= bits; pass++) {
		for (s = 0; s < 512; s++)
			if (used[s] && length[s] == pass)
				code[s] = next++;
		next = (uint16_t)(next << 1);
	}
}

/* One block of LZ77 and Huffman codes: in[from] to in[end]. */
static inline size_t
pack_huff_block(const uint8_t *in, size_t from, size_t end, bool last,
    uint8_t *out)
{
	struct pack_bits b = { out, 260, 256, 258, 0, 16 };
	uint8_t used[512] = { 0 }, length[512];
	uint16_t code[512] = { 0 };
	size_t at, len, distance = 0;
	unsigned s, bits;

	used[256] = 1; /* the end, which stands for a match as well */
	for (at = from; at<end; at += len> 0 ? len : 1)
		used[pack_symbol(in, at, end, &len, &distance)] = 1;
	pack_codes(used, length, code);
	for (s = 0; s < 512; s += 2)
		out[s / 2] = (uint8_t)(length[s] | length[s + 1] << 4);
	for (at = from; at<end; at += len> 0 ? len : 1) {
		s = pack_symbol(in, at, end, &len, &distance);
		pack_put(&b, code[s], length[s]);
		if (len >= 18 && len - 18 < 255) {
			out[b.pos++] = (uint8_t)(len - 18);
		} else if (len >= 18) {
			out[b.pos++] = 255;
			pack_le(out + b.pos, (uint32_t)(len - 3), 2);
			b.pos += 2;
		}
		bits = len > 0 ? (s - 256) / 16 : 0;
		if (bits > 0)
			pack_put(&b, (uint32_t)distance & ((1U << bits) - 1),
			    bits);
	}
	if (last)
		pack_put(&b, code[256], length[256]);
	pack_le(out + b.one, b.word << b.free, 2);
	pack_le(out + b.two, 0, 2);
	return b.pos;
}

static inline size_t
pack_huff(const uint8_t *in, size_t n, uint8_t *out)
{
	size_t at, end, o = 0;

	for (at = 0; at < n; at = end) {
		end = n - at < PACK_BLOCK ? n : at + PACK_BLOCK;
		o += pack_huff_block(in, at, end, end == n, out + o);
	}
	return o;
}

/* A prefetch file. */
static inline size_t
pack_mam(const uint8_t *in, size_t n, uint8_t *out)
{
	static const uint8_t mark[] = { 'M', 'A', 'M', 4 };

	memcpy(out, mark, sizeof(mark));
	pack_le(out + 4, (uint32_t)n, 4);
	return 8 + pack_huff(in, n, out + 8);
}

/* A block of n / 4096 pages of an older hibernation file. */
static inline size_t
pack_xpress(const uint8_t *in, size_t n, uint8_t *out)
{
	static const uint8_t mark[] = { 0x81, 0x81, 'x', 'p', 'r', 'e', 's',
		's' };
	size_t len = pack_plain(in, n, out + 32);

	memset(out, 0, 32);
	memcpy(out, mark, sizeof(mark));
	out[8] = (uint8_t)(n / 4096 - 1);
	pack_le(out + 9, (uint32_t)(len * 4 - 1), 4);
	return 32 + len;
}

/* A set of pages of a newer one, all in one run from page pfn on. */
static inline size_t
pack_set(const uint8_t *in, size_t n, uint64_t pfn, unsigned method,
    uint8_t *out)
{
	size_t len;

	if (method >= 2)
		len = pack_huff(in, n, out + 12);
	else
		len = pack_plain(in, n, out + 12);
	pack_le(out, (uint32_t)(1 | len << 8 | (size_t)method << 30), 4);
	pack_le(out + 4, (uint32_t)(pfn << 4 | (n / 4096 - 1)), 4);
	pack_le(out + 8, (uint32_t)(pfn >> 28), 4);
	return 12 + len;
}

#endif
