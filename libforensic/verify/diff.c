/* diff.c - which runs of two cases to compare, and what is told of them */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "diff.h"

/* What tells why findings differ, but is no difference by itself. */
static const char *const told_begin[] = { "tool", "version", "build" };
static const char *const told_end[] = { "status", "bytes", "sha1", "md5",
	"ranges", "ranges_sha256", "below", "stopped", "known", "errors",
	"limits" };

static void
skip(struct fxv_diff *d, unsigned int side, const struct fxv_dr *run,
    const char *why, bool unproven)
{
	struct fx_diff_event e = { .kind = FX_DIFF_SKIPPED,
		.side = side,
		.why = why,
		.by_number = unproven };

	e.run[side] = run->number;
	d->res->unproven = d->res->unproven || unproven;
	d->fn(&e, d->arg);
}

/* The records of a run. Returns 0, or -1 and err. */
static int
load(struct fxv_diff *d, unsigned int side, const struct fxv_dr *run,
    json_t *record[3])
{
	const uint64_t seq[3] = { run->source, run->begin, run->end };
	size_t i;

	for (i = 0; i < FX_LEN(seq); i++) {
		record[i] = NULL;
		if (i == 2 && run->end == 0)
			break;
		record[i] = fx_case_record(d->side[side].c, seq[i], d->err);
		if (record[i] == NULL)
			return -1;
	}
	return 0;
}

static void
drop(json_t *record[3])
{
	size_t i;

	for (i = 0; i < 3; i++)
		json_decref(record[i]);
}

static void
tell(struct fxv_diff *d, const struct fx_diff_event *pair, const char *name,
    const json_t *left, const json_t *right)
{
	struct fx_diff_event e = { .kind = FX_DIFF_TOLD,
		.run = { pair->run[0], pair->run[1] },
		.name = name,
		.value = { left, right } };

	if (left == right ||
	    (left != NULL && right != NULL && json_equal(left, right) == 1))
		return;
	d->fn(&e, d->arg);
}

static void
tell_options(struct fxv_diff *d, const struct fx_diff_event *pair)
{
	json_t *left = json_object_get(pair->begin[0], "options");
	json_t *right = json_object_get(pair->begin[1], "options");
	const char *name;
	void *at;

	for (at = json_object_iter(left); at != NULL;
	     at = json_object_iter_next(left, at)) {
		name = json_object_iter_key(at);
		tell(d, pair, name, json_object_iter_value(at),
		    json_object_get(right, name));
	}
	for (at = json_object_iter(right); at != NULL;
	     at = json_object_iter_next(right, at)) {
		name = json_object_iter_key(at);
		if (json_object_get(left, name) == NULL)
			tell(d, pair, name, NULL, json_object_iter_value(at));
	}
}

static void
tell_all(struct fxv_diff *d, const struct fx_diff_event *pair)
{
	size_t i;

	for (i = 0; i < FX_LEN(told_begin); i++)
		tell(d, pair, told_begin[i],
		    json_object_get(pair->begin[0], told_begin[i]),
		    json_object_get(pair->begin[1], told_begin[i]));
	tell_options(d, pair);
	for (i = 0; i < FX_LEN(told_end); i++)
		tell(d, pair, told_end[i],
		    json_object_get(pair->end[0], told_end[i]),
		    json_object_get(pair->end[1], told_end[i]));
}

/* Did both read the same bytes? */
static void
check_source(struct fxv_diff *d, const struct fx_diff_event *pair,
    const struct fxv_dr *const run[FX_DIFF_SIDES])
{
	struct fx_diff_event e = *pair;
	unsigned int i;

	for (i = 0; i < FX_DIFF_SIDES; i++)
		if (!run[i]->complete)
			skip(d, i, run[i],
			    run[i]->end == 0 ? "it has no end: what follows is "
					       "what is there of it"
					     : "it is not complete: what "
					       "follows is what is there of "
					       "it",
			    true);
		else if (!run[i]->has_sum)
			skip(d, i, run[i],
			    "it recorded no hash: nothing proves which bytes "
			    "it read",
			    true);
	if (!run[0]->has_sum || !run[1]->has_sum ||
	    fxv_dr_order(run[0], run[1]) == 0)
		return;
	e.kind = FX_DIFF_SOURCE;
	d->res->differs = true;
	d->fn(&e, d->arg);
}

static int
compare(struct fxv_diff *d, const struct fxv_dr *left,
    const struct fxv_dr *right)
{
	const struct fxv_dr *const run[] = { left, right };
	json_t *l[3] = { NULL }, *r[3] = { NULL };
	struct fx_diff_event e = { .kind = FX_DIFF_PAIR,
		.run = { left->number, right->number } };
	int rc = -1;

	if (load(d, 0, left, l) == 0 && load(d, 1, right, r) == 0) {
		e.source[0] = l[0];
		e.source[1] = r[0];
		e.begin[0] = l[1];
		e.begin[1] = r[1];
		e.end[0] = l[2];
		e.end[1] = r[2];
		d->res->pairs++;
		d->fn(&e, d->arg);
		check_source(d, &e, run);
		tell_all(d, &e);
		rc = fxv_diff_findings(d, run);
	}
	drop(l);
	drop(r);
	return rc;
}

/* A source that the other side has not. */
static int
lone(struct fxv_diff *d, unsigned int side, const struct fxv_dr *run)
{
	struct fx_diff_event e = { .kind = FX_DIFF_LONE, .side = side };
	json_t *record[3] = { NULL };
	int rc = load(d, side, run, record);

	e.run[side] = run->number;
	e.source[side] = record[0];
	e.begin[side] = record[1];
	e.end[side] = record[2];
	d->res->differs = true;
	if (rc == 0)
		d->fn(&e, d->arg);
	drop(record);
	return rc;
}

/* Runs that no pair is made of. */
static void
tell_rest(struct fxv_diff *d, unsigned int side, const struct fxv_drs *runs,
    size_t from)
{
	const struct fxv_dr *run;

	for (run = runs->p + from; run < runs->p + runs->n; run++)
		if (run->complete && run->has_sum)
			skip(d, side, run,
			    "a later run over the same source is compared",
			    false);
		else if (run->complete)
			skip(d, side, run,
			    "it recorded no hash of what it read", true);
		else
			skip(d, side, run, "it is not complete", true);
}

static int
by_source(struct fxv_diff *d, struct fxv_drs runs[FX_DIFF_SIDES])
{
	size_t n[FX_DIFF_SIDES], i = 0, k = 0;
	int rc = 0, o;

	n[0] = fxv_drs_latest(&runs[0]);
	n[1] = fxv_drs_latest(&runs[1]);
	while (rc == 0 && (i < n[0] || k < n[1])) {
		o = i == n[0]   ? 1
		    : k == n[1] ? -1
				: fxv_dr_order(&runs[0].p[i], &runs[1].p[k]);
		if (o < 0)
			rc = lone(d, 0, &runs[0].p[i++]);
		else if (o > 0)
			rc = lone(d, 1, &runs[1].p[k++]);
		else
			rc = compare(d, &runs[0].p[i++], &runs[1].p[k++]);
	}
	if (rc == 0) {
		tell_rest(d, 0, &runs[0], n[0]);
		tell_rest(d, 1, &runs[1], n[1]);
	}
	return rc;
}

static int
by_number(struct fxv_diff *d, struct fxv_drs runs[FX_DIFF_SIDES])
{
	uint64_t l = d->side[0].run, r = d->side[1].run;

	if (l > runs[0].n || r > runs[1].n)
		return fx_fail(d->err, FX_EARG, 0,
		    "there is no run %" PRIu64 ": the last is %zu",
		    l > runs[0].n ? l : r,
		    l > runs[0].n ? runs[0].n : runs[1].n);
	return compare(d, &runs[0].p[l - 1], &runs[1].p[r - 1]);
}

int
fx_diff(const struct fx_diff_side side[FX_DIFF_SIDES], fx_diff_fn *fn,
    void *arg, struct fx_diff_result *res, struct fx_err *err)
{
	struct fxv_drs runs[FX_DIFF_SIDES] = { { 0 }, { 0 } };
	struct fxv_diff d = { .side = side, .fn = fn, .arg = arg };
	size_t i;
	int rc = 0;

	*res = (struct fx_diff_result){ 0 };
	d.res = res;
	d.err = err;
	if ((side[0].run == 0) != (side[1].run == 0))
		return fx_fail(err, FX_EARG, 0, "one run is named");
	for (i = 0; i < FX_DIFF_SIDES && rc == 0; i++)
		rc = fxv_drs_read(&runs[i], side[i].c, err);
	if (rc == 0)
		rc = side[0].run != 0 ? by_number(&d, runs)
				      : by_source(&d, runs);
	for (i = 0; i < FX_DIFF_SIDES; i++)
		fxv_drs_done(&runs[i]);
	return rc;
}
