/* diff_runs.c - the runs of a case, and which of them are to be compared */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "diff.h"

/* Room for one more of that size; p, or NULL. */
static void *
grow(void *p, size_t n, size_t *cap, size_t size)
{
	size_t more = *cap == 0 ? 16 : 2 * *cap;

	if (n < *cap)
		return p;
	if ((p = realloc(p, more * size)) != NULL)
		*cap = more;
	return p;
}

static int
on_source(struct fxv_drs *r, uint64_t seq, struct fx_err *err)
{
	uint64_t *p;

	if (r->nsources == FX_DIFF_SOURCES)
		return fx_fail(err, FX_ELIMIT, 0, "more than %d sources",
		    FX_DIFF_SOURCES);
	p = grow(r->sources, r->nsources, &r->sources_cap, sizeof(*p));
	if (p == NULL)
		return fx_fail(err, FX_ENOMEM, 0, "out of memory");
	r->sources = p;
	p[r->nsources++] = seq;
	return 0;
}

/* Sources and runs are numbered without gaps: that was checked. */
static int
on_begin(struct fxv_drs *r, uint64_t seq, const json_t *record,
    struct fx_err *err)
{
	uint64_t src = (uint64_t)fxv_num(record, "src");
	struct fxv_dr *p;

	p = grow(r->p, r->n, &r->cap, sizeof(*p));
	if (p == NULL)
		return fx_fail(err, FX_ENOMEM, 0, "out of memory");
	r->p = p;
	if (src == 0 || src > r->nsources)
		return fx_fail(err, FX_EBROKEN, 0, "a run without a source");
	p[r->n] = (struct fxv_dr){ .number = r->n + 1,
		.source = r->sources[src - 1],
		.begin = seq };
	snprintf(p[r->n].fp_key, sizeof(p[r->n].fp_key), "%s",
	    fxv_str(record, "fp_key"));
	r->n++;
	return 0;
}

static void
on_end(struct fxv_drs *r, uint64_t seq, const json_t *record)
{
	const char *sum = fxv_str(record, "sha256");
	struct fxv_dr *run;

	if (r->n == 0)
		return;
	run = &r->p[r->n - 1];
	run->end = seq;
	run->complete = strcmp(fxv_str(record, "status"), "complete") == 0;
	run->bytes = (uint64_t)fxv_num(record, "bytes");
	run->has_sum = sum[0] != '\0' &&
	    fx_unhex(run->sum, sum, FX_SHA256_LEN) == 0;
}

static int
on_row(struct fxv_drs *r, struct fx_case *c, const struct fx_case_row *row,
    struct fx_err *err)
{
	bool begin = strcmp(row->kind, "run.begin") == 0;
	json_t *record;
	int rc = 0;

	if (strcmp(row->kind, "source") == 0)
		return on_source(r, row->seq, err);
	if (!begin && strcmp(row->kind, "run.end") != 0)
		return 0;
	if ((record = fx_case_record(c, row->seq, err)) == NULL)
		return -1;
	if (begin)
		rc = on_begin(r, row->seq, record, err);
	else
		on_end(r, row->seq, record);
	json_decref(record);
	return rc;
}

int
fxv_drs_read(struct fxv_drs *r, struct fx_case *c, struct fx_err *err)
{
	uint64_t size = fx_case_verdict(c)->records;
	struct fx_case_row row;
	struct fx_rows *rows;
	int rc;

	if ((rows = fx_rows_new(c, 0, size, NULL, err)) == NULL)
		return -1;
	while ((rc = fx_rows_next(rows, &row, err)) == 1)
		if (on_row(r, c, &row, err) == -1) {
			rc = -1;
			break;
		}
	fx_rows_free(rows);
	return rc;
}

void
fxv_drs_done(struct fxv_drs *r)
{
	free(r->p);
	free(r->sources);
}

int
fxv_dr_order(const struct fxv_dr *a, const struct fxv_dr *b)
{
	if (a->bytes != b->bytes)
		return a->bytes < b->bytes ? -1 : 1;
	return memcmp(a->sum, b->sum, sizeof(a->sum));
}

/* Those that can be known by what they read first; of one source the latest. */
static int
by_use(const void *left, const void *right)
{
	const struct fxv_dr *a = left, *b = right;
	bool ua = a->complete && a->has_sum, ub = b->complete && b->has_sum;
	int d;

	if (ua != ub)
		return ua ? -1 : 1;
	if (ua && (d = fxv_dr_order(a, b)) != 0)
		return d;
	return ua ? (a->number > b->number ? -1 : 1)
		  : (a->number < b->number ? -1 : 1);
}

size_t
fxv_drs_latest(struct fxv_drs *r)
{
	struct fxv_dr swap;
	size_t i, n = 0;

	if (r->n > 0)
		qsort(r->p, r->n, sizeof(r->p[0]), by_use);
	for (i = 0; i < r->n && r->p[i].complete && r->p[i].has_sum; i++) {
		if (n > 0 && fxv_dr_order(&r->p[n - 1], &r->p[i]) == 0)
			continue;
		swap = r->p[n];
		r->p[n++] = r->p[i];
		r->p[i] = swap;
	}
	return n;
}
