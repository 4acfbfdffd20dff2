/* custody.c - who has a thing, by the hand-overs that are on record */
#include <string.h>

#include "forensic/canon.h"
#include "forensic/statement.h"
#include "store_internal.h"

static const char *
str(const json_t *v, const char *key)
{
	const char *s = json_string_value(json_object_get(v, key));

	return s != NULL ? s : "";
}

/* Is the record among those that a later one corrects? */
static bool
is_corrected(const struct fx_buf *corrected, uint64_t seq)
{
	uint64_t one;
	size_t at;

	for (at = 0; at + sizeof(one) <= corrected->len; at += sizeof(one)) {
		memcpy(&one, corrected->p + at, sizeof(one));
		if (one == seq)
			return true;
	}
	return false;
}

/* The record at hand, the latest first. 1 if it says who has what; 0; -1. */
static int
look(sqlite3_stmt *st, const char *what, struct fx_buf *corrected,
    struct fx_buf *who, struct fx_err *err)
{
	const uint64_t seq = (uint64_t)sqlite3_column_int64(st, 0);
	const char *body = (const char *)sqlite3_column_text(st, 1);
	json_t *v = body != NULL
	    ? fx_canon_parse(body, (size_t)sqlite3_column_bytes(st, 1), err)
	    : NULL;
	uint64_t of;
	int rc = 0;

	if (v == NULL)
		return -1;
	if (strcmp(str(v, "kind"), "correct") == 0) {
		of = (uint64_t)json_integer_value(json_object_get(v, "of"));
		fx_buf_put(corrected, &of, sizeof(of));
		rc = fx_buf_check(corrected, err);
	} else if (strcmp(str(v, "what"), what) == 0 &&
	    !is_corrected(corrected, seq)) {
		fx_buf_str(who, str(v, "to"));
		rc = fx_buf_check(who, err) == 0 ? 1 : -1;
	}
	json_decref(v);
	return rc;
}

int
fx_store_holder(struct fx_store *s, const char *what, struct fx_buf *who,
    uint64_t *seq, struct fx_err *err)
{
	struct fx_buf corrected = { 0 };
	sqlite3_stmt *st;
	int rc = 0, step = SQLITE_DONE;

	st = db_prepare(s->db,
	    "SELECT seq, body FROM main.record "
	    "WHERE kind IN ('custody', 'correct') ORDER BY seq DESC",
	    err);
	if (st == NULL)
		return -1;
	while (rc == 0 && (step = sqlite3_step(st)) == SQLITE_ROW) {
		rc = look(st, what, &corrected, who, err);
		*seq = (uint64_t)sqlite3_column_int64(st, 0);
	}
	if (rc == 0 && step != SQLITE_DONE)
		rc = db_fail(s->db, err);
	sqlite3_finalize(st);
	fx_buf_done(&corrected);
	return rc;
}
