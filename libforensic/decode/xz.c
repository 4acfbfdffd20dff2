/* xz.c - xz streams */
#include <string.h>
#include <zlib.h>

#include "frames.h"

enum { HEAD = 12, MAGIC = 6, PADDING = 1 << 16 };

/* The mark, flags that are known, and their checksum. */
static bool
begins(const uint8_t *p)
{
	static const uint8_t magic[] = { 0xfd, '7', 'z', 'X', 'Z', 0 };

	return memcmp(p, magic, MAGIC) == 0 && p[6] == 0 && p[7] < 16 &&
	    fx_le32(p + 8) == crc32(0, p + 6, 2);
}

static bool
look(const struct fx_look *l)
{
	return l->n - l->at >= HEAD && begins(l->p + l->at);
}

/* Between streams there may be zeros, by fours. */
static bool
begin(struct fx_in *in, uint64_t *at, bool first)
{
	const uint8_t *p;
	int i;

	for (i = 0; i < (first ? 1 : PADDING); i++, *at += 4) {
		p = fx_in_all(in, *at, 4);
		if (p == NULL)
			return false;
		if (fx_le32(p) != 0)
			break;
	}
	p = fx_in_all(in, *at, HEAD);
	return p != NULL && begins(p);
}

static int
start(struct fx_decoding *d, struct fx_err *err)
{
	static const struct frames_kind kind = { &flow_xz, 0, begin, NULL,
		NULL };

	return frames_open(d, &kind, err);
}

const struct fx_decoder decode_xz = {
	.name = "XZ",
	.about = "xz, one stream and the seam behind it",
	.version = 1,
	.confined = true,
	.stores = true,
	.marks = { { FX_MARK_BYTES, 6, { 0xfd, '7', 'z', 'X', 'Z', 0 }, 0,
	    0 } },
	.look = look,
	.open = start,
	.read = frames_read,
	.close = frames_close,
	.touched = frames_touched,
};
