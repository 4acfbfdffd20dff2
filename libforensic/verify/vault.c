/* vault.c - check 11: openings against commitments, values against masks */
#include <inttypes.h>
#include <string.h>

#include "forensic/commit.h"
#include "internal.h"

static const char *const tables[] = { "opening", NULL };

/* What is known of one record's openings while they are gone through. */
struct opened {
	int64_t seq;
	const json_t *commit;
	size_t count; /* fields that were opened */
};

/* Is mask what the value, n bytes with a NUL behind, shows by its carver? */
static bool
fits(const struct fx_carver *carver, const char *value, size_t n,
    const char *mask)
{
	char want[FX_VALUE_LEN];

	if (n >= FX_VALUE_LEN || memchr(value, '\0', n) != NULL)
		return mask[strspn(mask, "*")] == '\0';
	fx_mask(carver, value, want);
	return strcmp(want, mask) == 0;
}

/* Does the row's nonce and value give the commitment? 0, or -1 when said. */
static int
check_opening(struct fxv *v, const struct opened *o, const char *field)
{
	const char *told = fxv_str(o->commit, field);
	uint8_t want[FX_SHA256_LEN], got[FX_SHA256_LEN];
	const uint8_t *nonce = sqlite3_column_blob(v->vault.stmt, 2);

	if (sqlite3_column_bytes(v->vault.stmt, 2) == FX_NONCE_LEN &&
	    fx_unhex(want, told, sizeof(want)) == 0 &&
	    fx_commit(got, nonce, field, sqlite3_column_blob(v->vault.stmt, 3),
		(size_t)sqlite3_column_bytes(v->vault.stmt, 3)) == 0 &&
	    memcmp(want, got, sizeof(want)) == 0)
		return 0;
	fxv_say(v, FXV_VAULT, FX_TAMPERED, o->seq,
	    "opening of record %" PRId64 " '%s' does not match", o->seq, field);
	return -1;
}

static void
check_mask(struct fxv *v, int64_t seq, const json_t *record)
{
	const char *mask = fxv_str(record, "mask");
	const char *name = fxv_str(record, "class");
	const struct fx_carver *carver = fx_carver_find(v->opt->set, name);
	struct fx_buf text = { 0 };

	/* A blob has no NUL behind it. */
	fx_buf_put(&text, sqlite3_column_blob(v->vault.stmt, 3),
	    (size_t)sqlite3_column_bytes(v->vault.stmt, 3));
	if (fx_buf_check(&text, &v->err) == -1)
		v->failed = true;
	else if (carver == NULL && mask[strspn(mask, "*")] != '\0')
		fxv_say(v, FXV_VAULT, FX_NOT_PROVEN, seq,
		    "the mask of record %" PRId64
		    " was not compared: this program has no detector %.64s",
		    seq, name);
	else if (carver != NULL &&
	    !fits(carver, fx_buf_text(&text), text.len, mask))
		fxv_say(v, FXV_VAULT, FX_TAMPERED, seq,
		    "the value of record %" PRId64
		    " in the vault does not fit its mask",
		    seq);
	fx_buf_done(&text);
}

/* One row of the vault for the record; the row is of that record's number. */
static void
on_opening(struct fxv *v, const struct fxv_row *row, const json_t *record,
    struct opened *o)
{
	sqlite3_stmt *stmt = v->vault.stmt;
	const char *field = (const char *)sqlite3_column_text(stmt, 0);

	/* An opening whose record was never committed: a crash leaves such. */
	if (field == NULL || row->leaf == NULL ||
	    sqlite3_column_bytes(stmt, 1) != FX_SHA256_LEN ||
	    memcmp(sqlite3_column_blob(stmt, 1), row->leaf, FX_SHA256_LEN) != 0)
		return;
	v->vault.matched++;
	if (strlen(field) != (size_t)sqlite3_column_bytes(stmt, 0) ||
	    json_object_get(o->commit, field) == NULL) {
		fxv_say(v, FXV_VAULT, FX_TAMPERED, row->seq,
		    "the vault opens '%.64s' of record %" PRId64
		    ", which commits to no such thing",
		    field, row->seq);
		return;
	}
	o->count++;
	if (check_opening(v, o, field) == -1)
		return;
	v->vault.good++;
	if (strcmp(field, "value") == 0)
		check_mask(v, row->seq, record);
}

static void
check_record(struct fxv *v, const struct fxv_row *row, const json_t *record)
{
	struct opened o = { row->seq, json_object_get(record, "commit"), 0 };
	size_t want = json_object_size(o.commit);
	int rc;

	sqlite3_reset(v->vault.stmt);
	sqlite3_bind_int64(v->vault.stmt, 1, row->seq);
	while ((rc = fxv_db_step(v, &v->vault.db, v->vault.stmt)) == SQLITE_ROW)
		on_opening(v, row, record, &o);
	if (rc == SQLITE_TOOBIG)
		fxv_say(v, FXV_VAULT, FX_TAMPERED, row->seq,
		    "an opening of record %" PRId64 " is longer than any may "
		    "be",
		    row->seq);
	if (rc != SQLITE_DONE || o.count >= want)
		return;
	v->vault.missing += want - o.count;
	fxv_say(v, FXV_VAULT, FX_NOT_PROVEN, row->seq,
	    "the vault lacks %zu of the %zu openings of record %" PRId64,
	    want - o.count, want, row->seq);
}

static int
on_row(struct fxv *v, const struct fxv_row *row, void *arg)
{
	json_t *record;

	(void)arg;
	record = fxv_finding(v, row);
	if (record != NULL)
		check_record(v, row, record);
	json_decref(record);
	return v->failed || v->vault.db.broken ? -1 : 0;
}

/* Openings of records from that number on. */
static uint64_t
count_openings(struct fxv *v, uint64_t from)
{
	sqlite3_stmt *stmt;
	uint64_t n = 0;

	stmt = fxv_db_prepare(v, &v->vault.db,
	    "SELECT count(*) FROM main.opening WHERE seq >= ?1");
	if (stmt == NULL)
		return 0;
	sqlite3_bind_int64(stmt, 1, (int64_t)from);
	if (fxv_db_step(v, &v->vault.db, stmt) == SQLITE_ROW)
		n = (uint64_t)sqlite3_column_int64(stmt, 0);
	sqlite3_finalize(stmt);
	return n;
}

void
fxv_vault(struct fxv *v)
{
	struct fxv_vault *vault = &v->vault;
	uint64_t all, later;

	vault->db = (struct fxv_db){ .what = "the vault",
		.file = FXV_VAULT,
		.structure = FXV_VAULT,
		.application_id = FX_VAULT_APPLICATION_ID,
		.version = FX_VAULT_VERSION,
		.schema = fx_vault_schema,
		.tables = tables };
	if (fxv_db_open(v, &vault->db, v->opt->vault) == -1)
		return;
	all = count_openings(v, 0);
	later = count_openings(v, v->next);
	vault->stmt = fxv_db_prepare(v, &vault->db,
	    "SELECT field, leaf, nonce, value FROM main.opening "
	    "WHERE seq = ?1 ORDER BY field");
	if (vault->stmt == NULL || fxv_rows(v, on_row, NULL) == -1)
		return;
	vault->all = true;
	if (later > 0)
		fxv_say(v, FXV_VAULT, FX_NOTE, -1,
		    "the vault has %" PRIu64
		    " openings of later records: this case file is older than "
		    "it, or a crash left them",
		    later);
	if (all > vault->matched + later)
		fxv_say(v, FXV_VAULT, FX_NOTE, -1,
		    "%" PRIu64 " openings in the vault are of other records "
		    "than those of this case file",
		    all - vault->matched - later);
}

bool
fxv_vault_value(struct fxv *v, int64_t seq, const char *field,
    struct fx_buf *out)
{
	sqlite3_stmt *stmt = v->vault.stmt;
	const char *name;
	bool found = false;

	if (!v->vault.all)
		return false;
	sqlite3_reset(stmt);
	sqlite3_bind_int64(stmt, 1, seq);
	while (!found && fxv_db_step(v, &v->vault.db, stmt) == SQLITE_ROW) {
		name = (const char *)sqlite3_column_text(stmt, 0);
		found = name != NULL && strcmp(name, field) == 0;
		if (found)
			fx_buf_put(out, sqlite3_column_blob(stmt, 3),
			    (size_t)sqlite3_column_bytes(stmt, 3));
	}
	return found;
}

void
fxv_vault_close(struct fxv *v)
{
	sqlite3_finalize(v->vault.stmt);
	fxv_db_close(&v->vault.db);
}
