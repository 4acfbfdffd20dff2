/* ask.c - what a case asks others to vouch for: read from it, nothing written
 */
#include <inttypes.h>
#include <unistd.h>

#include "forensic/witness.h"
#include "store_internal.h"

int
view_open(struct view *v, const char *path, struct fx_err *err)
{
	*v = (struct view){ .lock = -1 };
	if ((v->lock = lock_take(path, false, NULL, err)) == -1)
		return -1;
	if (db_beside(path, "-journal") > 0) {
		fx_fail(err, FX_EBROKEN, 0,
		    "a write was not finished: run fxrecord --recover first");
		goto fail;
	}
	if ((v->db = db_open(path, &db_case, true, err)) == NULL ||
	    chain_read(&v->chain, v->db, NULL, err) == -1)
		goto fail;
	if (v->chain.head.size > 0)
		return 0;
	fx_fail(err, FX_EBROKEN, 0, "it has no signed head");
fail:
	view_close(v);
	return -1;
}

void
view_close(struct view *v)
{
	chain_done(&v->chain);
	db_close(v->db);
	if (v->lock != -1)
		close(v->lock); /* last: see lock_take */
	*v = (struct view){ .lock = -1 };
}

/* The leaves under the head, into the proof. */
static int
prove(struct fx_consistency *proof, sqlite3 *db, uint64_t size,
    struct fx_err *err)
{
	sqlite3_stmt *st;
	int rc;

	st = db_prepare(db,
	    "SELECT leaf FROM main.record WHERE seq < ? ORDER BY seq", err);
	if (st == NULL)
		return -1;
	sqlite3_bind_int64(st, 1, (sqlite3_int64)size);
	while ((rc = sqlite3_step(st)) == SQLITE_ROW)
		if (fx_consistency_add(proof, sqlite3_column_blob(st, 0)) == -1)
			break;
	if (rc == SQLITE_DONE)
		rc = 0;
	else if (rc == SQLITE_ROW)
		rc = fx_fail(err, FX_ENOMEM, 0, "libcrypto refused");
	else
		rc = db_fail(db, err);
	sqlite3_finalize(st);
	return rc;
}

int
fx_store_ask_witness(const char *path, uint64_t old, struct fx_buf *out,
    struct fx_err *err)
{
	struct fx_consistency proof;
	struct view v;
	int rc = -1;

	if (view_open(&v, path, err) == -1)
		return -1;
	if (old > v.chain.head.size)
		fx_fail(err, FX_EARG, 0,
		    "the witness saw %" PRIu64 " records, the latest head "
		    "is of %" PRIu64,
		    old, v.chain.head.size);
	else if (fx_consistency_begin(&proof, old, v.chain.head.size, err) ==
		0 &&
	    prove(&proof, v.db, v.chain.head.size, err) == 0) {
		fx_request_put(out, old, &proof, fx_buf_text(&v.chain.note));
		rc = fx_buf_check(out, err);
	}
	view_close(&v);
	return rc;
}
