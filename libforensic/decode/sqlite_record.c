/*
 * sqlite_record.c - a record with a ciphertext that a page does not show
 *
 * What a browser keeps encrypted is known by what it begins with and by the
 * record around it, not by the text of a row.  Mostly both lie in one page, and
 * whoever reads that sees them.  Where the ciphertext begins in an overflow
 * page the record is told once more, as it lies: the lengths of its columns,
 * and these.
 */
#include <string.h>

#include "forensic/bytes.h"
#include "sqlite.h"

enum {
	BEFORE_MOST = 2048, /* bytes of a record before a ciphertext, */
	BEHIND_MOST = 1024, /* and from there on that are told */
};

/* How many bytes at p say that a ciphertext begins there, of n: 0, none. */
static size_t
sealed(const uint8_t *p, size_t n)
{
	static const struct {
		const char *prefix;
		size_t n;
	} known[] = {
		{ "v10", 3 },
		{ "v11", 3 },
		{ "v20", 3 },
		/* DPAPI: its version, and its provider's GUID */
		{ "\x01\0\0\0\xd0\x8c\x9d\xdf\x01\x15\xd1\x11"
		  "\x8c\x7a\0\xc0\x4f\xc2\x97\xeb",
		    20 },
	};
	size_t i;

	for (i = 0; i < FX_LEN(known); i++)
		if (known[i].n < n &&
		    memcmp(p, known[i].prefix, known[i].n) == 0)
			return known[i].n;
	return 0;
}

/* Tell the record up to some bytes behind a ciphertext at `at` of its body. */
static void
tell(struct sql_tell *t, const struct sql_lie *lie, size_t at, size_t prefix)
{
	const struct sql_row *r = &t->row;
	size_t n = r->have - at < BEHIND_MOST ? r->have - at : BEHIND_MOST;

	fx_buf_put(&t->out, r->body - lie->before, lie->before + at + n);
	/* the rest was told with the row */
	seen_put(&t->seen, lie->before + at, true);
	seen_put(&t->seen, prefix, false);
	seen_put(&t->seen, n - prefix, true);
	fx_buf_put(&t->out, "\n", 1);
	seen_put(&t->seen, 1, false);
}

void
sql_tell_record(struct sql_tell *t, const struct sql_lie *lie)
{
	const struct sql_row *r = &t->row;
	size_t i, at = 0, n, prefix;

	for (i = 0; i < r->columns; i++, at += n) {
		n = (size_t)sql_size(r->type[i]);
		if (n > r->have - at || lie->before + at > BEFORE_MOST)
			return;
		if (sql_is_text(r->type[i]) || r->type[i] < 12)
			continue;
		prefix = sealed(r->body + at, n);
		if (prefix > 0 && at + prefix > lie->piece) {
			tell(t, lie, at, prefix);
			return;
		}
	}
}
