/*
 * lznt1.c - LZNT1, as NTFS compresses files: [MS-XCA] 2.5
 *
 * A compression unit is 16 clusters of a file, in fewer clusters of the
 * volume: chunks of 4096 bytes one behind the other, at the end two zeros if
 * there is room.  It begins at a cluster; so the places to look at are sectors,
 * and the first chunk must unpack without an error.
 *
 * The next unit of a file is often in the next cluster.  Then the start of it
 * is given as well, so that what lies across both is seen; what lies in it
 * alone is left to the decoding that begins there.
 */
#include <stdlib.h>
#include <string.h>

#include "lz.h"

enum {
	HEAD = 2,
	PACKED = 0x8000,    /* in a header: the chunk is compressed */
	SIGNATURE = 0x3000, /* in every header, of these */
	SIGNATURE_BITS = 0x7000,
	SIZE_BITS = 0x0FFF, /* of the data behind the header, less 1 */
	SECTOR = 512,
	UNIT_CLUSTERS = 16,
	UNIT = LZ_BLOCK, /* of 4 KiB clusters, the largest that NTFS packs */
	BEYOND = 2,      /* chunks of the next unit that are given */
};

struct lznt1 {
	struct lz_give give;
	uint64_t at;     /* the next header in the source */
	size_t unit;     /* bytes of output that the unit had so far */
	size_t pad;      /* zeros that are due if a chunk follows */
	uint64_t seam;   /* output before the next unit; 0: still in ours */
	unsigned beyond; /* chunks of the next one that may follow */
	uint32_t as_is;  /* bit n: chunk n lies in the input as it is */
	bool bad;
	uint8_t out[LZ_PAGE + LZ_PAGE];
};

static bool
is_header(uint16_t head)
{
	return (head & SIGNATURE_BITS) == SIGNATURE;
}

static size_t
sectors(size_t n)
{
	return (n + SECTOR - 1) / SECTOR;
}

/*
 * Would n bytes at p begin a unit?  A full chunk and then another header or
 * the end of its cluster; or a shorter one and the end, if that saves a sector:
 * else NTFS would not have packed it.
 */
static bool
begins(const uint8_t *p, size_t n, bool first)
{
	uint8_t out[LZ_PAGE];
	uint16_t head, next;
	size_t len, got = LZ_PAGE;

	if (n < HEAD || !is_header(head = fx_le16(p)))
		return false;
	len = (size_t)(head & SIZE_BITS) + 1;
	if (n < HEAD + len)
		return false;
	if ((head & PACKED) == 0) {
		/* Nothing shows by itself that this is one: the next must. */
		return first && len == LZ_PAGE &&
		    begins(p + HEAD + len, n - HEAD - len, false);
	}
	if (!lz_chunk(p + HEAD, len, out, &got) || got == 0)
		return false;
	if (got == LZ_PAGE && (HEAD + len) % SECTOR == 0)
		return true;
	if (n < HEAD + len + HEAD)
		return got == LZ_PAGE;
	next = fx_le16(p + HEAD + len);
	if (got == LZ_PAGE)
		return next == 0 || is_header(next);
	return next == 0 && sectors(got) > sectors(HEAD + len + HEAD);
}

static bool
look(const struct fx_look *l)
{
	return begins(l->p + l->at, l->n - l->at, true);
}

/* Take the chunk at z->at, if there is one. */
static void
take_chunk(struct fx_decoding *d, struct lznt1 *z)
{
	size_t pad = z->pad, len, got;
	const uint8_t *p = fx_in_all(&d->in, z->at, HEAD);
	uint16_t head;

	if (p == NULL || !is_header(head = fx_le16(p)))
		return;
	len = (size_t)(head & SIZE_BITS) + 1;
	if ((p = fx_in_all(&d->in, z->at, HEAD + len)) == NULL) {
		z->bad = true;
		return;
	}
	memset(z->out, 0, pad);
	if ((head & PACKED) != 0) {
		z->bad = !lz_chunk(p + HEAD, len, z->out + pad, &got);
	} else {
		got = len;
		memcpy(z->out + pad, p + HEAD, len);
		if (z->seam == 0)
			z->as_is |= 1U << (z->unit + pad) / LZ_PAGE;
	}
	z->at += HEAD + len;
	d->used = z->at - d->start;
	z->give = (struct lz_give){ z->out, pad + got };
	z->unit += pad + got;
	z->pad = LZ_PAGE - got;
}

/* Clusters of what size do 16 make up a unit that gave so much? 0: none. */
static size_t
cluster_of(size_t unit)
{
	size_t c;

	for (c = SECTOR; c <= UNIT / UNIT_CLUSTERS; c *= 2)
		if (unit == c * UNIT_CLUSTERS)
			return c;
	return 0;
}

/* Our unit is over: does another begin at the next cluster? */
static bool
go_on(struct fx_decoding *d, struct lznt1 *z)
{
	size_t cluster = cluster_of(z->unit), n;
	const uint8_t *p;
	uint64_t at;

	if (z->seam != 0 || cluster == 0)
		return false;
	at = d->start + (d->used + cluster - 1) / cluster * cluster;
	p = fx_in_at(&d->in, at, FX_DECODE_LOOK, &n);
	if (p == NULL ||
	    !begins(p, n < FX_DECODE_LOOK ? n : FX_DECODE_LOOK, true))
		return false;
	z->seam = z->unit;
	z->at = at;
	z->unit = 0;
	z->pad = 0;
	z->beyond = BEYOND;
	return true;
}

static void
next_chunk(struct fx_decoding *d, struct lznt1 *z)
{
	if (z->seam == 0 && z->unit + z->pad < UNIT)
		take_chunk(d, z);
	if (z->give.n == 0 && !z->bad && go_on(d, z))
		take_chunk(d, z);
	else if (z->give.n == 0 && !z->bad && z->beyond > 1) {
		z->beyond--;
		take_chunk(d, z);
	}
}

static int
open_lznt1(struct fx_decoding *d, struct fx_err *err)
{
	struct lznt1 *z = malloc(sizeof(*z));

	if (z == NULL)
		return fx_fail(err, FX_ENOMEM, d->start, "out of memory");
	memset(z, 0, offsetof(struct lznt1, out));
	z->at = d->start;
	d->own = z;
	take_chunk(d, z);
	if (z->give.n > 0)
		return 0;
	free(z);
	d->own = NULL;
	return fx_fail(err, FX_EFORMAT, d->start, "no LZNT1 chunk");
}

static ssize_t
read_lznt1(struct fx_decoding *d, uint8_t *out, size_t cap, struct fx_err *err)
{
	struct lznt1 *z = d->own;

	if (z->give.n == 0 && !z->bad)
		next_chunk(d, z);
	if (z->give.n == 0 && (z->bad || d->in.failed))
		return lz_damaged(d, err);
	return (ssize_t)lz_give(&z->give, out, cap);
}

static void
close_lznt1(struct fx_decoding *d)
{
	free(d->own);
}

/*
 * Not what lies in one chunk that is not compressed; nor what lies in the next
 * unit alone, of which the decoding that begins there tells.
 */
static bool
touched(const struct fx_decoding *d, uint64_t from, uint64_t to)
{
	const struct lznt1 *z = d->own;

	if (z->seam != 0 && from >= z->seam)
		return false;
	if (from >= UNIT || from / LZ_PAGE != (to - 1) / LZ_PAGE)
		return true;
	return (z->as_is >> from / LZ_PAGE & 1) == 0;
}

const struct fx_decoder decode_lznt1 = {
	.name = "LZNT1",
	.about = "units of files that NTFS compressed",
	.version = 1,
	.stores = true,
	.marks = { { .kind = FX_MARK_PLACE, .align = SECTOR } },
	.look = look,
	.open = open_lznt1,
	.read = read_lznt1,
	.close = close_lznt1,
	.touched = touched,
};
