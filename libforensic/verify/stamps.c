/* stamps.c - check 10: timestamps, as of the time they tell */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "anchors.h"
#include "forensic/canon.h"

enum { APART_S = 2 }; /* seconds that two clocks may differ, unsaid */

/* A timestamp that was met, for those that may renew it. */
struct met {
	int64_t id, time, ends; /* ends: of its certificate; 0: not known */
	uint64_t size;
	bool good, renewed;
	/* the data, kept: a renewal is over it; at in stamps_data */
	size_t at, n;
};

static struct met *
met(struct fxv *v, size_t i)
{
	return (struct met *)(void *)v->anchors.stamps.p + i;
}

static size_t
count(const struct fxv *v)
{
	return v->anchors.stamps.len / sizeof(struct met);
}

int
fxv_certificates(struct fxv *v, const char *const *files, size_t n,
    const char *what, struct fx_tsa **out)
{
	struct fx_err err;
	size_t i;

	if (n == 0)
		return 0;
	if ((*out = fx_tsa_new()) == NULL)
		return fxv_fail(v, FX_ENOMEM, "certificates");
	for (i = 0; i < n; i++) {
		if (fx_tsa_load(*out, files[i], &err) == 0)
			continue;
		fxv_say(v, FXV_ANCHORS, FX_CANNOT_CHECK, -1,
		    "the certificates of %s cannot be read: %s", what, err.msg);
		return -1;
	}
	return 0;
}

int
fxv_stamps_begin(struct fxv *v)
{
	const struct fx_verify_options *opt = v->opt;

	return fxv_certificates(v, opt->tsa, opt->ntsa,
		   "the timestamp authority", &v->anchors.tsa) == 0
	    ? fxv_certificates(v, opt->cms, opt->ncms, "those who sign",
		  &v->anchors.cms_ca)
	    : -1;
}

/* What it is over: the head, NULL in *old; or an older timestamp, too. */
static bool
is_ours(struct fxv *v, const struct fx_stamp *stamp, const struct fxv_anchor *a,
    struct met **old)
{
	struct fx_stamped over = { .p = a->note, .n = a->note_len };
	size_t i;

	*old = NULL;
	if (fx_stamp_is_over(stamp, &over))
		return true;
	for (i = count(v); i-- > 0;) {
		*old = met(v, i);
		over.more = v->anchors.data.p + (*old)->at;
		over.nmore = (*old)->n;
		if ((*old)->size == a->size && fx_stamp_is_over(stamp, &over))
			return true;
	}
	return false;
}

/* The lab's clock when it made the last record of that head; 0: not known. */
static int64_t
lab_time(struct fxv *v, uint64_t size)
{
	struct fx_err err;
	sqlite3_stmt *st;
	json_t *record = NULL;
	int64_t us = 0;

	st = fxv_db_prepare(v, &v->evd,
	    "SELECT body FROM main.record WHERE seq = ?1");
	if (st == NULL)
		return 0;
	sqlite3_bind_int64(st, 1, (sqlite3_int64)size - 1);
	if (fxv_db_step(v, &v->evd, st) == SQLITE_ROW &&
	    sqlite3_column_type(st, 0) == SQLITE_TEXT)
		record = fx_canon_parse((const char *)sqlite3_column_text(st,
					    0),
		    (size_t)sqlite3_column_bytes(st, 0), &err);
	if (record != NULL)
		fx_time_parse(fxv_str(record, "t"), &us);
	json_decref(record);
	sqlite3_finalize(st);
	return us / 1000000;
}

/* Two clocks over one record: the lab's can't be ahead of the authority's. */
static void
check_clock(struct fxv *v, const struct fxv_anchor *a, int64_t time)
{
	/* An exhibit does not tell of the last record under its head. */
	int64_t lab = v->evd.db != NULL ? lab_time(v, a->size) : 0;

	if (lab > time + APART_S)
		fxv_say(v, FXV_ANCHORS, FX_NOTE, (int64_t)a->size - 1,
		    "the lab's clock was %" PRId64
		    " s ahead of the timestamp's (anchor %" PRId64
		    ") when it made record %" PRIu64,
		    lab - time, a->id, a->size - 1);
}

/* Did it come in time to keep the older one alive? */
static void
check_renewal(struct fxv *v, const struct fxv_anchor *a, struct met *old,
    int64_t time)
{
	char when[FXV_WHEN_LEN];

	if (old->ends != 0 && time > old->ends) {
		fxv_when(when, old->ends);
		fxv_say(v, FXV_ANCHORS, FX_NOTE, -1,
		    "anchor %" PRId64 " renews the timestamp of anchor %" PRId64
		    " too late: that one's certificate ended on %s",
		    a->id, old->id, when);
		return;
	}
	old->renewed = true;
}

/* What its verification came to, in words. True if it is good. */
static bool
judge(struct fxv *v, const struct fxv_anchor *a, enum fx_stamp_verdict verdict,
    const struct fx_stamp_told *told, int64_t time)
{
	char when[FXV_WHEN_LEN];

	fxv_when(when, time);
	switch (verdict) {
	case FX_STAMP_GOOD:
		return true;
	case FX_STAMP_STRANGER:
		fxv_say(v, FXV_ANCHORS, FX_NOT_PROVEN, -1,
		    "the timestamp of %s (anchor %" PRId64
		    ") is by an authority you have not given, '%s': %s",
		    when, a->id, told->name, told->why);
		break;
	case FX_STAMP_WEAK:
		fxv_say(v, FXV_ANCHORS, FX_NOT_PROVEN, -1,
		    "the timestamp of %s (anchor %" PRId64
		    ") shows nothing, for the certificates of its authority, "
		    "'%s': %s",
		    when, a->id, told->name, told->why);
		break;
	case FX_STAMP_UNTIMELY:
		fxv_say(v, FXV_ANCHORS, FX_TAMPERED, -1,
		    "the timestamp of %s (anchor %" PRId64
		    ") was made when a certificate of its authority, '%s', was "
		    "not valid: %s",
		    when, a->id, told->name, told->why);
		break;
	case FX_STAMP_BAD:
		fxv_say(v, FXV_ANCHORS, FX_TAMPERED, -1,
		    "the timestamp of %s (anchor %" PRId64
		    ") was not made by a timestamp authority: %s",
		    when, a->id, told->why);
		break;
	default:
		fxv_fail(v, FX_ENOMEM, "a timestamp");
	}
	return false;
}

static bool
verify(struct fxv *v, const struct fxv_anchor *a, const struct fx_stamp *stamp,
    struct met *new)
{
	struct fx_stamp_told told = { 0 };
	char who[FXV_WHO_LEN];

	if (v->anchors.tsa == NULL ||
	    !judge(v, a, fx_stamp_verify(stamp, v->anchors.tsa, &told), &told,
		new->time))
		return false;
	new->ends = told.ends;
	check_clock(v, a, new->time);
	snprintf(who, sizeof(who),
	    "the timestamp authority '%s' (anchor %" PRId64 ")", told.name,
	    a->id);
	fxv_since(v, a->size, new->time, who);
	if (a->size <= v->out->signed_size && a->size > v->anchors.stamped)
		v->anchors.stamped = a->size;
	return true;
}

/* Keep it for those that may renew it. */
static void
keep(struct fxv *v, const struct fxv_anchor *a, struct met *new)
{
	new->at = v->anchors.data.len;
	new->n = a->n;
	fx_buf_put(&v->anchors.data, a->data, a->n);
	fx_buf_put(&v->anchors.stamps, new, sizeof(*new));
	if (v->anchors.data.failed || v->anchors.stamps.failed)
		fxv_fail(v, FX_ENOMEM, "timestamps");
}

void
fxv_stamp(struct fxv *v, const struct fxv_anchor *a)
{
	struct met *old, new = { .id = a->id, .size = a->size };
	struct fx_stamp *stamp;
	struct fx_err err;

	if (v->anchors.data.len + a->n > FX_VERIFY_STAMPS_LEN) {
		fxv_say(v, FXV_ANCHORS, FX_CANNOT_CHECK, -1,
		    "the timestamps are longer than %d bytes together: not all "
		    "were checked",
		    FX_VERIFY_STAMPS_LEN);
		return;
	}
	if ((stamp = fx_stamp_parse(a->data, a->n, &err)) == NULL) {
		if (err.code == FX_ENOMEM)
			fxv_fail(v, FX_ENOMEM, "a timestamp");
		else
			fxv_say(v, FXV_ANCHORS, FX_TAMPERED, -1,
			    "anchor %" PRId64 ": %s", a->id, err.msg);
		return;
	}
	new.time = fx_stamp_time(stamp);
	if (!is_ours(v, stamp, a, &old)) {
		fxv_say(v, FXV_ANCHORS, FX_TAMPERED, -1,
		    "timestamp does not belong to this head (anchor %" PRId64
		    ", over %" PRIu64 " records)",
		    a->id, a->size);
	} else {
		new.good = verify(v, a, stamp, &new);
		if (new.good && old != NULL)
			check_renewal(v, a, old, new.time);
		keep(v, a, &new);
	}
	fx_stamp_free(stamp);
}

/* Whose certificate has ended, and whom nobody renewed. */
static void
say_ended(struct fxv *v, const struct met *m)
{
	char when[FXV_WHEN_LEN];

	if (!m->good || m->renewed || m->ends == 0 || m->ends >= time(NULL))
		return;
	fxv_when(when, m->ends);
	fxv_say(v, FXV_ANCHORS, FX_NOTE, -1,
	    "the certificate of the timestamp of anchor %" PRId64
	    " ended on %s, and nobody renewed it: it stands if its key was "
	    "kept well since",
	    m->id, when);
}

void
fxv_stamps_end(struct fxv *v)
{
	char when[FXV_WHEN_LEN];
	size_t i;

	for (i = 0; i < count(v); i++)
		say_ended(v, met(v, i));
	if (v->anchors.tsa != NULL && count(v) == 0)
		fxv_say(v, FXV_ANCHORS, FX_NOT_PROVEN, -1,
		    "no timestamp is in the file, or none is over a head of "
		    "it");
	if (v->anchors.tsa == NULL && count(v) > 0) {
		fxv_when(when, met(v, 0)->time);
		fxv_say(v, FXV_ANCHORS, FX_NOT_PROVEN, -1,
		    "no timestamp authority given: %zu timestamp%s, the first "
		    "of which tells of %s, %s not checked (--tsa-ca)",
		    count(v), count(v) == 1 ? "" : "s", when,
		    count(v) == 1 ? "was" : "were");
	}
	fx_buf_done(&v->anchors.data);
}
