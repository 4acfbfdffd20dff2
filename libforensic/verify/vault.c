/* vault.c - check 11: openings against commitments, values against masks */
#include <inttypes.h>
#include <string.h>

#include "forensic/commit.h"
#include "internal.h"

static const char *const tables[] = { "opening", "dek", "seen", NULL };

/* What is known of one record's openings while they are gone through. */
struct opened {
	int64_t seq, run;
	json_t *commit;
	size_t count; /* fields that have an opening */
};

/* The row's box, opened with the run's key: 0, or -1 where it cannot be. */
static int
open_box(struct fxv *v, const struct fxv_run *run, const char *field,
    uint8_t nonce[FX_NONCE_LEN], struct fx_buf *value)
{
	sqlite3_stmt *stmt = v->vault.stmt;

	return fx_box_open(value, nonce, &run->dek,
	    sqlite3_column_blob(stmt, 1), field, sqlite3_column_blob(stmt, 3),
	    (size_t)sqlite3_column_bytes(stmt, 3));
}

/* Do nonce and value give the commitment? 0, or -1 when said. */
static int
check_opening(struct fxv *v, const struct opened *o, const char *field,
    const struct fxv_run *run, struct fx_buf *value)
{
	const char *told = fxv_str(o->commit, field);
	uint8_t want[FX_SHA256_LEN], got[FX_SHA256_LEN];
	uint8_t nonce[FX_NONCE_LEN];

	if (open_box(v, run, field, nonce, value) == 0 &&
	    fx_unhex(want, told, sizeof(want)) == 0 &&
	    fx_commit(got, nonce, field, fx_buf_text(value), value->len) == 0 &&
	    memcmp(want, got, sizeof(want)) == 0)
		return 0;
	fxv_say(v, FXV_VAULT, FX_TAMPERED, o->seq,
	    "opening of record %" PRId64 " '%s' does not match", o->seq, field);
	return -1;
}

static void
check_mask(struct fxv *v, int64_t seq, const json_t *record,
    const struct fx_buf *value)
{
	const char *mask = fxv_str(record, "mask");
	const char *name = fxv_str(record, "class");
	const struct fx_carver *carver = fx_carver_find(v->opt->set, name);

	if (carver == NULL && mask[strspn(mask, "*")] != '\0')
		fxv_say(v, FXV_VAULT, FX_NOT_PROVEN, seq,
		    "the mask of record %" PRId64
		    " was not compared: this program has no detector %.64s",
		    seq, name);
	else if (carver != NULL &&
	    !fx_mask_fits(carver, fx_buf_text(value), value->len, mask))
		fxv_say(v, FXV_VAULT, FX_TAMPERED, seq,
		    "the value of record %" PRId64
		    " in the vault does not fit its mask",
		    seq);
}

/* One that its record commits to. */
static void
on_sealed(struct fxv *v, const json_t *record, const struct opened *o,
    const char *field)
{
	const int64_t run = sqlite3_column_int64(v->vault.stmt, 2);
	const struct fxv_run *of = fxv_vault_key(v, run);
	struct fx_buf value = { 0 };

	if (run != o->run)
		fxv_say(v, FXV_VAULT, FX_TAMPERED, o->seq,
		    "opening of record %" PRId64 " '%s' does not match", o->seq,
		    field);
	else if (of == NULL)
		v->vault.sealed++;
	else if (check_opening(v, o, field, of, &value) == 0) {
		v->vault.good++;
		if (strcmp(field, "value") == 0)
			check_mask(v, o->seq, record, &value);
		fxv_fp_value(v, of, record, field, &value);
	}
	fxv_wipe(&value);
}

/* One row of the vault for the record; the row is of that record's number. */
static void
on_opening(struct fxv *v, const struct fxv_row *row, const json_t *record,
    struct opened *o)
{
	sqlite3_stmt *stmt = v->vault.stmt;
	const char *field = (const char *)sqlite3_column_text(stmt, 0);
	uint64_t erased;

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
	if ((erased = fxv_erased(v, o->seq, field)) != 0)
		fxv_say(v, FXV_VAULT, FX_NOTE, row->seq,
		    "the vault still has the opening of record %" PRId64
		    " '%s', which record %" PRIu64 " says was erased",
		    row->seq, field, erased);
	on_sealed(v, record, o, field);
}

/* Has the vault a row for that field of this record? */
static bool
is_there(struct fxv *v, const struct fxv_row *row, const char *field)
{
	sqlite3_stmt *stmt = v->vault.stmt;
	const char *name;
	bool found = false;

	sqlite3_reset(stmt);
	while (!found && fxv_db_step(v, &v->vault.db, stmt) == SQLITE_ROW) {
		name = (const char *)sqlite3_column_text(stmt, 0);
		found = name != NULL && strcmp(name, field) == 0 &&
		    sqlite3_column_bytes(stmt, 1) == FX_SHA256_LEN &&
		    memcmp(sqlite3_column_blob(stmt, 1), row->leaf,
			FX_SHA256_LEN) == 0;
	}
	return found;
}

/* Not every field has its opening: which of them were erased? */
static void
on_missing(struct fxv *v, const struct fxv_row *row, const struct opened *o)
{
	size_t want = json_object_size(o->commit), erased = 0;
	const char *field;
	json_t *sum;
	uint64_t by, last = 0;

	json_object_foreach (o->commit, field, sum) {
		by = row->leaf != NULL && !is_there(v, row, field)
		    ? fxv_erased(v, o->seq, field)
		    : 0;
		erased += by != 0;
		last = by != 0 ? by : last;
	}
	if (erased > 0)
		fxv_say(v, FXV_VAULT, FX_NOTE, row->seq,
		    "%zu of the %zu openings of record %" PRId64
		    " were erased, as record %" PRIu64 " says",
		    erased, want, row->seq, last);
	v->vault.erased += erased;
	want -= erased;
	if (o->count >= want)
		return;
	v->vault.missing += want - o->count;
	fxv_say(v, FXV_VAULT, FX_NOT_PROVEN, row->seq,
	    "the vault lacks %zu of the %zu openings of record %" PRId64,
	    want - o->count, want, row->seq);
}

static void
check_record(struct fxv *v, const struct fxv_row *row, const json_t *record)
{
	struct opened o = { row->seq, fxv_num(record, "run"),
		json_object_get(record, "commit"), 0 };
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
	if (rc == SQLITE_DONE && o.count < json_object_size(o.commit))
		on_missing(v, row, &o);
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

/* What is left over, and what nobody could look into. */
static void
check_rest(struct fxv *v, uint64_t all, uint64_t later)
{
	const struct fxv_vault *vault = &v->vault;
	char n[FXV_COUNT_LEN];

	if (later > 0)
		fxv_say(v, FXV_VAULT, FX_NOTE, -1,
		    "the vault has %s of later records: this case file is "
		    "older than it, or a crash left %s",
		    fxv_count(n, later, "opening"), later == 1 ? "it" : "them");
	if (all > vault->matched + later)
		fxv_say(v, FXV_VAULT, FX_NOTE, -1,
		    "the vault has %s of other records than those of this "
		    "case file",
		    fxv_count(n, all - vault->matched - later, "opening"));
	if (vault->sealed > 0 && v->opt->identities == NULL)
		fxv_say(v, FXV_VAULT, FX_NOT_PROVEN, -1,
		    "the vault has %s, and %s sealed: what lies in %s takes "
		    "a custodian's identity (--identity)",
		    fxv_count(n, vault->sealed, "opening"),
		    vault->sealed == 1 ? "it is" : "they are",
		    vault->sealed == 1 ? "it" : "them");
}

void
fxv_vault(struct fxv *v)
{
	struct fxv_vault *vault = &v->vault;
	uint64_t all, later;

	if (v->no_vault) {
		fxv_say(v, FXV_VAULT, FX_NOT_PROVEN, -1,
		    "no openings are kept of this case, so record 0 says: %s "
		    "is not its vault",
		    v->opt->vault);
		return;
	}
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
	    "SELECT field, leaf, run, box FROM main.opening "
	    "WHERE seq = ?1 ORDER BY field");
	if (vault->stmt == NULL || fxv_vault_keys(v) == -1 ||
	    fxv_rows(v, on_row, NULL) == -1)
		return;
	vault->all = true;
	check_rest(v, all, later);
}

bool
fxv_vault_value(struct fxv *v, int64_t seq, const uint8_t *leaf,
    const char *field, struct fx_buf *out)
{
	sqlite3_stmt *stmt = v->vault.stmt;
	uint8_t nonce[FX_NONCE_LEN];
	const struct fxv_run *run;
	const char *name;
	bool found = false;

	if (!v->vault.all)
		return false;
	sqlite3_reset(stmt);
	sqlite3_bind_int64(stmt, 1, seq);
	while (!found && fxv_db_step(v, &v->vault.db, stmt) == SQLITE_ROW) {
		name = (const char *)sqlite3_column_text(stmt, 0);
		if (name == NULL || strcmp(name, field) != 0)
			continue;
		run = fxv_vault_key(v, sqlite3_column_int64(stmt, 2));
		found = run != NULL &&
		    sqlite3_column_bytes(stmt, 1) == FX_SHA256_LEN &&
		    (leaf == NULL ||
			memcmp(sqlite3_column_blob(stmt, 1), leaf,
			    FX_SHA256_LEN) == 0) &&
		    open_box(v, run, field, nonce, out) == 0;
	}
	return found;
}

void
fxv_vault_close(struct fxv *v)
{
	size_t i;

	for (i = 0; i < v->nruns; i++)
		explicit_bzero(&v->runs[i].dek, sizeof(v->runs[i].dek));
	sqlite3_finalize(v->vault.stmt);
	sqlite3_finalize(v->vault.key);
	fxv_db_close(&v->vault.db);
}
