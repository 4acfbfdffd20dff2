/* file.c - checks 1 and 2: a closed, regular SQLite file, opened with care */
#include <sys/stat.h>

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "forensic/canon.h"
#include "internal.h"

/* Offsets in the header, SQLite's "Database File Format", 1.3. */
enum {
	HEADER_LEN = 100,
	HEADER_PAGE_SIZE = 16,
	HEADER_WRITE_VERSION = 18, /* 1: rollback journal, 2: write-ahead log */
	HEADER_READ_VERSION = 19,
	HEADER_PAGES = 28,
	HEADER_ENCODING = 56,
	HEADER_USER_VERSION = 60,
	HEADER_APPLICATION_ID = 68,
};

enum {
	ROW_LEN = 2 * FX_CANON_LEN, /* longest value SQLite may hand out */
	SQL_LEN = 1 << 16,
	BUSY_MS = 2000,
	STEPS_EACH = 1000, /* instructions between two progress calls */
	STEPS_LEAST = 100000,
	INTEGRITY_LINES = 20,
};

/* What it is in the place of a regular file. */
static const char *
kind_of(const struct stat *st)
{
	return S_ISDIR(st->st_mode) ? "a directory" : "not a regular file";
}

/* A read-only descriptor on a regular file, or -1 and words said. */
static int
open_regular(struct fxv *v, const struct fxv_db *db, const char *path,
    struct stat *st)
{
	int fd;

	/* O_NONBLOCK: a pipe of that name must not make us wait. */
	fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	if (fd == -1 || fstat(fd, st) == -1) {
		fxv_say(v, db->file, FX_CANNOT_CHECK, -1,
		    "%s (%s) cannot be read: %s", db->what, path,
		    strerror(errno));
	} else if (!S_ISREG(st->st_mode)) {
		fxv_say(v, db->file, FX_CANNOT_CHECK, -1, "%s (%s) is %s",
		    db->what, path, kind_of(st));
	} else {
		return fd;
	}
	if (fd != -1)
		close(fd);
	return -1;
}

/* Is there a file of that name with a journal's ending beside it? */
static int
look_for(struct fxv *v, const struct fxv_db *db, const char *path,
    const char *ending)
{
	struct fx_buf name = { 0 };
	struct stat st;
	const char *slash;
	int rc = 0;

	fx_buf_printf(&name, "%s%s", path, ending);
	if (fx_buf_check(&name, &v->err) == -1) {
		v->failed = true;
		rc = -1;
	} else if (lstat(name.p, &st) == 0 || errno != ENOENT) {
		slash = strrchr(name.p, '/');
		fxv_say(v, db->file, FX_CANNOT_CHECK, -1,
		    "the copy is not closed (%s present). Ask the lab for a "
		    "closed copy, made with 'fxrecord --close'",
		    slash != NULL ? slash + 1 : name.p);
		rc = -1;
	}
	fx_buf_done(&name);
	return rc;
}

/*
 * A database that was being written is not what its main file holds: opening
 * it would show rows that were never committed, or lack rows that were.
 */
static int
is_closed(struct fxv *v, const struct fxv_db *db, const char *path,
    const char *real)
{
	static const char *const endings[] = { "-journal", "-wal" };
	size_t i;

	for (i = 0; i < FX_LEN(endings); i++) {
		if (look_for(v, db, path, endings[i]) == -1)
			return -1;
		if (strcmp(path, real) != 0 &&
		    look_for(v, db, real, endings[i]) == -1)
			return -1;
	}
	return 0;
}

static int
check_size(struct fxv *v, const struct fxv_db *db, const uint8_t *h,
    uint64_t size)
{
	uint64_t page = fx_be16(h + HEADER_PAGE_SIZE), told;

	if (page == 1)
		page = 65536; /* what does not fit the field */
	if (!fx_mul(page, fx_be32(h + HEADER_PAGES), &told) || size < told) {
		fxv_say(v, db->structure, FX_TAMPERED, -1,
		    "%s is cut short: it has %" PRIu64
		    " bytes, its header tells of %" PRIu32 " pages of %" PRIu64,
		    db->what, size, fx_be32(h + HEADER_PAGES), page);
		return -1;
	}
	if (size > told)
		fxv_say(v, db->structure, FX_NOTE, -1,
		    "%s has %" PRIu64
		    " bytes behind its last page; they prove nothing",
		    db->what, size - told);
	return 0;
}

static int
check_header(struct fxv *v, const struct fxv_db *db, const uint8_t *h, size_t n,
    uint64_t size)
{
	static const char magic[16] = "SQLite format 3"; /* and its NUL */
	const char *kind = db->file == FXV_FILE ? "an evidence file"
						: "a vault";

	if (n < HEADER_LEN || memcmp(h, magic, sizeof(magic)) != 0 ||
	    fx_be32(h + HEADER_APPLICATION_ID) != db->application_id) {
		fxv_say(v, db->structure, FX_CANNOT_CHECK, -1, "not %s", kind);
		return -1;
	}
	if (fx_be32(h + HEADER_USER_VERSION) != db->version) {
		fxv_say(v, db->structure, FX_CANNOT_CHECK, -1,
		    "%s is of version %" PRIu32
		    " of the format, this program reads version %" PRIu32 "%s",
		    db->what, fx_be32(h + HEADER_USER_VERSION), db->version,
		    fx_be32(h + HEADER_USER_VERSION) > db->version
			? ": a later fxverify may know it"
			: "");
		return -1;
	}
	if (h[HEADER_WRITE_VERSION] == 2 || h[HEADER_READ_VERSION] == 2) {
		fxv_say(v, db->file, FX_CANNOT_CHECK, -1,
		    "the copy is not closed (%s is in write-ahead log mode). "
		    "Ask the lab for a closed copy, made with "
		    "'fxrecord --close'",
		    db->what);
		return -1;
	}
	if (fx_be32(h + HEADER_ENCODING) != 1) {
		fxv_say(v, db->structure, FX_TAMPERED, -1,
		    "the text of %s is not UTF-8 (encoding %" PRIu32 ")",
		    db->what, fx_be32(h + HEADER_ENCODING));
		return -1;
	}
	return check_size(v, db, h, size);
}

/* Stops a statement whose work the size of the file does not explain. */
static int
progress(void *arg)
{
	struct fxv_db *db = arg;

	return db->steps++ >= db->budget;
}

static int
set(struct fxv *v, struct fxv_db *db, uint64_t size)
{
	static const struct {
		int what, most;
	} limits[] = {
		{ SQLITE_LIMIT_LENGTH, ROW_LEN },
		{ SQLITE_LIMIT_SQL_LENGTH, SQL_LEN },
		{ SQLITE_LIMIT_COLUMN, 32 },
		{ SQLITE_LIMIT_EXPR_DEPTH, 50 },
		{ SQLITE_LIMIT_COMPOUND_SELECT, 4 },
		{ SQLITE_LIMIT_VDBE_OP, 25000 },
		{ SQLITE_LIMIT_FUNCTION_ARG, 8 },
		{ SQLITE_LIMIT_ATTACHED, 0 },
		{ SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 50 },
		{ SQLITE_LIMIT_VARIABLE_NUMBER, 8 },
		{ SQLITE_LIMIT_TRIGGER_DEPTH, 1 },
		{ SQLITE_LIMIT_WORKER_THREADS, 0 },
	};
	static const char pragmas[] =
	    "PRAGMA trusted_schema=OFF; PRAGMA cell_size_check=ON;"
	    "PRAGMA mmap_size=0; PRAGMA query_only=ON; BEGIN";
	size_t i;

	for (i = 0; i < FX_LEN(limits); i++)
		sqlite3_limit(db->db, limits[i].what, limits[i].most);
	sqlite3_extended_result_codes(db->db, 0);
	sqlite3_busy_timeout(db->db, BUSY_MS);
	db->budget = STEPS_LEAST + size / 100;
	sqlite3_progress_handler(db->db, STEPS_EACH, progress, db);
	if (sqlite3_db_config(db->db, SQLITE_DBCONFIG_DEFENSIVE, 1,
		(int *)NULL) != SQLITE_OK ||
	    sqlite3_exec(db->db, pragmas, NULL, NULL, NULL) != SQLITE_OK) {
		fxv_say(v, db->file, FX_CANNOT_CHECK, -1,
		    "%s cannot be opened: %s", db->what,
		    sqlite3_errmsg(db->db));
		return -1;
	}
	return 0;
}

/* SQLite's own words about pages, cells and declared types. */
static void
integrity(struct fxv *v, struct fxv_db *db)
{
	const char *text;
	sqlite3_stmt *stmt;
	int rc, lines = 0;

	stmt = fxv_db_prepare(v, db, "PRAGMA main.integrity_check(100)");
	if (stmt == NULL)
		return;
	while ((rc = fxv_db_step(v, db, stmt)) == SQLITE_ROW) {
		text = (const char *)sqlite3_column_text(stmt, 0);
		if (text == NULL || strcmp(text, "ok") == 0)
			continue;
		if (++lines <= INTEGRITY_LINES)
			fxv_say(v, db->structure, FX_TAMPERED, -1,
			    "the database of %s is damaged: %s", db->what,
			    text);
	}
	if (rc == SQLITE_TOOBIG)
		fxv_say(v, db->structure, FX_TAMPERED, -1,
		    "the database of %s is damaged: a row is longer than any "
		    "may be",
		    db->what);
	sqlite3_finalize(stmt);
}

static int
open_database(struct fxv *v, struct fxv_db *db, const char *real, uint64_t size)
{
	int rc;

	/* An absolute path: it cannot be taken for a URI or for ":memory:". */
	rc = sqlite3_open_v2(real, &db->db,
	    SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX |
		SQLITE_OPEN_PRIVATECACHE,
	    NULL);
	if (db->db == NULL)
		return fxv_fail(v, FX_ENOMEM, "SQLite");
	if (rc != SQLITE_OK) {
		fxv_say(v, db->file, FX_CANNOT_CHECK, -1,
		    "%s cannot be opened: %s", db->what,
		    sqlite3_errmsg(db->db));
		return -1;
	}
	if (set(v, db, size) == -1 || fxv_schema(v, db) == -1)
		return -1;
	integrity(v, db);
	return v->failed ? -1 : 0;
}

int
fxv_db_open(struct fxv *v, struct fxv_db *db, const char *path)
{
	uint8_t header[HEADER_LEN];
	struct stat st;
	ssize_t n;
	char *real;
	int fd, rc;

	if ((fd = open_regular(v, db, path, &st)) == -1)
		return -1;
	n = pread(fd, header, sizeof(header), 0);
	close(fd);
	if (n == -1 || (real = realpath(path, NULL)) == NULL) {
		fxv_say(v, db->file, FX_CANNOT_CHECK, -1,
		    "%s (%s) cannot be read: %s", db->what, path,
		    strerror(errno));
		return -1;
	}
	rc = is_closed(v, db, path, real);
	if (rc == 0)
		rc = check_header(v, db, header, (size_t)n,
		    (uint64_t)st.st_size);
	if (rc == 0)
		rc = open_database(v, db, real, (uint64_t)st.st_size);
	free(real);
	return rc;
}

void
fxv_db_close(struct fxv_db *db)
{
	sqlite3_close(db->db);
	db->db = NULL;
}

/* What an error of SQLite says of the file. */
static void
say_error(struct fxv *v, struct fxv_db *db, int rc)
{
	db->broken = true;
	switch (rc) {
	case SQLITE_NOMEM:
		fxv_fail(v, FX_ENOMEM, "SQLite");
		break;
	case SQLITE_CORRUPT:
	case SQLITE_NOTADB:
		fxv_say(v, db->structure, FX_TAMPERED, -1,
		    "the database of %s is damaged: %s", db->what,
		    sqlite3_errmsg(db->db));
		break;
	case SQLITE_INTERRUPT:
		fxv_say(v, db->structure, FX_CANNOT_CHECK, -1,
		    "reading %s takes more steps than its size explains",
		    db->what);
		break;
	default:
		fxv_say(v, db->structure, FX_CANNOT_CHECK, -1,
		    "%s cannot be read: %s", db->what, sqlite3_errmsg(db->db));
	}
}

sqlite3_stmt *
fxv_db_prepare(struct fxv *v, struct fxv_db *db, const char *sql)
{
	sqlite3_stmt *stmt;
	int rc;

	db->steps = 0;
	rc = sqlite3_prepare_v2(db->db, sql, -1, &stmt, NULL);
	if (rc == SQLITE_OK)
		return stmt;
	say_error(v, db, rc);
	return NULL;
}

int
fxv_db_step(struct fxv *v, struct fxv_db *db, sqlite3_stmt *stmt)
{
	int rc = sqlite3_step(stmt);

	if (rc == SQLITE_ROW || rc == SQLITE_DONE || rc == SQLITE_TOOBIG)
		return rc;
	say_error(v, db, rc);
	return SQLITE_ERROR;
}

int
fxv_slurp(struct fxv *v, struct fx_buf *out, const char *path, size_t most)
{
	char piece[4096];
	struct stat st;
	ssize_t n = 0;
	int fd, rc = -1;

	fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	if (fd == -1 || fstat(fd, &st) == -1) {
		fx_fail_sys(&v->err, 0, "%s", path);
		goto out;
	}
	if (!S_ISREG(st.st_mode)) {
		fx_fail(&v->err, FX_EFORMAT, 0, "%s: is %s", path,
		    kind_of(&st));
		goto out;
	}
	while (out->len <= most && (n = read(fd, piece, sizeof(piece))) > 0)
		fx_buf_put(out, piece, (size_t)n);
	if (n == -1)
		fx_fail_sys(&v->err, 0, "%s", path);
	else if (out->len > most)
		fx_fail(&v->err, FX_ELIMIT, 0, "%s: too long", path);
	else
		rc = fx_buf_check(out, &v->err);
out:
	if (fd != -1)
		close(fd);
	return rc;
}
