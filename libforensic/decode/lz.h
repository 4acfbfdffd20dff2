/* lz.h - the three compressions of Windows, by [MS-XCA] */
#ifndef DECODE_LZ_H
#define DECODE_LZ_H

#include "forensic/decode.h"

enum {
	LZ_PAGE = 4096,          /* of memory; an LZNT1 chunk is as long */
	LZ_BLOCK = 64 << 10,     /* most that one block unpacks to */
	LZ_FAR = (64 << 10) - 1, /* farthest a Huffman match reaches back */
	LZ_TABLE = 256,          /* bytes of a Huffman block's code lengths */
	LZ_SYMBOLS = 512,        /* of its alphabet */
	LZ_BITS = 15,            /* longest code, in bits */
	LZ_LONGEST = (64 << 10) + 2, /* longest Huffman match */
};

/*
 * The data of one compressed LZNT1 chunk (2.5), without its header: unpacks
 * all n bytes to at most LZ_PAGE bytes of out.  Returns whether they are well
 * formed; *got bytes stand in out in any case.
 */
bool lz_chunk(const uint8_t *in, size_t n, uint8_t *out, size_t *got);

/*
 * Plain LZ77 (2.4): unpacks n bytes until out holds cap.  Returns whether they
 * are well formed and give that much; *got bytes stand in out in any case.
 */
bool lz_plain(const uint8_t *in, size_t n, uint8_t *out, size_t cap,
    size_t *got);

/* Could these LZ_TABLE bytes be lengths of a Huffman block: a full code? */
bool lz_is_table(const uint8_t *table);

/* LZ77 with Huffman codes (2.2), unpacked block by block. */
struct lz_huff {
	struct fx_in *in;
	uint64_t at, end; /* what is left of the input */
	uint32_t bits;    /* the next bits, the first one highest */
	int extra;        /* how many of them there are beyond 16 */
	int real;         /* how many of them are input and not its end */
	size_t len;       /* of out that is filled: what may be looked */
	size_t from;      /* back at, then from `from` on the new bytes */
	uint16_t symbol[1 << LZ_BITS];
	uint8_t length[LZ_SYMBOLS];
	uint8_t out[LZ_FAR + LZ_BLOCK + LZ_LONGEST];
};

/*
 * Unpack the next block, of at most `most` bytes: they are out[from] to
 * out[len] then.  Returns whether it is well formed; what stands there when it
 * is not was decoded before that showed.
 */
bool lz_huff_block(struct lz_huff *h, size_t most);

/* Bytes that were unpacked and are still to be given. */
struct lz_give {
	const uint8_t *p;
	size_t n;
};

/* Give up to cap of them; returns how many. */
size_t lz_give(struct lz_give *g, uint8_t *out, size_t cap);

/* -1, with the source's error if that is what ended d, else "damaged". */
int lz_damaged(const struct fx_decoding *d, struct fx_err *err);

#endif
