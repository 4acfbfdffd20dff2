/*
 * sqlite_gap.c - tell rows that were deleted from a page of an SQLite database
 *
 * They are in its free blocks, and in the gap in front of its cells.  Cells
 * that were freed beside each other are one block, and what was a block once
 * may lie in the gap: so both are searched alike, the strictest way first. What
 * it finds ends what is looked at by the next one:
 * - cells all of whose bytes are left;
 * - those whose first bytes a block's header replaced, which are found by the
 *   page's other rows (as many columns, of the same classes) and end where
 *   something ended: from the page's end to its begin, as each shows the end of
 *   what stands before it;
 * - those of which no end is known.
 */
#include <string.h>

#include "forensic/bytes.h"
#include "sqlite.h"

enum {
	TEXT_LEAST = 4, /* bytes of a text that makes a row worth telling, */
	INT_LEAST = 6,  /* and of an integer: twelve digits and more */
	WORK = 1024,    /* steps for each byte of a page */
	SHAPES = 3,     /* of rows in one page that are guessed */
	CHANCE = 2,     /* cells of another type that a page may seem to have */
};

enum { NUMBERS = 1, TEXTS = 2, BLOBS = 4 };

/* A way to search a part of a page for cells. */
typedef void search_fn(struct sql_tell *t, const struct sql_part *s);

bool
sql_work(struct sql_tell *t, size_t n)
{
	if (t->work >= n) {
		t->work -= n;
		return true;
	}
	t->tired = true;
	return false;
}

/* The class of a type that is not NULL, as a bit. */
static uint8_t
class_of(uint64_t type)
{
	if (type < 10)
		return NUMBERS;
	return sql_is_text(type) ? TEXTS : BLOBS;
}

bool
sql_fits(const struct sql_tell *t, size_t i, uint64_t type)
{
	if (sql_size(type) == UINT64_MAX)
		return false;
	return type == 0 || t->classes[i] == 0 ||
	    (t->classes[i] & class_of(type)) != 0;
}

bool
sql_worth(struct sql_tell *t, bool *text)
{
	const struct sql_row *r = &t->row;
	bool number = false, blob = false;
	size_t i, at = 0, n;

	*text = false;
	if (!sql_work(t, 1 + r->columns + r->have / 8))
		return false;
	for (i = 0; i < r->columns; i++, at += n) {
		n = (size_t)sql_size(r->type[i]);
		if (n > r->have - at)
			break;
		if (sql_is_text(r->type[i])) {
			if (!sql_texty(r->body + at, n, t->text))
				return false;
			*text |= n >= TEXT_LEAST;
		} else if (r->type[i] >= 12) {
			blob |= n >= TEXT_LEAST;
		} else {
			number |= n >= INT_LEAST;
		}
	}
	return *text || number || blob;
}

/* t->row was found in bytes [at, end) of the page. */
static void
tell(struct sql_tell *t, const struct sql_page *g, uint32_t at, uint32_t end)
{
	struct sql_lie lie = { 0 };

	lie.before = (size_t)(t->row.body - g->p);
	lie.after = g->size - lie.before - t->row.have;
	sql_tell_row(t, &lie);
	for (; at < end; at++)
		t->taken[at / 8] |= (uint8_t)(1U << at % 8);
}

void
sql_learn(struct sql_tell *t)
{
	struct sql_row *m = &t->model;
	uint64_t type;
	size_t i;

	if (m->columns == 0) {
		m->columns = t->row.columns;
		memset(m->type, 0, m->columns * sizeof(m->type[0]));
		memset(t->classes, 0, m->columns);
	}
	for (i = 0; i < m->columns && m->columns == t->row.columns; i++) {
		if ((type = t->row.type[i]) == 0)
			continue;
		t->classes[i] |= class_of(type);
		m->type[i] = t->classes[i] == class_of(type) ? type
							     : SQL_UNKNOWN;
	}
}

/* A cell all of which is left, at `at`, into t->row: where it ends, or 0. */
static uint32_t
whole(struct sql_tell *t, const struct sql_part *s, uint32_t at)
{
	const struct sql_page *g = s->g;
	struct sql_cell c;
	bool text;

	if (g->p[at] == 0 || g->p[at] == 0x80 || !sql_work(t, 4) ||
	    !sql_cell_read(g, at, s->to, &c) || g->p[at + c.head] < 2 ||
	    !sql_row_read(&t->row, g->p + at + c.head, c.local, c.payload) ||
	    !sql_good(t, &text))
		return 0;
	t->row.table = t->row.known = g->type == SQL_TABLE_LEAF;
	t->row.rowid = c.rowid;
	return at + c.size;
}

static void
search_whole(struct sql_tell *t, const struct sql_part *s)
{
	uint32_t at = s->from, end;

	for (; at < s->to && !t->tired; at = end != 0 ? end : at + 1)
		if ((end = whole(t, s, at)) != 0) {
			tell(t, s->g, at, end);
			t->wholes++;
			if (s->g->cells == 0)
				sql_learn(t);
		}
}

static void
search_lost(struct sql_tell *t, const struct sql_part *s)
{
	struct sql_part left = *s;
	uint32_t at, end;

	for (at = s->to; at-- > s->from && !t->tired;)
		if ((end = sql_lost(t, &left, at)) != 0) {
			tell(t, s->g, at, end);
			left.to = at;
			left.ends = true;
		}
}

static void
search_vague(struct sql_tell *t, const struct sql_part *s)
{
	bool chained = s->starts;
	uint32_t at = s->from, end;

	for (; at < s->to && !t->tired; at = end != 0 ? end : at + 1) {
		if ((end = sql_vague(t, s, at, chained)) != 0)
			tell(t, s->g, at, end);
		chained = end != 0;
	}
}

static bool
is_taken(const struct sql_tell *t, uint32_t at)
{
	return (t->taken[at / 8] >> at % 8 & 1) != 0;
}

/* Search what is not taken of a part. */
static void
search(struct sql_tell *t, const struct sql_part *s, search_fn *how)
{
	struct sql_part run = *s;
	uint32_t at;

	for (at = s->from; at < s->to; at = run.to) {
		run.from = at;
		while (run.from < s->to && is_taken(t, run.from))
			run.from++;
		run.to = run.from;
		while (run.to < s->to && !is_taken(t, run.to))
			run.to++;
		run.starts = s->starts || run.from > s->from;
		run.ends = s->ends || run.to < s->to;
		if (run.from < run.to)
			how(t, &run);
	}
}

/* Search a gap, and the blocks of which the first is at `block`, or 0. */
static void
search_all(struct sql_tell *t, const struct sql_part *gap, uint32_t block,
    search_fn *how)
{
	const struct sql_page *g = gap->g;
	struct sql_part s = { .g = g, .starts = true, .ends = true };

	search(t, gap, how);
	for (; block != 0; block = fx_be16(g->p + block)) {
		s.from = block;
		s.to = block + fx_be16(g->p + block + 2);
		/* no cell is whole where the block's header is */
		if (how == search_whole)
			s.from++;
		search(t, &s, how);
	}
}

/* Take the model from the page's cells. */
static void
model(struct sql_tell *t, const struct sql_page *g)
{
	struct sql_cell c;
	uint32_t i, at;

	t->model.columns = 0;
	for (i = 0; g->type != SQL_TABLE_NODE && i < g->cells; i++) {
		at = sql_cell_at(g, i);
		if (sql_cell_read(g, at, g->usable, &c) &&
		    sql_row_read(&t->row, g->p + at + c.head, c.local,
			c.payload))
			sql_learn(t);
	}
}

/* Search by what rows have in common that are found in no other way. */
static void
search_shapes(struct sql_tell *t, const struct sql_part *gap, uint32_t block)
{
	int i;

	for (i = 0; i < SHAPES; i++) {
		sql_shape_begin(t);
		search_all(t, gap, block, sql_shape_vote);
		if (!sql_shape_choose(t))
			return;
		search_all(t, gap, block, sql_shape_learn);
		sql_shape_model(t, gap->g->type);
		search_all(t, gap, block, search_lost);
	}
}

/* The same, and the model is afterwards as it was. */
static void
search_shapes_first(struct sql_tell *t, const struct sql_part *gap,
    uint32_t block)
{
	const struct sql_row model = t->model;
	uint8_t classes[SQL_COLUMNS];

	memcpy(classes, t->classes, sizeof(classes));
	t->model.columns = 0;
	search_shapes(t, gap, block);
	t->model = model;
	memcpy(t->classes, classes, sizeof(classes));
}

/* Those of one type of cells. */
static void
tell_type(struct sql_tell *t, const struct sql_part *gap, uint32_t block)
{
	t->wholes = 0;
	search_all(t, gap, block, search_whole);
	/* so few may be whole by chance: what others have in common is first */
	if (gap->g->cells == 0 && t->wholes <= CHANCE)
		search_shapes_first(t, gap, block);
	search_all(t, gap, block, search_lost);
	if (t->model.columns > 0)
		search_all(t, gap, block, search_vague);
	search_shapes(t, gap, block);
}

/* Whole cells in a part, if they are of that type. */
static size_t
count_whole(struct sql_tell *t, const struct sql_part *gap, uint8_t type)
{
	struct sql_page leaf = *gap->g;
	struct sql_part s = *gap;
	uint32_t at, end;
	size_t n = 0;

	leaf.type = type;
	s.g = &leaf;
	for (at = s.from; at < s.to && !t->tired; at = end != 0 ? end : at + 1)
		n += (end = whole(t, &s, at)) != 0;
	return n;
}

/*
 * The cells are of `type`, or were in the gap of the other one; where there are
 * none, of that first of which more are whole.
 */
static void
tell_all(struct sql_tell *t, const struct sql_page *g, uint32_t from,
    uint32_t to, uint8_t type)
{
	struct sql_page leaf = *g;
	struct sql_part gap = { .g = &leaf,
		.from = from,
		.to = to,
		.ends = true };

	t->work = (uint64_t)g->size * WORK;
	t->tired = false;
	memset(t->taken, 0, sizeof(t->taken));
	model(t, g);
	if (g->cells == 0 &&
	    count_whole(t, &gap, SQL_INDEX_LEAF) >
		CHANCE + count_whole(t, &gap, SQL_TABLE_LEAF))
		type = SQL_INDEX_LEAF;
	leaf.type = type;
	tell_type(t, &gap, g->cells > 0 ? fx_be16(g->p + g->head + 1) : 0);
	leaf.type = type == SQL_TABLE_LEAF ? SQL_INDEX_LEAF : SQL_TABLE_LEAF;
	leaf.cells = 0;
	t->model.columns = 0;
	tell_type(t, &gap, 0);
}

void
sql_deleted(struct sql_tell *t, const struct sql_page *g)
{
	bool table = g->type == SQL_TABLE_LEAF || g->type == SQL_TABLE_NODE;

	/*
	 * A node of a table was a leaf mostly, when there was less of it; and
	 * without what was overwritten, a node's cell of an index is a leaf's.
	 */
	tell_all(t, g, g->pointers + 2 * g->cells, g->content,
	    table ? SQL_TABLE_LEAF : SQL_INDEX_LEAF);
}

void
sql_remains(struct sql_tell *t, struct sql_page *g, uint32_t from)
{
	g->cells = 0;
	tell_all(t, g, from, g->usable, SQL_TABLE_LEAF);
}
