/*
 * sqlite_spill.c - deleted cells of an SQLite table that went on in overflow
 * pages
 *
 * What a free block's header replaced at the begin of such a cell is its
 * lengths, and the length of its record's header if there was a small rowid.
 * The types still stand there.  They tell how long the record was, by that how
 * much of it was in the page, and so where the number of the page stands in
 * which it went on.  Whether that is so the pages tell: they lead to an end
 * after as many bytes.
 */
#include "forensic/bytes.h"
#include "sqlite.h"

enum {
	HEAD_MOST = 127, /* bytes of a header whose length takes one */
	ZEROS = 8,       /* so many in a row are none of it */
	WORK = 256,      /* steps for each byte of a page */
};

/* The first `columns` types are all: is the record as long as it must be? */
static bool
fits(struct sql_tell *t, const struct sql_page *g, uint32_t to, uint32_t pages,
    struct sql_spill *s)
{
	const uint8_t *p = g->p + s->at;
	bool text;

	s->local = sql_local(g, s->payload);
	if (s->local == s->payload || s->payload > SQL_JOINED ||
	    s->local <= s->head || to - s->at < s->local + 4)
		return false;
	s->overflow = fx_be32(p + s->local);
	if (s->overflow < 2 || s->overflow > pages)
		return false;
	t->row.body = p + s->head;
	t->row.have = s->local - s->head;
	return sql_good(t, &text);
}

bool
sql_spill(struct sql_tell *t, const struct sql_page *g, uint32_t at,
    uint32_t to, uint32_t pages, struct sql_spill *s)
{
	struct sql_row *r = &t->row;
	uint64_t sum = 0, size;
	uint32_t i = at + 1;
	size_t n;

	*s = (struct sql_spill){ .at = at };
	for (r->columns = 0; i < to && i - at < HEAD_MOST; i += (uint32_t)n) {
		n = sql_varint(g->p + i, to - i, &r->type[r->columns]);
		if (n == 0 || !sql_work(t, 1))
			return false;
		size = sql_size(r->type[r->columns++]);
		if (size > SQL_JOINED || (sum += size) > SQL_JOINED)
			return false;
		s->head = i - at + (uint32_t)n;
		s->payload = s->head + sum;
		if (fits(t, g, to, pages, s))
			return true;
	}
	return false;
}

static bool
is_empty(const uint8_t *p, uint32_t n)
{
	uint32_t i;

	for (i = 0; i < n && i < ZEROS; i++)
		if (p[i] != 0)
			return false;
	return true;
}

/* Those in [from, to) of a page. */
static bool
search(struct sql_tell *t, const struct sql_page *g, uint32_t from, uint32_t to,
    uint32_t pages, sql_spill_fn *found, void *arg)
{
	struct sql_spill s;
	uint32_t at = from;

	while (at < to && !t->tired) {
		if (is_empty(g->p + at, to - at) ||
		    !sql_spill(t, g, at, to, pages, &s)) {
			at++;
			continue;
		}
		if (!found(arg, &s))
			return false;
		at += s.local + 4;
	}
	return true;
}

void
sql_spills(struct sql_tell *t, const struct sql_page *g, uint32_t pages,
    sql_spill_fn *found, void *arg)
{
	uint32_t at = g->cells > 0 ? fx_be16(g->p + g->head + 1) : 0;
	bool more;

	t->work = (uint64_t)g->size * WORK;
	t->tired = false;
	more = search(t, g, g->pointers + 2 * g->cells, g->content, pages,
	    found, arg);
	for (; more && at != 0; at = fx_be16(g->p + at))
		more = search(t, g, at + SQL_OVER - 1,
		    at + fx_be16(g->p + at + 2), pages, found, arg);
}
