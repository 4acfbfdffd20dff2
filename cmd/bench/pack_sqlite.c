/* pack_sqlite.c - a row of a database, by SQLite itself */
#include <sqlite3.h>

#include "pack.h"

enum { ROWS = 12 };

static int
rows(sqlite3 *db, const void *p, size_t n)
{
	sqlite3_stmt *st = NULL;
	int i, rc;

	rc = sqlite3_exec(db,
	    "PRAGMA page_size = 4096; CREATE TABLE note("
	    "id INTEGER PRIMARY KEY, made INTEGER, body)",
	    NULL, NULL, NULL);
	if (rc == SQLITE_OK)
		rc = sqlite3_prepare_v2(db,
		    "INSERT INTO note(made, body) VALUES(?, ?)", -1, &st, NULL);
	for (i = 0; rc == SQLITE_OK && i < ROWS; i++) {
		sqlite3_bind_int64(st, 1, 1775000000 + 61 * i);
		if (i == ROWS / 2)
			sqlite3_bind_blob(st, 2, p, (int)n, SQLITE_STATIC);
		else
			sqlite3_bind_text(st, 2, "lorem ipsum dolor", -1,
			    SQLITE_STATIC);
		rc = sqlite3_step(st) == SQLITE_DONE ? sqlite3_reset(st)
						     : SQLITE_ERROR;
	}
	sqlite3_finalize(st);
	return rc;
}

int
pack_sqlite(const struct pack *pack, const void *p, size_t n,
    struct fx_buf *out, struct fx_err *err)
{
	unsigned char *made = NULL;
	sqlite3_int64 size = 0;
	sqlite3 *db = NULL;
	int rc = sqlite3_open(":memory:", &db);

	(void)pack;
	if (rc == SQLITE_OK)
		rc = rows(db, p, n);
	if (rc == SQLITE_OK)
		made = sqlite3_serialize(db, "main", &size, 0);
	if (made != NULL)
		fx_buf_put(out, made, (size_t)size);
	sqlite3_free(made);
	sqlite3_close(db);
	if (made == NULL)
		return fx_fail(err, FX_EIO, 0, "SQLite made no database");
	return fx_buf_check(out, err);
}
