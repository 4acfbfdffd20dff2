/* export.c - the records of a case, run by run, into an exchange format */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "export.h"
#include "forensic/bytes.h"
#include "forensic/canon.h"
#include "forensic/utf8.h"

static const struct fxx_format *const formats[FX_EXPORT_FORMATS] = {
	[FX_EXPORT_CASE] = &fxx_case,
	[FX_EXPORT_DFXML] = &fxx_dfxml,
	[FX_EXPORT_CSV] = &fxx_csv,
	[FX_EXPORT_FEATURES] = &fxx_feature_files,
};

const char *
fx_export_name(enum fx_export_format format)
{
	return formats[format]->name;
}

int
fxx_fail(struct fxx *x, enum fx_code code, const char *words)
{
	if (!x->failed)
		fx_fail(x->err, code, 0, "%s", words);
	x->failed = true;
	return -1;
}

void
fxx_flush(struct fxx *x, const char *name, struct fx_buf *b)
{
	if (!x->failed &&
	    (fx_buf_check(b, x->err) == -1 ||
		(b->len > 0 &&
		    x->opt->write(x->opt->arg, name, b->p, b->len, x->err) ==
			-1)))
		x->failed = true;
	fx_buf_reset(b);
}

void
fxx_sync(struct fxx *x, const char *name, struct fx_buf *b)
{
	if (b->len >= FX_EXPORT_PENDING || b->failed)
		fxx_flush(x, name, b);
}

static void
drop(struct fxx_record *r)
{
	json_decref(r->json);
	*r = (struct fxx_record){ 0 };
}

/* Its bytes were checked a moment ago, in the same transaction. */
static void
take(struct fxx *x, struct fxx_record *r, const struct fx_case_row *row)
{
	drop(r);
	r->seq = row->seq;
	memcpy(r->leaf, row->leaf, sizeof(r->leaf));
	r->json = json_loadb(row->body, row->len, 0, NULL);
	if (r->json == NULL)
		fxx_fail(x, FX_ENOMEM, "a record");
}

/* Is this row of that kind? */
static bool
is(const struct fx_case_row *row, const char *kind)
{
	return strcmp(row->kind, kind) == 0;
}

/* The next row, or false: there is none, or it failed. */
static bool
next(struct fxx *x, struct fx_rows *rows, struct fx_case_row *row)
{
	int rc;

	if (x->failed)
		return false;
	if ((rc = fx_rows_next(rows, row, x->err)) == -1)
		x->failed = true;
	return rc == 1;
}

static struct fx_rows *
rows_of(struct fxx *x, uint64_t from, uint64_t to, const char *kind)
{
	struct fx_rows *rows = x->failed
	    ? NULL
	    : fx_rows_new(x->c, from, to, kind, x->err);

	if (rows == NULL)
		x->failed = true;
	return rows;
}

static void
mark(struct fxx *x, uint64_t of, uint64_t by, enum fxx_what what)
{
	struct fxx_mark *list;
	size_t cap;

	if (x->nmarks == FX_EXPORT_MARKS) {
		fxx_fail(x, FX_ELIMIT,
		    "too many reviews, reveals and corrections");
		return;
	}
	if (x->nmarks == x->capmarks) {
		cap = x->capmarks == 0 ? 64 : 2 * x->capmarks;
		list = reallocarray(x->marks, cap, sizeof(*list));
		if (list == NULL) {
			fxx_fail(x, FX_ENOMEM, "reviews");
			return;
		}
		x->marks = list;
		x->capmarks = cap;
	}
	x->marks[x->nmarks++] = (struct fxx_mark){ of, by, what };
}

static void
mark_review(struct fxx *x, const struct fxx_record *r)
{
	const char *verdict = fxr_str(r->json, "verdict");

	if (strcmp(verdict, "note") != 0)
		mark(x, (uint64_t)fxx_int(r->json, "of"), r->seq,
		    strcmp(verdict, "accepted") == 0 ? FXX_ACCEPTED
						     : FXX_REJECTED);
}

/*
 * A reveal allows a value only where the confirmed key signed it: anybody who
 * can write to the file can append one.
 */
static bool
vouched(const struct fxx *x, uint64_t seq)
{
	const struct fx_verdict *v = fx_case_verdict(x->c);

	return v->confirmed && seq < v->signed_size;
}

static void
mark_reveal(struct fxx *x, const struct fxx_record *r)
{
	const json_t *of = json_object_get(r->json, "of");
	const json_t *fields = json_object_get(r->json, "fields");
	enum fxx_what what = FXX_REVEALED;
	const char *field;
	size_t i;

	for (i = 0; i < json_array_size(fields); i++) {
		field = json_string_value(json_array_get(fields, i));
		if (field != NULL && strcmp(field, "value") == 0 &&
		    vouched(x, r->seq))
			what = FXX_SHOWN;
	}
	for (i = 0; i < json_array_size(of); i++)
		mark(x, (uint64_t)json_integer_value(json_array_get(of, i)),
		    r->seq, what);
}

static int
by_finding(const void *a, const void *b)
{
	const struct fxx_mark *x = a, *y = b;

	if (x->of != y->of)
		return x->of < y->of ? -1 : 1;
	return x->by < y->by ? -1 : x->by > y->by;
}

/* What stands behind the findings and must be known before them. */
static void
look_ahead(struct fxx *x)
{
	struct fxx_record r = { 0 };
	struct fx_rows *rows = rows_of(x, 0, INT64_MAX, NULL);
	struct fx_case_row row;
	bool found = x->opt->run == 0;

	while (rows != NULL && next(x, rows, &row)) {
		if (is(&row, "review")) {
			take(x, &r, &row);
			mark_review(x, &r);
		} else if (is(&row, "reveal")) {
			take(x, &r, &row);
			mark_reveal(x, &r);
		} else if (is(&row, "correct")) {
			take(x, &r, &row);
			mark(x, (uint64_t)fxx_int(r.json, "of"), r.seq,
			    FXX_CORRECTED);
		} else if (is(&row, "run.begin")) {
			take(x, &r, &row);
			x->runs++;
			found = found ||
			    (uint64_t)fxx_int(r.json, "run") == x->opt->run;
		}
	}
	fx_rows_free(rows);
	drop(&r);
	if (x->nmarks > 1)
		qsort(x->marks, x->nmarks, sizeof(*x->marks), by_finding);
	if (!x->failed && !found) {
		fx_fail(x->err, FX_EARG, 0, "there is no run %" PRIu64,
		    x->opt->run);
		x->failed = true;
	}
}

/* The first mark of that record, or where it would be. */
static size_t
first_mark(const struct fxx *x, uint64_t seq)
{
	size_t lo = 0, hi = x->nmarks, mid;

	while (lo < hi) {
		mid = lo + (hi - lo) / 2;
		if (x->marks[mid].of < seq)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

/* Does a correction say that this record is wrong? */
static bool
corrected(const struct fxx *x, uint64_t seq)
{
	size_t i;

	for (i = first_mark(x, seq); i < x->nmarks && x->marks[i].of == seq;
	     i++)
		if (x->marks[i].what == FXX_CORRECTED)
			return true;
	return false;
}

struct fxx_said
fxx_said(const struct fxx *x, uint64_t seq)
{
	struct fxx_said said = { .review = "" };
	const struct fxx_mark *m = x->marks + first_mark(x, seq);

	for (; m < x->marks + x->nmarks && m->of == seq; m++)
		switch (m->what) {
		case FXX_ACCEPTED:
			said.review = "accepted";
			break;
		case FXX_REJECTED:
			said.review = "rejected";
			break;
		case FXX_REVEALED:
		case FXX_SHOWN:
			said.revealed = m->by;
			said.shown = said.shown ||
			    (m->what == FXX_SHOWN && !corrected(x, m->by));
			break;
		case FXX_CORRECTED:
			break;
		}
	return said;
}

bool
fxx_opens(const struct fxx *x)
{
	return x->opt->plain != NULL;
}

static void
forget(struct fx_buf *b)
{
	if (b->p != NULL)
		explicit_bzero(b->p, b->cap);
	fx_buf_done(b);
}

/* Bytes that are no text, as names that are none are told. */
static void
as_digits(struct fx_buf *b)
{
	struct fx_buf raw = *b;
	char byte[3];
	size_t i;

	*b = (struct fx_buf){ 0 };
	fx_buf_str(b, "hex:");
	for (i = 0; i < raw.len; i++) {
		fx_hex(byte, raw.p + i, 1);
		fx_buf_str(b, byte);
	}
	forget(&raw);
}

const char *
fxx_value(struct fxx *x, const struct fxx_record *f)
{
	struct fx_buf *b = &x->value;

	forget(b);
	if (!fxx_opens(x) || !fxx_said(x, f->seq).shown ||
	    !x->opt->plain(f->json) ||
	    !fx_case_value(x->c, f->seq, f->leaf, "value", b))
		return NULL;
	if (!fx_utf8_ok(fx_buf_text(b), b->len) ||
	    strlen(fx_buf_text(b)) != b->len)
		as_digits(b);
	if (b->failed) {
		fxx_fail(x, FX_ENOMEM, "a value");
		return NULL;
	}
	return fx_buf_text(b);
}

const char *
fxx_shown(struct fxx *x, const struct fxx_record *f)
{
	const char *value = fxx_value(x, f);

	return value != NULL ? value : fxr_str(f->json, "mask");
}

/* The source that a run names: the latest one, in what our writer makes. */
static void
find_source(struct fxx *x)
{
	const int64_t src = fxx_int(x->begin.json, "src");
	struct fx_case_row row;
	struct fx_rows *rows;

	if (x->source.json != NULL && fxx_int(x->source.json, "src") == src)
		return;
	rows = rows_of(x, 0, x->begin.seq, "source");
	while (rows != NULL && next(x, rows, &row)) {
		take(x, &x->source, &row);
		if (!x->failed && fxx_int(x->source.json, "src") == src)
			break;
	}
	fx_rows_free(rows);
}

/* The end of the run at hand: x->end has no record where it is open. */
static void
find_end(struct fxx *x)
{
	struct fx_rows *rows = rows_of(x, x->begin.seq, INT64_MAX, "run.end");
	struct fx_case_row row;

	drop(&x->end);
	if (rows != NULL && next(x, rows, &row))
		take(x, &x->end, &row);
	fx_rows_free(rows);
	if (x->end.json == NULL)
		x->end.seq = INT64_MAX;
}

void
fxx_each(struct fxx *x, const char *kind, bool parse,
    void (*each)(struct fxx *x, const struct fxx_record *r))
{
	struct fx_rows *rows = rows_of(x, x->begin.seq, x->end.seq, kind);
	struct fxx_record r = { 0 };
	struct fx_case_row row;

	while (rows != NULL && next(x, rows, &row)) {
		if (parse) {
			take(x, &r, &row);
		} else {
			r.seq = row.seq;
			memcpy(r.leaf, row.leaf, sizeof(r.leaf));
		}
		if (!x->failed)
			each(x, &r);
	}
	fx_rows_free(rows);
	drop(&r);
}

static void
one_run(struct fxx *x, const struct fxx_format *f)
{
	find_source(x);
	find_end(x);
	if (x->failed)
		return;
	if (f->run != NULL)
		f->run(x);
	fxx_each(x, "finding", true, f->finding);
	if (f->run_end != NULL && !x->failed)
		f->run_end(x);
}

/* Is the run at hand one of those to be written? */
static bool
asked(const struct fxx *x)
{
	return x->opt->run == 0 ||
	    (uint64_t)fxx_int(x->begin.json, "run") == x->opt->run;
}

static void
write_all(struct fxx *x, const struct fxx_format *f)
{
	struct fx_rows *rows = rows_of(x, 0, INT64_MAX, NULL);
	struct fx_case_row row;

	while (rows != NULL && next(x, rows, &row)) {
		if (row.seq == 0) {
			take(x, &x->genesis, &row);
			if (!x->failed && f->begin != NULL)
				f->begin(x);
		} else if (is(&row, "source")) {
			take(x, &x->source, &row);
		} else if (is(&row, "run.begin")) {
			take(x, &x->begin, &row);
			if (x->failed || !asked(x))
				continue;
			one_run(x, f);
			if (x->opt->run != 0 || f->single)
				break; /* what was read stays at hand */
		}
	}
	fx_rows_free(rows);
	if (!x->failed && f->end != NULL)
		f->end(x);
	fxx_flush(x, NULL, &x->out);
}

int
fx_export(struct fx_case *c, const struct fx_export_options *opt,
    struct fx_err *err)
{
	const struct fxx_format *f = formats[opt->format];
	struct fxx x = { .c = c, .opt = opt, .err = err };

	look_ahead(&x);
	if (!x.failed && f->single && opt->run == 0 && x.runs > 1) {
		fx_fail(err, FX_EARG, 0,
		    "the case has %" PRIu64 " runs, and %s holds one: name it",
		    x.runs, f->name);
		x.failed = true;
	}
	if (!x.failed)
		write_all(&x, f);
	if (f->drop != NULL)
		f->drop(&x);
	drop(&x.genesis);
	drop(&x.source);
	drop(&x.begin);
	drop(&x.end);
	free(x.marks);
	forget(&x.value);
	fx_buf_done(&x.told);
	fx_buf_done(&x.out);
	return x.failed ? -1 : 0;
}
