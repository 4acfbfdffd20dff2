/* anchor.c - keep what others vouch for: timestamps, cosignatures, filing */
#include <inttypes.h>
#include <string.h>

#include "forensic/anchor.h"
#include "forensic/bytes.h"
#include "forensic/statement.h"
#include "store_internal.h"

int
fx_anchor_sum(uint8_t out[FX_SHA256_LEN], const char *type, uint64_t size,
    const void *data, size_t n)
{
	struct fx_buf text = { 0 };
	int rc = -1;

	fx_buf_printf(&text, "%s\n%" PRIu64 "\n", type, size);
	if (!text.failed)
		rc = fx_sha256_2(out, text.p, text.len, data, n);
	fx_buf_done(&text);
	return rc;
}

int
anchor_insert(struct fx_store *s, uint64_t size, const char *type,
    const void *data, size_t n, struct fx_err *err)
{
	sqlite3_stmt *st;
	struct fx_err lost;
	int rc = -1;

	st = db_prepare(s->db,
	    "INSERT INTO main.anchor(size, type, data) "
	    "SELECT ?1, ?2, ?3 WHERE NOT EXISTS (SELECT 1 FROM main.anchor "
	    "WHERE size = ?1 AND type = ?2 AND data = ?3)",
	    err);
	if (st == NULL)
		return -1;
	sqlite3_bind_int64(st, 1, (sqlite3_int64)size);
	sqlite3_bind_text(st, 2, type, -1, SQLITE_STATIC);
	sqlite3_bind_blob64(st, 3, data, n, SQLITE_STATIC);
	if (db_exec(s->db, "BEGIN IMMEDIATE", err) == 0) {
		rc = store_unchanged(s, err);
		if (rc == 0)
			rc = db_run(s->db, st, err);
		if (rc == 0 && sqlite3_changes(s->db) == 0)
			rc = fx_fail(err, FX_EARG, 0, "it is there already");
		if (rc == 0)
			rc = db_exec(s->db, "COMMIT", err);
		if (rc == -1)
			db_exec(s->db, "ROLLBACK", &lost);
	}
	sqlite3_finalize(st);
	return rc;
}

/* Rows of heads, or of heads with a timestamp each, the newest first. */
static const char heads_sql[] =
    "SELECT size, note, NULL FROM main.checkpoint ORDER BY size DESC";
static const char stamps_sql[] =
    "SELECT c.size, c.note, a.data FROM main.anchor AS a "
    "JOIN main.checkpoint AS c ON c.size = a.size "
    "WHERE a.type = 'rfc3161' ORDER BY a.id DESC";

/* What the row at hand is, for a timestamp. Borrowed from the statement. */
static struct fx_stamped
stamped(sqlite3_stmt *st)
{
	return (struct fx_stamped){ .p = sqlite3_column_text(st, 1),
		.n = (size_t)sqlite3_column_bytes(st, 1),
		.more = sqlite3_column_blob(st, 2),
		.nmore = (size_t)sqlite3_column_bytes(st, 2) };
}

/* 1 when a row fits, with its size; 0; -1 and err. */
static int
find(struct fx_store *s, const char *sql, const struct fx_stamp *stamp,
    uint64_t *size, struct fx_err *err)
{
	sqlite3_stmt *st = db_prepare(s->db, sql, err);
	struct fx_stamped over;
	int rc, found = 0;

	if (st == NULL)
		return -1;
	while (found == 0 && (rc = sqlite3_step(st)) == SQLITE_ROW) {
		over = stamped(st);
		found = fx_stamp_is_over(stamp, &over) ? 1 : 0;
		*size = (uint64_t)sqlite3_column_int64(st, 0);
	}
	if (found == 0 && rc != SQLITE_DONE)
		found = db_fail(s->db, err);
	sqlite3_finalize(st);
	return found;
}

static int
keep_stamp(struct fx_store *s, const struct fx_stamp *stamp, const void *reply,
    size_t n, uint64_t *size, struct fx_err *err)
{
	int found = find(s, heads_sql, stamp, size, err);

	if (found == 0)
		found = find(s, stamps_sql, stamp, size, err);
	if (found == 0)
		return fx_fail(err, FX_EFORMAT, 0,
		    "the timestamp is over no head of this case");
	return found == 1 ? anchor_insert(s, *size, "rfc3161", reply, n, err)
			  : -1;
}

int
fx_store_stamp(struct fx_store *s, const void *reply, size_t n,
    const void *request, size_t nrequest, uint64_t *size, struct fx_err *err)
{
	struct fx_stamp *stamp = fx_stamp_parse(reply, n, err);
	int rc = 0;

	if (stamp == NULL)
		return -1;
	if (request != NULL)
		rc = fx_stamp_answers(stamp, request, nrequest, err);
	if (rc == 0)
		rc = keep_stamp(s, stamp, reply, n, size, err);
	fx_stamp_free(stamp);
	return rc;
}

/* Is the line good over the head of that note? */
static bool
is_good(const struct fx_vkey *by, const struct fx_note_sig *sig,
    sqlite3_stmt *st)
{
	const char *text = (const char *)sqlite3_column_text(st, 1);
	size_t n = (size_t)sqlite3_column_bytes(st, 1);
	struct fx_note note;
	struct fx_err why;

	return text != NULL && fx_note_parse(&note, text, n, &why) == 0 &&
	    fx_vkey_check(by, sig, text, note.text_len, NULL) == FX_SIGNED_GOOD;
}

/* Keep one line, without its line feed. 1 when done, 0 if it is not by it. */
static int
keep_line(struct fx_store *s, const char *line, size_t n,
    const struct fx_vkey *by, uint64_t *size, struct fx_err *err)
{
	struct fx_note_sig sig;
	sqlite3_stmt *st;
	bool good = false;
	int rc = SQLITE_DONE;

	if (fx_note_sig_parse(&sig, line, n) == -1)
		return fx_fail(err, FX_EFORMAT, 0, "no line of a signature");
	if (strcmp(sig.name, by->name) != 0 ||
	    memcmp(sig.id, by->id, sizeof(sig.id)) != 0)
		return 0;
	if ((st = db_prepare(s->db, heads_sql, err)) == NULL)
		return -1;
	while (!good && (rc = sqlite3_step(st)) == SQLITE_ROW) {
		good = is_good(by, &sig, st);
		*size = (uint64_t)sqlite3_column_int64(st, 0);
	}
	sqlite3_finalize(st);
	if (good)
		return anchor_insert(s, *size, "cosig", line, n + 1, err) == 0
		    ? 1
		    : -1;
	if (rc != SQLITE_DONE)
		return db_fail(s->db, err);
	return fx_fail(err, FX_EFORMAT, 0,
	    "the cosignature is over no head of this case");
}

int
fx_store_cosignature(struct fx_store *s, const char *lines, size_t n,
    const struct fx_vkey *by, uint64_t *size, struct fx_err *err)
{
	const char *end;
	int rc = 0;

	if (n > FX_NOTE_LEN)
		return fx_fail(err, FX_ELIMIT, 0, "too long for a cosignature");
	for (; n > 0 && rc == 0; lines = end + 1) {
		if ((end = memchr(lines, '\n', n)) == NULL)
			return fx_fail(err, FX_EFORMAT, 0,
			    "no line of a signature");
		rc = keep_line(s, lines, (size_t)(end - lines), by, size, err);
		n -= (size_t)(end + 1 - lines);
	}
	if (rc == 0)
		return fx_fail(err, FX_EFORMAT, 0,
		    "no line in it is by that witness");
	return rc == 1 ? 0 : -1;
}

int
fx_store_filed(struct fx_store *s, const char *where, struct fx_err *err)
{
	size_t n = strlen(where);
	struct fx_err why;

	if (fx_statement_check(where, n, &why) == -1)
		return fx_fail(err, FX_EARG, 0, "where it was filed %s",
		    why.msg);
	return anchor_insert(s, s->chain.head.size, "filed", where, n, err);
}

/* The request, over the row at hand. */
static int
ask(sqlite3 *db, int64_t renew, struct fx_buf *out, struct fx_err *err)
{
	struct fx_stamped over;
	sqlite3_stmt *st;
	int rc = -1, step;

	st = db_prepare(db,
	    renew == 0 ? "SELECT size, note, NULL FROM main.checkpoint "
			 "ORDER BY size DESC LIMIT 1"
		       : "SELECT c.size, c.note, a.data FROM main.anchor AS a "
			 "JOIN main.checkpoint AS c ON c.size = a.size "
			 "WHERE a.type = 'rfc3161' AND a.id = ?",
	    err);
	if (st == NULL)
		return -1;
	if (renew != 0)
		sqlite3_bind_int64(st, 1, renew);
	if ((step = sqlite3_step(st)) == SQLITE_ROW) {
		over = stamped(st);
		rc = fx_stamp_request(out, &over, err);
	} else if (step == SQLITE_DONE) {
		fx_fail(err, FX_EARG, 0,
		    "there is no timestamp of that number");
	} else {
		db_fail(db, err);
	}
	sqlite3_finalize(st);
	return rc;
}

int
fx_store_ask_stamp(const char *path, int64_t renew, struct fx_buf *out,
    struct fx_err *err)
{
	struct view v;
	int rc;

	if (view_open(&v, path, err) == -1)
		return -1;
	rc = ask(v.db, renew, out, err);
	view_close(&v);
	return rc;
}
