/* rar.c - RAR archives, of versions 1.5 to 4 and 5 */
#include <string.h>
#include <zlib.h>

#include "pack.h"

enum {
	MARK = 7,
	MAIN = 0x73,
	MAIN_MIN = 13,
	MAIN_MOST = 1024,
	VOLUME = 1, /* of an archive's flags */
	EXTRA = 1,  /* of a header's in version 5: there is an area, */
	DATA = 2,   /* and data behind it */
	MEMBER = 2, /* kinds of headers */
	LAST = 5,
	SECRET = 1,            /* kind of a record in an extra area */
	BLOCK_LOOK = 4096,     /* bytes of a header that are read */
	BLOCKS_MOST = 1 << 16, /* headers of an archive that are looked at */
};

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

/*
 * Is the archive one of several volumes?  The flags of version 4 stand in front
 * of its main header's length; in version 5 they follow the header's own flags
 * and, if these say so, the length of an extra area.
 */
static bool
is_volume(const uint8_t *p, size_t n)
{
	const uint8_t *h = p + MARK + 1 + 4; /* of 5: length, kind, flags ... */

	if (p[6] == 0)
		return old(p, n) && (p[MARK + 3] & VOLUME) != 0;
	if (!recent(p, n) || h[1] != 1 || n < MARK + 1 + 4 + 8)
		return false;
	if ((h[2] & EXTRA) == 0)
		return (h[3] & VOLUME) != 0;
	return (h[(h[3] & 0x80) != 0 ? 5 : 4] & VOLUME) != 0;
}

/* A number of version 5, which *p moves behind; false if it is cut off. */
static bool
number(const uint8_t **p, const uint8_t *end, uint64_t *v)
{
	unsigned shift;

	*v = 0;
	for (shift = 0; *p < end && shift < 63; shift += 7) {
		*v |= (uint64_t)(**p & 0x7f) << shift;
		if ((*(*p)++ & 0x80) == 0)
			return true;
	}
	return false;
}

/* Is there a record of encryption in the extra area [p, end)? */
static bool
says_secret(const uint8_t *p, const uint8_t *end)
{
	const uint8_t *next;
	uint64_t len, type;

	while (number(&p, end, &len) && len <= (uint64_t)(end - p)) {
		next = p + len;
		if (number(&p, next, &type) && type == SECRET)
			return true;
		p = next;
	}
	return false;
}

/* A header of version 5, of n bytes that are there at p. */
struct block {
	uint64_t len, kind, flags, extra, data;
	const uint8_t *end;
};

static bool
read_block(struct block *b, const uint8_t *p, size_t n)
{
	const uint8_t *q = p + 4, *end = p + n;

	*b = (struct block){ .len = 0 };
	if (n < 4 || !number(&q, end, &b->len) || b->len > (uint64_t)(end - q))
		return false;
	b->end = q + b->len;
	return fx_le32(p) == crc32(0, p + 4, (uInt)(b->end - p - 4)) &&
	    number(&q, b->end, &b->kind) && number(&q, b->end, &b->flags) &&
	    ((b->flags & EXTRA) == 0 || number(&q, b->end, &b->extra)) &&
	    ((b->flags & DATA) == 0 || number(&q, b->end, &b->data)) &&
	    b->extra <= (uint64_t)(b->end - q);
}

/* The library does not see that members of version 5 are encrypted. */
static bool
is_secret(struct fx_decoding *d)
{
	uint64_t at = d->start + MARK + 1;
	const uint8_t *p;
	struct block b;
	unsigned i;
	size_t n;

	for (i = 0; i < BLOCKS_MOST; i++) {
		p = fx_in_at(&d->in, at, BLOCK_LOOK, &n);
		if (p == NULL || !read_block(&b, p, n) || b.kind == LAST)
			return false;
		if (b.kind == MEMBER && says_secret(b.end - b.extra, b.end))
			return true;
		if (!fx_add(at, (uint64_t)(b.end - p), &at) ||
		    !fx_add(at, b.data, &at))
			return false;
	}
	return false;
}

/* What goes on in another volume is not here. */
static ssize_t
more(struct fx_decoding *d, uint8_t *out, size_t cap, struct fx_err *err)
{
	ssize_t got = pack_read(d, out, cap, err);
	const uint8_t *p;
	size_t n;

	if (got > 0 || d->limit != NULL || d->in.failed)
		return got;
	p = fx_in_at(&d->in, d->start, MAIN_MOST, &n);
	if (p == NULL || n <= MARK)
		return got;
	if (is_volume(p, n))
		d->limit = "volume";
	if (p[6] != 0 && is_secret(d))
		d->limit = "encrypted";
	return got;
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
	.stores = true,
	.marks = { { FX_MARK_BYTES, 6, { 'R', 'a', 'r', '!', 0x1a, 7 }, 0,
	    0 } },
	.look = look,
	.open = start,
	.read = more,
	.close = pack_close,
	.member = pack_name,
};
