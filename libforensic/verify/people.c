/* people.c - check 5: hand-overs, reviews and corrections, and what they add up
 * to */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "forensic/statement.h"
#include "internal.h"

/* What is known of a record, one byte each: a thousandth of the file. */
enum {
	FINDING = 1,
	FIXED = 2, /* it is of a kind that is not corrected */
	ACCEPTED = 4,
	REJECTED = 8, /* by the last review that says one of them */
	NOTED = 16,
	CORRECTED = 32,
	REVIEWED = ACCEPTED | REJECTED | NOTED,
};

enum { NAME_LEN = 120, THINGS_TOLD = 20 };

/* One record of custody. Texts are compared by their hashes, shown cut. */
struct fxv_handover {
	uint64_t seq;
	uint8_t what[FX_SHA256_LEN], from[FX_SHA256_LEN], to[FX_SHA256_LEN];
	char what_text[NAME_LEN], from_text[NAME_LEN], to_text[NAME_LEN];
	char t[FX_TIME_LEN + 1];
};

/* Remember what kind of record that is, as long as numbers have no gap. */
static void
mark(struct fxv *v, enum fxv_kind kind, uint64_t seq)
{
	struct fxv_people *p = &v->people;
	size_t cap = p->marks_cap == 0 ? 1024 : 2 * p->marks_cap;
	uint8_t *more;

	if (seq != p->nmarks)
		return;
	if (p->nmarks == p->marks_cap) {
		if ((more = realloc(p->marks, cap)) == NULL) {
			fxv_fail(v, FX_ENOMEM, "the kinds of records");
			return;
		}
		p->marks = more;
		p->marks_cap = cap;
	}
	p->marks[p->nmarks++] = (uint8_t)((kind == FXV_FINDING ? FINDING : 0) |
	    (fx_statement_fits("correct", fxv_kind_name(kind)) ? 0 : FIXED));
}

/* The mark of the record that one speaks of; NULL where it can't be known. */
static uint8_t *
spoken_of(struct fxv *v, const json_t *record, uint64_t seq)
{
	uint64_t of = (uint64_t)fxv_num(record, "of");

	return of < seq && of < v->people.nmarks ? &v->people.marks[of] : NULL;
}

/* One more of those with that bit, or one less, or none of either. */
static void
recount(uint64_t *n, uint8_t bit, uint8_t before, uint8_t after)
{
	if ((after & bit) != 0 && (before & bit) == 0)
		++*n;
	else if ((after & bit) == 0 && (before & bit) != 0)
		--*n;
}

static void
on_review(struct fxv *v, const json_t *record, uint64_t seq)
{
	struct fx_verify_reviews *n = &v->out->reviews;
	const char *verdict = fxv_str(record, "verdict");
	uint8_t *m = spoken_of(v, record, seq), after;

	if (m == NULL)
		return;
	if ((*m & FINDING) == 0) {
		fxv_say(v, FXV_GRAMMAR, FX_TAMPERED, (int64_t)seq,
		    "record %" PRIu64 " reviews record %" PRId64
		    ", which is no finding",
		    seq, fxv_num(record, "of"));
		return;
	}
	after = *m | NOTED;
	if (strcmp(verdict, "note") != 0) {
		after = (uint8_t)(*m & ~(ACCEPTED | REJECTED));
		after |= strcmp(verdict, "accepted") == 0 ? ACCEPTED : REJECTED;
	}
	n->reviewed += (*m & REVIEWED) == 0 ? 1 : 0;
	recount(&n->accepted, ACCEPTED, *m, after);
	recount(&n->rejected, REJECTED, *m, after);
	*m = after;
}

static void
on_correct(struct fxv *v, const json_t *record, uint64_t seq)
{
	struct fxv_people *p = &v->people;
	uint8_t *m = spoken_of(v, record, seq);
	char *why;

	if (m == NULL)
		return;
	if ((*m & FIXED) != 0) {
		fxv_say(v, FXV_GRAMMAR, FX_TAMPERED, (int64_t)seq,
		    "record %" PRIu64 " corrects record %" PRId64
		    ", which is of a kind that is not corrected",
		    seq, fxv_num(record, "of"));
		return;
	}
	v->out->reviews.corrected += (*m & CORRECTED) == 0 ? 1 : 0;
	*m |= CORRECTED;
	if (p->corrections++ >= FXV_CORRECTIONS ||
	    (why = fxv_copy(v, fxv_str(record, "why"))) == NULL)
		return;
	p->correction[p->ncorrection++] = (struct fxv_correction){ seq,
		(uint64_t)fxv_num(record, "of"), why };
}

static void
take_text(struct fxv *v, uint8_t sum[FX_SHA256_LEN], char *text, const char *s)
{
	if (fx_sha256(sum, s, strlen(s)) == -1)
		fxv_fail(v, FX_EIO, "libcrypto");
	snprintf(text, NAME_LEN, "%s", s);
	fxv_clean(text);
}

static void
on_custody(struct fxv *v, const json_t *record, uint64_t seq)
{
	struct fxv_people *p = &v->people;
	size_t cap = p->cap == 0 ? 16 : 2 * p->cap;
	struct fxv_handover *more, *h;

	if (p->n == FX_VERIFY_HANDOVERS) {
		if (p->more++ == 0)
			fxv_say(v, FXV_GRAMMAR, FX_CANNOT_CHECK, (int64_t)seq,
			    "there are more than %d hand-overs",
			    FX_VERIFY_HANDOVERS);
		return;
	}
	if (p->n == p->cap) {
		if ((more = realloc(p->list, cap * sizeof(*more))) == NULL) {
			fxv_fail(v, FX_ENOMEM, "the list of hand-overs");
			return;
		}
		p->list = more;
		p->cap = cap;
	}
	h = &p->list[p->n++];
	h->seq = seq;
	snprintf(h->t, sizeof(h->t), "%s", fxv_str(record, "t"));
	take_text(v, h->what, h->what_text, fxv_str(record, "what"));
	take_text(v, h->from, h->from_text, fxv_str(record, "from"));
	take_text(v, h->to, h->to_text, fxv_str(record, "to"));
}

void
fxv_people(struct fxv *v, const json_t *record, enum fxv_kind kind,
    uint64_t seq)
{
	mark(v, kind, seq);
	v->out->reviews.findings += kind == FXV_FINDING ? 1 : 0;
	if (kind == FXV_REVIEW)
		on_review(v, record, seq);
	else if (kind == FXV_CORRECT)
		on_correct(v, record, seq);
	else if (kind == FXV_CUSTODY)
		on_custody(v, record, seq);
	else if (kind == FXV_REVEAL)
		fxv_act(v, record, FX_ACT_REVEAL, seq);
	else if (kind == FXV_ERASE)
		fxv_act(v, record, FX_ACT_ERASE, seq);
	else if (kind == FXV_CUSTODIAN)
		fxv_act(v, record, FX_ACT_CUSTODIAN, seq);
}

/* Those of one thing together, in their order. */
static int
by_thing(const void *left, const void *right)
{
	const struct fxv_handover *a = left, *b = right;
	int rc = memcmp(a->what, b->what, sizeof(a->what));

	return rc != 0 ? rc : a->seq < b->seq ? -1 : a->seq > b->seq;
}

static int
by_record(const void *left, const void *right)
{
	const struct fx_custody *a = left, *b = right;

	return a->record < b->record ? -1 : a->record > b->record;
}

/* Take out the hand-overs that were corrected: they did not happen so. */
static void
drop_corrected(struct fxv_people *p)
{
	size_t i, n = 0;

	for (i = 0; i < p->n; i++)
		if (p->list[i].seq >= p->nmarks ||
		    (p->marks[p->list[i].seq] & CORRECTED) == 0)
			p->list[n++] = p->list[i];
	p->n = n;
}

/* A line of the verdict, from the n hand-overs of one thing. */
static void
add_line(struct fxv *v, const struct fxv_handover *h, size_t n)
{
	struct fx_custody *line = &v->out->custody[v->out->ncustody++];
	size_t i;

	*line = (struct fx_custody){ .what = fxv_copy(v, h->what_text),
		.from = fxv_copy(v, h[n - 1].from_text),
		.to = fxv_copy(v, h[n - 1].to_text),
		.record = h[n - 1].seq,
		.times = n };
	snprintf(line->t, sizeof(line->t), "%s", h[n - 1].t);
	for (i = 1; i < n; i++) {
		if (memcmp(h[i].from, h[i - 1].to, sizeof(h->from)) == 0)
			continue;
		line->gaps++;
		fxv_say(v, FXV_GRAMMAR, FX_NOTE, (int64_t)h[i].seq,
		    "record %" PRIu64 " hands over %s from %s, where record "
		    "%" PRIu64 " had handed it to %s",
		    h[i].seq, h->what_text, h[i].from_text, h[i - 1].seq,
		    h[i - 1].to_text);
	}
	v->people.gaps += line->gaps;
}

void
fxv_people_end(struct fxv *v)
{
	struct fxv_people *p = &v->people;
	size_t i, n;

	drop_corrected(p);
	v->custody = p->n;
	v->custody_seq = p->n > 0 ? p->list[p->n - 1].seq : 0;
	if (p->n == 0)
		return;
	v->out->custody = calloc(p->n, sizeof(*v->out->custody));
	if (v->out->custody == NULL) {
		fxv_fail(v, FX_ENOMEM, "the list of hand-overs");
		return;
	}
	qsort(p->list, p->n, sizeof(*p->list), by_thing);
	for (i = 0; i < p->n; i += n) {
		for (n = 1; i + n < p->n; n++)
			if (memcmp(p->list[i].what, p->list[i + n].what,
				sizeof(p->list->what)) != 0)
				break;
		add_line(v, &p->list[i], n);
	}
	qsort(v->out->custody, v->out->ncustody, sizeof(*v->out->custody),
	    by_record);
}

static void
close_custody(struct fxv *v, const struct fx_custody *c)
{
	char often[96], when[FXV_WHEN_LEN];

	if (c->times == 1)
		snprintf(often, sizeof(often), "once");
	else if (c->gaps == 0)
		snprintf(often, sizeof(often),
		    "%" PRIu64 " times, each by who "
		    "had it",
		    c->times);
	else
		snprintf(often, sizeof(often),
		    "%" PRIu64 " times, %" PRIu64
		    " of them by another than who had it",
		    c->times, c->gaps);
	fxv_close(v, FX_CLOSING_STATED,
	    "%s was handed over %s: last by %s to %s, who has it since record "
	    "%" PRIu64 " of %s",
	    c->what, often, c->from, c->to, c->record, fxv_utc(when, c->t));
}

void
fxv_people_closing(struct fxv *v)
{
	const struct fx_verify_reviews *n = &v->out->reviews;
	const struct fxv_people *p = &v->people;
	const size_t things = v->out->ncustody;
	char count[FXV_COUNT_LEN];
	size_t i;

	for (i = 0; i < things && i < THINGS_TOLD; i++)
		close_custody(v, &v->out->custody[i]);
	if (things > THINGS_TOLD)
		fxv_close(v, FX_CLOSING_STATED,
		    "%s %s handed over: --json lists all",
		    fxv_count(count, things - THINGS_TOLD, "other thing"),
		    things - THINGS_TOLD == 1 ? "was" : "were");
	if (n->reviewed > 0)
		fxv_close(v, FX_CLOSING_STATED,
		    "Of %s %" PRIu64 " %s reviewed: %" PRIu64
		    " accepted, %" PRIu64 " rejected, %" PRIu64 " noted only",
		    fxv_count(count, n->findings, "finding"), n->reviewed,
		    n->reviewed == 1 ? "was" : "were", n->accepted, n->rejected,
		    n->reviewed - n->accepted - n->rejected);
	for (i = 0; i < p->ncorrection; i++)
		fxv_close(v, FX_CLOSING_STATED,
		    "Record %" PRIu64 " corrects record %" PRIu64 ": %.400s",
		    p->correction[i].seq, p->correction[i].of,
		    p->correction[i].why);
	if (p->corrections > p->ncorrection)
		fxv_close(v, FX_CLOSING_STATED,
		    "Besides, the records tell of %s",
		    fxv_count(count, p->corrections - p->ncorrection,
			"more correction"));
}

void
fxv_people_done(struct fxv *v)
{
	struct fxv_people *p = &v->people;
	size_t i;

	for (i = 0; i < p->ncorrection; i++)
		free(p->correction[i].why);
	free(p->marks);
	free(p->list);
}
