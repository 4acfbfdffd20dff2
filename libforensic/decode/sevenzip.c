/* sevenzip.c - 7z archives */
#include <string.h>
#include <zlib.h>

#include "pack.h"

enum { HEAD = 32, CRC = 8, START = 12 };

/* The mark, a version that there is, and the checksum of the rest. */
static bool
look(const struct fx_look *l)
{
	static const uint8_t magic[] = { '7', 'z', 0xbc, 0xaf, 0x27, 0x1c, 0 };
	const uint8_t *p = l->p + l->at;

	return l->n - l->at >= HEAD && memcmp(p, magic, sizeof(magic)) == 0 &&
	    fx_le32(p + CRC) == crc32(0, p + START, HEAD - START);
}

static int
start(struct fx_decoding *d, struct fx_err *err)
{
	return pack_open(d, archive_read_support_format_7zip, err);
}

const struct fx_decoder decode_sevenzip = {
	.name = "SEVENZIP",
	.about = "a 7z archive: names and data of its members",
	.version = 2,
	.confined = true,
	.marks = { { FX_MARK_BYTES, 6, { '7', 'z', 0xbc, 0xaf, 0x27, 0x1c }, 0,
	    0 } },
	.look = look,
	.open = start,
	.read = pack_read,
	.close = pack_close,
};
