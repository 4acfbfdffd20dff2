/* store_write.c - a batch on its way to disk: openings first, then records */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "forensic/bytes.h"
#include "store_internal.h"

enum { MEMBER_LEN = 96 }; /* more than any kind or hash with its key has */

int
records_ready(struct batch *b, struct fx_err *err)
{
	b->record = calloc(FX_BATCH_RECORDS, sizeof(*b->record));
	return b->record != NULL ? 0
				 : fx_fail(err, FX_ENOMEM, 0, "out of memory");
}

void
records_empty(struct batch *b)
{
	fx_buf_reset(&b->boxes);
	fx_buf_reset(&b->bodies);
	b->n = b->nopenings = 0;
}

void
records_done(struct batch *b)
{
	free(b->record);
	free(b->openings);
	fx_buf_done(&b->boxes);
	fx_buf_done(&b->bodies);
	*b = (struct batch){ 0 };
}

int
store_unchanged(struct fx_store *s, struct fx_err *err)
{
	int64_t seq = -1;
	bool same = s->onfile == 0;
	int rc = sqlite3_step(s->last);

	if (rc == SQLITE_ROW) {
		seq = sqlite3_column_int64(s->last, 0);
		same = s->onfile > 0 && seq == (int64_t)s->onfile - 1 &&
		    sqlite3_column_bytes(s->last, 1) == FX_SHA256_LEN &&
		    memcmp(sqlite3_column_blob(s->last, 1), s->onfile_leaf,
			FX_SHA256_LEN) == 0;
	} else if (rc != SQLITE_DONE) {
		rc = db_fail(s->db, err);
		sqlite3_reset(s->last);
		return rc;
	}
	sqlite3_reset(s->last);
	return same ? 0
		    : fx_fail(err, FX_EBROKEN, 0,
			  "it was written to by something else");
}

static int
insert(struct fx_store *s, const struct batch *b, size_t i, struct fx_err *err)
{
	const struct pending *p = &b->record[i];
	const uint64_t seq = s->onfile + i;
	sqlite3_stmt *st = s->insert;

	sqlite3_bind_int64(st, 1, (sqlite3_int64)seq);
	sqlite3_bind_text(st, 2, p->kind, -1, SQLITE_STATIC);
	sqlite3_bind_text64(st, 3, b->bodies.p + p->at, p->len, SQLITE_STATIC,
	    SQLITE_UTF8);
	sqlite3_bind_blob(st, 4, p->leaf, sizeof(p->leaf), SQLITE_STATIC);
	return db_run(s->db, st, err);
}

static bool
says(const struct batch *b, const struct pending *p, const char *key,
    const char *value)
{
	char want[MEMBER_LEN];
	int n = snprintf(want, sizeof(want), "\"%s\":\"%s\"", key, value);

	return n > 0 && (size_t)n < sizeof(want) &&
	    memmem(b->bodies.p + p->at, p->len, want, (size_t)n) != NULL;
}

/*
 * What the trigger record_append asks of each row, of all rows of the batch:
 * their numbers follow by the way they are inserted.
 */
static int
appends(const struct fx_store *s, const struct batch *b, struct fx_err *err)
{
	static const uint8_t none[FX_SHA256_LEN];
	const uint8_t *before = s->onfile > 0 ? s->onfile_leaf : none;
	char prev[2 * FX_SHA256_LEN + 1];
	size_t i;

	for (i = 0; i < b->n; i++) {
		fx_hex(prev, before, FX_SHA256_LEN);
		if (!says(b, &b->record[i], "prev", prev) ||
		    !says(b, &b->record[i], "kind", b->record[i].kind))
			return fx_fail(err, FX_EBROKEN, 0,
			    "record: not an append");
		before = b->record[i].leaf;
	}
	return 0;
}

static int
insert_all(struct fx_store *s, const struct batch *b, struct fx_err *err)
{
	size_t i;

	if (store_unchanged(s, err) == -1 || appends(s, b, err) == -1)
		return -1;
	for (i = 0; i < b->n; i++)
		if (insert(s, b, i, err) == -1)
			return -1;
	return 0;
}

/*
 * To look for the last row anew with each one costs as much as to insert it:
 * of the rows of this transaction all is known, so its trigger rests.
 */
static int
write_records(struct fx_store *s, const struct batch *b, struct fx_err *err)
{
	struct fx_err lost;
	int rc;

	if (db_exec(s->db, "BEGIN IMMEDIATE", err) == -1)
		return -1;
	sqlite3_db_config(s->db, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, NULL);
	rc = insert_all(s, b, err);
	if (sqlite3_db_config(s->db, SQLITE_DBCONFIG_ENABLE_TRIGGER, 1, NULL) !=
		SQLITE_OK &&
	    rc == 0)
		rc = fx_fail(err, FX_EIO, 0, "its triggers stay off");
	if (rc == 0 && db_exec(s->db, "COMMIT", err) == 0)
		return 0;
	db_exec(s->db, "ROLLBACK", &lost);
	return -1;
}

int
store_write(struct fx_store *s, const struct batch *b, struct fx_err *err)
{
	if (sealing_write(s, b, err) == -1)
		return -1;
	return write_records(s, b, err);
}

void
store_written(struct fx_store *s, struct batch *b)
{
	s->onfile += b->n;
	memcpy(s->onfile_leaf, b->record[b->n - 1].leaf,
	    sizeof(s->onfile_leaf));
	records_empty(b);
}
