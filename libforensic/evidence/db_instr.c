/*
 * db_instr.c - instr() for the checks of a case file, by the library's search
 *
 * Each record that comes is searched four times, by CHECKs and a trigger whose
 * text is part of the format.  SQLite compares at each byte in turn; this says
 * the same, sooner.
 */
#include <string.h>

#include "db.h"

/* Is it within a character of UTF-8?  None begins in the middle of one. */
static bool
within(char c)
{
	return ((unsigned char)c & 0xc0) == 0x80;
}

static const char *
find(const char *in, size_t n, const char *what, size_t m, bool text)
{
	const char *at = memmem(in, n, what, m);

	while (at != NULL && at > in && text && within(*at)) {
		at++;
		at = memmem(at, (size_t)(in + n - at), what, m);
	}
	return at;
}

static int
characters(const char *p, size_t n)
{
	int all = n > 0;
	size_t i;

	for (i = 1; i < n; i++)
		all += !within(p[i]);
	return all;
}

/* Where the second argument stands in the first, from 1; 0: nowhere. */
static void
instr(sqlite3_context *ctx, int argc, sqlite3_value **argv)
{
	const bool blobs = sqlite3_value_type(argv[0]) == SQLITE_BLOB &&
	    sqlite3_value_type(argv[1]) == SQLITE_BLOB;
	const char *in, *what, *at;
	size_t n, m;

	(void)argc;
	if (sqlite3_value_type(argv[0]) == SQLITE_NULL ||
	    sqlite3_value_type(argv[1]) == SQLITE_NULL)
		return;
	in = blobs ? sqlite3_value_blob(argv[0])
		   : (const char *)sqlite3_value_text(argv[0]);
	n = (size_t)sqlite3_value_bytes(argv[0]);
	what = blobs ? sqlite3_value_blob(argv[1])
		     : (const char *)sqlite3_value_text(argv[1]);
	m = (size_t)sqlite3_value_bytes(argv[1]);
	if ((in == NULL && n > 0) || (what == NULL && m > 0)) {
		sqlite3_result_error_nomem(ctx);
		return;
	}
	if (m == 0) {
		sqlite3_result_int(ctx, 1);
		return;
	}
	at = in != NULL && what != NULL ? find(in, n, what, m, !blobs) : NULL;
	if (at == NULL)
		sqlite3_result_int(ctx, 0);
	else
		sqlite3_result_int(ctx,
		    1 +
			(blobs ? (int)(at - in)
			       : characters(in, (size_t)(at - in))));
}

int
db_instr(sqlite3 *db, struct fx_err *err)
{
	return sqlite3_create_function_v2(db, "instr", 2,
		   SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS, NULL,
		   instr, NULL, NULL, NULL) == SQLITE_OK
	    ? 0
	    : db_fail(db, err);
}
