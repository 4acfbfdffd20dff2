/*
 * zip.c - a member of a zip file, from its local header
 *
 * No directory is needed: each local header is a start by itself, so that a
 * directory that is damaged or missing takes nothing away, and a member that
 * the directory does not name is found as well.  Stored members lie as they
 * are, and need no decoding, but a name.
 */
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "flow.h"
#include "try.h"

enum {
	HEAD = 30,
	EXTRA = 4,             /* what each extra field begins with */
	ZIP64 = 1,             /* the one with long sizes */
	VERSION = 99,          /* nobody needs a later one to extract, */
	NAME = FX_MEMBER_MOST, /* nor names that are longer */
	/* Flags. */
	ENCRYPTED = 1,
	LZMA_ENDS = 2,
	DESCRIPTOR = 8,
	STRONG = 0x40,
	/* Methods. */
	STORED = 0,
	DEFLATE = 8,
	BZIP2 = 12,
	LZMA = 14,
	ZSTD = 93,
	XZ = 95,
	AES = 99,
	BEHIND = 24,   /* what a descriptor has at most */
	LZMA_HEAD = 9, /* version, length of properties, properties */
	ALONE = 13,    /* a header as .lzma files have it */
};

struct header {
	uint16_t flags, method;
	uint32_t crc;
	uint64_t packed, size; /* UINT64_MAX: not told */
	uint64_t data;         /* where it begins, from the header on */
};

struct zip {
	struct header h;
	struct flow flow;
	bool flowing, ended;
	uint8_t alone[ALONE];
	uint64_t given;
	uint32_t crc;
	uint16_t nname;
	char name[FX_MEMBER_MOST];
};

/* Take long sizes from the extra fields, n bytes at p. */
static void
extra(struct header *h, const uint8_t *p, size_t n)
{
	size_t len;

	for (; n >= EXTRA; p += EXTRA + len, n -= EXTRA + len) {
		len = fx_le16(p + 2);
		if (len > n - EXTRA)
			return;
		if (fx_le16(p) != ZIP64)
			continue;
		if (len >= 8 && h->size == UINT32_MAX)
			h->size = fx_le64(p + EXTRA);
		if (len >= 16 && h->packed == UINT32_MAX)
			h->packed = fx_le64(p + EXTRA + 8);
		return;
	}
}

/* Read the fixed part of a header.  Returns false: it is none. */
static bool
fixed(struct header *h, const uint8_t *p, size_t n)
{
	if (n < HEAD || fx_le32(p) != 0x04034b50 || p[4] > VERSION ||
	    fx_le16(p + 26) > NAME)
		return false;
	*h = (struct header){ .flags = fx_le16(p + 6),
		.method = fx_le16(p + 8),
		.crc = fx_le32(p + 14),
		.packed = fx_le32(p + 18),
		.size = fx_le32(p + 22) };
	h->data = HEAD + (uint64_t)fx_le16(p + 26) + fx_le16(p + 28);
	return h->method <= AES;
}

static bool
encrypted(const struct header *h)
{
	return (h->flags & (ENCRYPTED | STRONG)) != 0 || h->method == AES;
}

/* Is there something to be done?  p has n bytes of the stream. */
static bool
begins(const uint8_t *p, size_t n)
{
	struct deflate_try t;
	struct header h;

	if (!fixed(&h, p, n))
		return false;
	if (encrypted(&h))
		return true;
	if (h.method == STORED)
		return false;
	if (h.method != DEFLATE || h.data >= n)
		return true;
	deflate_try(p + h.data, n - (size_t)h.data, &t);
	return t.n > 0;
}

static bool
look(const struct fx_look *l)
{
	size_t n = l->n - l->at;

	return begins(l->p + l->at, n < FX_DECODE_LOOK ? n : FX_DECODE_LOOK);
}

static const struct flow_kind *
kind(uint16_t method)
{
	switch (method) {
	case DEFLATE:
		return &flow_deflate;
	case BZIP2:
		return &flow_bzip2;
	case LZMA:
		return &flow_lzma;
	case ZSTD:
		return &flow_zstd;
	case XZ:
		return &flow_xz;
	default:
		return NULL;
	}
}

/* LZMA: give the library the header that it knows, made from that of zip. */
static bool
alone(struct zip *z, struct fx_in *in, uint64_t *at)
{
	const uint8_t *p = fx_in_all(in, *at, LZMA_HEAD);
	uint64_t size = z->h.size;
	size_t i;

	if (p == NULL || fx_le16(p + 2) != 5)
		return false;
	if ((z->h.flags & (LZMA_ENDS | DESCRIPTOR)) != 0)
		size = UINT64_MAX;
	memcpy(z->alone, p + 4, 5);
	for (i = 0; i < 8; i++)
		z->alone[5 + i] = (uint8_t)(size >> 8 * i);
	*at += LZMA_HEAD;
	return true;
}

/* What is said of a method that is none of ours, by APPNOTE.TXT 4.4.5. */
static const char *
refusal(uint16_t method)
{
	static const struct {
		uint16_t method;
		const char *why;
	} names[] = { { 1, "method shrink" }, { 2, "method reduce" },
		{ 3, "method reduce" }, { 4, "method reduce" },
		{ 5, "method reduce" }, { 6, "method implode" },
		{ 9, "method Deflate64" }, { 10, "method DCL implode" },
		{ 96, "method JPEG" }, { 97, "method WavPack" },
		{ 98, "method PPMd" } };
	size_t i;

	for (i = 0; i < FX_LEN(names); i++)
		if (names[i].method == method)
			return names[i].why;
	return "method";
}

/* Set up to decode, or note why not.  Returns false: no zip. */
static bool
begin(struct fx_decoding *d, struct zip *z)
{
	uint64_t at = d->start + z->h.data;
	const struct flow_kind *k = kind(z->h.method);
	uint64_t packed = z->h.packed;

	if (encrypted(&z->h) || k == NULL) {
		d->limit = encrypted(&z->h) ? "encrypted"
					    : refusal(z->h.method);
		return true;
	}
	if (fx_in_all(&d->in, at, 1) == NULL ||
	    (z->h.method == LZMA && !alone(z, &d->in, &at)))
		return false;
	flow_begin(&z->flow, k, &d->in, at);
	z->flowing = true;
	if (z->h.method == LZMA) {
		z->flow.head = z->alone;
		z->flow.head_n = ALONE;
		/* It may not know its end; all others do. */
		if ((z->h.flags & DESCRIPTOR) == 0 && packed >= LZMA_HEAD &&
		    packed < INT64_MAX - at)
			z->flow.stop = at + packed - LZMA_HEAD;
	}
	return true;
}

static void
stop(struct fx_decoding *d)
{
	struct zip *z = d->own;

	if (z->flowing)
		flow_end(&z->flow);
	free(z);
}

static int
start(struct fx_decoding *d, struct fx_err *err)
{
	const uint8_t *p;
	struct zip *z;
	size_t n;

	p = fx_in_at(&d->in, d->start, FX_DECODE_LOOK, &n);
	if (p == NULL || !begins(p, n < FX_DECODE_LOOK ? n : FX_DECODE_LOOK))
		return fx_fail(err, FX_EFORMAT, d->start, "no member of a zip");
	if ((z = calloc(1, sizeof(*z))) == NULL)
		return fx_fail(err, FX_ENOMEM, 0, "out of memory");
	d->own = z;
	fixed(&z->h, p, n);
	d->used = z->h.data < n ? z->h.data : n;
	if (HEAD + (size_t)fx_le16(p + 26) <= n) {
		z->nname = fx_le16(p + 26);
		memcpy(z->name, p + HEAD, z->nname);
	}
	if (z->h.data <= n)
		extra(&z->h, p + HEAD + fx_le16(p + 26), fx_le16(p + 28));
	if (begin(d, z))
		return 0;
	stop(d);
	d->own = NULL;
	return fx_fail(err, FX_EFORMAT, d->start, "no member of a zip");
}

/*
 * What stands behind the data, if it does: the checksum and the sizes, with a
 * mark or without, the sizes long or short.  Moves *at behind it.
 */
static bool
descriptor(struct zip *z, struct fx_in *in, uint64_t *at)
{
	const uint8_t *p;
	size_t n, skip, wide, len;
	uint64_t size;

	p = fx_in_at(in, *at, BEHIND, &n);
	if (p == NULL)
		return false;
	skip = n >= 4 && fx_le32(p) == 0x08074b50 ? 4 : 0;
	for (wide = 8; wide >= 4; wide -= 4) {
		len = skip + 4 + 2 * wide;
		if (n < len || fx_le32(p + skip) != z->crc)
			continue;
		size = wide == 8 ? fx_le64(p + len - 8) : fx_le32(p + len - 4);
		if (size != (wide == 8 ? z->given : (uint32_t)z->given))
			continue;
		*at += len;
		return true;
	}
	return false;
}

/* At the end of the data: is it what it should be? */
static int
finish(struct fx_decoding *d, struct fx_err *err)
{
	struct zip *z = d->own;
	uint64_t at = z->flow.at;
	bool good;

	if (z->flow.state == FLOW_LIMIT) {
		d->limit = z->flow.limit;
		return 0;
	}
	if ((z->h.flags & DESCRIPTOR) != 0)
		good = descriptor(z, &d->in, &at);
	else
		good = z->crc == z->h.crc && z->given == z->h.size;
	d->used = at - d->start;
	return good
	    ? 0
	    : fx_fail(err, FX_EFORMAT, at, "wrong checksum or size, or none");
}

static ssize_t
more(struct fx_decoding *d, uint8_t *out, size_t cap, struct fx_err *err)
{
	struct zip *z = d->own;
	ssize_t got;

	if (!z->flowing || z->ended)
		return 0;
	got = flow_read(&z->flow, out, cap, err);
	d->used = z->flow.at - d->start;
	if (got > 0) {
		z->given += (uint64_t)got;
		z->crc = (uint32_t)crc32_z(z->crc, out, (size_t)got);
		return got;
	}
	z->ended = true;
	if (z->h.method == DEFLATE)
		d->saw = d->used +
		    ((z->h.flags & DESCRIPTOR) != 0 ? BEHIND : 0);
	return got == 0 ? finish(d, err) : got;
}

/* By its local header: the directory may be gone, or say something else. */
static size_t
member(const struct fx_decoding *d, uint64_t at, char *name)
{
	const struct zip *z = d->own;

	(void)at;
	memcpy(name, z->name, z->nname);
	return z->nname;
}

/* A member that is stored, if its header tells how long it is. */
static bool
hold(const struct fx_look *l, struct fx_hold *out)
{
	const uint8_t *p = l->p + l->at;
	size_t n = l->n - l->at, nname;
	struct header h;

	if (!fixed(&h, p, n) || encrypted(&h) || h.method != STORED ||
	    h.data > n)
		return false;
	nname = fx_le16(p + 26);
	extra(&h, p + HEAD + nname, fx_le16(p + 28));
	if (h.packed == 0 || h.packed != h.size ||
	    !fx_add(h.data, h.packed, &out->to))
		return false;
	out->from = h.data;
	out->n = nname;
	memcpy(out->name, p + HEAD, nname);
	return true;
}

static bool
look_stored(const struct fx_look *l)
{
	struct header h;

	return fixed(&h, l->p + l->at, l->n - l->at) && h.method == STORED;
}

const struct fx_decoder hold_zip = {
	.name = "ZIPSTORED",
	.about = "the name of a stored member of a zip file",
	.version = 1,
	.marks = { { FX_MARK_BYTES, 4, { 'P', 'K', 3, 4 }, 0, 0 } },
	.look = look_stored,
	.hold = hold,
};

const struct fx_decoder decode_zip = {
	.name = "ZIP",
	.about = "a member of a zip file, also without its directory",
	.version = 1,
	.confined = true,
	.stores = true,
	.marks = { { FX_MARK_BYTES, 4, { 'P', 'K', 3, 4 }, 0, 0 } },
	.look = look,
	.open = start,
	.read = more,
	.close = stop,
	.member = member,
};
