/* cab.c - cabinets of Windows */
#include <string.h>

#include "pack.h"

enum {
	HEAD = 36,
	FLAGS = 30,
	OTHERS = 3, /* of the flags: cabinets come before, or behind */
};

/* The mark, three fields that must be zero, the one version, sane counts. */
static bool
look(const struct fx_look *l)
{
	const uint8_t *p = l->p + l->at;
	uint32_t size;

	if (l->n - l->at < HEAD || memcmp(p, "MSCF\0\0\0\0", 8) != 0)
		return false;
	size = fx_le32(p + 8);
	return size > HEAD && fx_le32(p + 12) == 0 && fx_le32(p + 20) == 0 &&
	    fx_le32(p + 16) >= HEAD && fx_le32(p + 16) < size && p[24] == 3 &&
	    p[25] == 1 && fx_le16(p + 26) > 0 && fx_le16(p + 28) > 0;
}

static int
start(struct fx_decoding *d, struct fx_err *err)
{
	return pack_open(d, archive_read_support_format_cab, err);
}

/* What goes on in another cabinet of a set is not here. */
static ssize_t
more(struct fx_decoding *d, uint8_t *out, size_t cap, struct fx_err *err)
{
	ssize_t got = pack_read(d, out, cap, err);
	const uint8_t *p;

	if (got > 0 || d->limit != NULL || d->in.failed)
		return got;
	p = fx_in_all(&d->in, d->start, HEAD);
	if (p != NULL && (p[FLAGS] & OTHERS) != 0)
		d->limit = "volume";
	return got;
}

const struct fx_decoder decode_cab = {
	.name = "CAB",
	.about = "a cabinet: names and data of its members",
	.version = 2,
	.confined = true,
	.stores = true,
	.marks = { { FX_MARK_BYTES, 8, { 'M', 'S', 'C', 'F', 0, 0, 0, 0 }, 0,
	    0 } },
	.look = look,
	.open = start,
	.read = more,
	.close = pack_close,
	.member = pack_name,
};
