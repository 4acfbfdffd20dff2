/* statement.c - what people state in a case: their words, and what of */
#include <inttypes.h>
#include <string.h>

#include "forensic/bytes.h"
#include "forensic/canon.h"
#include "forensic/statement.h"
#include "forensic/utf8.h"
#include "store_internal.h"

/* Does it move a cursor, end a line, or turn what is read around? */
static bool
is_trick(uint32_t cp)
{
	return cp < 0x20 || (cp >= 0x7f && cp <= 0x9f) ||
	    (cp >= 0x2028 && cp <= 0x202e) || (cp >= 0x2066 && cp <= 0x2069);
}

int
fx_statement_check(const char *p, size_t n, struct fx_err *err)
{
	uint32_t cp;
	size_t i, len;

	if (n == 0)
		return fx_fail(err, FX_EFORMAT, 0, "is empty");
	if (n > FX_STATEMENT_LEN)
		return fx_fail(err, FX_ELIMIT, 0, "is longer than %d bytes",
		    FX_STATEMENT_LEN);
	if (!fx_utf8_ok(p, n))
		return fx_fail(err, FX_EFORMAT, 0, "is not text in UTF-8");
	for (i = 0; i < n; i += len) {
		len = fx_utf8_decode(p + i, n - i, &cp);
		if (is_trick(cp))
			return fx_fail(err, FX_EFORMAT, i,
			    "holds the character U+%04" PRIX32
			    ", which does not show",
			    cp);
	}
	return 0;
}

int
fx_statement_put(json_t *v, const char *key, const char *p, size_t n,
    const struct fx_masker *masker, bool *masked, struct fx_err *err)
{
	struct fx_buf out = { 0 };
	int rc = -1;

	if (fx_statement_check(p, n, err) == -1)
		return -1;
	if (fx_masker_text(masker, &out, p, n, err) == 0 &&
	    (rc = json_object_set_new(v, key,
		 json_stringn(fx_buf_text(&out), out.len))) == -1)
		fx_fail(err, FX_ENOMEM, 0, "out of memory");
	*masked = *masked || out.len != n ||
	    memcmp(fx_buf_text(&out), p, n) != 0;
	fx_buf_done(&out);
	return rc;
}

int
fx_statement_add(json_t *v, const char *key, const char *text,
    struct fx_err *err)
{
	struct fx_err why;

	if (text == NULL)
		return 0;
	if (fx_statement_check(text, strlen(text), &why) == -1)
		return fx_fail(err, FX_EARG, 0, "%s %s", key, why.msg);
	return json_object_set_new(v, key, json_string(text)) == 0
	    ? 0
	    : fx_fail(err, FX_ENOMEM, 0, "out of memory");
}

/* Why not, in words that help. */
static int
unfit(const char *statement, uint64_t seq, const char *of, struct fx_err *err)
{
	const char *instead = "";

	if (strcmp(statement, "review") == 0)
		instead = ": only findings are reviewed";
	else if (strcmp(of, "finding") == 0)
		instead = ": review it";
	else if (strcmp(of, "review") == 0)
		instead = ": review the finding again, the last review counts";
	else
		instead = ": that is not corrected";
	return fx_fail(err, FX_EARG, 0,
	    "record %" PRIu64 " is of the kind %.40s%s", seq, of, instead);
}

/* The kind of a record on disk, by its body, which is what was signed. */
static int
kind_of(struct fx_store *s, sqlite3_stmt *st, uint64_t seq, struct fx_buf *kind,
    struct fx_err *err)
{
	json_t *record;
	int rc;

	sqlite3_bind_int64(st, 1, (sqlite3_int64)seq);
	rc = sqlite3_step(st);
	if (rc == SQLITE_DONE)
		return fx_fail(err, FX_EARG, 0, "there is no record %" PRIu64,
		    seq);
	if (rc != SQLITE_ROW)
		return db_fail(s->db, err);
	record = fx_canon_parse((const char *)sqlite3_column_text(st, 0),
	    (size_t)sqlite3_column_bytes(st, 0), err);
	if (record == NULL)
		return -1;
	fx_buf_str(kind, json_string_value(json_object_get(record, "kind")));
	json_decref(record);
	return fx_buf_check(kind, err);
}

int
fx_statement_refer(struct fx_store *s, const char *statement, uint64_t seq,
    struct fx_err *err)
{
	struct fx_buf kind = { 0 };
	sqlite3_stmt *st;
	int rc = -1;

	if (seq >= s->onfile)
		return fx_fail(err, FX_EARG, 0,
		    "there is no record %" PRIu64 ": the last one is %" PRIu64,
		    seq, s->onfile - 1);
	st = db_prepare(s->db, "SELECT body FROM main.record WHERE seq = ?1",
	    err);
	if (st == NULL)
		return -1;
	if (kind_of(s, st, seq, &kind, err) == 0)
		rc = fx_statement_fits(statement, fx_buf_text(&kind))
		    ? 0
		    : unfit(statement, seq, fx_buf_text(&kind), err);
	sqlite3_finalize(st);
	fx_buf_done(&kind);
	return rc;
}
