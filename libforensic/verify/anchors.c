/* anchors.c - check 10: what others vouch for, and its seals in the chain */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "anchors.h"
#include "forensic/anchor.h"

/* One digest of a seal record. */
struct sealed {
	uint64_t record;
	uint8_t sum[FX_SHA256_LEN];
};

void
fxv_when(char out[FXV_WHEN_LEN], int64_t seconds)
{
	const time_t t = (time_t)seconds;
	struct tm tm = { 0 };

	if (gmtime_r(&t, &tm) == NULL ||
	    strftime(out, FXV_WHEN_LEN, "%Y-%m-%d %H:%M:%S UTC", &tm) == 0)
		snprintf(out, FXV_WHEN_LEN, "no time");
}

void
fxv_since(struct fxv *v, uint64_t size, int64_t time, const char *who)
{
	struct fxv_voucher *first = &v->anchors.first;
	struct fxv_voucher *most = &v->anchors.most;
	struct fxv_voucher new = { .size = size, .time = time };
	const struct fxv_seen_at seen = { size, time };

	if (size > v->out->signed_size)
		return;
	fx_buf_put(&v->anchors.vouchers, &seen, sizeof(seen));
	if (v->anchors.vouchers.failed)
		fxv_fail(v, FX_ENOMEM, "times");
	snprintf(new.who, sizeof(new.who), "%s", who);
	if (first->size == 0 || time < first->time)
		*first = new;
	if (size > most->size || (size == most->size && time < most->time))
		*most = new;
}

void
fxv_anchors_head(struct fxv *v, const char *note, size_t len)
{
	if (fx_sha256(v->anchors.note_sum, note, len) == -1)
		fxv_fail(v, FX_EIO, "libcrypto");
}

void
fxv_anchors_seal(struct fxv *v, const json_t *record, uint64_t seq)
{
	const json_t *list = json_object_get(record, "anchors");
	struct sealed one = { .record = seq };
	uint8_t sum[FX_SHA256_LEN];
	size_t i;

	if (fx_unhex(sum, fxv_str(record, "note"), sizeof(sum)) == 0 &&
	    memcmp(sum, v->anchors.note_sum, sizeof(sum)) != 0)
		fxv_say(v, FXV_ANCHORS, FX_TAMPERED, (int64_t)seq,
		    "record %" PRIu64 " seals another head than the last one "
		    "before it",
		    seq);
	for (i = 0; i < json_array_size(list); i++) {
		const char *hex = json_string_value(json_array_get(list, i));

		if (hex == NULL || strlen(hex) != 2 * sizeof(one.sum) ||
		    fx_unhex(one.sum, hex, sizeof(one.sum)) == -1)
			fxv_say(v, FXV_ANCHORS, FX_TAMPERED, (int64_t)seq,
			    "record %" PRIu64 " seals what is no digest", seq);
		fx_buf_put(&v->anchors.seals, &one, sizeof(one));
	}
	if (v->anchors.seals.failed)
		fxv_fail(v, FX_ENOMEM, "the seals");
}

/*
 * Is this, the anchor of that place, the one that was sealed?  The record that
 * does so; or 0.
 */
static uint64_t
check_sealed(struct fxv *v, const struct fxv_anchor *a, const char *type)
{
	const struct fx_buf *seals = &v->anchors.seals;
	size_t at = v->anchors.n * sizeof(struct sealed);
	uint8_t sum[FX_SHA256_LEN];
	struct sealed want;

	if (at + sizeof(want) > seals->len)
		return 0;
	memcpy(&want, seals->p + at, sizeof(want));
	if (fx_anchor_sum(sum, type, a->size, a->data, a->n) == -1)
		fxv_fail(v, FX_EIO, "libcrypto");
	else if (memcmp(sum, want.sum, sizeof(sum)) == 0)
		return want.record;
	else
		fxv_say(v, FXV_ANCHORS, FX_TAMPERED, (int64_t)want.record,
		    "anchor %" PRId64 " is not the one that record %" PRIu64
		    " seals: it was changed, or one before it is missing",
		    a->id, want.record);
	return 0;
}

/* Are there fewer than were sealed? */
static void
check_missing(struct fxv *v)
{
	const size_t have = v->anchors.n * sizeof(struct sealed);
	struct sealed want;

	if (have >= v->anchors.seals.len)
		return;
	memcpy(&want, v->anchors.seals.p + have, sizeof(want));
	fxv_say(v, FXV_ANCHORS, FX_TAMPERED, (int64_t)want.record,
	    "%zu anchors are sealed, %zu are there: the first that is missing "
	    "is sealed by record %" PRIu64,
	    v->anchors.seals.len / sizeof(want), v->anchors.n, want.record);
}

/* Where the lab says it filed the head: its word, until the head comes back. */
static void
check_filed(struct fxv *v, const struct fxv_anchor *a)
{
	struct fx_buf where = { 0 };

	if (v->expect.reached && v->expect.size >= a->size)
		return;
	fx_buf_put(&where, a->data, a->n);
	fxv_say(v, FXV_ANCHORS, FX_NOTE, -1,
	    "the head over %" PRIu64
	    " records is said to be filed: %.500s (have it from there, and "
	    "give it with --expect)",
	    a->size, fx_buf_text(&where));
	fx_buf_done(&where);
}

/* The columns of a row, in the types that they must have. 0; -1 when said. */
static int
read_row(struct fxv *v, sqlite3_stmt *st, struct fxv_anchor *a,
    const char **type)
{
	const int64_t size = sqlite3_column_int64(st, 1);

	*a = (struct fxv_anchor){ .id = sqlite3_column_int64(st, 0),
		.size = (uint64_t)size,
		.data = sqlite3_column_blob(st, 3),
		.n = (size_t)sqlite3_column_bytes(st, 3),
		.note = (const char *)sqlite3_column_text(st, 4),
		.note_len = (size_t)sqlite3_column_bytes(st, 4) };
	*type = (const char *)sqlite3_column_text(st, 2);
	if (*type == NULL || size <= 0 ||
	    sqlite3_column_type(st, 3) != SQLITE_BLOB) {
		fxv_say(v, FXV_ANCHORS, FX_TAMPERED, -1,
		    "anchor %" PRId64 " is not in the form of one", a->id);
		return -1;
	}
	if (a->note == NULL) {
		fxv_say(v, FXV_ANCHORS, FX_TAMPERED, -1,
		    "anchor %" PRId64 " is about a head over %" PRIu64
		    " records, which is not there",
		    a->id, a->size);
		return -1;
	}
	return 0;
}

static void
check_row(struct fxv *v, sqlite3_stmt *st)
{
	struct fxv_anchor a;
	const char *type;
	uint64_t sealed = 0;
	int rc = read_row(v, st, &a, &type);

	if (type != NULL)
		sealed = check_sealed(v, &a, type);
	v->anchors.n++;
	if (rc == -1)
		return;
	if (strcmp(type, "rfc3161") == 0)
		fxv_stamp(v, &a);
	else if (strcmp(type, "cosig") == 0)
		fxv_cosignature(v, &a);
	else if (strcmp(type, "cms") == 0)
		fxv_signature(v, &a, sealed);
	else if (strcmp(type, "filed") == 0)
		check_filed(v, &a);
	else
		fxv_say(v, FXV_ANCHORS, FX_NOTE, -1,
		    "anchor %" PRId64
		    " is of a kind that this program does not check (%.20s)",
		    a.id, type);
}

/* All rows, up to so many: each takes a signature or two. */
static void
check_rows(struct fxv *v)
{
	sqlite3_stmt *st;
	int rc = SQLITE_DONE;

	st = fxv_db_prepare(v, &v->evd,
	    "SELECT a.id, a.size, a.type, a.data, "
	    "(SELECT note FROM main.checkpoint WHERE size = a.size) "
	    "FROM main.anchor AS a ORDER BY a.id");
	if (st == NULL)
		return;
	while (!v->failed && (rc = fxv_db_step(v, &v->evd, st)) == SQLITE_ROW) {
		if (v->anchors.n == FX_VERIFY_ANCHORS) {
			fxv_say(v, FXV_ANCHORS, FX_CANNOT_CHECK, -1,
			    "there are more than %d anchors: only these were "
			    "checked",
			    FX_VERIFY_ANCHORS);
			break;
		}
		check_row(v, st);
	}
	sqlite3_finalize(st);
	if (!v->failed && rc == SQLITE_TOOBIG)
		fxv_say(v, FXV_ANCHORS, FX_TAMPERED, -1,
		    "an anchor is longer than any may be");
	if (!v->failed && rc == SQLITE_DONE)
		check_missing(v);
}

void
fxv_anchors(struct fxv *v)
{
	if (fxv_stamps_begin(v) == -1)
		return;
	if (v->evd.altered) {
		fxv_say(v, FXV_ANCHORS, FX_CANNOT_CHECK, -1,
		    "timestamps and cosignatures were not read: the database "
		    "structure was altered");
		return;
	}
	check_rows(v);
	if (!v->failed) {
		fxv_stamps_end(v);
		fxv_witnesses_end(v);
	}
	if (!v->failed)
		fxv_signatures_end(v);
}

/* The sentences of the closing block. */

void
fxv_anchors_proven(struct fxv *v)
{
	const struct fxv_voucher *most = &v->anchors.most;
	char when[FXV_WHEN_LEN];

	if (most->size == 0)
		return;
	fxv_when(when, most->time);
	fxv_close(v, FX_CLOSING_PROVEN,
	    "Records 0 to %" PRIu64
	    " were there, as they are, on %s, says %s: since then nobody, not "
	    "even the holder of the key, wrote them anew",
	    most->size - 1, when, most->who);
}

void
fxv_anchors_unproven(struct fxv *v)
{
	if (v->anchors.stamped > 0)
		fxv_close(v, FX_CLOSING_UNPROVEN,
		    "That the certificate of a timestamp authority had not "
		    "been revoked when it made a timestamp: that is not "
		    "looked up, the authority knows");
}

bool
fxv_anchors_since(struct fxv *v)
{
	const struct fxv_voucher *first = &v->anchors.first;
	char when[FXV_WHEN_LEN];

	if (first->size == 0)
		return false;
	if (fxv_said(v, FX_TAMPERED))
		return true; /* nothing stands that could do so since then */
	fxv_when(when, first->time);
	fxv_close(v, FX_CLOSING_SINCE,
	    "Records 0 to %" PRIu64
	    " stand as they are since %s at the latest, says %s",
	    first->size - 1, when, first->who);
	return true;
}

void
fxv_anchors_done(struct fxv *v)
{
	fx_buf_done(&v->anchors.seals);
	fx_buf_done(&v->anchors.stamps);
	free(v->anchors.seen);
	fx_tsa_free(v->anchors.tsa);
	fx_buf_done(&v->anchors.vouchers);
	fxv_signatures_done(v);
}
