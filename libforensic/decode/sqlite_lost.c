/*
 * sqlite_lost.c - a freed cell of an SQLite page whose first bytes are gone
 *
 * A cell that became a free block of its own has a block's header over its
 * first four bytes: where the next block was, and how long this one.  Lost with
 * them is the length of the record, its rowid and mostly the length of its
 * header, and the type of the first column or, in an index, of two.  The other
 * types still stand there.  What is over them tells more than it hides: where
 * a block ended then, and so did a cell.
 *
 * So the columns are found from the end backwards: those of known types by
 * their types, and what is left in front belongs to the lost ones.  A value of
 * which the type is lost is told if its length and the page's other rows leave
 * one only.
 */
#include <string.h>

#include "forensic/bytes.h"
#include "sqlite.h"

enum {
	LOST = SQL_OVER,
	HEAD_LAST = 12,      /* where its header may begin at most */
	NUMBER_MOST = 8,     /* bytes of a number */
	FLOAT_LEAST = 0x420, /* exponent of a float of ten digits, */
	FLOAT_MOST = 0x435,  /* and of one of 16 */
	ROWID_MOST = 9,      /* bytes of a rowid */
	TYPE_END = 0x80,     /* types of one byte are less */
};

uint32_t
sql_stale(const struct sql_page *g, uint32_t at)
{
	uint32_t next, n;

	if (at >= g->usable || g->usable - at < 2 * LOST)
		return 0;
	next = fx_be16(g->p + at);
	n = fx_be16(g->p + at + 2);
	if (n < LOST || n > g->usable - at ||
	    (next != 0 && (next < at + n + LOST || next > g->usable - LOST)))
		return 0;
	return at + n;
}

uint32_t
sql_end(struct sql_tell *t, const struct sql_part *s, uint32_t at)
{
	uint32_t block = sql_stale(s->g, at), end = at + 2 * LOST;

	if (block == 0)
		return 0;
	while (end < s->to && end != block && sql_work(t, 1) &&
	    sql_stale(s->g, end) != block)
		end++;
	if (end > s->to || (end == s->to && end != block && !s->ends))
		return 0;
	return end;
}

/* A number is stored in as few bytes as it takes. */
static bool
is_least(const uint8_t *p, uint64_t type)
{
	static const uint8_t less[] = { 0, 0, 1, 2, 3, 4, 6 };
	size_t n = (size_t)sql_size(type), i;
	uint8_t sign;

	if (type < 2 || type > 6)
		return true;
	sign = (uint8_t)((p[n - less[type]] & 0x80) != 0 ? 0xff : 0);
	for (i = 0; i < n - less[type]; i++)
		if (p[i] != sign)
			return true;
	return false;
}

/* Of 8 bytes the first is filled up mostly: 17 digits and more are rare. */
static bool
is_usual(const uint8_t *p, uint64_t type)
{
	return type != 6 || p[0] == 0 || p[0] == 0xff;
}

bool
sql_usual(const struct sql_row *r)
{
	size_t i, at = 0;

	for (i = 0; i < r->columns; i++) {
		if (sql_size(r->type[i]) > r->have - at)
			return true;
		if (!is_usual(r->body + at, r->type[i]))
			return false;
		at += (size_t)sql_size(r->type[i]);
	}
	return true;
}

static bool
all_least(const struct sql_row *r)
{
	size_t i, at = 0;

	for (i = 0; i < r->columns; i++) {
		if (sql_size(r->type[i]) > r->have - at)
			return true;
		if (!is_least(r->body + at, r->type[i]))
			return false;
		at += (size_t)sql_size(r->type[i]);
	}
	return true;
}

bool
sql_good(struct sql_tell *t, bool *text)
{
	return all_least(&t->row) && sql_worth(t, text);
}

/* The types of columns [lost, all of the model's) at `at`: where they end. */
static uint32_t
types(struct sql_tell *t, const struct sql_part *s, uint32_t at, size_t lost)
{
	const struct sql_row *m = &t->model;
	struct sql_row *r = &t->row;
	size_t i, n;

	for (i = lost; i < m->columns; i++) {
		n = at < s->to
		    ? sql_varint(s->g->p + at, s->to - at, &r->type[i])
		    : 0;
		if (n == 0 || !sql_work(t, 1) || !sql_fits(t, i, r->type[i]))
			return 0;
		at += (uint32_t)n;
	}
	r->columns = m->columns;
	return at;
}

/* Bytes of columns whose types are known; SIZE_MAX: more than there are. */
static size_t
known_bytes(const struct sql_row *r, size_t lost, size_t room)
{
	size_t sum = 0, i;

	for (i = lost; i < r->columns; i++) {
		if (sql_size(r->type[i]) > room - sum)
			return SIZE_MAX;
		sum += (size_t)sql_size(r->type[i]);
	}
	return sum;
}

/* The type of a lost column of n bytes, by the model's; false if none is. */
static bool
lost_type(uint64_t model, size_t n, uint64_t *type)
{
	static const uint8_t by_size[] = { 0, 1, 2, 3, 4, 99, 5, 99, 6 };

	if (model >= 12) {
		*type = 2 * n + 12 + (model & 1);
		return *type < TYPE_END;
	}
	if (n >= sizeof(by_size) || by_size[n] == 99 || (model == 0 && n > 0))
		return false;
	*type = model == 7 && n == 8 ? 7 : by_size[n];
	return true;
}

/*
 * Two lost columns have n bytes: how many has each?  As the model's first one
 * has, or as only one way of two has it; else *skip are not told.
 */
static bool
split(struct sql_tell *t, size_t n, size_t *skip)
{
	const uint64_t *m = t->model.type;
	uint64_t a, b;
	size_t i, k = (size_t)sql_size(m[0]), ways = 0;

	if (k <= n && lost_type(m[0], k, &a) && lost_type(m[1], n - k, &b)) {
		t->row.type[0] = a;
		t->row.type[1] = b;
		return true;
	}
	for (i = 0; i <= n; i++) {
		if (!lost_type(m[0], i, &a) || !lost_type(m[1], n - i, &b))
			continue;
		t->row.type[0] = a;
		t->row.type[1] = b;
		ways++;
	}
	if (ways > 1) {
		t->row.type[0] = t->row.type[1] = 0;
		*skip = n;
	}
	return ways > 0;
}

/* Most bytes that a lost column may have. */
static size_t
lost_most(uint64_t model)
{
	if (model == 0)
		return 0;
	return model < SQL_UNKNOWN ? NUMBER_MOST : SQL_SHORT;
}

/* May the lost columns have any length?  Then another end may be the right one.
 */
static bool
is_flexible(const struct sql_tell *t, size_t lost)
{
	size_t i;

	for (i = 0; i < lost; i++)
		if (t->model.type[i] >= SQL_UNKNOWN)
			return true;
	return false;
}

/*
 * The type of n bytes that can only be a number of 8: an integer of 15 to 17
 * digits, or a float of 10 to 16 that is none of the other and no text; else 0.
 * In front of it there may be types of columns that are NULL.
 */
static uint64_t
number_in(const uint8_t *p, size_t n)
{
	unsigned exponent;

	for (; n > NUMBER_MOST && *p == 0; n--)
		p++;
	if (n != NUMBER_MOST)
		return 0;
	exponent = (unsigned)fx_be16(p) >> 4;
	if (p[0] == 0 && is_least(p, 6))
		return 6;
	return exponent >= FLOAT_LEAST && exponent <= FLOAT_MOST &&
		!sql_texty(p, NUMBER_MOST, SQL_UTF8)
	    ? 7
	    : 0;
}

/* n bytes of lost columns of any class: all but *skip of them are told. */
static void
unknown(struct sql_tell *t, const uint8_t *body, size_t n, size_t lost,
    size_t *skip)
{
	t->row.type[0] = t->row.type[lost - 1] = 0;
	*skip = n;
	if (lost == 1 && (t->row.type[0] = number_in(body, n)) != 0)
		*skip -= NUMBER_MOST;
}

/* The first `lost` columns have n bytes at `body`, the others `known`. */
static bool
filled(struct sql_tell *t, const uint8_t *body, size_t n, size_t known,
    size_t lost)
{
	size_t skip = 0;
	bool text;

	if (lost > 0 &&
	    (t->model.type[0] == SQL_UNKNOWN ||
		t->model.type[lost - 1] == SQL_UNKNOWN))
		unknown(t, body, n, lost, &skip);
	else if ((lost == 1 &&
		     !lost_type(t->model.type[0], n, &t->row.type[0])) ||
	    (lost == 2 && !split(t, n, &skip)))
		return false;
	t->row.body = body + skip;
	t->row.have = n - skip + known;
	return sql_good(t, &text) &&
	    (lost == 0 || !is_flexible(t, lost) || sql_usual(&t->row));
}

static size_t
varint_bytes(uint64_t v)
{
	size_t n = 1;

	while ((v >>= 7) != 0)
		n++;
	return n;
}

bool
sql_begins(const struct sql_page *g, uint64_t payload, uint32_t before)
{
	size_t n = varint_bytes(payload);

	if (g->type != SQL_TABLE_LEAF)
		return n == before;
	return n < before && before - n <= ROWID_MOST;
}

/*
 * A cell [at, end) whose types, from those of column `lost`, begin at `head`,
 * into t->row.  What is left in front of the others' bytes is the lost ones'.
 */
static bool
shaped(struct sql_tell *t, const struct sql_part *s, uint32_t at, uint32_t end,
    size_t lost)
{
	uint32_t head = at + LOST, body, record = head - (uint32_t)lost - 1;
	size_t known, most = 0, i;

	if (t->model.columns < lost || (body = types(t, s, head, lost)) == 0 ||
	    body > end)
		return false;
	for (i = 0; i < lost; i++)
		most += lost_most(t->model.type[i]);
	known = known_bytes(&t->row, lost, end - body);
	return known != SIZE_MAX && end - body - known <= most &&
	    sql_begins(s->g, end - record, record - at) &&
	    filled(t, s->g->p + body, end - body - known, known, lost);
}

/* Does the model stand for t->row, too? */
static bool
is_modelled(const struct sql_tell *t)
{
	size_t i;

	for (i = 0; i < t->model.columns; i++)
		if (i == t->row.columns || !sql_fits(t, i, t->row.type[i]))
			return false;
	return i > 0 && i == t->row.columns;
}

/*
 * A cell [at, end) whose record header is whole, at `head`, into t->row.  There
 * are as many types as its length says, for as many bytes as there are.
 */
static bool
headed(struct sql_tell *t, const struct sql_part *s, uint32_t at, uint32_t end,
    uint32_t head, bool *text)
{
	struct sql_row *r = &t->row;
	uint32_t i = head + 1, body;
	size_t n;

	if (head >= end || s->g->p[head] < 2 || s->g->p[head] >= TYPE_END ||
	    (body = head + s->g->p[head]) > end)
		return false;
	for (r->columns = 0; i < body; i += (uint32_t)n) {
		n = sql_varint(s->g->p + i, body - i, &r->type[r->columns++]);
		if (n == 0 || !sql_work(t, 1))
			return false;
	}
	if (known_bytes(r, 0, end - body) != end - body ||
	    !sql_begins(s->g, end - head, head - at))
		return false;
	r->body = s->g->p + body;
	r->have = end - body;
	return sql_good(t, text);
}

bool
sql_headed(struct sql_tell *t, const struct sql_part *s, uint32_t at,
    uint32_t end, bool *text)
{
	uint32_t way;

	for (way = LOST; s->g->type == SQL_TABLE_LEAF && way <= HEAD_LAST;
	     way++)
		if (headed(t, s, at, end, at + way, text))
			return true;
	return false;
}

uint32_t
sql_lost(struct sql_tell *t, const struct sql_part *s, uint32_t at)
{
	bool table = s->g->type == SQL_TABLE_LEAF, text;
	uint32_t way, end = sql_end(t, s, at);

	if (end == 0)
		return 0;
	t->row.table = table;
	t->row.known = false;
	if (sql_headed(t, s, at, end, &text) && (text || is_modelled(t)))
		return end;
	for (way = 0; t->model.columns != 0 && way <= (table ? 1 : 2); way++)
		if (shaped(t, s, at, end, way))
			return end;
	return 0;
}

/*
 * The same, whatever stands at its end and begin.  Returns 0 if a lost column
 * has a length that is not known.
 */
static uint32_t
open_ended(struct sql_tell *t, const struct sql_part *s, uint32_t at,
    uint32_t way, bool *text)
{
	size_t lost = way < LOST ? way : 0, known, i;
	uint32_t head = at + (way < LOST ? LOST : way + 1), body;
	uint32_t record = head - (uint32_t)lost - 1;

	if (t->model.columns <= lost || s->to - at < 2 * LOST)
		return 0;
	for (i = 0; i < lost; i++)
		if (t->model.type[i] != 0)
			return 0;
	if (way >= LOST &&
	    (at + way >= s->to || s->g->p[at + way] <= t->model.columns ||
		s->g->p[at + way] >= TYPE_END))
		return 0;
	if ((body = types(t, s, head, lost)) == 0 ||
	    (way >= LOST && body != at + way + s->g->p[at + way]))
		return 0;
	known = known_bytes(&t->row, lost, s->to - body);
	if (known == SIZE_MAX ||
	    !sql_begins(s->g, body + known - record, record - at) ||
	    !filled(t, s->g->p + body, 0, known, lost) || !sql_good(t, text))
		return 0;
	return body + (uint32_t)known;
}

/* The ways to look at a cell whose first bytes are lost. */
static uint32_t
last_way(const struct sql_part *s)
{
	return s->g->type == SQL_TABLE_LEAF ? HEAD_LAST : 2;
}

static bool
is_way(const struct sql_part *s, uint32_t way)
{
	return s->g->type != SQL_TABLE_LEAF || way <= 1 || way >= LOST;
}

/* Is there a way to look at what follows as another such cell? */
static bool
goes_on(struct sql_tell *t, const struct sql_part *s, uint32_t at)
{
	uint32_t way;
	bool text;

	for (way = 0; at < s->to && way <= last_way(s); way++)
		if (is_way(s, way) && open_ended(t, s, at, way, &text) != 0)
			return true;
	return false;
}

uint32_t
sql_vague(struct sql_tell *t, const struct sql_part *s, uint32_t at,
    bool chained)
{
	uint32_t way, end;
	int pass;
	bool text;

	for (pass = 0; pass < 2; pass++)
		for (way = 0; way <= last_way(s); way++) {
			if (!is_way(s, way))
				continue;
			end = open_ended(t, s, at, way, &text);
			if (end == 0 || (pass == 0 && !text) ||
			    (pass == 1 && !(chained && goes_on(t, s, end))))
				continue;
			(void)open_ended(t, s, at, way, &text);
			t->row.table = s->g->type == SQL_TABLE_LEAF;
			t->row.known = false;
			return end;
		}
	return 0;
}
