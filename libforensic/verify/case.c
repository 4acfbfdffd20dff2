/* case.c - a case file that was checked, kept open to be read */
#include <inttypes.h>
#include <stdlib.h>

#include "forensic/canon.h"
#include "forensic/case.h"
#include "internal.h"

struct fx_case {
	struct fxv v;
	struct fx_verify_options opt;
	struct fx_verdict *verdict;
};

struct fx_rows {
	struct fx_case *c;
	sqlite3_stmt *stmt;
};

struct fx_case *
fx_case_open(const char *path, const struct fx_verify_options *opt,
    struct fx_err *err)
{
	struct fx_case *c = calloc(1, sizeof(*c));

	if (c == NULL) {
		fx_fail(err, FX_ENOMEM, 0, "a case file");
		return NULL;
	}
	c->opt = *opt;
	c->verdict = fxv_verdict(&c->v, path, &c->opt, err);
	if (c->verdict != NULL)
		return c;
	fx_case_close(c);
	return NULL;
}

void
fx_case_close(struct fx_case *c)
{
	if (c == NULL)
		return;
	fxv_end(&c->v);
	fx_verdict_free(c->verdict);
	free(c);
}

const struct fx_verdict *
fx_case_verdict(const struct fx_case *c)
{
	return c->verdict;
}

/* It was read whole a moment ago: what fails now is the medium, or memory. */
static int
fail(struct fx_case *c, struct fx_err *err)
{
	return fx_fail(err, FX_EIO, 0,
	    "the case file can no longer be read: %s",
	    sqlite3_errmsg(c->v.evd.db));
}

bool
fx_case_is_parent(const struct fx_case *c)
{
	return c->v.children.nplans > 0;
}

int
fx_case_children(struct fx_case *c,
    int (*fn)(const struct fx_child *child, void *arg), void *arg,
    struct fx_err *err)
{
	if (fxv_children_each(&c->v, fn, arg, err) == -1)
		return -1;
	if (c->v.children.more)
		return fx_fail(err, FX_ELIMIT, 0, "more than %d images",
		    FX_CHILDREN);
	return 0;
}

struct fx_rows *
fx_rows_new(struct fx_case *c, uint64_t from, uint64_t to, const char *kind,
    struct fx_err *err)
{
	struct fx_rows *rows = calloc(1, sizeof(*rows));

	if (rows == NULL) {
		fx_fail(err, FX_ENOMEM, 0, "rows");
		return NULL;
	}
	rows->c = c;
	rows->stmt = fxv_db_prepare(&c->v, &c->v.evd,
	    kind == NULL ? "SELECT seq, kind, body, leaf FROM main.record "
			   "WHERE seq >= ?1 AND seq < ?2 ORDER BY seq"
			 : "SELECT seq, kind, body, leaf FROM main.record "
			   "WHERE seq >= ?1 AND seq < ?2 AND kind = ?3 "
			   "ORDER BY seq");
	if (rows->stmt == NULL) {
		fail(c, err);
		free(rows);
		return NULL;
	}
	sqlite3_bind_int64(rows->stmt, 1, (int64_t)from);
	sqlite3_bind_int64(rows->stmt, 2, (int64_t)to);
	if (kind != NULL)
		sqlite3_bind_text(rows->stmt, 3, kind, -1, SQLITE_TRANSIENT);
	return rows;
}

void
fx_rows_free(struct fx_rows *rows)
{
	if (rows == NULL)
		return;
	sqlite3_finalize(rows->stmt);
	free(rows);
}

int
fx_rows_next(struct fx_rows *rows, struct fx_case_row *row, struct fx_err *err)
{
	sqlite3_stmt *st = rows->stmt;
	int rc = fxv_db_step(&rows->c->v, &rows->c->v.evd, st);

	if (rc == SQLITE_DONE)
		return 0;
	if (rc != SQLITE_ROW)
		return fail(rows->c, err);
	row->seq = (uint64_t)sqlite3_column_int64(st, 0);
	row->kind = (const char *)sqlite3_column_text(st, 1);
	row->body = (const char *)sqlite3_column_text(st, 2);
	row->len = (size_t)sqlite3_column_bytes(st, 2);
	row->leaf = sqlite3_column_blob(st, 3);
	if (row->kind == NULL || row->body == NULL || row->leaf == NULL ||
	    sqlite3_column_bytes(st, 3) != FX_SHA256_LEN)
		return fail(rows->c, err);
	return 1;
}

json_t *
fx_case_record(struct fx_case *c, uint64_t seq, struct fx_err *err)
{
	struct fx_rows *rows = fx_rows_new(c, seq, seq + 1, NULL, err);
	struct fx_case_row row = { 0 };
	json_t *record = NULL;
	int rc;

	if (rows == NULL)
		return NULL;
	if ((rc = fx_rows_next(rows, &row, err)) == 1)
		record = fx_canon_parse(row.body, row.len, err);
	else if (rc == 0)
		fx_fail(err, FX_EARG, 0, "there is no record %" PRIu64, seq);
	fx_rows_free(rows);
	return record;
}

bool
fx_case_value(struct fx_case *c, uint64_t seq,
    const uint8_t leaf[FX_SHA256_LEN], const char *field, struct fx_buf *out)
{
	return fxv_erased(&c->v, (int64_t)seq, field) == 0 &&
	    fxv_vault_value(&c->v, (int64_t)seq, leaf, field, out);
}

int
fx_case_note(struct fx_case *c, uint64_t size, struct fx_buf *note,
    struct fx_err *err)
{
	sqlite3_stmt *st;
	int rc;

	st = fxv_db_prepare(&c->v, &c->v.evd,
	    "SELECT note FROM main.checkpoint WHERE size = ?1");
	if (st == NULL)
		return fail(c, err);
	sqlite3_bind_int64(st, 1, (int64_t)size);
	rc = fxv_db_step(&c->v, &c->v.evd, st);
	if (rc == SQLITE_ROW)
		fx_buf_put(note, sqlite3_column_text(st, 0),
		    (size_t)sqlite3_column_bytes(st, 0));
	sqlite3_finalize(st);
	if (rc == SQLITE_DONE)
		return fx_fail(err, FX_EARG, 0,
		    "there is no signed head over %" PRIu64 " records", size);
	return rc == SQLITE_ROW ? fx_buf_check(note, err) : fail(c, err);
}

/* The row at hand, if it is sound: fn's answer. */
static int
on_anchor(sqlite3_stmt *st,
    int (*fn)(int64_t id, const char *type, const void *data, size_t n,
	void *arg),
    void *arg)
{
	const char *type = (const char *)sqlite3_column_text(st, 1);

	if (type == NULL || sqlite3_column_type(st, 2) != SQLITE_BLOB)
		return 0;
	return fn(sqlite3_column_int64(st, 0), type, sqlite3_column_blob(st, 2),
	    (size_t)sqlite3_column_bytes(st, 2), arg);
}

int
fx_case_anchors(struct fx_case *c, uint64_t size,
    int (*fn)(int64_t id, const char *type, const void *data, size_t n,
	void *arg),
    void *arg, struct fx_err *err)
{
	sqlite3_stmt *st;
	int rc;

	st = fxv_db_prepare(&c->v, &c->v.evd,
	    "SELECT id, type, data FROM main.anchor WHERE size = ?1 "
	    "ORDER BY id");
	if (st == NULL)
		return fail(c, err);
	sqlite3_bind_int64(st, 1, (int64_t)size);
	while ((rc = fxv_db_step(&c->v, &c->v.evd, st)) == SQLITE_ROW)
		if (on_anchor(st, fn, arg) == -1)
			break;
	sqlite3_finalize(st);
	if (rc == SQLITE_ROW)
		return -1;
	return rc == SQLITE_DONE ? 0 : fail(c, err);
}
