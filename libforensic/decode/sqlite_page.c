/* sqlite_page.c - take a page of an SQLite database apart, trusting nothing */
#include <string.h>

#include "forensic/bytes.h"
#include "sqlite.h"

enum {
	FRAGMENTS_MOST = 60, /* bytes too few to be a free block, in a page */
	BLOCK_LEAST = 4,     /* bytes of a free block */
	VARINT = 9,          /* bytes of the longest number */
};

/* Bytes at a page's end that SQLite, its checksum layer or Apple's reserve. */
static const uint8_t reserves[] = { 0, 8, 12, 32 };

size_t
sql_varint(const uint8_t *p, size_t n, uint64_t *v)
{
	uint64_t x = 0;
	size_t i;

	for (i = 0; i < n && i < VARINT - 1; i++) {
		x = x << 7 | (p[i] & 0x7f);
		if (p[i] < 0x80) {
			*v = x;
			return i + 1;
		}
	}
	if (i == n)
		return 0;
	*v = x << 8 | p[i];
	return VARINT;
}

uint64_t
sql_size(uint64_t type)
{
	static const uint8_t small[] = { 0, 1, 2, 3, 4, 6, 8, 8, 0, 0 };

	if (type >= 12)
		return (type - 12) / 2;
	return type < sizeof(small) ? small[type] : UINT64_MAX;
}

static bool
is_node(uint8_t type)
{
	return type == SQL_INDEX_NODE || type == SQL_TABLE_NODE;
}

/* Do the pointers that are there point into the page, behind themselves? */
static bool
pointers_fit(const struct sql_page *g, size_t n)
{
	uint32_t i, at;

	for (i = 0; i < g->cells && g->pointers + 2 * i + 2 <= n; i++) {
		at = sql_cell_at(g, i);
		if (at < g->content || (g->size != 0 && at >= g->usable))
			return false;
	}
	return true;
}

/*
 * Is that where the usable bytes of some page end?  Not of the largest: zeros
 * would do for it, and they are everywhere.
 */
static bool
is_end(uint32_t content)
{
	uint32_t size;
	size_t i;

	for (size = SQL_LEAST; size < SQL_MOST; size *= 2)
		for (i = 0; i < sizeof(reserves); i++)
			if (content == size - reserves[i])
				return true;
	return false;
}

bool
sql_page_head(struct sql_page *g, const uint8_t *p, size_t n, uint32_t size,
    uint32_t reserved)
{
	const uint8_t *h = p + g->head;
	uint32_t most = size != 0 ? size - reserved : SQL_MOST, block;

	if (n < g->head + 12)
		return false;
	g->p = p;
	g->size = size;
	g->usable = size - reserved;
	g->type = h[0];
	if (!is_node(h[0]) && h[0] != SQL_INDEX_LEAF && h[0] != SQL_TABLE_LEAF)
		return false;
	block = fx_be16(h + 1);
	g->cells = fx_be16(h + 3);
	g->content = fx_be16(h + 5);
	if (g->content == 0)
		g->content = SQL_MOST;
	g->pointers = g->head + (is_node(h[0]) ? 12 : 8);
	if (h[7] > FRAGMENTS_MOST || g->content > most ||
	    g->pointers + 2 * g->cells > g->content ||
	    (block != 0 && block < g->content))
		return false;
	if (g->cells == 0)
		return !is_node(h[0]) && block == 0 && h[7] == 0 &&
		    (size != 0 || is_end(g->content));
	if (is_node(h[0]) && fx_be32(h + 8) < 2)
		return false;
	return pointers_fit(g, n);
}

uint32_t
sql_cell_at(const struct sql_page *g, uint32_t i)
{
	return fx_be16(g->p + g->pointers + 2 * (size_t)i);
}

uint32_t
sql_local(const struct sql_page *g, uint64_t payload)
{
	uint32_t u = g->usable;
	uint32_t least = (u - 12) * 32 / 255 - 23, k;
	uint32_t most = g->type == SQL_TABLE_LEAF ? u - 35
						  : (u - 12) * 64 / 255 - 23;

	if (payload <= most)
		return (uint32_t)payload;
	k = least + (uint32_t)((payload - least) % (u - 4));
	return k <= most ? k : least;
}

bool
sql_cell_read(const struct sql_page *g, uint32_t at, uint32_t end,
    struct sql_cell *c)
{
	size_t i = at, n;

	*c = (struct sql_cell){ 0 };
	if (end > g->usable || at >= end)
		return false;
	if (is_node(g->type)) {
		if (end - at < 4 || fx_be32(g->p + at) < 2)
			return false;
		i += 4;
	}
	if (g->type != SQL_TABLE_NODE) {
		n = sql_varint(g->p + i, end - i, &c->payload);
		if (n == 0 || c->payload == 0 || c->payload > INT32_MAX)
			return false;
		i += n;
	}
	if (g->type == SQL_TABLE_LEAF || g->type == SQL_TABLE_NODE) {
		if ((n = sql_varint(g->p + i, end - i, &c->rowid)) == 0)
			return false;
		i += n;
	}
	c->head = (uint32_t)i - at;
	c->local = sql_local(g, c->payload);
	c->size = c->head + c->local;
	if (c->local < c->payload)
		c->size += 4;
	if (c->size < SQL_TIGHT)
		c->size = SQL_TIGHT;
	if (c->size > end - at)
		return false;
	if (c->local < c->payload) {
		c->overflow = fx_be32(g->p + i + c->local);
		return c->overflow >= 2;
	}
	return true;
}

/* The bytes in free blocks, UINT32_MAX where their chain is not right. */
static uint32_t
free_bytes(const struct sql_page *g)
{
	uint32_t at = fx_be16(g->p + g->head + 1), sum = 0, next, n;

	while (at != 0) {
		if (at + BLOCK_LEAST > g->usable)
			return UINT32_MAX;
		next = fx_be16(g->p + at);
		n = fx_be16(g->p + at + 2);
		if (n < BLOCK_LEAST || n > g->usable - at ||
		    (next != 0 && next < at + n))
			return UINT32_MAX;
		sum += n;
		at = next;
	}
	return sum;
}

/* Do the header and the types of a record add up, as far as they are here? */
static bool
record_fits(const uint8_t *p, size_t n, uint64_t payload)
{
	uint64_t head, type, size, sum = 0;
	size_t i, used;

	i = sql_varint(p, n, &head);
	if (i == 0 || head <= i || head > payload)
		return false;
	if (head > n)
		return true;
	for (; i < head; i += used) {
		used = sql_varint(p + i, (size_t)head - i, &type);
		if (used == 0 || (size = sql_size(type)) > payload)
			return false;
		if ((sum += size) > payload)
			return false;
	}
	return sum == payload - head;
}

/* Add up the cells; those of a table must ascend, and half of all be right. */
static bool
cells_fit(const struct sql_page *g, uint32_t *sum)
{
	struct sql_cell c;
	uint32_t i, at, right = 0;
	uint64_t last = 0;

	*sum = 0;
	for (i = 0; i < g->cells; i++) {
		at = sql_cell_at(g, i);
		if (!sql_cell_read(g, at, g->usable, &c))
			return false;
		*sum += c.size;
		if (*sum > g->usable)
			return false;
		if (g->type == SQL_TABLE_NODE || g->type == SQL_TABLE_LEAF) {
			if (i > 0 && (int64_t)c.rowid <= (int64_t)last)
				return false;
			last = c.rowid;
		}
		right += g->type == SQL_TABLE_NODE ||
		    record_fits(g->p + at + c.head, c.local, c.payload);
	}
	return right * 2 >= g->cells;
}

bool
sql_page_check(struct sql_page *g, const uint8_t *p, uint32_t size,
    uint32_t reserved, bool first)
{
	uint32_t sum, blocks;

	*g = (struct sql_page){ .head = first ? SQL_FILE_HEAD : 0 };
	if (!sql_page_head(g, p, size, size, reserved))
		return false;
	if (g->cells == 0)
		return g->content == g->usable;
	blocks = free_bytes(g);
	return blocks != UINT32_MAX && cells_fit(g, &sum) &&
	    sum + blocks + p[g->head + 7] == g->usable - g->content;
}

bool
sql_page_alone(struct sql_page *g, const uint8_t *p, size_t n)
{
	uint32_t size;
	size_t i;

	*g = (struct sql_page){ 0 };
	if (!sql_page_head(g, p, n, 0, 0))
		return false;
	for (size = SQL_LEAST; size <= SQL_MOST && size <= n; size *= 2)
		for (i = 0; i < sizeof(reserves); i++)
			if (sql_page_check(g, p, size, reserves[i], false))
				return true;
	return false;
}

bool
sql_page_reaches(const struct sql_page *g, size_t n)
{
	uint32_t at, i;
	uint64_t payload;
	size_t skip = is_node(g->type) ? 4 : 0;

	if (g->cells == 0 || g->pointers + 2 * (size_t)g->cells > n)
		return true;
	for (i = 0; i < g->cells; i++) {
		at = sql_cell_at(g, i);
		if (at + skip + VARINT > n)
			return true;
		(void)sql_varint(g->p + at + skip, VARINT, &payload);
		if (g->type != SQL_TABLE_NODE && payload > n - at)
			return true;
	}
	at = fx_be16(g->p + 1);
	for (i = 0; at != 0 && i < n; i++) {
		if (at + BLOCK_LEAST > n || fx_be16(g->p + at + 2) > n - at)
			return true;
		if (fx_be16(g->p + at) <= at)
			return false;
		at = fx_be16(g->p + at);
	}
	return false;
}

bool
sql_row_read(struct sql_row *r, const uint8_t *p, size_t n, uint64_t payload)
{
	uint64_t head;
	size_t i;

	if (!record_fits(p, n, payload))
		return false;
	i = sql_varint(p, n, &head);
	if (head > n)
		return false;
	r->columns = 0;
	while (i < head) {
		if (r->columns == SQL_COLUMNS)
			return false;
		i += sql_varint(p + i, (size_t)head - i,
		    &r->type[r->columns++]);
	}
	r->body = p + head;
	r->have = n - (size_t)head;
	return true;
}
