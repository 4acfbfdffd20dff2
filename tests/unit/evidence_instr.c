/* evidence_instr.c - the instr() of a case file is that of SQLite, only faster
 */
#include "../../libforensic/evidence/db.h"
#include "forensic/bytes.h"
#include "tap.h"

/* Each in each, as SQL. */
static const char *const values[] = { "NULL", "''", "x''", "'a'", "'b'", "'ab'",
	"'aab'", "'abab'", "x'61'", "x'6162'", "x'ff'", "x'61ff62'", "char(10)",
	"char(0)", "'a' || char(0) || 'b'", "'a' || char(10)",
	"char(228) || 'b'", "char(8364) || char(228) || 'ab'", "12312", "31",
	"2.5", "'.'", "CAST(x'80b0' AS TEXT)", "CAST(x'b0' AS TEXT)",
	"CAST(x'80b061' AS TEXT)", "'\"kind\":\"finding\"'",
	"'{\"kind\":\"finding\"}'" };

static void
compare(sqlite3 *own, sqlite3 *theirs, const char *in, const char *what)
{
	sqlite3_stmt *a = NULL, *b = NULL;
	char sql[256];
	bool same;

	snprintf(sql, sizeof sql, "SELECT instr(%s, %s)", in, what);
	same = sqlite3_prepare_v2(own, sql, -1, &a, NULL) == SQLITE_OK &&
	    sqlite3_prepare_v2(theirs, sql, -1, &b, NULL) == SQLITE_OK &&
	    sqlite3_step(a) == SQLITE_ROW && sqlite3_step(b) == SQLITE_ROW &&
	    sqlite3_column_type(a, 0) == sqlite3_column_type(b, 0) &&
	    sqlite3_column_int(a, 0) == sqlite3_column_int(b, 0);
	ok(same, "%s in %s", what, in);
	sqlite3_finalize(a);
	sqlite3_finalize(b);
}

int
main(void)
{
	sqlite3 *own = NULL, *theirs = NULL;
	struct fx_err err;
	size_t i, j;

	ok(sqlite3_open(":memory:", &own) == SQLITE_OK &&
		sqlite3_open(":memory:", &theirs) == SQLITE_OK,
	    "two databases");
	is_int(db_instr(own, &err), 0, "one with our own");
	for (i = 0; i < FX_LEN(values); i++)
		for (j = 0; j < FX_LEN(values); j++)
			compare(own, theirs, values[i], values[j]);
	sqlite3_close(own);
	sqlite3_close(theirs);
	return done();
}
