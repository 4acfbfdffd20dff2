/* access.c - what the acts on openings share: find one, record the act */
#include <inttypes.h>
#include <string.h>

#include "access.h"
#include "forensic/canon.h"
#include "forensic/statement.h"

json_t *
store_finding(struct fx_store *s, uint64_t seq, uint8_t leaf[FX_SHA256_LEN],
    struct fx_err *err)
{
	sqlite3_stmt *st = db_prepare(s->db,
	    "SELECT kind, body, leaf FROM main.record WHERE seq = ?", err);
	const char *kind = "";
	json_t *v = NULL;
	int rc;

	if (st == NULL)
		return NULL;
	sqlite3_bind_int64(st, 1, (sqlite3_int64)seq);
	if ((rc = sqlite3_step(st)) == SQLITE_ROW)
		kind = (const char *)sqlite3_column_text(st, 0);
	if (rc == SQLITE_ROW && strcmp(kind, "finding") == 0 &&
	    sqlite3_column_bytes(st, 2) == FX_SHA256_LEN) {
		memcpy(leaf, sqlite3_column_blob(st, 2), FX_SHA256_LEN);
		v = fx_canon_parse((const char *)sqlite3_column_text(st, 1),
		    (size_t)sqlite3_column_bytes(st, 1), err);
	} else if (rc == SQLITE_ROW) {
		fx_fail(err, FX_EARG, 0, "record %" PRIu64 " is no finding",
		    seq);
	} else if (rc == SQLITE_DONE) {
		fx_fail(err, FX_EARG, 0, "there is no record %" PRIu64, seq);
	} else {
		db_fail(s->db, err);
	}
	sqlite3_finalize(st);
	return v;
}

int
store_leaf(struct fx_store *s, uint64_t seq, uint8_t leaf[FX_SHA256_LEN],
    struct fx_err *err)
{
	sqlite3_stmt *st = db_prepare(s->db,
	    "SELECT leaf FROM main.record WHERE seq = ?", err);
	int rc;

	if (st == NULL)
		return -1;
	sqlite3_bind_int64(st, 1, (sqlite3_int64)seq);
	rc = sqlite3_step(st);
	if (rc == SQLITE_ROW && sqlite3_column_bytes(st, 0) == FX_SHA256_LEN) {
		memcpy(leaf, sqlite3_column_blob(st, 0), FX_SHA256_LEN);
		rc = 0;
	} else if (rc == SQLITE_ROW || rc == SQLITE_DONE) {
		rc = fx_fail(err, FX_EBROKEN, 0, "there is no record %" PRIu64,
		    seq);
	} else {
		rc = db_fail(s->db, err);
	}
	sqlite3_finalize(st);
	return rc;
}

json_t *
fx_store_finding(struct fx_store *s, uint64_t seq, struct fx_err *err)
{
	uint8_t leaf[FX_SHA256_LEN];

	return store_finding(s, seq, leaf, err);
}

json_t *
access_members(const struct fx_access *a, struct fx_err *err)
{
	json_t *v = json_object(), *of = json_array(), *fields = json_array();
	size_t i;
	int rc = 0;

	for (i = 0; i < a->n; i++)
		rc |= json_array_append_new(of,
		    json_integer((json_int_t)a->seq[i]));
	for (i = 0; i < a->fields; i++)
		rc |= json_array_append_new(fields, json_string(a->field[i]));
	rc |= json_object_set(v, "of", of);
	rc |= json_object_set(v, "fields", fields);
	json_decref(of);
	json_decref(fields);
	if (rc != 0)
		fx_fail(err, FX_ENOMEM, 0, "out of memory");
	else if (fx_statement_add(v, "who", a->who, err) == 0 &&
	    fx_statement_add(v, "why", a->why, err) == 0 &&
	    fx_statement_add(v, "legal", a->legal, err) == 0)
		return v;
	json_decref(v);
	return NULL;
}

int
access_record(struct fx_store *s, const char *kind, json_t *members,
    struct fx_err *err)
{
	int rc = fx_store_append(s, kind, members, NULL, 0, err);

	json_decref(members);
	return rc == 0 ? fx_store_sign(s, err) : -1;
}

int
access_find(struct access_box *b, struct fx_store *s, uint64_t seq,
    const char *field, struct fx_err *err)
{
	uint64_t erased;
	int rc;

	*b = (struct access_box){ 0 };
	if (s->vault == NULL)
		return fx_fail(err, FX_EARG, 0,
		    "no values are kept: so the case was begun");
	if ((b->record = store_finding(s, seq, b->leaf, err)) == NULL)
		return -1;
	if (json_object_get(json_object_get(b->record, "commit"), field) ==
	    NULL)
		return fx_fail(err, FX_EARG, 0,
		    "record %" PRIu64 " commits to no '%s'", seq, field);
	rc = fx_vault_find(s->vault, seq, field, b->leaf, &b->run, &b->box,
	    err);
	if (rc != 0)
		return rc == 1 ? 0 : -1;
	if ((erased = chain_erased(&s->chain, seq, field)) != 0)
		return fx_fail(err, FX_EARG, 0,
		    "'%s' of record %" PRIu64 " was erased, as record %" PRIu64
		    " says",
		    field, seq, erased);
	return fx_fail(err, FX_EARG, 0,
	    "the vault has no opening of '%s' of record %" PRIu64, field, seq);
}

void
access_done(struct access_box *b)
{
	json_decref(b->record);
	fx_buf_done(&b->box);
}
