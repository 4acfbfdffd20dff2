/* sqlcell.h - cells of SQLite's tables, as a page holds them */
#ifndef SQLCELL_H
#define SQLCELL_H

#include <stdint.h>
#include <string.h>

enum { CELL_MOST = 4096, CELL_COLUMNS = 40, CELL_OVER = 4 };

/* A column: "n" NULL, "i" an integer, "t" a text, "b" a blob that begins with
 * the text and has v bytes of noise behind it, "d" one of v bytes by DPAPI. */
struct cell_column {
	char kind;
	const char *text;
	int64_t v;
};

#define CN                   \
	{                    \
		'n', NULL, 0 \
	}
#define CI(value)                  \
	{                          \
		'i', NULL, (value) \
	}
#define CT(text)               \
	{                      \
		't', (text), 0 \
	}
#define CB(prefix, noise)              \
	{                              \
		'b', (prefix), (noise) \
	}
#define CD(bytes)                  \
	{                          \
		'd', NULL, (bytes) \
	}

struct cell {
	uint8_t p[CELL_MOST];
	size_t n;
	size_t header; /* where its length stands */
	size_t body;   /* where the columns begin */
};

static inline size_t
cell_varint(uint8_t *p, uint64_t v)
{
	uint8_t part[9];
	size_t n = 0, i;

	do {
		part[n++] = (uint8_t)(v & 0x7f);
		v >>= 7;
	} while (v != 0);
	for (i = 0; i < n; i++)
		p[i] = (uint8_t)(part[n - 1 - i] | (i + 1 < n ? 0x80 : 0));
	return n;
}

static inline uint64_t
cell_type(const struct cell_column *c)
{
	static const int bits[] = { 8, 16, 24, 32, 48 };
	uint64_t i;

	switch (c->kind) {
	case 'n':
		return 0;
	case 't':
		return 13 + 2 * (uint64_t)strlen(c->text);
	case 'b':
		return 12 + 2 * (uint64_t)(strlen(c->text) + (size_t)c->v);
	case 'd':
		return 12 + 2 * (uint64_t)c->v;
	}
	if (c->v == 0 || c->v == 1)
		return 8 + (uint64_t)c->v;
	for (i = 0; i < 5; i++)
		if (c->v < (int64_t)1 << (bits[i] - 1))
			return i + 1;
	return 6;
}

static inline void
cell_byte(struct cell *c, unsigned int v)
{
	if (c->n < sizeof(c->p))
		c->p[c->n++] = (uint8_t)v;
}

static inline void
cell_value(struct cell *c, const struct cell_column *col)
{
	static const uint8_t dpapi[] = { 1, 0, 0, 0, 0xd0, 0x8c, 0x9d, 0xdf, 1,
		0x15, 0xd1, 0x11, 0x8c, 0x7a, 0, 0xc0, 0x4f, 0xc2, 0x97, 0xeb };
	static const size_t sizes[] = { 0, 1, 2, 3, 4, 6, 8, 0, 0, 0 };
	uint32_t noise = 12345;
	size_t i, n;

	if (col->kind == 'i')
		for (n = sizes[cell_type(col)]; n > 0; n--)
			cell_byte(c,
			    (unsigned int)(col->v >> (8 * (n - 1)) & 0xff));
	if (col->kind == 'i' || col->kind == 'n')
		return;
	for (i = 0; col->kind != 'd' && col->text[i] != '\0'; i++)
		cell_byte(c, (uint8_t)col->text[i]);
	for (i = 0; col->kind != 't' && (int64_t)i < col->v; i++) {
		noise = noise * 1103515245 + 12345;
		cell_byte(c,
		    col->kind == 'd' && i < sizeof(dpapi) ? dpapi[i]
							  : noise >> 24);
	}
}

/* The cell of a row of n columns. */
static inline void
cell_make(struct cell *c, uint64_t rowid, const struct cell_column *col,
    size_t n)
{
	uint8_t types[CELL_COLUMNS * 3];
	struct cell body = { .n = 0 };
	size_t ntypes = 0, i;

	for (i = 0; i < n; i++) {
		ntypes += cell_varint(types + ntypes, cell_type(&col[i]));
		cell_value(&body, &col[i]);
	}
	c->n = cell_varint(c->p, 1 + ntypes + body.n);
	c->n += cell_varint(c->p + c->n, rowid);
	c->header = c->n;
	c->n += cell_varint(c->p + c->n, 1 + ntypes);
	memcpy(c->p + c->n, types, ntypes);
	c->n += ntypes;
	c->body = c->n;
	memcpy(c->p + c->n, body.p, body.n);
	c->n += body.n;
}

/* What a free block makes of it: the next one, and its own size. */
static inline void
cell_free(struct cell *c)
{
	c->p[0] = 0x05;
	c->p[1] = 0xdc;
	c->p[2] = (uint8_t)(c->n >> 8);
	c->p[3] = (uint8_t)c->n;
}

#endif
