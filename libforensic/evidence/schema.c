/*
 * schema.c - the tables of a case file and of a vault, as their exact text
 *
 * The triggers are a seat belt against accidents: one statement takes them off,
 * and only the hashes and signatures prove anything.  No statement here uses
 * SQLite's JSON functions: they fail in a schema under trusted_schema=OFF.
 */
#include <string.h>

#include "forensic/schema.h"

/* SQLite keeps a statement's text from its third word on as it was given. */
const struct fx_schema_item fx_case_schema[] = {
	{ "table", "record",
	    "CREATE TABLE record(\n"
	    "  seq  INTEGER PRIMARY KEY CHECK(seq >= 0),\n"
	    "  kind TEXT NOT NULL,\n"
	    "  body TEXT NOT NULL CHECK(instr(body, char(10)) = 0"
	    " AND instr(body, char(0)) = 0),\n"
	    "  leaf BLOB NOT NULL CHECK(length(leaf) = 32)\n"
	    ") STRICT" },
	{ "table", "checkpoint",
	    "CREATE TABLE checkpoint(\n"
	    "  size INTEGER PRIMARY KEY CHECK(size > 0),\n"
	    "  note TEXT NOT NULL\n"
	    ") STRICT" },
	{ "table", "anchor",
	    "CREATE TABLE anchor(\n"
	    "  id   INTEGER PRIMARY KEY,\n"
	    "  size INTEGER NOT NULL REFERENCES checkpoint(size),\n"
	    "  type TEXT NOT NULL CHECK(type IN "
	    "('rfc3161','cosig','cms','filed')),\n"
	    "  data BLOB NOT NULL\n"
	    ") STRICT" },
	{ "trigger", "record_append",
	    "CREATE TRIGGER record_append BEFORE INSERT ON record\n"
	    "WHEN NEW.seq IS NOT (SELECT coalesce(max(seq)+1,0) FROM record)\n"
	    "  OR instr(NEW.body, '\"kind\":\"' || NEW.kind || '\"') = 0\n"
	    "  OR instr(NEW.body, '\"prev\":\"' || coalesce((SELECT "
	    "lower(hex(leaf)) FROM record ORDER BY seq DESC LIMIT 1),\n"
	    "       '00000000000000000000000000000000"
	    "00000000000000000000000000000000') || '\"') = 0\n"
	    "BEGIN SELECT RAISE(ABORT,'record: not an append'); END" },
	{ "trigger", "record_noupdate",
	    "CREATE TRIGGER record_noupdate BEFORE UPDATE ON record "
	    "BEGIN SELECT RAISE(ABORT,'record: append-only'); END" },
	{ "trigger", "record_nodelete",
	    "CREATE TRIGGER record_nodelete BEFORE DELETE ON record "
	    "BEGIN SELECT RAISE(ABORT,'record: append-only'); END" },
	{ "trigger", "checkpoint_grow",
	    "CREATE TRIGGER checkpoint_grow BEFORE INSERT ON checkpoint\n"
	    "WHEN NEW.size <= (SELECT coalesce(max(size),0) FROM checkpoint)"
	    " OR NEW.size > (SELECT max(seq)+1 FROM record)\n"
	    "BEGIN SELECT RAISE(ABORT,"
	    "'checkpoint: must grow and not pass the tail'); END" },
	{ "trigger", "checkpoint_noupdate",
	    "CREATE TRIGGER checkpoint_noupdate BEFORE UPDATE ON checkpoint "
	    "BEGIN SELECT RAISE(ABORT,'checkpoint: append-only'); END" },
	{ "trigger", "checkpoint_nodelete",
	    "CREATE TRIGGER checkpoint_nodelete BEFORE DELETE ON checkpoint "
	    "BEGIN SELECT RAISE(ABORT,'checkpoint: append-only'); END" },
	{ "trigger", "anchor_noupdate",
	    "CREATE TRIGGER anchor_noupdate BEFORE UPDATE ON anchor "
	    "BEGIN SELECT RAISE(ABORT,'anchor: append-only'); END" },
	{ "trigger", "anchor_nodelete",
	    "CREATE TRIGGER anchor_nodelete BEFORE DELETE ON anchor "
	    "BEGIN SELECT RAISE(ABORT,'anchor: append-only'); END" },
	{ 0 },
};

const struct fx_schema_item fx_vault_schema[] = {
	{ "table", "dek",
	    "CREATE TABLE dek(\n"
	    "  run       INTEGER NOT NULL,\n"
	    "  recipient TEXT NOT NULL,\n"
	    "  sealed    BLOB NOT NULL,\n"
	    "  PRIMARY KEY(run, recipient)\n"
	    ") STRICT, WITHOUT ROWID" },
	{ "table", "opening",
	    "CREATE TABLE opening(\n"
	    "  seq   INTEGER NOT NULL,\n"
	    "  field TEXT NOT NULL,\n"
	    "  leaf  BLOB NOT NULL CHECK(length(leaf) = 32),\n"
	    "  run   INTEGER NOT NULL,\n"
	    "  box   BLOB NOT NULL CHECK(length(box) >= 72),\n"
	    "  PRIMARY KEY(seq, field)\n"
	    ") STRICT, WITHOUT ROWID" },
	{ "table", "seen",
	    "CREATE TABLE seen(\n"
	    "  id      INTEGER PRIMARY KEY CHECK(id = 1),\n"
	    "  genesis BLOB NOT NULL CHECK(length(genesis) = 32),\n"
	    "  size    INTEGER NOT NULL CHECK(size > 0),\n"
	    "  leaf    BLOB NOT NULL CHECK(length(leaf) = 32)\n"
	    ") STRICT" },
	{ 0 },
};

/* Every text ends in one newline, so that no two lists hash alike. */
int
fx_schema_sum(const struct fx_schema_item *items, uint8_t out[FX_SHA256_LEN])
{
	struct fx_err err;
	struct fx_hash *h;
	int rc = -1;

	if ((h = fx_hash_new(FX_SHA256, &err)) == NULL)
		return -1;
	for (; items->type != NULL; items++)
		if (fx_hash_add(h, items->sql, strlen(items->sql), &err) ==
			-1 ||
		    fx_hash_add(h, "\n", 1, &err) == -1)
			goto out;
	rc = fx_hash_end(h, out, &err);
out:
	fx_hash_free(h);
	return rc;
}
