/* vault.c - the clear values behind the commitments of a case */
#include <sys/stat.h>

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "db.h"
#include "file.h"
#include "forensic/vault.h"

struct fx_vault {
	sqlite3 *db;
	sqlite3_stmt *insert;
};

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
	rc = db_int(db, "SELECT count(*) FROM main.opening", &n, err);
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
	    (vault->insert = db_prepare(vault->db,
		 "INSERT INTO main.opening VALUES(?,?,?,?,?)", err)) == NULL) {
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
	sqlite3_bind_blob(st, 4, o->nonce, FX_NONCE_LEN, SQLITE_STATIC);
	sqlite3_bind_blob64(st, 5, o->len > 0 ? o->value : "", o->len,
	    SQLITE_STATIC);
	return db_run(vault->db, st, err);
}

int
fx_vault_add(struct fx_vault *vault, const struct fx_opening *openings,
    size_t n, struct fx_err *err)
{
	struct fx_err lost;
	size_t i;

	if (n == 0)
		return 0;
	if (db_exec(vault->db, "BEGIN IMMEDIATE", err) == -1)
		return -1;
	for (i = 0; i < n; i++)
		if (insert(vault, &openings[i], err) == -1)
			goto fail;
	if (db_exec(vault->db, "COMMIT", err) == 0)
		return 0;
fail:
	db_exec(vault->db, "ROLLBACK", &lost);
	return -1;
}

int
fx_vault_trim(struct fx_vault *vault, uint64_t size, uint64_t most, uint64_t *n,
    struct fx_err *err)
{
	char sql[96];
	int64_t last;

	*n = 0;
	if (db_int(vault->db, "SELECT coalesce(max(seq),-1) FROM main.opening",
		&last, err) == -1)
		return -1;
	if (last < 0 || (uint64_t)last < size)
		return 0;
	if ((uint64_t)last - size >= most)
		return fx_fail(err, FX_EBROKEN, 0,
		    "it holds openings of record %" PRId64
		    ", and the case file ends before record %" PRIu64
		    ": this is not its newest copy",
		    last, size);
	snprintf(sql, sizeof(sql),
	    "DELETE FROM main.opening WHERE seq >= %" PRIu64, size);
	if (db_exec(vault->db, sql, err) == -1)
		return -1;
	*n = (uint64_t)sqlite3_changes64(vault->db);
	return 0;
}
