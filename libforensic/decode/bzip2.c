/* bzip2.c - bzip2 streams */
#include <string.h>

#include "frames.h"

enum { HEAD = 10, MAGIC = 4 };

/* "BZh", the size of a block, and the mark of a first block. */
static bool
begins(const uint8_t *p)
{
	static const uint8_t block[] = { 0x31, 0x41, 0x59, 0x26, 0x53, 0x59 };

	return p[0] == 'B' && p[1] == 'Z' && p[2] == 'h' && p[3] >= '1' &&
	    p[3] <= '9' && memcmp(p + MAGIC, block, sizeof(block)) == 0;
}

static bool
look(const struct fx_look *l)
{
	return l->n - l->at >= HEAD && begins(l->p + l->at);
}

static bool
begin(struct fx_in *in, uint64_t *at, bool first)
{
	const uint8_t *p = fx_in_all(in, *at, HEAD);

	(void)first;
	return p != NULL && begins(p);
}

static int
start(struct fx_decoding *d, struct fx_err *err)
{
	static const struct frames_kind kind = { &flow_bzip2, 0, begin, NULL,
		NULL };

	return frames_open(d, &kind, err);
}

const struct fx_decoder decode_bzip2 = {
	.name = "BZIP2",
	.about = "bzip2, one stream and the seam behind it",
	.version = 1,
	.confined = true,
	.marks = { { FX_MARK_BYTES, 6, { 0x31, 0x41, 0x59, 0x26, 0x53, 0x59 },
	    MAGIC, 0 } },
	.look = look,
	.open = start,
	.read = frames_read,
	.close = frames_close,
	.touched = frames_touched,
};
