/*
 * sqlite_gap.c - tell rows that were deleted from a page of an SQLite database
 *
 * A cell that is freed keeps its bytes, but for the first four where it became
 * a free block of its own: they hold the number of the next block and its own
 * size now.  Lost with them is the length of the record, its rowid and mostly
 * the length of its header, and the type of the first column or, in an index,
 * of two.  The other types still stand there, so the row is found by the page's
 * other rows: as many columns, of the same classes; and by the size of the
 * block.  Cells that were freed beside each other are one block.
 */
#include <string.h>

#include "forensic/bytes.h"
#include "sqlite.h"

enum {
	LOST = 4,       /* bytes of a freed cell that are overwritten */
	HEAD_LAST = 12, /* where its header may begin at most */
	TEXT_LEAST = 4, /* bytes of a text that makes a row worth telling, */
	INT_LEAST = 6,  /* and of an integer: twelve digits and more */
	WORK = 64,      /* steps for each byte of a page */
};

/* A part of the page where cells were. */
struct span {
	const struct sql_page *g;
	uint32_t from, to;
	bool block; /* a free block: cells begin at from, and end at to */
};

static bool
work(struct sql_tell *t, size_t n)
{
	if (t->work >= n) {
		t->work -= n;
		return true;
	}
	t->tired = true;
	return false;
}

static bool
is_number(uint64_t type)
{
	return type >= 1 && type <= 9;
}

/* May a column of the model's have this type too?  Each may be NULL. */
static bool
same_class(uint64_t type, uint64_t model)
{
	if (type == 0 || model == 0)
		return sql_size(type) != UINT64_MAX;
	if (is_number(model))
		return is_number(type);
	return type >= 12 && (type & 1) == (model & 1);
}

/*
 * Is t->row a row, and one that says something?  *text: a text of its own
 * makes it one.
 */
static bool
worth(struct sql_tell *t, bool *text)
{
	const struct sql_row *r = &t->row;
	bool number = false, blob = false;
	size_t i, at = 0, n;

	*text = false;
	if (!work(t, 1 + r->columns + r->have / 8))
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

static void
tell(struct sql_tell *t, const struct sql_page *g)
{
	struct sql_lie lie = { 0 };

	lie.before = (size_t)(t->row.body - g->p);
	lie.after = g->size - lie.before - t->row.have;
	sql_tell_row(t, &lie);
}

/* A cell all of which is left, at `at`, into t->row: its bytes, or 0. */
static uint32_t
whole(struct sql_tell *t, const struct span *s, uint32_t at)
{
	const struct sql_page *g = s->g;
	struct sql_cell c;
	bool text;

	if (g->p[at] == 0 || g->p[at] == 0x80 || !work(t, 4) ||
	    (s->block && at == s->from) || !sql_cell_read(g, at, s->to, &c) ||
	    g->p[at + c.head] < 2 ||
	    !sql_row_read(&t->row, g->p + at + c.head, c.local, c.payload) ||
	    !worth(t, &text))
		return 0;
	t->row.table = t->row.known = g->type == SQL_TABLE_LEAF;
	t->row.rowid = c.rowid;
	return c.size;
}

/* The types of columns [lost, all of the model's) at `at`: where they end. */
static uint32_t
types(struct sql_tell *t, const struct span *s, uint32_t at, size_t lost)
{
	const struct sql_row *m = &t->model;
	struct sql_row *r = &t->row;
	size_t i, n;

	for (i = lost; i < m->columns; i++) {
		n = sql_varint(s->g->p + at, s->to - at, &r->type[i]);
		if (n == 0 || !work(t, 1) ||
		    !same_class(r->type[i], m->type[i]))
			return 0;
		at += (uint32_t)n;
	}
	r->columns = m->columns;
	return at;
}

/* The type of a lost column of n bytes, by the model's; false if none is. */
static bool
lost_type(uint64_t model, uint64_t n, uint64_t *type)
{
	static const uint8_t by_size[] = { 0, 1, 2, 3, 4, 99, 5, 99, 6 };

	if (model >= 12) {
		*type = 2 * n + 12 + (model & 1);
		return *type < 0x80; /* it was one byte */
	}
	if (n >= sizeof(by_size) || by_size[n] == 99 || (model == 0 && n > 0))
		return false;
	*type = model == 7 && n == 8 ? 7 : by_size[n];
	return true;
}

/*
 * A cell whose types, from those of column `lost`, begin at `at`, into t->row:
 * where it ends, or 0.  Where exact it must end where the span does, which
 * tells the size of a column whose type is lost; else its size is the model's,
 * which is sure only if it is none.
 */
static uint32_t
shaped(struct sql_tell *t, const struct span *s, uint32_t at, size_t lost,
    bool exact)
{
	struct sql_row *r = &t->row;
	uint64_t known = 0, room;
	size_t i;

	if (t->model.columns < lost || at >= s->to ||
	    (at = types(t, s, at, lost)) == 0)
		return 0;
	room = s->to - at;
	for (i = 0; i < r->columns; i++) {
		if (i + 1 < lost)
			r->type[i] = t->model.type[i];
		if (i + 1 != lost)
			known += sql_size(r->type[i]);
	}
	if (known > room || (exact && lost == 0 && known != room))
		return 0;
	if (lost > 0 && exact) {
		if (!lost_type(t->model.type[lost - 1], room - known,
			&r->type[lost - 1]))
			return 0;
		known = room;
	} else if (lost > 0) {
		if (t->model.type[0] != 0 || lost > 1)
			return 0;
		r->type[0] = 0;
	}
	r->body = s->g->p + at;
	r->have = (size_t)known;
	return at + (uint32_t)known;
}

/* A cell whose record header is whole, at `at`: where it ends, or 0. */
static uint32_t
headed(struct sql_tell *t, const struct span *s, uint32_t at, bool exact)
{
	uint32_t end;

	if (at >= s->to || s->g->p[at] <= t->model.columns ||
	    s->g->p[at] >= 0x80 || !work(t, 1))
		return 0;
	end = shaped(t, s, at + 1, 0, exact);
	if (end == 0 || t->row.body != s->g->p + at + s->g->p[at])
		return 0;
	return end;
}

/*
 * A cell at `at` whose first bytes are lost, into t->row, by the way `way` of
 * looking at it: where it ends, or 0.
 */
static uint32_t
beheaded(struct sql_tell *t, const struct span *s, uint32_t at, unsigned way,
    bool exact)
{
	bool table = s->g->type == SQL_TABLE_LEAF;

	if (t->model.columns == 0 || s->to - at < 2 * LOST)
		return 0;
	if (way >= LOST)
		return table ? headed(t, s, at + way, exact) : 0;
	if (way > (table ? 1 : 2))
		return 0;
	return shaped(t, s, at + LOST, way, exact);
}

/* Where the block ends that had its header at `at` once; 0 if none had. */
static uint32_t
block_end(const struct span *s, uint32_t at)
{
	uint32_t next, n;

	if (at >= s->to || s->to - at < 2 * LOST)
		return 0;
	next = fx_be16(s->g->p + at);
	n = fx_be16(s->g->p + at + 2);
	if (n < 2 * LOST || n > s->to - at || (next != 0 && next <= at))
		return 0;
	return at + n;
}

/* Does what began at `at` end where something did: the block, a cell of it? */
static bool
ends_well(const struct span *s, uint32_t at, uint32_t end)
{
	uint32_t block = block_end(s, at);

	return end == s->to || end == block ||
	    (block != 0 && block_end(s, end) == block);
}

/* Is there a way to look at what follows as another such cell? */
static bool
goes_on(struct sql_tell *t, const struct span *s, uint32_t at)
{
	unsigned way;

	for (way = 0; at < s->to && way <= HEAD_LAST; way++)
		if (beheaded(t, s, at, way, false) != 0)
			return true;
	return false;
}

/*
 * The same by any way that can be relied on: first for where it ends, then for
 * a text in it, then, where one cell follows the other, for the next one.
 */
static uint32_t
found(struct sql_tell *t, const struct span *s, uint32_t at, bool chained)
{
	unsigned way, pass;
	uint32_t end;
	bool text;

	for (pass = 0; pass < 4; pass++)
		for (way = 0; way <= HEAD_LAST; way++) {
			if (pass == 0 && !(chained && s->block))
				break;
			end = beheaded(t, s, at, way, pass == 0);
			if (end == 0 || !worth(t, &text) ||
			    (pass == 1 && !ends_well(s, at, end)) ||
			    (pass == 2 && !text) ||
			    (pass == 3 && !(chained && goes_on(t, s, end))))
				continue;
			(void)beheaded(t, s, at, way, pass == 0);
			t->row.table = s->g->type == SQL_TABLE_LEAF;
			t->row.known = false;
			return end;
		}
	return 0;
}

static void
span(struct sql_tell *t, const struct span *s)
{
	bool chained = s->block;
	uint32_t at = s->from, n;

	while (at < s->to && !t->tired) {
		if ((n = whole(t, s, at)) == 0) {
			n = found(t, s, at, chained);
			n = n != 0 ? n - at : 0;
		}
		chained = n != 0;
		if (n != 0)
			tell(t, s->g);
		at += n != 0 ? n : 1;
	}
}

/* Let the model be t->row too: a type for each column that is not NULL. */
static void
learn(struct sql_tell *t)
{
	struct sql_row *m = &t->model;
	size_t i;

	if (m->columns == 0) {
		m->columns = t->row.columns;
		memset(m->type, 0, m->columns * sizeof(m->type[0]));
	}
	for (i = 0; i < m->columns && m->columns == t->row.columns; i++)
		if (t->row.type[i] != 0)
			m->type[i] = t->row.type[i];
}

/*
 * A model from a cell without its first bytes, at `at`, by its types alone: it
 * must end where its block did, or where the next cell of that block begins.
 */
static bool
guess_model(struct sql_tell *t, const struct span *s, uint32_t at)
{
	uint32_t end = block_end(s, at), i = at + LOST;
	struct sql_row *r = &t->row;
	uint32_t used;
	bool text;

	if (end == 0)
		return false;
	r->have = 0;
	for (r->columns = 0; i < end && r->columns < SQL_COLUMNS; i += used) {
		if (r->columns > 0 &&
		    (i + r->have == end ||
			block_end(s, i + (uint32_t)r->have) == end) &&
		    worth(t, &text) && text)
			return true;
		used = (uint32_t)sql_varint(s->g->p + i, end - i,
		    &r->type[r->columns]);
		if (used == 0 || !work(t, 1) ||
		    sql_size(r->type[r->columns]) > end - i)
			return false;
		r->have += (size_t)sql_size(r->type[r->columns++]);
		if (i + used + r->have > end)
			return false;
		r->body = s->g->p + i + used;
	}
	return false;
}

/* A model from what was deleted itself. */
static void
model_of_deleted(struct sql_tell *t, const struct span *gap)
{
	uint32_t at, n;

	for (at = gap->from; at < gap->to && !t->tired; at += n) {
		n = whole(t, gap, at);
		if (n != 0)
			learn(t);
		else
			n = 1;
	}
	for (at = gap->from; t->model.columns == 0 && at < gap->to; at++)
		if (guess_model(t, gap, at))
			learn(t);
}

/* Take the model from the page's cells; or from deleted ones. */
static void
model(struct sql_tell *t, const struct span *gap)
{
	const struct sql_page *g = gap->g;
	struct sql_cell c;
	uint32_t i, at;

	t->model.columns = 0;
	for (i = 0; i < g->cells; i++) {
		at = sql_cell_at(g, i);
		if (sql_cell_read(g, at, g->usable, &c) &&
		    sql_row_read(&t->row, g->p + at + c.head, c.local,
			c.payload))
			learn(t);
	}
	if (g->cells == 0)
		model_of_deleted(t, gap);
}

void
sql_deleted(struct sql_tell *t, const struct sql_page *g)
{
	struct sql_page leaf = *g;
	struct span s = { &leaf, g->pointers + 2 * g->cells, g->content,
		false };
	uint32_t at = fx_be16(g->p + g->head + 1), n;

	t->work = (uint64_t)g->size * WORK;
	t->tired = false;
	/* a node of a table was a leaf mostly, when there was less of it */
	if (g->type == SQL_TABLE_NODE) {
		leaf.type = SQL_TABLE_LEAF;
		leaf.cells = 0;
	}
	model(t, &s);
	/* without what was overwritten, a node's cell is a leaf's */
	if (leaf.type == SQL_INDEX_NODE)
		leaf.type = SQL_INDEX_LEAF;
	span(t, &s);
	while (at != 0) {
		n = fx_be16(g->p + at + 2);
		s.from = at;
		s.to = at + n;
		s.block = true;
		span(t, &s);
		at = fx_be16(g->p + at);
	}
}

void
sql_remains(struct sql_tell *t, struct sql_page *g, uint32_t from)
{
	struct span s = { g, from, g->usable, false };

	t->work = (uint64_t)g->size * WORK;
	t->tired = false;
	g->type = SQL_TABLE_LEAF;
	g->cells = 0;
	model(t, &s);
	span(t, &s);
}
