/* schema.c - check 2: the database has the built-in structure and no other */
#include <string.h>

#include "internal.h"

enum { ITEMS_MOST = 64, EXTRA_LINES = 20 };

static const char *
text(sqlite3_stmt *stmt, int column)
{
	const char *s = (const char *)sqlite3_column_text(stmt, column);

	return s != NULL ? s : "";
}

/* One row of the schema table against the built-in items. */
static void
compare(struct fxv *v, const struct fxv_db *db, sqlite3_stmt *stmt,
    bool seen[ITEMS_MOST], bool same[ITEMS_MOST])
{
	const char *type = text(stmt, 0), *name = text(stmt, 1);
	const char *sql = text(stmt, 2);
	const struct fx_schema_item *item;
	size_t i;

	for (i = 0; i < ITEMS_MOST && db->schema[i].type != NULL; i++) {
		item = &db->schema[i];
		if (strcmp(item->type, type) != 0 ||
		    strcmp(item->name, name) != 0)
			continue;
		same[i] = !seen[i] && strcmp(item->sql, sql) == 0;
		seen[i] = true;
		if (!same[i])
			fxv_say(v, db->structure, FX_TAMPERED, -1,
			    "the database structure was altered (%s %s "
			    "differs)",
			    type, name);
		return;
	}
	fxv_say(v, db->structure, FX_TAMPERED, -1,
	    "the database structure was altered (%s %s was added)", type, name);
}

/* Can the tables that hold the records be read as what they should be? */
static bool
readable(const struct fxv_db *db, const bool same[ITEMS_MOST])
{
	const struct fx_schema_item *item;
	size_t i, k, good = 0, want = 0;

	for (k = 0; db->tables[k] != NULL; k++) {
		want++;
		for (i = 0; i < ITEMS_MOST && db->schema[i].type != NULL; i++) {
			item = &db->schema[i];
			if (strcmp(item->type, "table") == 0 &&
			    strcmp(item->name, db->tables[k]) == 0 && same[i])
				good++;
		}
	}
	return good == want;
}

int
fxv_schema(struct fxv *v, struct fxv_db *db)
{
	bool seen[ITEMS_MOST] = { false }, same[ITEMS_MOST] = { false };
	const size_t said = v->reasons[db->structure].n;
	sqlite3_stmt *stmt;
	int rc, rows = 0;
	size_t i;

	stmt = fxv_db_prepare(v, db,
	    "SELECT type, name, sql FROM main.sqlite_schema");
	if (stmt == NULL)
		return -1;
	while ((rc = fxv_db_step(v, db, stmt)) == SQLITE_ROW)
		if (rows++ < ITEMS_MOST + EXTRA_LINES)
			compare(v, db, stmt, seen, same);
	sqlite3_finalize(stmt);
	if (rc == SQLITE_TOOBIG)
		fxv_say(v, db->structure, FX_TAMPERED, -1,
		    "the database structure was altered (a statement is too "
		    "long)");
	if (rc != SQLITE_DONE)
		return -1;
	for (i = 0; i < ITEMS_MOST && db->schema[i].type != NULL; i++)
		if (!seen[i])
			fxv_say(v, db->structure, FX_TAMPERED, -1,
			    "the database structure was altered (%s %s is "
			    "missing)",
			    db->schema[i].type, db->schema[i].name);
	db->altered = v->reasons[db->structure].n > said;
	if (readable(db, same))
		return 0;
	fxv_say(v, db->structure, FX_CANNOT_CHECK, -1,
	    "what %s holds was not read: its tables are not those of the "
	    "format",
	    db->what);
	return -1;
}
