/* vault.c - the sealed values behind the commitments of a case */
#include <sys/stat.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "file.h"
#include "forensic/bytes.h"
#include "vault_internal.h"

void
fx_vault_path(struct fx_buf *out, const char *case_path)
{
	static const char evd[] = ".evd";
	const size_t n = strlen(case_path), tail = sizeof(evd) - 1;

	if (n > tail && strcmp(case_path + n - tail, evd) == 0)
		fx_buf_put(out, case_path, n - tail);
	else
		fx_buf_put(out, case_path, n);
	fx_buf_str(out, ".vault");
}

/* A vault is there already: good if nothing is in it. */
static int
reuse(const char *path, struct fx_err *err)
{
	int64_t n;
	sqlite3 *db;
	int rc;

	if ((db = db_open(path, &db_vault, false, err)) == NULL)
		return -1;
	rc = db_int(db,
	    "SELECT (SELECT count(*) FROM main.opening) + "
	    "(SELECT count(*) FROM main.dek)",
	    &n, err);
	if (rc == 0 && n > 0)
		rc = fx_fail(err, FX_EFORMAT, 0,
		    "holds openings of another case");
	if (rc == 0 && chmod(path, 0600) == -1)
		rc = fx_fail_sys(err, 0, "chmod");
	db_close(db);
	return rc;
}

int
fx_vault_create(const char *path, struct fx_err *err)
{
	sqlite3 *db;
	char *fresh;
	int rc = -1;

	if (access(path, F_OK) == 0)
		return reuse(path, err);
	if ((fresh = file_fresh(path, 0600, err)) == NULL)
		return -1;
	if ((db = db_create(fresh, &db_vault, err)) != NULL) {
		db_close(db);
		rc = file_publish(fresh, path, err);
	}
	if (rc == -1)
		unlink(fresh);
	free(fresh);
	return rc;
}

static int
prepare(struct fx_vault *vault, struct fx_err *err)
{
	const struct {
		sqlite3_stmt **st;
		const char *sql;
	} all[] = {
		{ &vault->insert,
		    "INSERT INTO main.opening VALUES(?,?,?,?,?)" },
		{ &vault->insert_dek, "INSERT INTO main.dek VALUES(?,?,?)" },
		{ &vault->find,
		    "SELECT run, box FROM main.opening "
		    "WHERE seq = ? AND field = ? AND leaf = ?" },
		{ &vault->find_dek,
		    "SELECT sealed FROM main.dek "
		    "WHERE run = ? AND recipient = ?" },
		{ &vault->next, "SELECT min(run) FROM main.dek WHERE run > ?" },
		{ &vault->erase,
		    "DELETE FROM main.opening "
		    "WHERE seq = ? AND field = ? AND leaf = ?" },
		{ &vault->seen, "SELECT genesis, size, leaf FROM main.seen" },
		{ &vault->see,
		    "INSERT OR REPLACE INTO main.seen VALUES(1,?,?,?)" },
	};
	size_t i;

	for (i = 0; i < FX_LEN(all); i++)
		if ((*all[i].st = db_prepare(vault->db, all[i].sql, err)) ==
		    NULL)
			return -1;
	return 0;
}

struct fx_vault *
fx_vault_open(const char *path, bool *others, struct fx_err *err)
{
	struct fx_vault *vault;
	struct stat st;

	if (stat(path, &st) == -1) {
		fx_fail_sys(err, 0, "cannot be opened");
		return NULL;
	}
	*others = (st.st_mode & 077) != 0;
	if ((vault = calloc(1, sizeof(*vault))) == NULL) {
		fx_fail(err, FX_ENOMEM, 0, "out of memory");
		return NULL;
	}
	if ((vault->db = db_open(path, &db_vault, false, err)) == NULL ||
	    prepare(vault, err) == -1) {
		fx_vault_close(vault);
		return NULL;
	}
	return vault;
}

void
fx_vault_close(struct fx_vault *vault)
{
	if (vault == NULL)
		return;
	sqlite3_finalize(vault->insert);
	sqlite3_finalize(vault->insert_dek);
	sqlite3_finalize(vault->find);
	sqlite3_finalize(vault->find_dek);
	sqlite3_finalize(vault->next);
	sqlite3_finalize(vault->erase);
	sqlite3_finalize(vault->seen);
	sqlite3_finalize(vault->see);
	db_close(vault->db);
	free(vault);
}

static int
insert(struct fx_vault *vault, const struct fx_opening *o, struct fx_err *err)
{
	sqlite3_stmt *st = vault->insert;

	sqlite3_bind_int64(st, 1, (sqlite3_int64)o->seq);
	sqlite3_bind_text(st, 2, o->field, -1, SQLITE_STATIC);
	sqlite3_bind_blob(st, 3, o->leaf, FX_SHA256_LEN, SQLITE_STATIC);
	sqlite3_bind_int64(st, 4, (sqlite3_int64)o->run);
	sqlite3_bind_blob64(st, 5, o->box, o->len, SQLITE_STATIC);
	return db_run(vault->db, st, err);
}

int
vault_end(struct fx_vault *vault, int rc, struct fx_err *err)
{
	struct fx_err lost;

	if (rc == 0 && db_exec(vault->db, "COMMIT", err) == 0)
		return 0;
	db_exec(vault->db, "ROLLBACK", &lost);
	return -1;
}

/* A vault that holds nothing may tell of no case: it was only just made. */
static int
is_empty(struct fx_vault *vault, struct fx_err *err)
{
	int64_t any;

	if (db_int(vault->db,
		"SELECT EXISTS(SELECT 1 FROM main.opening) OR "
		"EXISTS(SELECT 1 FROM main.dek)",
		&any, err) == -1)
		return -1;
	return any == 0 ? 0
			: fx_fail(err, FX_EBROKEN, 0,
			      "its vault does not say of which case it is");
}

int
fx_vault_seen(struct fx_vault *vault, struct fx_vault_seen *seen,
    struct fx_err *err)
{
	sqlite3_stmt *st = vault->seen;
	int rc = sqlite3_step(st);

	*seen = (struct fx_vault_seen){ 0 };
	if (rc == SQLITE_ROW) {
		memcpy(seen->genesis, sqlite3_column_blob(st, 0),
		    sizeof(seen->genesis));
		seen->size = (uint64_t)sqlite3_column_int64(st, 1);
		memcpy(seen->leaf, sqlite3_column_blob(st, 2),
		    sizeof(seen->leaf));
	}
	if (rc == SQLITE_DONE)
		rc = is_empty(vault, err);
	else
		rc = rc == SQLITE_ROW ? 0 : db_fail(vault->db, err);
	sqlite3_reset(st);
	return rc;
}

static int
see(struct fx_vault *vault, const struct fx_vault_seen *seen,
    struct fx_err *err)
{
	sqlite3_stmt *st = vault->see;

	sqlite3_bind_blob(st, 1, seen->genesis, FX_SHA256_LEN, SQLITE_STATIC);
	sqlite3_bind_int64(st, 2, (sqlite3_int64)seen->size);
	sqlite3_bind_blob(st, 3, seen->leaf, FX_SHA256_LEN, SQLITE_STATIC);
	return db_run(vault->db, st, err);
}

int
fx_vault_see(struct fx_vault *vault, const struct fx_vault_seen *seen,
    struct fx_err *err)
{
	struct fx_vault_seen old;

	if (fx_vault_seen(vault, &old, err) == -1)
		return -1;
	if (memcmp(&old, seen, sizeof(old)) == 0)
		return 0;
	return see(vault, seen, err);
}

int
fx_vault_add(struct fx_vault *vault, const struct fx_opening *openings,
    size_t n, const struct fx_vault_seen *seen, struct fx_err *err)
{
	size_t i;
	int rc = 0;

	if (n == 0)
		return 0;
	if (db_exec(vault->db, "BEGIN IMMEDIATE", err) == -1)
		return -1;
	if (seen != NULL)
		rc = see(vault, seen, err);
	for (i = 0; i < n && rc == 0; i++)
		rc = insert(vault, &openings[i], err);
	return vault_end(vault, rc, err);
}

static int
insert_dek(struct fx_vault *vault, uint64_t run,
    const struct fx_age_recipient *to, const struct fx_buf *sealed,
    struct fx_err *err)
{
	char text[FX_AGE_RECIPIENT_LEN + 1];
	sqlite3_stmt *st = vault->insert_dek;

	fx_age_recipient_text(to, text);
	sqlite3_bind_int64(st, 1, (sqlite3_int64)run);
	sqlite3_bind_text(st, 2, text, -1, SQLITE_TRANSIENT);
	sqlite3_bind_blob64(st, 3, sealed->p, sealed->len, SQLITE_TRANSIENT);
	return db_run(vault->db, st, err);
}

int
fx_vault_add_dek(struct fx_vault *vault, uint64_t run, const struct fx_dek *dek,
    const struct fx_age_recipient *to, size_t n, struct fx_err *err)
{
	struct fx_buf sealed = { 0 };
	size_t i;
	int rc = 0;

	if (db_exec(vault->db, "BEGIN IMMEDIATE", err) == -1)
		return -1;
	for (i = 0; i < n && rc == 0; i++) {
		fx_buf_reset(&sealed);
		rc = fx_dek_seal(&sealed, dek, &to[i], err);
		if (rc == 0)
			rc = insert_dek(vault, run, &to[i], &sealed, err);
	}
	fx_buf_done(&sealed);
	return vault_end(vault, rc, err);
}

/* Step to one row at most, whose blob is appended: 1, 0 or -1. */
static int
blob(struct fx_vault *vault, sqlite3_stmt *st, int column, struct fx_buf *out,
    struct fx_err *err)
{
	int rc = sqlite3_step(st);

	if (rc == SQLITE_ROW) {
		fx_buf_put(out, sqlite3_column_blob(st, column),
		    (size_t)sqlite3_column_bytes(st, column));
		return fx_buf_check(out, err) == 0 ? 1 : -1;
	}
	return rc == SQLITE_DONE ? 0 : db_fail(vault->db, err);
}

int
fx_vault_find(struct fx_vault *vault, uint64_t seq, const char *field,
    const uint8_t leaf[FX_SHA256_LEN], uint64_t *run, struct fx_buf *box,
    struct fx_err *err)
{
	sqlite3_stmt *st = vault->find;
	int rc;

	sqlite3_bind_int64(st, 1, (sqlite3_int64)seq);
	sqlite3_bind_text(st, 2, field, -1, SQLITE_TRANSIENT);
	sqlite3_bind_blob(st, 3, leaf, FX_SHA256_LEN, SQLITE_TRANSIENT);
	rc = blob(vault, st, 1, box, err);
	if (rc == 1)
		*run = (uint64_t)sqlite3_column_int64(st, 0);
	sqlite3_reset(st);
	return rc;
}

int
fx_vault_find_dek(struct fx_vault *vault, uint64_t run,
    const struct fx_age_identities *ids, struct fx_buf *sealed,
    struct fx_err *err)
{
	sqlite3_stmt *st = vault->find_dek;
	char text[FX_AGE_RECIPIENT_LEN + 1];
	size_t i;
	int rc = 0;

	for (i = 0; i < ids->n && rc == 0; i++) {
		fx_age_recipient_text(&ids->recipient[i], text);
		sqlite3_bind_int64(st, 1, (sqlite3_int64)run);
		sqlite3_bind_text(st, 2, text, -1, SQLITE_TRANSIENT);
		rc = blob(vault, st, 0, sealed, err);
		sqlite3_reset(st);
	}
	return rc;
}

int
fx_vault_next_run(struct fx_vault *vault, uint64_t *run, struct fx_err *err)
{
	sqlite3_stmt *st = vault->next;
	int rc = 0;

	sqlite3_bind_int64(st, 1, (sqlite3_int64)*run);
	switch (sqlite3_step(st)) {
	case SQLITE_ROW:
		*run = (uint64_t)sqlite3_column_int64(st, 0);
		break;
	case SQLITE_DONE:
		*run = 0;
		break;
	default:
		rc = db_fail(vault->db, err);
	}
	sqlite3_reset(st);
	return rc;
}

int
fx_vault_erase(struct fx_vault *vault, uint64_t seq, const char *field,
    const uint8_t leaf[FX_SHA256_LEN], uint64_t *n, struct fx_err *err)
{
	sqlite3_stmt *st = vault->erase;

	sqlite3_bind_int64(st, 1, (sqlite3_int64)seq);
	sqlite3_bind_text(st, 2, field, -1, SQLITE_TRANSIENT);
	sqlite3_bind_blob(st, 3, leaf, FX_SHA256_LEN, SQLITE_TRANSIENT);
	if (db_run(vault->db, st, err) == -1)
		return -1;
	*n += (uint64_t)sqlite3_changes64(vault->db);
	return 0;
}
