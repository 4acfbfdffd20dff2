/* sevenzip.c - 7z archives */
#include <string.h>
#include <zlib.h>

#include "pack.h"

enum {
	HEAD = 32,
	CRC = 8,
	START = 12,
	LIST_MOST = 16 << 20, /* bytes of a list of members that are summed */
};

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

/* Is the list of members, which stands at the archive's end, there? */
static bool
has_list(struct fx_decoding *d)
{
	const uint8_t *p = fx_in_all(&d->in, d->start, HEAD);
	uint64_t at, left;
	uint32_t crc;
	uLong sum = 0;
	size_t n;

	if (p == NULL || !fx_add(fx_le64(p + 12), d->start + HEAD, &at))
		return false;
	left = fx_le64(p + 20);
	crc = fx_le32(p + 28);
	if (left > LIST_MOST)
		return true; /* nothing is said of it */
	for (; left > 0; left -= n, at += n) {
		if ((p = fx_in_at(&d->in, at, 1, &n)) == NULL)
			return false;
		n = n < left ? n : (size_t)left;
		sum = crc32(sum, p, (uInt)n);
	}
	return sum == crc;
}

/* One that gives nothing since its end is elsewhere, or gone, is told. */
static ssize_t
more(struct fx_decoding *d, uint8_t *out, size_t cap, struct fx_err *err)
{
	ssize_t got = pack_read(d, out, cap, err);

	if (got == -1 && d->limit == NULL && !d->in.failed && !has_list(d))
		d->limit = "end missing";
	return got;
}

const struct fx_decoder decode_sevenzip = {
	.name = "SEVENZIP",
	.about = "a 7z archive: names and data of its members",
	.version = 2,
	.confined = true,
	.stores = true,
	.marks = { { FX_MARK_BYTES, 6, { '7', 'z', 0xbc, 0xaf, 0x27, 0x1c }, 0,
	    0 } },
	.look = look,
	.open = start,
	.read = more,
	.close = pack_close,
	.member = pack_name,
};
