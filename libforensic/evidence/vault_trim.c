/* vault_trim.c - delete from a vault what a crash left, and nothing else */
#include <inttypes.h>
#include <stdio.h>

#include "vault_internal.h"

/* The number that an expression over rows from number from on says. */
static int
ask(struct fx_vault *vault, const char *what, uint64_t from, int64_t *out,
    struct fx_err *err)
{
	char sql[96];

	snprintf(sql, sizeof(sql), "SELECT %s %" PRIu64, what, from);
	return db_int(vault->db, sql, out, err);
}

/* Openings of records that are not there: of one batch, of the one run? */
static int
check_openings(struct fx_vault *vault, const struct fx_vault_case *of,
    bool *any, struct fx_err *err)
{
	static const char low[] =
	    "coalesce(min(run),-1) FROM main.opening WHERE seq >=";
	static const char high[] =
	    "coalesce(max(run),-1) FROM main.opening WHERE seq >=";
	int64_t last, first_run, last_run;

	*any = false;
	if (db_int(vault->db, "SELECT coalesce(max(seq),-1) FROM main.opening",
		&last, err) == -1)
		return -1;
	if (last < 0 || (uint64_t)last < of->size)
		return 0;
	*any = true;
	if ((uint64_t)last - of->size >= of->most)
		return fx_fail(err, FX_EBROKEN, 0,
		    "its vault holds openings of record %" PRId64
		    ", and the case file ends before record %" PRIu64
		    ": this is not its newest copy",
		    last, of->size);
	if (ask(vault, low, of->size, &first_run, err) == -1 ||
	    ask(vault, high, of->size, &last_run, err) == -1)
		return -1;
	if (first_run == (int64_t)of->open && last_run == (int64_t)of->open)
		return 0;
	return fx_fail(err, FX_EBROKEN, 0,
	    "its vault holds openings of run %" PRId64
	    " behind the last record, which no crash leaves: this is not its "
	    "newest copy",
	    first_run == (int64_t)of->open ? last_run : first_run);
}

/* A data key of a run that is not there: of the one that would be next? */
static int
check_keys(struct fx_vault *vault, const struct fx_vault_case *of, bool *any,
    struct fx_err *err)
{
	int64_t last;

	if (db_int(vault->db, "SELECT coalesce(max(run),0) FROM main.dek",
		&last, err) == -1)
		return -1;
	*any = last > 0 && (uint64_t)last > of->runs;
	if (!*any || (uint64_t)last == of->open)
		return 0;
	return fx_fail(err, FX_EBROKEN, 0,
	    "its vault has the data key of run %" PRId64
	    ", and the case file ends with run %" PRIu64
	    ": this is not its newest copy",
	    last, of->runs);
}

static int
trim(struct fx_vault *vault, const struct fx_vault_case *of, uint64_t *n,
    struct fx_err *err)
{
	char sql[80];

	snprintf(sql, sizeof(sql),
	    "DELETE FROM main.opening WHERE seq >= %" PRIu64, of->size);
	if (db_exec(vault->db, sql, err) == -1)
		return -1;
	*n = (uint64_t)sqlite3_changes64(vault->db);
	snprintf(sql, sizeof(sql), "DELETE FROM main.dek WHERE run > %" PRIu64,
	    of->runs);
	return db_exec(vault->db, sql, err);
}

int
fx_vault_trim(struct fx_vault *vault, const struct fx_vault_case *of,
    uint64_t *n, struct fx_err *err)
{
	bool openings, keys;
	int rc;

	*n = 0;
	if (check_openings(vault, of, &openings, err) == -1 ||
	    check_keys(vault, of, &keys, err) == -1)
		return -1;
	if (!openings && !keys)
		return 0;
	if (of->keep)
		return fx_fail(err, FX_EBROKEN, 0,
		    "a crash left openings without a record in its vault: run "
		    "fxrecord --recover first");
	if (db_exec(vault->db, "BEGIN IMMEDIATE", err) == -1)
		return -1;
	rc = trim(vault, of, n, err);
	return vault_end(vault, rc, err);
}
