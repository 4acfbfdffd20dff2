/* hive_value.c - tell a value of a registry hive as text */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "forensic/bytes.h"
#include "forensic/utf8.h"
#include "hive.h"
#include "utf16.h"

enum {
	SZ = 1, /* types of values */
	EXPAND_SZ = 2,
	DWORD = 4,
	DWORD_BIG = 5,
	LINK = 6,
	MULTI_SZ = 7,
	QWORD = 11,
	PIECE = 16 << 10, /* bytes of data copied at a time */
};

/* How the data at hand lies in the input. */
struct lie {
	size_t seam;  /* it is cut at each multiple of it; 0: nowhere */
	bool told;    /* what stands beside it does not hide its ends */
	uint8_t b[2]; /* bytes before it, */
	uint8_t a[2]; /* and behind it */
};

static void
put(struct hive *h, const void *p, size_t n, bool seen)
{
	fx_buf_put(&h->out, p, n);
	seen_put(&h->seen, n, seen);
}

void
hive_put_name(struct fx_buf *b, const uint8_t *p, size_t n, bool latin)
{
	size_t used;
	uint32_t cp;
	char c[4];

	for (; n > 0; p += used, n -= used) {
		if (latin) {
			cp = *p;
			used = 1;
		} else if (n >= 2) {
			used = utf16_char(p, n, false, &cp);
		} else {
			return;
		}
		fx_buf_put(b, c, fx_utf8_encode(c, cp));
	}
}

static bool
is_text(uint32_t type)
{
	return type == SZ || type == EXPAND_SZ || type == LINK ||
	    type == MULTI_SZ;
}

/* --- its data --- */

/* The first of its cells has data that is told once, whoever names it. */
static bool
claim(struct hive *h, uint32_t off)
{
	uint32_t i = (off - h->from) / HIVE_LEAST;
	uint8_t bit = (uint8_t)(1U << (i & 7));
	bool fresh = (h->claimed[i / 8] & bit) == 0;

	h->claimed[i / 8] |= bit;
	return fresh;
}

/* n bytes at off to the value: false if they are not all there. */
static bool
take(struct hive *h, uint32_t off, uint32_t n)
{
	const uint8_t *p;
	uint32_t k;

	for (; n > 0; off += k, n -= k) {
		k = n < PIECE ? n : PIECE;
		if ((p = hive_data_at(h, off, k)) == NULL)
			return false;
		fx_buf_put(&h->value, p, k);
	}
	return true;
}

/*
 * Data that is longer than a cell: its own has the number of segments and where
 * the list of their cells is.  What is there before one is missing is taken.
 */
static void
take_segments(struct hive *h, const struct hive_value *v)
{
	uint32_t list, i, k, left = v->size, off;
	uint32_t count = (left + HIVE_SEGMENT - 1) / HIVE_SEGMENT;
	const uint8_t *p = hive_data_at(h, v->data + HIVE_CELL_HEAD, 8);

	if (p == NULL || p[0] != 'd' || p[1] != 'b' || count < 2 ||
	    fx_le16(p + 2) != count)
		return;
	list = fx_le32(p + 4);
	if (hive_room(h, list, v->free) / 4 < count || !claim(h, v->data))
		return;
	for (i = 0; i < count; i++, left -= k) {
		k = left < HIVE_SEGMENT ? left : HIVE_SEGMENT;
		p = hive_data_at(h, list + HIVE_CELL_HEAD + 4 * i, 4);
		if (p == NULL)
			return;
		off = fx_le32(p);
		if (hive_room(h, off, v->free) < k || !claim(h, off) ||
		    !take(h, off + HIVE_CELL_HEAD, k))
			return;
	}
}

/* What stands right before and behind n bytes of data at off. */
static void
look_beside(struct hive *h, uint32_t off, uint32_t n, struct lie *lie)
{
	const uint8_t *p = hive_data_at(h, off - 2, 2);

	if (p != NULL)
		memcpy(lie->b, p, 2);
	if ((p = hive_data_at(h, off + n, 2)) != NULL)
		memcpy(lie->a, p, 2);
}

/* Have the data in h->value: false if there is none. */
static bool
load(struct hive *h, const struct hive_value *v, struct lie *lie)
{
	uint32_t room, i;

	fx_buf_reset(&h->value);
	*lie = (struct lie){ 0 };
	if (v->resident) {
		for (i = 0; i < v->size; i++)
			fx_buf_byte(&h->value, (uint8_t)(v->data >> (8 * i)));
		return v->size > 0;
	}
	if (v->size > HIVE_DATA) {
		h->d->limit = "value";
		return false;
	}
	room = v->size > 0 ? hive_room(h, v->data, v->free) : 0;
	if (room == 0)
		return false;
	if (room >= v->size) {
		look_beside(h, v->data + HIVE_CELL_HEAD, v->size, lie);
		if (claim(h, v->data))
			take(h, v->data + HIVE_CELL_HEAD, v->size);
	} else {
		lie->seam = HIVE_SEGMENT;
		take_segments(h, v);
	}
	return h->value.len > 0;
}

/* --- as text --- */

static bool
is_alnum(unsigned c)
{
	return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') ||
	    (c >= 'a' && c <= 'z');
}

/*
 * Does a letter or digit stand right beside the data?  Then whoever reads the
 * hive as it lies does not see where it ends.
 */
static bool
glued(const struct lie *lie, bool wide)
{
	if (wide)
		return (lie->b[1] == 0 && is_alnum(lie->b[0])) ||
		    (lie->a[1] == 0 && is_alnum(lie->a[0]));
	return is_alnum(lie->b[1]) || is_alnum(lie->a[0]);
}

/* Is byte i of the value beside a seam? */
static bool
at_seam(const struct lie *lie, size_t i, size_t n)
{
	return lie->seam != 0 &&
	    ((i % lie->seam == 0 && i > 0) ||
		i / lie->seam != (i + n) / lie->seam);
}

/* Text in bytes stands in a value that should have UTF-16 now and then. */
static bool
is_narrow(const uint8_t *p, size_t n)
{
	size_t i;

	while (n > 0 && p[n - 1] == 0)
		n--;
	for (i = 0; i < n; i++)
		if (p[i] < '\t' || p[i] > 0x7e)
			return false;
	return n > 1;
}

/* UTF-16 to UTF-8; what is between the strings of a list are newlines. */
static void
put_wide(struct hive *h, const struct lie *lie)
{
	const uint8_t *p = (const uint8_t *)h->value.p;
	size_t n = h->value.len & ~(size_t)1, i, used, k;
	bool seen = !glued(lie, true);
	uint32_t cp;
	char c[4];

	while (n >= 2 && p[n - 1] == 0 && p[n - 2] == 0)
		n -= 2;
	for (i = 0; i < n; i += used) {
		used = utf16_char(p + i, n - i, false, &cp);
		if (cp == 0)
			cp = '\n';
		k = fx_utf8_encode(c, cp);
		put(h, c, k, seen && !at_seam(lie, i, used));
	}
}

static void
put_bytes(struct hive *h, const struct lie *lie, bool text)
{
	uint64_t start = h->seen.end;
	size_t n = h->value.len, i;

	while (text && n > 0 && h->value.p[n - 1] == 0)
		n--;
	put(h, h->value.p, n, !glued(lie, false));
	for (i = lie->seam; i > 0 && i < n; i += lie->seam) {
		seen_new(&h->seen, start + i - 1);
		seen_new(&h->seen, start + i);
	}
}

static bool
put_number(struct hive *h, uint32_t type)
{
	const uint8_t *p = (const uint8_t *)h->value.p;
	uint64_t v;
	char s[24];
	int n;

	if (type == QWORD && h->value.len == 8)
		v = fx_le64(p);
	else if (type == DWORD && h->value.len == 4)
		v = fx_le32(p);
	else if (type == DWORD_BIG && h->value.len == 4)
		v = fx_be32(p);
	else
		return false;
	n = snprintf(s, sizeof(s), "%" PRIu64, v);
	put(h, s, (size_t)n, false);
	return true;
}

void
hive_tell(struct hive *h, const struct hive_value *v)
{
	const uint8_t *p;
	size_t from;
	struct lie lie;
	bool text = is_text(v->type);

	if (!load(h, v, &lie))
		return;
	hive_path(h, v->off);
	put(h, h->path.p, h->path.len, true);
	put(h, "\t", 1, true);
	from = h->out.len;
	p = hive_at(h, v->off + HIVE_CELL_HEAD + HIVE_VALUE, v->name);
	if (p != NULL)
		hive_put_name(&h->out, p, v->name, v->latin);
	seen_put(&h->seen, h->out.len - from, true);
	/*
	 * What ends where a text does was told by that: its name says what it
	 * is.  Other data tells its own ends, if it has any.
	 */
	put(h, "\t", 1, !text);
	p = (const uint8_t *)h->value.p;
	if (text && !is_narrow(p, h->value.len))
		put_wide(h, &lie);
	else if (!put_number(h, v->type))
		put_bytes(h, &lie, text);
	put(h, "\n", 1, !text);
}
