/* anchor_cms.c - keep what somebody signed with a certificate of his own */
#include "forensic/anchor.h"
#include "forensic/cms.h"
#include "store_internal.h"

/* Over which head is it? 1, with its size; 0: over none; -1 and err. */
static int
find(struct fx_store *s, const struct fx_cms *cms, uint64_t *size,
    struct fx_err *err)
{
	sqlite3_stmt *st = db_prepare(s->db,
	    "SELECT size, note FROM main.checkpoint ORDER BY size DESC", err);
	int rc = SQLITE_DONE, found = 0;

	if (st == NULL)
		return -1;
	while (found == 0 && (rc = sqlite3_step(st)) == SQLITE_ROW) {
		*size = (uint64_t)sqlite3_column_int64(st, 0);
		found = fx_cms_is_over(cms, sqlite3_column_text(st, 1),
			    (size_t)sqlite3_column_bytes(st, 1))
		    ? 1
		    : 0;
	}
	if (found == 0 && rc != SQLITE_DONE)
		found = db_fail(s->db, err);
	sqlite3_finalize(st);
	return found;
}

int
fx_store_cms(struct fx_store *s, const void *data, size_t n, uint64_t *size,
    struct fx_err *err)
{
	struct fx_cms *cms = fx_cms_parse(data, n, err);
	int found;

	if (cms == NULL)
		return -1;
	found = find(s, cms, size, err);
	fx_cms_free(cms);
	if (found == 0)
		return fx_fail(err, FX_EFORMAT, 0,
		    "the signature is over no head of this case, as the .ckpt "
		    "file has it, byte for byte");
	return found == 1 ? anchor_insert(s, *size, "cms", data, n, err) : -1;
}
