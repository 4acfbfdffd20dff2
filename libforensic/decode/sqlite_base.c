/*
 * sqlite_base.c - the database that a rollback journal belongs to
 *
 * A journal has the pages that its transaction changed, as they were.  Overflow
 * pages that it only freed are not among them: they are as they were in the
 * database, which most often lies near.  It is taken for the journal's if its
 * header says the same as the one in the journal, and no later transaction has
 * been committed.
 */
#include <string.h>

#include "forensic/bytes.h"
#include "sqlite_read.h"

enum {
	NEAR = 4 << 20, /* bytes on both sides in which it is sought */
	STEP = 32 << 10,
	COUNTER = 24,  /* of changes, in a database's header */
	COOKIE = 40,   /* of the schema; there and behind it stands */
	COOKIE_N = 24, /* what no common transaction changes */
	PAGE_SIZE = 16,
	PAGE_SIZE_N = 8,
};

/* Is the header at p that of the database whose header was `old`? */
static bool
is_base(const uint8_t *p, const uint8_t *old)
{
	return sql_file_head(p, SQL_FILE_HEAD) != 0 &&
	    memcmp(p + PAGE_SIZE, old + PAGE_SIZE, PAGE_SIZE_N) == 0 &&
	    memcmp(p + COOKIE, old + COOKIE, COOKIE_N) == 0 &&
	    fx_be32(p + COUNTER) - fx_be32(old + COUNTER) <= 1;
}

/* Look for it in [from, to); true if there is one. */
static bool
seek(struct fx_decoding *d, struct sql *s, const uint8_t *old, uint64_t from,
    uint64_t to)
{
	const uint8_t *p;
	size_t n, i;

	for (; from < to; from += STEP) {
		p = fx_in_at(&d->in, from, STEP, &n);
		if (n > to - from)
			n = (size_t)(to - from);
		for (i = 0; i < STEP && i + SQL_FILE_HEAD <= n; i += SQL_LEAST)
			if (p[i] == 'S' && is_base(p + i, old)) {
				s->base = from + i;
				return true;
			}
	}
	return false;
}

static bool
sought(struct fx_decoding *d, struct sql *s)
{
	uint64_t from = d->start < NEAR ? d->start % SQL_LEAST
					: d->start - NEAR;
	uint8_t old[SQL_FILE_HEAD];
	uint64_t i;

	for (i = 0; i < s->pages && s->images[i].number != 1; i++)
		;
	return i < s->pages &&
	    sql_copy(d, s->images[i].off, old, sizeof(old)) &&
	    sql_file_head(old, sizeof(old)) == s->size &&
	    (seek(d, s, old, from, d->start) ||
		seek(d, s, old, d->start + SQL_LEAST, d->start + NEAR));
}

bool
sql_base(struct fx_decoding *d, struct sql *s)
{
	if (s->kind != SQL_KIND_JOURNAL)
		return false;
	if (!s->base_sought) {
		s->base_sought = true;
		s->has_base = sought(d, s);
	}
	return s->has_base;
}
