/* signatures.c - check 10: heads that somebody signed by his own certificate */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "anchors.h"
#include "forensic/cms.h"

enum { TOLD_MOST = 20 }; /* sentences of the closing block */

/* A signature that is over its head, until all times are known. */
struct met {
	int64_t id;
	uint64_t size, sealed; /* sealed: the record that seals it; 0: none */
	size_t at, n;          /* its data */
};

/* What came of a good one. */
struct shown {
	uint64_t size;
	int64_t time, claims; /* time 0: as of now; claims 0: none */
	char name[FX_STAMP_NAME];
};

void
fxv_signature(struct fxv *v, const struct fxv_anchor *a, uint64_t sealed)
{
	struct fxv_anchors *all = &v->anchors;
	struct met new = { .id = a->id,
		.size = a->size,
		.sealed = sealed,
		.at = all->cms_data.len,
		.n = a->n };
	struct fx_cms *cms;
	struct fx_err err;

	if (all->cms_data.len + a->n > FX_VERIFY_STAMPS_LEN) {
		fxv_say(v, FXV_ANCHORS, FX_CANNOT_CHECK, -1,
		    "the signatures are longer than %d bytes together: not all "
		    "were checked",
		    FX_VERIFY_STAMPS_LEN);
		return;
	}
	if ((cms = fx_cms_parse(a->data, a->n, &err)) == NULL) {
		if (err.code == FX_ENOMEM)
			fxv_fail(v, FX_ENOMEM, "a signature");
		else
			fxv_say(v, FXV_ANCHORS, FX_TAMPERED, -1,
			    "anchor %" PRId64 ": %s", a->id, err.msg);
		return;
	}
	if (!fx_cms_is_over(cms, a->note, a->note_len)) {
		fxv_say(v, FXV_ANCHORS, FX_TAMPERED, -1,
		    "signature does not belong to this head (anchor %" PRId64
		    ", over %" PRIu64 " records)",
		    a->id, a->size);
	} else {
		fx_buf_put(&all->cms_data, a->data, a->n);
		fx_buf_put(&all->cms_met, &new, sizeof(new));
	}
	if (all->cms_data.failed || all->cms_met.failed)
		fxv_fail(v, FX_ENOMEM, "signatures");
	fx_cms_free(cms);
}

void
fxv_signature_alone(struct fxv *v, const struct fxv_anchor *a)
{
	fxv_signature(v, a, 0);
}

/*
 * Since when others know it, in seconds since 1970: who saw a head behind the
 * record that seals it saw that record.  0: nobody did.
 */
static int64_t
known_since(const struct fxv *v, const struct met *m)
{
	const struct fx_buf *list = &v->anchors.vouchers;
	struct fxv_seen_at one;
	int64_t first = 0;
	size_t at;

	for (at = 0; at + sizeof(one) <= list->len; at += sizeof(one)) {
		memcpy(&one, list->p + at, sizeof(one));
		if (m->sealed > 0 && one.size > m->sealed &&
		    (first == 0 || one.time < first))
			first = one.time;
	}
	return first;
}

/* What speaks against its signer, in words. */
static void
doubt(struct fxv *v, const struct met *m, enum fx_stamp_verdict verdict,
    const struct fx_stamp_told *told, int64_t since)
{
	char when[FXV_WHEN_LEN];

	fxv_when(when, since);
	if (verdict == FX_STAMP_STRANGER)
		fxv_say(v, FXV_ANCHORS, FX_NOT_PROVEN, -1,
		    "the signature of '%s' (anchor %" PRId64
		    ") is by a certificate that none you have given vouches "
		    "for: %s",
		    told->name, m->id, told->why);
	else if (verdict != FX_STAMP_UNTIMELY)
		fxv_say(v, FXV_ANCHORS, FX_NOT_PROVEN, -1,
		    "the signature of '%s' (anchor %" PRId64
		    ") shows nothing: %s",
		    told->name, m->id, told->why);
	else if (since == 0)
		fxv_say(v, FXV_ANCHORS, FX_NOT_PROVEN, -1,
		    "a certificate of the signature of '%s' (anchor %" PRId64
		    ") is not valid today, and no timestamp that holds tells "
		    "of an earlier day: %s",
		    told->name, m->id, told->why);
	else
		fxv_say(v, FXV_ANCHORS, FX_NOT_PROVEN, -1,
		    "a certificate of the signature of '%s' (anchor %" PRId64
		    ") was not valid on %s, the first day that the signature "
		    "was seen: %s",
		    told->name, m->id, when, told->why);
}

static void
judge(struct fxv *v, const struct met *m, const struct fx_cms *cms)
{
	struct fxv_anchors *all = &v->anchors;
	const int64_t since = known_since(v, m);
	struct shown good = { .size = m->size, .time = since };
	enum fx_stamp_verdict verdict;
	struct fx_stamp_told told;

	verdict = fx_cms_verify(cms, all->cms_ca,
	    since != 0 ? since : (int64_t)time(NULL), &told);
	if (verdict == FX_STAMP_FAILED) {
		fxv_fail(v, FX_ENOMEM, "a signature");
	} else if (verdict != FX_STAMP_GOOD) {
		doubt(v, m, verdict, &told, since);
	} else if (m->size <= v->out->signed_size) {
		good.claims = fx_cms_claims(cms);
		snprintf(good.name, sizeof(good.name), "%s", told.name);
		fxv_clean(good.name);
		fx_buf_put(&all->cms_shown, &good, sizeof(good));
		if (m->size > all->cms_signed)
			all->cms_signed = m->size;
	}
}

/* The one of that place, taken apart again: it was sound. */
static void
judge_at(struct fxv *v, size_t at)
{
	const struct fxv_anchors *all = &v->anchors;
	struct fx_cms *cms;
	struct fx_err err;
	struct met m;

	memcpy(&m, all->cms_met.p + at, sizeof(m));
	cms = fx_cms_parse(all->cms_data.p + m.at, m.n, &err);
	if (cms == NULL)
		fxv_fail(v, FX_ENOMEM, "a signature");
	else
		judge(v, &m, cms);
	fx_cms_free(cms);
}

void
fxv_signatures_end(struct fxv *v)
{
	struct fxv_anchors *all = &v->anchors;
	const size_t n = all->cms_met.len / sizeof(struct met);
	size_t i;

	if (all->cms_ca == NULL && n > 0)
		fxv_say(v, FXV_ANCHORS, FX_NOTE, -1,
		    "%zu signature%s by certificates; by whose, was not "
		    "checked (--cms-ca)",
		    n, n == 1 ? " of a head is" : "s of heads are");
	if (all->cms_ca != NULL && n == 0)
		fxv_say(v, FXV_ANCHORS, FX_NOT_PROVEN, -1,
		    "no signature by a certificate is there, or none is over a "
		    "head");
	for (i = 0; i < n && all->cms_ca != NULL && !v->failed; i++)
		judge_at(v, i * sizeof(struct met));
	if (all->cms_shown.failed)
		fxv_fail(v, FX_ENOMEM, "signatures");
}

/*
 * What shows that his certificate held.  When he signed he alone says: nobody
 * shall read it as proven.
 */
static void
close_one(struct fxv *v, const struct shown *s)
{
	char when[FXV_WHEN_LEN], claims[FXV_WHEN_LEN];

	fxv_when(when, s->time);
	fxv_when(claims, s->claims);
	fxv_close(v, FX_CLOSING_PROVEN,
	    "The head over records 0 to %" PRIu64
	    " is signed by '%s', whose certificate one you gave vouches for: "
	    "it was valid %s%s%s%s%s",
	    s->size - 1, s->name,
	    s->time != 0 ? "when others first saw the signature, on "
			 : "when this was checked",
	    s->time != 0 ? when : "",
	    s->claims != 0 ? ". That it was made on " : "",
	    s->claims != 0 ? claims : "",
	    s->claims != 0 ? " is the word of who signed, and not proven" : "");
}

void
fxv_signatures_proven(struct fxv *v)
{
	const struct fx_buf *list = &v->anchors.cms_shown;
	const size_t n = list->len / sizeof(struct shown);
	struct shown one;
	size_t i;

	for (i = 0; i < n && i < TOLD_MOST; i++) {
		memcpy(&one, list->p + i * sizeof(one), sizeof(one));
		close_one(v, &one);
	}
	if (n > TOLD_MOST)
		fxv_close(v, FX_CLOSING_PROVEN,
		    "%zu more signatures of heads are good", n - TOLD_MOST);
}

void
fxv_signatures_done(struct fxv *v)
{
	fx_buf_done(&v->anchors.cms_data);
	fx_buf_done(&v->anchors.cms_met);
	fx_buf_done(&v->anchors.cms_shown);
	fx_tsa_free(v->anchors.cms_ca);
}
