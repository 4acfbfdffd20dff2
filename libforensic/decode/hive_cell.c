/* hive_cell.c - headers, cells and records of registry hives */
#include <string.h>

#include "forensic/bytes.h"
#include "hive.h"

enum {
	MINOR_MOST = 6, /* of version 1 */
	MEMORY = 1,     /* the one format of files */
	ROOT = 4,       /* flags of a key, */
	LATIN_KEY = 32,
	LATIN_VALUE = 1, /* and of a value, */
	TOMBSTONE = 2,
	COUNT_MOST = 1 << 16, /* values of a key that was deleted */
	TYPE_MOST = 18,       /* of values, but for TYPE_DEVICE */
	NAME_FREE = 1 << 10,  /* longest name of what was deleted */
};

#define RESIDENT (UINT32_C(1) << 31)
#define TYPE_DEVICE UINT32_C(0xffff0000) /* and more: of device properties */

uint32_t
hive_head(const uint8_t *p, size_t n)
{
	uint32_t size;

	if (n < HIVE_PAGE + HIVE_BIN_HEAD || memcmp(p, "regf", 4) != 0 ||
	    fx_le32(p + 20) != 1 || fx_le32(p + 24) > MINOR_MOST ||
	    fx_le32(p + 28) != 0 || fx_le32(p + 32) != MEMORY)
		return 0;
	size = fx_le32(p + 40);
	if (size == 0 || size % HIVE_PAGE != 0 || size > HIVE_END)
		return 0;
	return size;
}

struct hive_bin
hive_bin_head(const uint8_t *p, size_t n)
{
	struct hive_bin b = { 0, 0 };
	uint32_t off, size;

	if (n < HIVE_BIN_HEAD || memcmp(p, "hbin", 4) != 0)
		return b;
	off = fx_le32(p + 4);
	size = fx_le32(p + 8);
	if (off % HIVE_PAGE != 0 || size % HIVE_PAGE != 0 || size == 0 ||
	    off >= HIVE_END || size > HIVE_END - off)
		return b;
	return (struct hive_bin){ off, size };
}

static const uint8_t *
at(struct hive *h, struct fx_in *in, uint32_t off, size_t n, bool back)
{
	struct fx_decoding *d = h->d;
	uint64_t place = h->at + (off - h->from);
	const uint8_t *p;
	size_t skip = 0, got;

	if (off < h->from || off > h->to || n > h->to - off)
		return NULL;
	if (n == 0)
		return (const uint8_t *)""; /* nothing lies anywhere */
	/* Data mostly lies near: let what is a little before be there too. */
	if (back && place < in->off && place - h->at > FX_IN_WINDOW / 2)
		skip = FX_IN_WINDOW / 2;
	p = fx_in_at(in, place - skip, skip + n, &got);
	if (in->failed && !d->in.failed) {
		d->in.failed = true;
		d->in.err = in->err;
	}
	if (got < skip + n)
		return NULL;
	if (place + n - d->start > d->used)
		d->used = place + n - d->start;
	return p + skip;
}

const uint8_t *
hive_at(struct hive *h, uint32_t off, size_t n)
{
	return at(h, &h->d->in, off, n, false);
}

const uint8_t *
hive_data_at(struct hive *h, uint32_t off, size_t n)
{
	return at(h, &h->data, off, n, true);
}

/* The free cell that off lies in; NULL if none. */
static const struct hive_span *
free_at(const struct hive *h, uint32_t off)
{
	size_t lo = 0, hi = h->frees, mid;

	while (lo < hi) {
		mid = lo + (hi - lo) / 2;
		if (h->free[mid].to <= off)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo < h->frees && h->free[lo].from <= off ? &h->free[lo] : NULL;
}

uint32_t
hive_room(struct hive *h, uint32_t off, bool free)
{
	const struct hive_span *s;
	const uint8_t *p;
	uint32_t n;

	if (off % HIVE_LEAST != 0)
		return 0;
	if (free) {
		s = free_at(h, off);
		return s != NULL ? s->to - off - HIVE_CELL_HEAD : 0;
	}
	if ((p = hive_data_at(h, off, HIVE_CELL_HEAD)) == NULL)
		return 0;
	n = 0 - fx_le32(p);
	if (n < HIVE_LEAST || n > h->to - off)
		return 0;
	return n - HIVE_CELL_HEAD;
}

/* The cell at w->cell of a bin: what cannot be one is free up to its end. */
static void
cell_at(struct hive *h, const struct hive_walk *w, uint32_t end,
    struct hive_cell *c)
{
	const uint8_t *p = hive_at(h, w->cell, HIVE_CELL_HEAD);
	uint32_t n = p != NULL ? fx_le32(p) : 0;

	*c = (struct hive_cell){ w->cell, end - w->cell, true, true };
	if ((n >> 31) != 0) {
		n = 0 - n;
		c->free = false;
	}
	if (n >= HIVE_LEAST && n % HIVE_LEAST == 0 && n <= c->size)
		c->size = n;
	else
		c->free = true;
}

bool
hive_next(struct hive *h, struct hive_walk *w, struct hive_cell *c)
{
	const struct hive_bin *b;

	for (; w->bin < h->bins; w->bin++, w->cell = 0) {
		b = &h->bin[w->bin];
		if (w->cell == 0)
			w->cell = b->off + HIVE_BIN_HEAD;
		if (w->cell >= b->off + b->size)
			continue;
		if (w->free != 0) {
			*c = (struct hive_cell){ w->cell, w->free - w->cell,
				true, false };
		} else {
			cell_at(h, w, b->off + b->size, c);
			if (c->free)
				w->free = c->off + c->size;
		}
		w->cell += c->free ? HIVE_LEAST : c->size;
		if (w->cell >= w->free)
			w->free = 0;
		return true;
	}
	return false;
}

/* Is that a name that someone gave? */
static bool
is_name(const uint8_t *p, size_t n, bool latin)
{
	size_t i;

	if (!latin && n % 2 != 0)
		return false;
	for (i = 0; i < n; i += latin ? 1 : 2)
		if ((latin || p[i + 1] == 0) && p[i] < ' ')
			return false;
	return true;
}

/* A record of that kind in a cell, its name behind it; or NULL. */
static const uint8_t *
record_at(struct hive *h, const struct hive_cell *c, const char *kind,
    size_t size, size_t len_at, size_t *name)
{
	size_t room = c->size - HIVE_CELL_HEAD;
	uint32_t off = c->off + HIVE_CELL_HEAD;
	const uint8_t *p;

	if (room < size || (p = hive_at(h, off, size)) == NULL ||
	    memcmp(p, kind, 2) != 0)
		return NULL;
	*name = fx_le16(p + len_at);
	if (*name > room - size || *name > HIVE_NAME ||
	    (c->free && *name > NAME_FREE))
		return NULL;
	return hive_at(h, off, size + *name);
}

bool
hive_key_read(struct hive *h, const struct hive_cell *c, struct hive_key *k)
{
	const uint8_t *p;
	bool latin;
	size_t n;

	if ((p = record_at(h, c, "nk", HIVE_KEY, 72, &n)) == NULL)
		return false;
	latin = (fx_le16(p + 2) & LATIN_KEY) != 0;
	*k = (struct hive_key){ .off = c->off,
		.parent = fx_le32(p + 16),
		.count = fx_le32(p + 36),
		.list = fx_le32(p + 40),
		.name = (uint32_t)h->names.len,
		.root = (fx_le16(p + 2) & ROOT) != 0,
		.free = c->free };
	if (c->free &&
	    (n == 0 || k->count > COUNT_MOST ||
		!is_name(p + HIVE_KEY, n, latin)))
		return false;
	hive_put_name(&h->names, p + HIVE_KEY, n, latin);
	k->len = (uint16_t)(h->names.len - k->name);
	return true;
}

bool
hive_value_read(struct hive *h, const struct hive_cell *c, struct hive_value *v)
{
	const uint8_t *p;
	uint32_t flags;
	size_t n;

	if ((p = record_at(h, c, "vk", HIVE_VALUE, 2, &n)) == NULL)
		return false;
	flags = fx_le16(p + 16);
	*v = (struct hive_value){ .off = c->off,
		.free = c->free,
		.latin = (flags & LATIN_VALUE) != 0,
		.name = (uint16_t)n,
		.type = fx_le32(p + 12),
		.size = fx_le32(p + 4) & ~RESIDENT,
		.resident = (fx_le32(p + 4) & RESIDENT) != 0,
		.data = fx_le32(p + 8) };
	if (v->resident && v->size > sizeof(v->data))
		return false;
	return !c->free ||
	    ((v->type <= TYPE_MOST || v->type >= TYPE_DEVICE) &&
		(flags & ~(uint32_t)(LATIN_VALUE | TOMBSTONE)) == 0 &&
		is_name(p + HIVE_VALUE, n, v->latin));
}
