/* records.c - checks 3 and 4: each record by itself, and the chain of them */
#include <inttypes.h>
#include <string.h>

#include "ahead.h"
#include "forensic/canon.h"

/* A column as text of len bytes, or NULL if it is of another type. */
static const char *
column_text(sqlite3_stmt *stmt, int column, size_t *len)
{
	if (sqlite3_column_type(stmt, column) != SQLITE_TEXT)
		return NULL;
	*len = (size_t)sqlite3_column_bytes(stmt, column);
	return (const char *)sqlite3_column_text(stmt, column);
}

static void
read_row(sqlite3_stmt *stmt, struct fxv_row *row)
{
	size_t len = 0;

	*row = (struct fxv_row){ .seq = sqlite3_column_int64(stmt, 0) };
	row->kind = column_text(stmt, 1, &len);
	if (row->kind != NULL && strlen(row->kind) != len)
		row->kind = NULL;
	row->body = column_text(stmt, 2, &row->len);
	if (sqlite3_column_type(stmt, 3) == SQLITE_BLOB &&
	    sqlite3_column_bytes(stmt, 3) == FX_SHA256_LEN)
		row->leaf = sqlite3_column_blob(stmt, 3);
}

/*
 * Rows from *next on, which moves behind the last one given to fn.  Returns
 * SQLITE_DONE; SQLITE_TOOBIG for a row that is too long; or SQLITE_ERROR.
 */
static int
stream(struct fxv *v, sqlite3_stmt *stmt, int64_t *next, fxv_row_fn *fn,
    void *arg)
{
	struct fxv_row row;
	int rc;

	while ((rc = fxv_db_step(v, &v->evd, stmt)) == SQLITE_ROW) {
		read_row(stmt, &row);
		if (row.seq < *next) {
			fxv_say(v, FXV_DATABASE, FX_TAMPERED, -1,
			    "the database of the case file is damaged: "
			    "records are not in order after %" PRId64,
			    *next - 1);
			return SQLITE_ERROR;
		}
		if (fn(v, &row, arg) == -1 || row.seq == INT64_MAX)
			return SQLITE_ERROR;
		*next = row.seq + 1;
	}
	return rc;
}

/* Which row could not be handed out, for its length. */
static int
find_long(struct fxv *v, int64_t next, int64_t *seq)
{
	sqlite3_stmt *stmt;
	int rc;

	stmt = fxv_db_prepare(v, &v->evd,
	    "SELECT seq FROM main.record WHERE seq >= ?1 ORDER BY seq LIMIT 1");
	if (stmt == NULL)
		return -1;
	sqlite3_bind_int64(stmt, 1, next);
	rc = fxv_db_step(v, &v->evd, stmt);
	*seq = sqlite3_column_int64(stmt, 0);
	sqlite3_finalize(stmt);
	return rc == SQLITE_ROW ? 0 : -1;
}

int
fxv_rows(struct fxv *v, fxv_row_fn *fn, void *arg)
{
	struct fxv_row row = { .too_long = true };
	int64_t next = INT64_MIN;
	sqlite3_stmt *stmt;
	int rc;

	if (v->only != NULL)
		return fn(v, v->only, arg) == -1 || v->failed ? -1 : 0;
	do {
		stmt = fxv_db_prepare(v, &v->evd,
		    "SELECT seq, kind, body, leaf FROM main.record "
		    "WHERE seq >= ?1 ORDER BY seq");
		if (stmt == NULL)
			return -1;
		sqlite3_bind_int64(stmt, 1, next);
		rc = stream(v, stmt, &next, fn, arg);
		sqlite3_finalize(stmt);
		if (rc != SQLITE_TOOBIG)
			break;
		if (find_long(v, next, &row.seq) == -1 ||
		    fn(v, &row, arg) == -1 || row.seq == INT64_MAX)
			return -1;
		next = row.seq + 1;
	} while (!v->failed);
	return rc == SQLITE_DONE && !v->failed ? 0 : -1;
}

/* Numbers go 0, 1, 2 ... without a gap. */
static void
check_number(struct fxv *v, int64_t seq)
{
	uint64_t next = v->next, got = (uint64_t)seq;

	if (got == next)
		return;
	if (next == 0)
		fxv_say(v, FXV_CHAIN, FX_TAMPERED, 0,
		    "the first record is missing: the file begins with record "
		    "%" PRIu64,
		    got);
	else if (got == next + 1)
		fxv_say(v, FXV_CHAIN, FX_TAMPERED, (int64_t)next,
		    "a record is missing between %" PRIu64 " and %" PRIu64,
		    next - 1, got);
	else
		fxv_say(v, FXV_CHAIN, FX_TAMPERED, (int64_t)next,
		    "records are missing between %" PRIu64 " and %" PRIu64,
		    next - 1, got);
}

/*
 * Say what is wrong with a record by its kind, which becomes FXV_KINDS if this
 * program cannot judge it.  Returns 0; or -1: it is none that may be.
 */
static int
say_kind(struct fxv *v, struct fxv_parsed *p)
{
	const int64_t seq = p->row.seq;

	switch (p->verdict) {
	case 0:
		if (p->extra != NULL && !v->noted[p->kind])
			fxv_say(v, FXV_RECORD, FX_NOTE, seq,
			    "record %" PRId64 " (%s) has a member %.64s that "
			    "this program does not know",
			    seq, fxv_kind_name(p->kind), p->extra);
		v->noted[p->kind] = v->noted[p->kind] || p->extra != NULL;
		return 0;
	case 1:
		fxv_say(v, FXV_RECORD, FX_CANNOT_CHECK, seq,
		    "record %" PRId64 " %s: a later fxverify may know it", seq,
		    p->why);
		p->kind = FXV_KINDS;
		return 0;
	default:
		fxv_say(v, FXV_RECORD, FX_TAMPERED, seq,
		    "record %" PRId64 " %s", seq, p->why);
		return -1;
	}
}

/* Is a row a record?  If not, that is said. */
static bool
sound(struct fxv *v, struct fxv_parsed *p)
{
	const struct fxv_row *row = &p->row;

	if (row->body == NULL || row->len > FX_CANON_LEN) {
		fxv_say(v, FXV_RECORD, FX_TAMPERED, row->seq,
		    row->body != NULL || row->too_long
			? "record %" PRId64 " is longer than any may be"
			: "record %" PRId64 " is not text",
		    row->seq);
		return false;
	}
	if (p->quick)
		return true;
	if (p->record == NULL && p->err.code == FX_ENOMEM) {
		fxv_fail(v, FX_ENOMEM, "a record");
		return false;
	}
	if (p->record == NULL) {
		fxv_say(v, FXV_RECORD, FX_TAMPERED, row->seq,
		    "record %" PRId64 " is %s", row->seq, p->err.msg);
		return false;
	}
	return say_kind(v, p) == 0;
}

/* What the columns say of a record against what it says itself. */
static void
check_columns(struct fxv *v, const struct fxv_parsed *p)
{
	const struct fxv_row *row = &p->row;
	const char *kind = p->quick ? fxv_kind_name(FXV_FINDING)
				    : fxv_str(p->record, "kind");

	if (row->kind == NULL || strcmp(row->kind, kind) != 0)
		fxv_say(v, FXV_RECORD, FX_TAMPERED, row->seq,
		    "record %" PRId64 " is filed as %.40s but is of kind %s",
		    row->seq, row->kind != NULL ? row->kind : "no text", kind);
	if (p->gist.seq != row->seq)
		fxv_say(v, FXV_CHAIN, FX_TAMPERED, row->seq,
		    "record %" PRId64 " bears the number %" PRId64 " within",
		    row->seq, p->gist.seq);
}

/* The hash, and through prev the record before; the tree grows. */
static void
check_chain(struct fxv *v, const struct fxv_parsed *p, bool good)
{
	const struct fxv_row *row = &p->row;
	uint8_t hash[FX_SHA256_LEN] = { 0 };

	if (row->body != NULL && !p->hashed) {
		fxv_fail(v, FX_EIO, "libcrypto");
		return;
	}
	if (row->body != NULL)
		memcpy(hash, p->hash, sizeof(hash));
	if (row->leaf == NULL)
		fxv_say(v, FXV_CHAIN, FX_TAMPERED, row->seq,
		    "record %" PRId64 " has no hash beside it", row->seq);
	else if (memcmp(row->leaf, hash, sizeof(hash)) != 0)
		fxv_say(v, FXV_CHAIN, FX_TAMPERED, row->seq,
		    "record %" PRId64 " was changed (its hash does not match)",
		    row->seq);
	/* A gap was said already: no record can follow it rightly. */
	if (good && (uint64_t)row->seq == v->next &&
	    memcmp(p->gist.prev, v->leaf, sizeof(p->gist.prev)) != 0 &&
	    memcmp(p->gist.prev, v->hash, sizeof(p->gist.prev)) != 0)
		fxv_say(v, FXV_CHAIN, FX_TAMPERED, row->seq,
		    row->seq == 0 ? "record %" PRId64
				    " is no beginning: it names one before it"
				  : "record %" PRId64
				    " does not follow record %" PRId64,
		    row->seq, row->seq - 1);
	memcpy(v->hash, hash, sizeof(hash));
	memcpy(v->leaf, row->leaf != NULL ? row->leaf : hash, sizeof(v->leaf));
	if (fx_merkle_add(&v->tree, hash) == -1)
		fxv_fail(v, FX_EIO, "libcrypto");
}

static int
on_row(struct fxv *v, struct fxv_parsed *p)
{
	const struct fxv_row *row = &p->row;
	struct fx_pub pub;
	bool announces, good;

	if (row->seq < 0) {
		fxv_say(v, FXV_CHAIN, FX_TAMPERED, -1,
		    "there is a record of number %" PRId64 ", before the first",
		    row->seq);
		return 0;
	}
	check_number(v, row->seq);
	good = sound(v, p);
	/* What follows cannot be judged without what this one says. */
	v->lost = v->lost || !good || p->kind == FXV_KINDS;
	if (v->opt->hook != NULL)
		v->opt->hook->record(v->opt->hook->arg, row->seq, row->body,
		    row->len, good && p->kind != FXV_KINDS ? p->record : NULL);
	if (good)
		check_columns(v, p);
	check_chain(v, p, good);
	if (good && !v->lost)
		fxv_grammar(v, p->record, &p->gist, p->kind,
		    (uint64_t)row->seq);
	announces = good && p->kind == FXV_KEY &&
	    fx_unhex(pub.raw, fxv_str(p->record, "key"), FX_PUB_LEN) == 0;
	fxv_memory_grown(v);
	fxv_heads_grown(v, announces ? &pub : NULL);
	v->next = (uint64_t)row->seq + 1;
	return v->failed ? -1 : 0;
}

json_t *
fxv_finding(struct fxv *v, const struct fxv_row *row)
{
	enum fxv_kind kind;
	const char *extra;
	char why[FX_VALUE_LEN];
	struct fx_err err;
	json_t *record;

	if (row->kind == NULL || row->body == NULL ||
	    strcmp(row->kind, "finding") != 0)
		return NULL;
	record = fx_canon_parse(row->body, row->len, &err);
	if (record == NULL && err.code == FX_ENOMEM)
		fxv_fail(v, FX_ENOMEM, "a record");
	if (record == NULL || fxv_kind_check(record, &kind, &extra, why) != 0 ||
	    kind != FXV_FINDING) {
		json_decref(record);
		return NULL;
	}
	return record;
}

void
fxv_records(struct fxv *v)
{
	struct fxv_ahead *ahead = fxv_ahead_new(v, on_row);

	if (ahead == NULL)
		return;
	v->all_read = fxv_rows(v, fxv_ahead_row, ahead) == 0;
	fxv_ahead_end(ahead);
	v->all_read = v->all_read && !v->failed;
	if (!v->all_read && !v->failed)
		fxv_say(v, FXV_DATABASE, FX_CANNOT_CHECK, -1,
		    "the records could be read up to number %" PRIu64 " only",
		    v->next > 0 ? v->next - 1 : 0);
	if (v->all_read && v->next == 0)
		fxv_say(v, FXV_GRAMMAR, FX_TAMPERED, -1,
		    "the case file holds no record");
}
