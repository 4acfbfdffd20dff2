/* db.h - SQLite as case file and vault need it: settings, words for failures */
#ifndef EVIDENCE_DB_H
#define EVIDENCE_DB_H

#include <sqlite3.h>
#include <stdbool.h>
#include <stdint.h>

#include "forensic/err.h"
#include "forensic/schema.h"

/* What kind of database a file must be. */
struct db_kind {
	const char *what; /* "a case file" */
	uint32_t application_id, version;
	const struct fx_schema_item *schema;
	const char *old; /* what is said of a version before, or NULL */
};

extern const struct db_kind db_case, db_vault;

/*
 * Open path, which must exist, with the settings of fxevidence(5): rollback
 * journal, synchronous=EXTRA, nothing of the schema trusted.  An unfinished
 * write is rolled back unless readonly.  The file must be of that kind, with
 * exactly its schema.  NULL and err on failure: FX_EFORMAT for what is no such
 * file, FX_EBROKEN for one that was altered, FX_EIO.
 */
sqlite3 *db_open(const char *path, const struct db_kind *kind, bool readonly,
    struct fx_err *err);

/* Make the tables in the empty file path. The handle, or NULL and err. */
sqlite3 *db_create(const char *path, const struct db_kind *kind,
    struct fx_err *err);

/* Close db; NULL is fine. */
void db_close(sqlite3 *db);

/* Run statements that give no rows. Returns 0, or -1 and err. */
int db_exec(sqlite3 *db, const char *sql, struct fx_err *err);

/* The first column of the first row. Returns 0; -1 and err, also for no row. */
int db_int(sqlite3 *db, const char *sql, int64_t *out, struct fx_err *err);

/* A statement to keep; NULL and err on failure. */
sqlite3_stmt *db_prepare(sqlite3 *db, const char *sql, struct fx_err *err);

/* Step a statement that gives no rows, and reset it. Returns 0, or -1. */
int db_run(sqlite3 *db, sqlite3_stmt *stmt, struct fx_err *err);

/* db_instr.c: a faster instr() for db. Returns 0, or -1 and err. */
int db_instr(sqlite3 *db, struct fx_err *err);

/* Say what SQLite says of its last failure: fills err, returns -1. */
int db_fail(sqlite3 *db, struct fx_err *err);

/* Bytes of a file beside path, named path and suffix; 0 when there is none. */
uint64_t db_beside(const char *path, const char *suffix);

#endif
