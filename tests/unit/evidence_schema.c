/* evidence_schema.c - SQLite keeps the schema's text, and the seat belts hold
 */
#include <sqlite3.h>

#include "forensic/bytes.h"
#include "forensic/schema.h"
#include "tap.h"

#define ZEROS "0000000000000000000000000000000000000000000000000000000000000000"
#define ONES "1111111111111111111111111111111111111111111111111111111111111111"

static sqlite3 *
make(const struct fx_schema_item *items)
{
	sqlite3 *db;

	sqlite3_open(":memory:", &db);
	sqlite3_db_config(db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	sqlite3_db_config(db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
	for (; items->type != NULL; items++)
		is_int(sqlite3_exec(db, items->sql, NULL, NULL, NULL),
		    SQLITE_OK, "create %s %s", items->type, items->name);
	return db;
}

static void
kept(sqlite3 *db, const struct fx_schema_item *items)
{
	sqlite3_stmt *st;

	sqlite3_prepare_v2(db,
	    "SELECT type, name, sql FROM sqlite_schema ORDER BY rowid", -1, &st,
	    NULL);
	while (sqlite3_step(st) == SQLITE_ROW) {
		if (!ok(items->type != NULL, "no more than was made"))
			break;
		is_str((const char *)sqlite3_column_text(st, 0), items->type,
		    "type of %s", items->name);
		is_str((const char *)sqlite3_column_text(st, 1), items->name,
		    "name of %s", items->name);
		is_str((const char *)sqlite3_column_text(st, 2), items->sql,
		    "text of %s", items->name);
		items++;
	}
	ok(items->type == NULL, "all that was made");
	sqlite3_finalize(st);
}

static const struct {
	bool good;
	const char *sql, *what;
} steps[] = {
	{ false,
	    "INSERT INTO record VALUES(1,'a','\"kind\":\"a\"\"prev\":\"" ZEROS
	    "\"',zeroblob(32))",
	    "a record that is not the first" },
	{ false,
	    "INSERT INTO record VALUES(0,'b','\"kind\":\"a\"\"prev\":\"" ZEROS
	    "\"',zeroblob(32))",
	    "a kind that is not the body's" },
	{ false,
	    "INSERT INTO record VALUES(0,'a','\"kind\":\"a\"\"prev\":\"" ONES
	    "\"',zeroblob(32))",
	    "a wrong prev" },
	{ false,
	    "INSERT INTO record VALUES(0,'a','\"kind\":\"a\"\"prev\":\"" ZEROS
	    "\"',zeroblob(31))",
	    "a short leaf" },
	{ false,
	    "INSERT INTO record VALUES(0,'a','\"kind\":\"a\"\"prev\":\"" ZEROS
	    "\"'||char(10),zeroblob(32))",
	    "a body of two lines" },
	{ false,
	    "INSERT INTO record VALUES(0,'a',"
	    "CAST('\"kind\":\"a\"\"prev\":\"" ZEROS
	    "\"' AS BLOB),zeroblob(32))",
	    "a body that is no text" },
	{ true,
	    "INSERT INTO record VALUES(0,'a','\"kind\":\"a\"\"prev\":\"" ZEROS
	    "\"',x'" ONES "')",
	    "the first record" },
	{ true,
	    "INSERT INTO record VALUES(1,'a','\"kind\":\"a\"\"prev\":\"" ONES
	    "\"',zeroblob(32))",
	    "the second" },
	{ false, "UPDATE record SET kind='c' WHERE seq=1", "an update" },
	{ false, "DELETE FROM record WHERE seq=1", "a deletion" },
	{ false,
	    "INSERT OR REPLACE INTO record VALUES(1,'a','\"kind\":\"a\"\"prev\""
	    ":\"" ONES "\"',zeroblob(32))",
	    "a replacement" },
	{ false, "INSERT INTO checkpoint VALUES(3,'x')",
	    "a head past the tail" },
	{ true, "INSERT INTO checkpoint VALUES(2,'x')", "a head" },
	{ false, "INSERT INTO checkpoint VALUES(1,'x')", "a smaller head" },
	{ false, "UPDATE checkpoint SET note='y'", "an update of a head" },
	{ false, "DELETE FROM checkpoint", "a deletion of a head" },
	{ false, "INSERT INTO anchor VALUES(1,2,'paper',x'00')",
	    "an anchor of no known type" },
	{ true, "INSERT INTO anchor VALUES(1,2,'filed',x'00')", "an anchor" },
	{ false, "UPDATE anchor SET size=1", "an update of an anchor" },
	{ false, "DELETE FROM anchor", "a deletion of an anchor" },
};

int
main(void)
{
	uint8_t one[FX_SHA256_LEN], two[FX_SHA256_LEN];
	sqlite3 *db;
	size_t i;
	int rc;

	db = make(fx_case_schema);
	kept(db, fx_case_schema);
	for (i = 0; i < FX_LEN(steps); i++) {
		rc = sqlite3_exec(db, steps[i].sql, NULL, NULL, NULL);
		ok((rc == SQLITE_OK) == steps[i].good, "%s: %s", steps[i].what,
		    steps[i].good ? "taken" : "refused");
	}
	sqlite3_close(db);
	db = make(fx_vault_schema);
	kept(db, fx_vault_schema);
	sqlite3_close(db);
	ok(fx_schema_sum(fx_case_schema, one) == 0 &&
		fx_schema_sum(fx_vault_schema, two) == 0 &&
		memcmp(one, two, sizeof(one)) != 0,
	    "two sums");
	return done();
}
