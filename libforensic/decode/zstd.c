/* zstd.c - zstd frames (RFC 8878) */
#include <string.h>

#include "frames.h"
#include "skip.h"

enum {
	HEAD = 5 + 1 + 4 + 8 + 3, /* the longest, with that of a block */
	SINGLE = 1 << 5,
	RESERVED = 1 << 3,
	BLOCK = 128 << 10,
	LEAST = 9, /* bytes of a frame of any use */
};

/* A header that is all right, and that of a first block. */
static bool
begins(const uint8_t *p, size_t n)
{
	static const uint8_t dict[] = { 0, 1, 2, 4 };
	static const uint8_t size[] = { 0, 2, 4, 8 };
	uint32_t block;
	size_t len = 5;

	if (n < LEAST || fx_le32(p) != 0xfd2fb528 || (p[4] & RESERVED) != 0)
		return false;
	len += (p[4] & SINGLE) != 0 ? (size_t)(p[4] >> 6 == 0) : 1;
	len += dict[p[4] & 3] + (size_t)size[p[4] >> 6];
	if (len + 3 > n)
		return false;
	block = p[len] | (uint32_t)p[len + 1] << 8 | (uint32_t)p[len + 2] << 16;
	/* Of a repeated byte the size is that of what it stands for. */
	return (block >> 1 & 3) != 3 &&
	    (block >> 3 <= BLOCK || (block >> 1 & 3) == 1);
}

static bool
look(const struct fx_look *l)
{
	return begins(l->p + l->at, l->n - l->at);
}

static bool
begin(struct fx_in *in, uint64_t *at, bool first)
{
	const uint8_t *p;
	size_t n;

	if (!first)
		skip_frames(in, at);
	p = fx_in_at(in, *at, HEAD, &n);
	return p != NULL && begins(p, n);
}

static int
start(struct fx_decoding *d, struct fx_err *err)
{
	static const struct frames_kind kind = { &flow_zstd, 0, begin, NULL,
		NULL };

	return frames_open(d, &kind, err);
}

const struct fx_decoder decode_zstd = {
	.name = "ZSTD",
	.about = "zstd, one frame and the seam behind it",
	.version = 1,
	.confined = true,
	.stores = true,
	.marks = { { FX_MARK_BYTES, 4, { 0x28, 0xb5, 0x2f, 0xfd }, 0, 0 } },
	.look = look,
	.open = start,
	.read = frames_read,
	.close = frames_close,
	.touched = frames_touched,
};
