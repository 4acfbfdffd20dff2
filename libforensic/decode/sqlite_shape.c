/*
 * sqlite_shape.c - what do the deleted rows of an SQLite page have in common?
 *
 * Where no row of a page is whole, its overwritten cells still hold most types
 * of their columns, and where each begins and ends can be told.  How many types
 * there are can't be told of one cell, as a byte of a column reads as a type,
 * too; but with too many the sums are right by chance only, and with too few
 * what follows is taken for a lost column.  So each cell votes for the numbers
 * that are possible for it, and the largest of those most agree on is right.
 */
#include <string.h>

#include "forensic/bytes.h"
#include "sqlite.h"

enum {
	VOTES_LEAST = 3, /* of cells, for a shape */
	SHARE = 60,      /* of the most votes, in percent, that will do */
};

/*
 * May a cell have n bytes of lost columns, by how many of them what was
 * overwritten held?
 */
static bool
may_begin(const struct sql_part *s, uint32_t at, uint32_t end, size_t n)
{
	uint32_t lost;

	for (lost = 0; lost <= (s->g->type == SQL_TABLE_LEAF ? 1 : 2); lost++)
		if (n <= (size_t)lost * SQL_SHORT &&
		    sql_begins(s->g, end - at - SQL_OVER + 1 + lost,
			SQL_OVER - 1 - lost))
			return true;
	return false;
}

/* Do m types stand behind a block's header at `at`?  Then in t->row. */
static bool
has_types(struct sql_tell *t, const struct sql_part *s, uint32_t at,
    uint32_t end, size_t m)
{
	struct sql_row *r = &t->row;
	uint32_t i = at + SQL_OVER;
	size_t sum = 0, k, n;
	bool text;

	for (k = 0; k < m; k++) {
		n = i < end ? sql_varint(s->g->p + i, end - i, &r->type[k]) : 0;
		if (n == 0 || !sql_work(t, 1))
			return false;
		i += (uint32_t)n;
		if (sql_size(r->type[k]) > end - i ||
		    (sum += (size_t)sql_size(r->type[k])) > end - i)
			return false;
	}
	if (!may_begin(s, at, end, end - i - sum))
		return false;
	r->columns = m;
	r->body = s->g->p + end - sum;
	r->have = sum;
	return sql_good(t, &text) && sql_usual(r);
}

void
sql_shape_begin(struct sql_tell *t)
{
	memset(t->votes, 0, sizeof(t->votes));
	memset(t->headed, 0, sizeof(t->headed));
	memset(t->tally, 0, sizeof(t->tally));
}

void
sql_shape_vote(struct sql_tell *t, const struct sql_part *s)
{
	uint32_t at, end;
	bool text;
	size_t m;

	for (at = s->from; at < s->to && !t->tired; at++) {
		if ((end = sql_end(t, s, at)) == 0)
			continue;
		if (sql_headed(t, s, at, end, &text)) {
			if (t->row.columns < SQL_SHAPES)
				t->headed[t->row.columns]++;
			continue;
		}
		for (m = 1; m < SQL_SHAPES; m++)
			t->votes[m] += has_types(t, s, at, end, m);
	}
}

/* The most votes of all. */
static size_t
most_of(const size_t votes[SQL_SHAPES])
{
	size_t m, most = 0;

	for (m = 1; m < SQL_SHAPES; m++)
		if (votes[m] > votes[most])
			most = m;
	return votes[most];
}

bool
sql_shape_choose(struct sql_tell *t)
{
	size_t votes = most_of(t->votes), heads = most_of(t->headed), m;
	const size_t *of = heads >= votes ? t->headed : t->votes;

	t->heads = heads >= votes;
	votes = t->heads ? heads : votes;
	if (votes < VOTES_LEAST)
		return false;
	for (m = SQL_SHAPES - 1; of[m] * 100 < votes * SHARE; m--)
		;
	t->shape = m;
	return true;
}

/* Count the classes of t->row's columns. */
static void
count(struct sql_tell *t)
{
	const struct sql_row *r = &t->row;
	size_t i;

	for (i = 0; i < r->columns; i++)
		if (r->type[i] != 0)
			t->tally[i][r->type[i] < 12       ? 0
				: sql_is_text(r->type[i]) ? 1
							  : 2]++;
}

void
sql_shape_learn(struct sql_tell *t, const struct sql_part *s)
{
	uint32_t at, end;
	bool text;

	for (at = s->from; at < s->to && !t->tired; at++) {
		if ((end = sql_end(t, s, at)) == 0)
			continue;
		if (t->heads ? sql_headed(t, s, at, end, &text) &&
			    t->row.columns == t->shape
			     : has_types(t, s, at, end, t->shape))
			count(t);
	}
}

/* Is a column NULL in all rows? */
static bool
is_empty(const struct sql_tell *t, size_t i)
{
	return t->tally[i][0] + t->tally[i][1] + t->tally[i][2] == 0;
}

/*
 * At the end of the types a NULL may be the first byte of a lost column: taken
 * for that, it does no harm.
 */
void
sql_shape_model(struct sql_tell *t, uint8_t type)
{
	static const uint64_t classes[] = { 1, 13, 12 };
	size_t lost = t->heads ? 0 : type == SQL_TABLE_LEAF ? 1 : 2, i, k;
	struct sql_row *m = &t->model;

	while (t->shape > 1 && is_empty(t, t->shape - 1) && !t->heads)
		t->shape--;
	t->row.columns = t->shape + lost;
	for (i = 0; i < lost; i++)
		t->row.type[i] = 0;
	for (i = 0; i < t->shape; i++) {
		const size_t *n = t->tally[i];

		k = n[1] > n[0] ? 1 : 0;
		k = n[2] > n[k] ? 2 : k;
		t->row.type[lost + i] = n[k] == 0 ? 0 : classes[k];
	}
	m->columns = 0;
	sql_learn(t);
	for (i = 0; i < lost; i++)
		m->type[i] = SQL_UNKNOWN;
}
