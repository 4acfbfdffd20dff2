/* recover.c - mend what a crash left of a case, on its record */
#include <inttypes.h>
#include <string.h>

#include "forensic/canon.h"
#include "forensic/record.h"
#include "store_internal.h"

/* Is the vault this case's, and has it seen no more of it than is here? */
static int
check_vault(struct fx_store *s, struct fx_err *err)
{
	uint8_t leaf[FX_SHA256_LEN];
	struct fx_vault_seen seen;

	if (fx_vault_seen(s->vault, &seen, err) == -1)
		return -1;
	if (seen.size == 0)
		return 0;
	if (memcmp(seen.genesis, s->chain.first, sizeof(seen.genesis)) != 0)
		return fx_fail(err, FX_EBROKEN, 0,
		    "the vault beside it is another case's: put its own there");
	if (seen.size > s->onfile)
		return fx_fail(err, FX_EBROKEN, 0,
		    "its vault knows of %" PRIu64
		    " records, and it holds %" PRIu64
		    ": this is not its newest copy",
		    seen.size, s->onfile);
	if (store_leaf(s, seen.size - 1, leaf, err) == -1)
		return -1;
	return memcmp(seen.leaf, leaf, sizeof(leaf)) == 0
	    ? 0
	    : fx_fail(err, FX_EBROKEN, 0,
		  "its vault knows another record %" PRIu64
		  ": it is of another copy, which went on by itself",
		  seen.size - 1);
}

/* Openings are written ahead of their records, and erased behind them. */
static int
mend_vault(struct fx_store *s, bool *mended, struct fx_err *err)
{
	const struct chain *c = &s->chain;
	const struct fx_vault_case of = { .size = s->onfile,
		.most = FX_BATCH_RECORDS,
		.runs = c->runs,
		.open = c->open_run != 0 ? c->open_run : c->runs + 1,
		.keep = s->opt.keep_vault };
	uint64_t n, erased = 0;

	if (s->vault == NULL)
		return 0;
	if (check_vault(s, err) == -1 ||
	    fx_vault_trim(s->vault, &of, &n, err) == -1)
		return -1;
	if (!s->opt.keep_vault && erase_again(s, &erased, err) == -1)
		return -1;
	if (n > 0)
		store_say(s,
		    "%" PRIu64 " opening%s without a record %s deleted from "
		    "the vault",
		    n, n == 1 ? "" : "s", n == 1 ? "was" : "were");
	if (erased > 0)
		store_say(s,
		    "%" PRIu64 " opening%s that a record says %s erased %s "
		    "still in the vault: no more",
		    erased, erased == 1 ? "" : "s",
		    erased == 1 ? "was" : "were", erased == 1 ? "was" : "were");
	*mended |= n > 0 || erased > 0;
	return 0;
}

/* Add one record of the open run to its counts. */
static int
count(sqlite3_stmt *st, struct fx_run_counts *counts, struct fx_err *err)
{
	const char *kind = (const char *)sqlite3_column_text(st, 0);
	const char *body = (const char *)sqlite3_column_text(st, 1);
	size_t n = (size_t)sqlite3_column_bytes(st, 1);
	const char *class;
	json_t *v;
	int rc;

	if (strcmp(kind, "error") == 0)
		counts->errors++;
	if (strcmp(kind, "limit") == 0)
		counts->limits++;
	if (strcmp(kind, "finding") != 0)
		return 0;
	if ((v = fx_canon_parse(body, n, err)) == NULL)
		return -1;
	class = json_string_value(json_object_get(v, "class"));
	rc = class != NULL
	    ? fx_counts_add(counts, class, err)
	    : fx_fail(err, FX_EBROKEN, 0, "a finding is of no class");
	json_decref(v);
	return rc;
}

static int
count_open_run(struct fx_store *s, struct fx_run_counts *counts,
    struct fx_err *err)
{
	sqlite3_stmt *st;
	int rc;

	st = db_prepare(s->db,
	    "SELECT kind, body FROM main.record WHERE seq > ? ORDER BY seq",
	    err);
	if (st == NULL)
		return -1;
	sqlite3_bind_int64(st, 1, (sqlite3_int64)s->chain.open_seq);
	while ((rc = sqlite3_step(st)) == SQLITE_ROW)
		if (count(st, counts, err) == -1)
			break;
	if (rc == SQLITE_DONE)
		rc = 0;
	else
		rc = rc == SQLITE_ROW ? -1 : db_fail(s->db, err);
	sqlite3_finalize(st);
	return rc;
}

/* The run that was being recorded gets the end that it did not get then. */
static int
end_open_run(struct fx_store *s, struct fx_err *err)
{
	struct fx_run_ids ids = { .run = s->chain.open_run,
		.src = s->chain.open_src };
	struct fx_run_counts counts = { 0 };
	json_t *v;
	int rc = -1;

	if (count_open_run(s, &counts, err) == -1)
		goto out;
	v = fx_record_run_end(&ids, "interrupted", &counts, NULL, err);
	if (v == NULL)
		goto out;
	rc = fx_store_append(s, "run.end", v, NULL, 0, err);
	json_decref(v);
	s->chain.open_run = 0;
out:
	fx_counts_done(&counts);
	return rc;
}

int
store_recover(struct fx_store *s, bool *mended, struct fx_err *err)
{
	uint64_t run = s->chain.open_run, from = s->chain.head.size;
	uint64_t to = s->chain.tree.size;

	if (mend_vault(s, mended, err) == -1)
		return -1;
	if (run == 0 && from == to)
		return 0;
	if (run != 0 && end_open_run(s, err) == -1)
		return -1;
	if (fx_store_sign(s, err) == -1)
		return -1;
	*mended = true;
	if (s->chain.rekeyed) {
		s->rotated = s->dead = true;
		store_say(s,
		    "the change of its key is sealed now: the new one goes on");
	}
	if (run != 0)
		store_say(s,
		    "run %" PRIu64 " was not ended: it now is, as interrupted",
		    run);
	if (to - from == 1)
		store_say(s,
		    "record %" PRIu64
		    " was not signed: it is whole, and now is",
		    from);
	else if (to > from)
		store_say(s,
		    "records %" PRIu64 " to %" PRIu64
		    " were not signed: they are whole, and now are",
		    from, to - 1);
	return 0;
}
