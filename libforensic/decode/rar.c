/* rar.c - RAR archives, of versions 1.5 to 4 and 5 */
#include <string.h>
#include <zlib.h>

#include "pack.h"

enum { MARK = 7, MAIN = 0x73, MAIN_MIN = 13, MAIN_MOST = 1024 };

/* Of version 4: behind the mark stands the main header, with its checksum. */
static bool
old(const uint8_t *p, size_t n)
{
	size_t len;

	if (n < MARK + MAIN_MIN || p[MARK + 2] != MAIN)
		return false;
	len = fx_le16(p + MARK + 5);
	return len >= MAIN_MIN && len <= MAIN_MOST && len <= n - MARK &&
	    fx_le16(p + MARK) ==
	    (crc32(0, p + MARK + 2, (uInt)len - 2) & 0xffff);
}

/*
 * Of version 5: a header of one or two bytes of length, which is the main one
 * or says that all is encrypted, with its checksum.
 */
static bool
recent(const uint8_t *p, size_t n)
{
	const uint8_t *h = p + MARK + 1; /* checksum, length, kind ... */
	size_t len, wide = 1;

	if (n < MARK + 1 + 4 + 3)
		return false;
	len = h[4] & 0x7f;
	if ((h[4] & 0x80) != 0) {
		len |= (size_t)(h[5] & 0x7f) << 7;
		wide = 2;
	}
	return len >= 2 && len <= n - (MARK + 1 + 4 + wide) &&
	    (h[4 + wide] == 1 || h[4 + wide] == 4) &&
	    fx_le32(h) == crc32(0, h + 4, (uInt)(wide + len));
}

static bool
look(const struct fx_look *l)
{
	static const uint8_t magic[] = { 'R', 'a', 'r', '!', 0x1a, 7 };
	const uint8_t *p = l->p + l->at;
	size_t n = l->n - l->at;

	if (n <= MARK || memcmp(p, magic, sizeof(magic)) != 0)
		return false;
	return p[6] == 0 ? old(p, n) : p[6] == 1 && p[7] == 0 && recent(p, n);
}

static int
both(struct archive *a)
{
	int rc = archive_read_support_format_rar(a);

	return rc != ARCHIVE_OK ? rc : archive_read_support_format_rar5(a);
}

static int
start(struct fx_decoding *d, struct fx_err *err)
{
	return pack_open(d, both, err);
}

const struct fx_decoder decode_rar = {
	.name = "RAR",
	.about = "a RAR archive: names and data of its members",
	.version = 2,
	.confined = true,
	.marks = { { FX_MARK_BYTES, 6, { 'R', 'a', 'r', '!', 0x1a, 7 }, 0,
	    0 } },
	.look = look,
	.open = start,
	.read = pack_read,
	.close = pack_close,
};
