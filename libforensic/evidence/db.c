/* db.c - SQLite as case file and vault need it: settings, words for failures */
#include <sys/stat.h>

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <string.h>
#include <unistd.h>

#include "db.h"
#include "forensic/bytes.h"
#include "forensic/canon.h"

enum {
	BUSY_MS = 10000, /* a reader may hold the file for so long */
	CACHE_KIB =
	    32 << 10,     /* a batch fits, so that no page is written twice */
	HEADER_LEN = 100, /* SQLite file format, 1.3 */
	AT_READ_VERSION = 19, /* 1: rollback journal; 2: WAL */
	AT_USER_VERSION = 60,
	AT_APPLICATION_ID = 68,
};

const struct db_kind db_case = { "a case file", FX_CASE_APPLICATION_ID,
	FX_CASE_VERSION, fx_case_schema, NULL };
const struct db_kind db_vault = { "a vault", FX_VAULT_APPLICATION_ID,
	FX_VAULT_VERSION, fx_vault_schema,
	"a vault of version 1, which holds values in clear: none is kept so any "
	"more; lock it away, and a new one is begun" };

int
db_fail(sqlite3 *db, struct fx_err *err)
{
	int code = sqlite3_extended_errcode(db) & 0xff;

	switch (code) {
	case SQLITE_NOMEM:
		return fx_fail(err, FX_ENOMEM, 0, "out of memory");
	case SQLITE_FULL:
		fx_fail(err, FX_EIO, 0, "the disk is full");
		err->sys = ENOSPC;
		return -1;
	case SQLITE_CORRUPT:
	case SQLITE_NOTADB:
		return fx_fail(err, FX_EBROKEN, 0, "the database is damaged");
	case SQLITE_BUSY:
		fx_fail(err, FX_EIO, 0, "another program has it locked");
		err->sys = EBUSY;
		return -1;
	case SQLITE_CONSTRAINT:
		return fx_fail(err, FX_EBROKEN, 0, "%s", sqlite3_errmsg(db));
	default:
		errno = sqlite3_system_errno(db);
		if (errno != 0)
			return fx_fail_sys(err, 0, "%s", sqlite3_errstr(code));
		fx_fail(err, FX_EIO, 0, "%s", sqlite3_errstr(code));
		err->sys = EIO;
		return -1;
	}
}

uint64_t
db_beside(const char *path, const char *suffix)
{
	struct fx_buf name = { 0 };
	struct stat st;
	uint64_t size = 0;

	fx_buf_printf(&name, "%s%s", path, suffix);
	if (!name.failed && stat(name.p, &st) == 0)
		size = (uint64_t)st.st_size;
	fx_buf_done(&name);
	return size;
}

/*
 * Is the header that of the kind?  Looked at before SQLite sees the file, so
 * that nothing is rolled back in a database that is not ours.
 */
static int
header(const char *path, const struct db_kind *kind, struct fx_err *err)
{
	uint8_t h[HEADER_LEN];
	struct stat st;
	ssize_t n;
	int fd;

	/* A pipe must not hold us up. */
	fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);
	if (fd == -1 || fstat(fd, &st) == -1) {
		fx_fail_sys(err, 0, "cannot be opened");
		if (fd != -1)
			close(fd);
		return -1;
	}
	if (S_ISDIR(st.st_mode)) {
		close(fd);
		return fx_fail(err, FX_EFORMAT, 0, "is a directory");
	}
	n = S_ISREG(st.st_mode) ? pread(fd, h, sizeof(h), 0) : 0;
	close(fd);
	if (n != HEADER_LEN || memcmp(h, "SQLite format 3", 16) != 0 ||
	    fx_be32(h + AT_APPLICATION_ID) != kind->application_id)
		return fx_fail(err, FX_EFORMAT, 0, "not %s", kind->what);
	if (kind->old != NULL && fx_be32(h + AT_USER_VERSION) < kind->version)
		return fx_fail(err, FX_EFORMAT, 0, "%s", kind->old);
	if (fx_be32(h + AT_USER_VERSION) != kind->version)
		return fx_fail(err, FX_EFORMAT, 0,
		    "%s of version %u, which this program does not know",
		    kind->what, fx_be32(h + AT_USER_VERSION));
	if (h[AT_READ_VERSION] != 1)
		return fx_fail(err, FX_EFORMAT, 0,
		    "in write-ahead mode: not as fxrecord leaves it");
	return 0;
}

/*
 * SQLite would count its memory, with a lock each time, and nobody asks.  Where
 * it was in use before this, it goes on to.
 */
static void
uncounted(void)
{
	sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}

/* A name that SQLite takes for a file, whatever it looks like. */
static sqlite3 *
open_file(const char *path, int flags, struct fx_err *err)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;
	struct fx_buf name = { 0 };
	sqlite3 *db = NULL;

	pthread_once(&once, uncounted);
	if (path[0] != '/')
		fx_buf_str(&name, "./"); /* ":memory:", "file:" */
	fx_buf_str(&name, path);
	if (fx_buf_check(&name, err) == -1)
		goto out;
	if (sqlite3_open_v2(name.p, &db, flags | SQLITE_OPEN_NOMUTEX, NULL) !=
	    SQLITE_OK) {
		db_fail(db, err);
		sqlite3_close(db);
		db = NULL;
	}
out:
	fx_buf_done(&name);
	return db;
}

/* All of this holds for the connection alone, so each one sets it. */
static int
settings(sqlite3 *db, bool readonly, struct fx_err *err)
{
	sqlite3_stmt *st;
	bool good;

	sqlite3_extended_result_codes(db, 1);
	sqlite3_busy_timeout(db, BUSY_MS);
	sqlite3_db_config(db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	sqlite3_db_config(db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
	sqlite3_db_config(db, SQLITE_DBCONFIG_ENABLE_VIEW, 0, NULL);
	sqlite3_limit(db, SQLITE_LIMIT_LENGTH, 4 * FX_CANON_LEN);
	if (db_exec(db,
		"PRAGMA mmap_size=0; PRAGMA cell_size_check=ON;"
		"PRAGMA temp_store=MEMORY; PRAGMA secure_delete=ON;",
		err) == -1)
		return -1;
	if (readonly)
		return db_exec(db, "PRAGMA query_only=ON", err);
	if (db_instr(db, err) == -1)
		return -1;
	fx_fail(err, FX_EIO, 0, "no rollback journal can be had");
	if ((st = db_prepare(db, "PRAGMA journal_mode=DELETE", err)) == NULL)
		return -1;
	good = sqlite3_step(st) == SQLITE_ROW &&
	    strcmp((const char *)sqlite3_column_text(st, 0), "delete") == 0;
	if (!good && sqlite3_errcode(db) != SQLITE_ROW)
		db_fail(db, err);
	sqlite3_finalize(st);
	if (!good)
		return -1;
	sqlite3_exec(db, "PRAGMA cache_size=-32768", NULL, NULL, NULL);
	return db_exec(db, "PRAGMA synchronous=EXTRA", err);
}

static bool
same_text(sqlite3_stmt *st, int column, const char *want)
{
	const char *s = (const char *)sqlite3_column_text(st, column);

	return s != NULL && strcmp(s, want) == 0;
}

/* Is the row of the schema table one of the built-in items? */
static bool
built_in(sqlite3_stmt *st, const struct fx_schema_item *item)
{
	for (; item->type != NULL; item++)
		if (same_text(st, 0, item->type) &&
		    same_text(st, 1, item->name) && same_text(st, 2, item->sql))
			return true;
	return false;
}

/* The schema must be the built-in one; names in it are unique. */
static int
schema(sqlite3 *db, const struct db_kind *kind, struct fx_err *err)
{
	size_t found = 0, want = 0;
	sqlite3_stmt *st;
	bool same = true;
	int rc;

	st = db_prepare(db, "SELECT type, name, sql FROM sqlite_schema", err);
	if (st == NULL)
		return -1;
	while (same && (rc = sqlite3_step(st)) == SQLITE_ROW) {
		same = built_in(st, kind->schema);
		found++;
	}
	if (same && rc != SQLITE_DONE) {
		rc = db_fail(db, err);
		sqlite3_finalize(st);
		return rc;
	}
	sqlite3_finalize(st);
	while (kind->schema[want].type != NULL)
		want++;
	if (same && found == want)
		return 0;
	return fx_fail(err, FX_EBROKEN, 0, "its tables are not those of %s",
	    kind->what);
}

/*
 * A journal that is not to be rolled back, because its first page never reached
 * the disk, stays until something is written: write what is there already.
 */
static int
tidy(sqlite3 *db, const char *path, const struct db_kind *kind,
    struct fx_err *err)
{
	struct fx_buf name = { 0 }, sql = { 0 };
	int rc = 0;

	fx_buf_printf(&name, "%s-journal", path);
	fx_buf_printf(&sql, "PRAGMA user_version=%u", kind->version);
	if (fx_buf_check(&name, err) == -1 || fx_buf_check(&sql, err) == -1)
		rc = -1;
	else if (access(name.p, F_OK) == 0)
		rc = db_exec(db, sql.p, err);
	fx_buf_done(&name);
	fx_buf_done(&sql);
	return rc;
}

sqlite3 *
db_open(const char *path, const struct db_kind *kind, bool readonly,
    struct fx_err *err)
{
	sqlite3 *db;

	if (header(path, kind, err) == -1)
		return NULL;
	db = open_file(path,
	    readonly ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE, err);
	if (db == NULL)
		return NULL;
	if (settings(db, readonly, err) == -1 || schema(db, kind, err) == -1 ||
	    (!readonly && tidy(db, path, kind, err) == -1)) {
		db_close(db);
		return NULL;
	}
	return db;
}

/* In one transaction: the file is empty, or it is all there. */
static int
fill(sqlite3 *db, const struct db_kind *kind, struct fx_err *err)
{
	const struct fx_schema_item *item;
	struct fx_buf sql = { 0 };
	int rc = -1;

	fx_buf_printf(&sql,
	    "PRAGMA encoding='UTF-8'; BEGIN IMMEDIATE;"
	    "PRAGMA application_id=%u; PRAGMA user_version=%u;",
	    kind->application_id, kind->version);
	for (item = kind->schema; item->type != NULL; item++)
		fx_buf_printf(&sql, "%s;", item->sql);
	fx_buf_str(&sql, "COMMIT");
	if (fx_buf_check(&sql, err) == 0)
		rc = db_exec(db, sql.p, err);
	fx_buf_done(&sql);
	return rc;
}

sqlite3 *
db_create(const char *path, const struct db_kind *kind, struct fx_err *err)
{
	sqlite3 *db;

	if ((db = open_file(path, SQLITE_OPEN_READWRITE, err)) == NULL)
		return NULL;
	if (settings(db, false, err) == -1 || fill(db, kind, err) == -1) {
		db_close(db);
		return NULL;
	}
	return db;
}

void
db_close(sqlite3 *db)
{
	sqlite3_close_v2(db);
}

int
db_exec(sqlite3 *db, const char *sql, struct fx_err *err)
{
	return sqlite3_exec(db, sql, NULL, NULL, NULL) == SQLITE_OK
	    ? 0
	    : db_fail(db, err);
}

int
db_int(sqlite3 *db, const char *sql, int64_t *out, struct fx_err *err)
{
	sqlite3_stmt *st = db_prepare(db, sql, err);
	int rc = 0;

	if (st == NULL)
		return -1;
	switch (sqlite3_step(st)) {
	case SQLITE_ROW:
		*out = sqlite3_column_int64(st, 0);
		break;
	case SQLITE_DONE:
		rc = fx_fail(err, FX_EBROKEN, 0, "a row is missing");
		break;
	default:
		rc = db_fail(db, err);
	}
	sqlite3_finalize(st);
	return rc;
}

sqlite3_stmt *
db_prepare(sqlite3 *db, const char *sql, struct fx_err *err)
{
	sqlite3_stmt *st = NULL;

	if (sqlite3_prepare_v3(db, sql, -1, SQLITE_PREPARE_PERSISTENT, &st,
		NULL) != SQLITE_OK)
		db_fail(db, err);
	return st;
}

int
db_run(sqlite3 *db, sqlite3_stmt *stmt, struct fx_err *err)
{
	int rc = sqlite3_step(stmt) == SQLITE_DONE ? 0 : db_fail(db, err);

	sqlite3_reset(stmt);
	return rc;
}
