/* store.c - a row of a browser's database, by SQLite itself */
#include <sqlite3.h>
#include <string.h>

#include "forensic/bytes.h"
#include "store.h"

enum {
	PAGE = 2048, /* as Chromium's are */
	WAL_HEAD = 32,
	FRAME_HEAD = 24,
	MODES = 18, /* in a header: how it is written and read, */
	WAL_MODE = 2,
};

static int
run(sqlite3 *db, const struct store *s, enum store_left left)
{
	char *sql = NULL;
	int rc;

	rc = sqlite3_exec(db,
	    "PRAGMA page_size = 2048; PRAGMA secure_delete = OFF;", NULL, NULL,
	    NULL);
	if (rc == SQLITE_OK)
		rc = sqlite3_exec(db, s->make, NULL, NULL, NULL);
	if (rc != SQLITE_OK || (left != STORE_FREE && left != STORE_DELETED))
		return rc;
	if (left == STORE_FREE)
		sql = sqlite3_mprintf("DROP TABLE %s", s->table);
	else
		sql = sqlite3_mprintf("DELETE FROM %s WHERE %s", s->table,
		    s->where);
	rc = sql != NULL ? sqlite3_exec(db, sql, NULL, NULL, NULL)
			 : SQLITE_NOMEM;
	sqlite3_free(sql);
	return rc;
}

/* The sums of a log over n bytes more, as little-endian words by pairs. */
static void
sum(uint32_t sums[2], const uint8_t *p, size_t n)
{
	size_t i;

	for (i = 0; i < n; i += 8) {
		sums[0] += fx_le32(p + i) + sums[1];
		sums[1] += fx_le32(p + i + 4) + sums[0];
	}
}

static void
put_be32(uint8_t *p, uint32_t v)
{
	p[0] = (uint8_t)(v >> 24);
	p[1] = (uint8_t)(v >> 16);
	p[2] = (uint8_t)(v >> 8);
	p[3] = (uint8_t)v;
}

/*
 * A log of one transaction, which wrote each page (SQLite's file format, 4).
 * SQLite's own has random salts; the same seed is to make the same bytes.
 */
static void
put_log(uint8_t *db, size_t n, struct fx_buf *out)
{
	static const uint32_t head[] = { 0x377f0682, 3007000, PAGE, 0,
		0x5eed5a17, 0x07e5a175 };
	uint8_t h[WAL_HEAD];
	uint32_t sums[2] = { 0, 0 };
	size_t i, at;

	for (i = 0; i < sizeof(head) / sizeof(head[0]); i++)
		put_be32(h + 4 * i, head[i]);
	sum(sums, h, FRAME_HEAD);
	put_be32(h + 24, sums[0]);
	put_be32(h + 28, sums[1]);
	fx_buf_put(out, h, WAL_HEAD);
	db[MODES] = db[MODES + 1] = WAL_MODE;
	for (at = 0; at + PAGE <= n; at += PAGE) {
		put_be32(h, (uint32_t)(at / PAGE + 1));
		put_be32(h + 4, at + PAGE == n ? (uint32_t)(n / PAGE) : 0);
		put_be32(h + 8, head[4]);
		put_be32(h + 12, head[5]);
		sum(sums, h, 8);
		sum(sums, db + at, PAGE);
		put_be32(h + 16, sums[0]);
		put_be32(h + 20, sums[1]);
		fx_buf_put(out, h, FRAME_HEAD);
		fx_buf_put(out, db + at, PAGE);
	}
}

static size_t
find(const void *p, size_t n, const struct store *s)
{
	const char *found = n > 0 ? memmem(p, n, s->mark, s->n) : NULL;

	return found != NULL ? (size_t)(found - (const char *)p) : SIZE_MAX;
}

static void
put(uint8_t *db, size_t n, const struct store *s, enum store_left left,
    struct fx_buf *out)
{
	size_t at = find(db, n, s);

	if (at == SIZE_MAX)
		out->failed = true;
	else if (left == STORE_LOG)
		put_log(db, n, out);
	else if (left == STORE_PAGE)
		fx_buf_put(out, db + at / PAGE * PAGE, PAGE);
	else
		fx_buf_put(out, db, n);
}

size_t
store_put(const struct store *s, enum store_left left, struct fx_buf *out)
{
	unsigned char *made = NULL;
	size_t from = out->len, at;
	sqlite3_int64 size = 0;
	sqlite3 *db = NULL;
	int rc = sqlite3_open(":memory:", &db);

	if (rc == SQLITE_OK)
		rc = run(db, s, left);
	if (rc == SQLITE_OK)
		made = sqlite3_serialize(db, "main", &size, 0);
	if (made != NULL)
		put(made, (size_t)size, s, left, out);
	else
		out->failed = true;
	sqlite3_free(made);
	sqlite3_close(db);
	if (out->failed)
		return SIZE_MAX;
	at = find(out->p + from, out->len - from, s);
	return at != SIZE_MAX ? from + at : SIZE_MAX;
}
