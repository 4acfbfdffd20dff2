/* seal.c - tie the anchors that came since into the chain */
#include <inttypes.h>
#include <string.h>

#include "forensic/anchor.h"
#include "forensic/bytes.h"
#include "store_internal.h"

/* The digest of the row at hand, as digits, at the end of the list. */
static int
add(json_t *list, sqlite3_stmt *st, struct fx_err *err)
{
	const char *type = (const char *)sqlite3_column_text(st, 1);
	char hex[2 * FX_SHA256_LEN + 1];
	uint8_t sum[FX_SHA256_LEN];

	if (type == NULL ||
	    fx_anchor_sum(sum, type, (uint64_t)sqlite3_column_int64(st, 0),
		sqlite3_column_blob(st, 2),
		(size_t)sqlite3_column_bytes(st, 2)) == -1)
		return fx_fail(err, FX_ENOMEM, 0, "libcrypto refused");
	fx_hex(hex, sum, sizeof(sum));
	return json_array_append_new(list, json_string(hex)) == 0
	    ? 0
	    : fx_fail(err, FX_ENOMEM, 0, "out of memory");
}

/* The digests of the next anchors, FX_SEAL_ANCHORS at most, by their ids. */
static json_t *
next(struct fx_store *s, struct fx_err *err)
{
	json_t *list = json_array();
	sqlite3_stmt *st;
	int rc;

	st = db_prepare(s->db,
	    "SELECT size, type, data FROM main.anchor ORDER BY id "
	    "LIMIT ?1 OFFSET ?2",
	    err);
	if (st == NULL || list == NULL)
		goto fail;
	sqlite3_bind_int64(st, 1, FX_SEAL_ANCHORS);
	sqlite3_bind_int64(st, 2, (sqlite3_int64)s->chain.sealed);
	while ((rc = sqlite3_step(st)) == SQLITE_ROW)
		if (add(list, st, err) == -1)
			goto fail;
	if (rc != SQLITE_DONE) {
		db_fail(s->db, err);
		goto fail;
	}
	sqlite3_finalize(st);
	return list;
fail:
	if (list == NULL)
		fx_fail(err, FX_ENOMEM, 0, "out of memory");
	sqlite3_finalize(st);
	json_decref(list);
	return NULL;
}

static int
seal(struct fx_store *s, json_t *list, struct fx_err *err)
{
	char hex[2 * FX_SHA256_LEN + 1];
	uint8_t sum[FX_SHA256_LEN];
	json_t *v;
	int rc;

	if (fx_sha256(sum, s->chain.note.p, s->chain.note.len) == -1)
		return fx_fail(err, FX_ENOMEM, 0, "libcrypto refused");
	fx_hex(hex, sum, sizeof(sum));
	if ((v = json_pack("{s:s, s:O}", "note", hex, "anchors", list)) == NULL)
		return fx_fail(err, FX_ENOMEM, 0, "out of memory");
	s->chain.sealed += json_array_size(list);
	rc = fx_store_append(s, "seal", v, NULL, 0, err);
	json_decref(v);
	return rc;
}

int
store_seal(struct fx_store *s, struct fx_err *err)
{
	json_t *list;
	int64_t n;
	int rc = 0;

	if (db_int(s->db, "SELECT count(*) FROM main.anchor", &n, err) == -1)
		return -1;
	if ((uint64_t)n < s->chain.sealed)
		return fx_fail(err, FX_EBROKEN, 0,
		    "%" PRIu64 " anchors are sealed, %" PRId64 " are there",
		    s->chain.sealed, n);
	while (rc == 0 && s->chain.sealed < (uint64_t)n) {
		if ((list = next(s, err)) == NULL)
			return -1;
		rc = json_array_size(list) > 0
		    ? seal(s, list, err)
		    : fx_fail(err, FX_EIO, 0, "the anchors cannot be read");
		json_decref(list);
	}
	return rc;
}
