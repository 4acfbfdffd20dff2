/* lz4.c - lz4 frames */
#include <string.h>

#include "frames.h"
#include "skip.h"

enum { HEAD = 7 + 4 };

/*
 * Flags of version 1, a known size of blocks, no bit that is reserved.  The
 * library checks the header's checksum.
 */
static bool
begins(const uint8_t *p)
{
	return fx_le32(p) == 0x184d2204 && p[4] >> 6 == 1 && (p[4] & 2) == 0 &&
	    (p[5] & 0x8f) == 0 && p[5] >> 4 >= 4;
}

static bool
look(const struct fx_look *l)
{
	return l->n - l->at >= HEAD && begins(l->p + l->at);
}

static bool
begin(struct fx_in *in, uint64_t *at, bool first)
{
	const uint8_t *p;

	if (!first)
		skip_frames(in, at);
	p = fx_in_all(in, *at, HEAD);
	return p != NULL && begins(p);
}

static int
start(struct fx_decoding *d, struct fx_err *err)
{
	static const struct frames_kind kind = { &flow_lz4, 0, begin, NULL,
		NULL };

	return frames_open(d, &kind, err);
}

const struct fx_decoder decode_lz4 = {
	.name = "LZ4",
	.about = "lz4, one frame and the seam behind it",
	.version = 1,
	.confined = true,
	.stores = true,
	.marks = { { FX_MARK_BYTES, 4, { 0x04, 0x22, 0x4d, 0x18 }, 0, 0 } },
	.look = look,
	.open = start,
	.read = frames_read,
	.close = frames_close,
	.touched = frames_touched,
};
