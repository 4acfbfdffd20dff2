/* runs.c - check 5: runs of a tool, what lies in them, what they announce */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "internal.h"

struct fxv_run *
fxv_run_find(struct fxv *v, int64_t run)
{
	uint64_t i = (uint64_t)run - v->first_run - 1;

	return run >= 1 && i < v->nruns ? &v->runs[i] : NULL;
}

static struct fxv_run *
add_run(struct fxv *v)
{
	size_t cap = v->runs_cap == 0 ? 16 : 2 * v->runs_cap;
	struct fxv_run *more;

	if (v->nruns == v->runs_cap) {
		more = realloc(v->runs, cap * sizeof(*more));
		if (more == NULL) {
			fxv_fail(v, FX_ENOMEM, "the list of runs");
			return NULL;
		}
		v->runs = more;
		v->runs_cap = cap;
	}
	memset(&v->runs[v->nruns], 0, sizeof(*v->runs));
	return &v->runs[v->nruns++];
}

void
fxv_run_begin(struct fxv *v, const json_t *record, uint64_t seq)
{
	int64_t number = fxv_num(record, "run"), src = fxv_num(record, "src");
	struct fxv_run *run;

	if ((uint64_t)number != v->first_run + v->nruns + 1) {
		fxv_say(v, FXV_GRAMMAR, FX_TAMPERED, (int64_t)seq,
		    "record %" PRIu64 " begins run %" PRId64
		    " where run %" PRIu64 " comes next",
		    seq, number, v->first_run + v->nruns + 1);
		return;
	}
	if ((uint64_t)src > v->sources)
		fxv_say(v, FXV_GRAMMAR, FX_TAMPERED, (int64_t)seq,
		    "run %" PRId64 " reads source %" PRId64
		    ", which no record before it describes",
		    number, src);
	if (v->nruns == FX_VERIFY_RUNS) {
		fxv_say(v, FXV_GRAMMAR, FX_CANNOT_CHECK, (int64_t)seq,
		    "there are more than %d runs", FX_VERIFY_RUNS);
		v->lost = true;
		return;
	}
	if ((run = add_run(v)) == NULL)
		return;
	run->src = (uint64_t)src;
	run->begin = seq;
	snprintf(run->fp_key, sizeof(run->fp_key), "%s",
	    fxv_str(record, "fp_key"));
	v->open_run = (size_t)number;
	if (v->opt->nimages > 0)
		run->about = json_deep_copy(record);
}

static void
count_class(struct fxv *v, struct fxv_run *run, const char *name, uint64_t seq)
{
	struct fxv_count *more;
	size_t i;

	for (i = 0; i < run->nclasses; i++)
		if (strcmp(run->classes[i].name, name) == 0) {
			run->classes[i].n++;
			return;
		}
	if (run->nclasses == FX_VERIFY_CLASSES) {
		if (!run->broken)
			fxv_say(v, FXV_GRAMMAR, FX_CANNOT_CHECK, (int64_t)seq,
			    "a run has more than %d classes of findings",
			    FX_VERIFY_CLASSES);
		run->broken = true;
		return;
	}
	more = realloc(run->classes, (run->nclasses + 1) * sizeof(*more));
	if (more == NULL) {
		fxv_fail(v, FX_ENOMEM, "the classes of a run");
		return;
	}
	run->classes = more;
	if ((more[run->nclasses].name = fxv_copy(v, name)) != NULL)
		more[run->nclasses++].n = 1;
}

/* A decoded value's length counts bytes that are not in the source. */
static void
reach(struct fxv_run *run, const struct fxv_gist *g, uint64_t seq)
{
	uint64_t end = (uint64_t)g->off;

	if (end + 1 > run->last) {
		run->last = end + 1;
		run->last_seq = seq;
	}
	end += g->plain ? (uint64_t)g->len : 1;
	if (end > run->reach) {
		run->reach = end;
		run->reach_seq = seq;
	}
}

/* The open run that a record belongs to; NULL when said. */
static struct fxv_run *
run_of(struct fxv *v, int64_t number, int64_t src, uint64_t seq)
{
	struct fxv_run *run = fxv_run_find(v, number);

	if (run == NULL || run->end != 0) {
		fxv_say(v, FXV_GRAMMAR, FX_TAMPERED, (int64_t)seq,
		    run == NULL ? "record %" PRIu64 " belongs to run %" PRId64
				  ", which has not begun"
				: "record %" PRIu64 " belongs to run %" PRId64
				  ", which had ended",
		    seq, number);
		return NULL;
	}
	if ((uint64_t)src != run->src)
		fxv_say(v, FXV_GRAMMAR, FX_TAMPERED, (int64_t)seq,
		    "record %" PRIu64 " names source %" PRId64 ", run %" PRId64
		    " reads source %" PRIu64,
		    seq, src, number, run->src);
	return run;
}

void
fxv_run_item(struct fxv *v, const struct fxv_gist *g, enum fxv_kind kind,
    uint64_t seq)
{
	struct fxv_run *run;

	v->findings += kind == FXV_FINDING;
	v->files = v->files || (kind == FXV_FINDING && g->in_file);
	if ((run = run_of(v, g->run, g->src, seq)) == NULL)
		return;
	if (kind == FXV_ERROR)
		run->errors++;
	else if (kind == FXV_LIMIT)
		run->limits++;
	else {
		run->findings++;
		count_class(v, run, g->class, seq);
		reach(run, g, seq);
		fxv_fp_item(v, run, g, seq);
	}
}

static void
compare(struct fxv *v, uint64_t seq, int64_t number, const char *what,
    uint64_t told, uint64_t found)
{
	if (told != found)
		fxv_say(v, FXV_GRAMMAR, FX_TAMPERED, (int64_t)seq,
		    "run %" PRId64 " announces %" PRIu64 " %s, %" PRIu64
		    " are present",
		    number, told, what, found);
}

/* Findings of one class, where all of them together add up. */
static void
compare_classes(struct fxv *v, uint64_t seq, int64_t number,
    const struct fxv_run *run, const json_t *told)
{
	const char *name;
	char what[FX_VALUE_LEN];
	size_t i;

	for (i = 0; i < run->nclasses; i++) {
		name = run->classes[i].name;
		snprintf(what, sizeof(what), "findings of %.100s", name);
		compare(v, seq, number, what, (uint64_t)fxv_num(told, name),
		    run->classes[i].n);
	}
}

static void
check_counts(struct fxv *v, const json_t *record, uint64_t seq,
    const struct fxv_run *run)
{
	json_t *told = json_object_get(record, "findings"), *n;
	int64_t number = fxv_num(record, "run");
	const char *name;
	uint64_t sum = 0;

	/* Each is at most 2^53 - 1 and a body at most 2^20 bytes: it fits. */
	json_object_foreach (told, name, n)
		sum += (uint64_t)json_integer_value(n);
	compare(v, seq, number, "findings", sum, run->findings);
	if (sum == run->findings)
		compare_classes(v, seq, number, run, told);
	compare(v, seq, number, "errors", (uint64_t)fxv_num(record, "errors"),
	    run->errors);
	compare(v, seq, number, "limits", (uint64_t)fxv_num(record, "limits"),
	    run->limits);
}

static void
check_status(struct fxv *v, const json_t *record, uint64_t seq,
    struct fxv_run *run)
{
	const char *status = fxv_str(record, "status");
	int64_t number = fxv_num(record, "run");

	run->status = FXV_COMPLETE;
	if (strcmp(status, "interrupted") == 0)
		run->status = FXV_INTERRUPTED;
	else if (strcmp(status, "failed") == 0)
		run->status = FXV_FAILED;
	if (run->status != FXV_COMPLETE)
		fxv_say(v, FXV_GRAMMAR, FX_NOTE, (int64_t)seq,
		    run->status == FXV_FAILED ? "run %" PRId64 " failed"
					      : "run %" PRId64
						" was interrupted",
		    number);
	else if (!run->has_bytes)
		fxv_say(v, FXV_GRAMMAR, FX_TAMPERED, (int64_t)seq,
		    "run %" PRId64
		    " is complete but does not say how many bytes it read",
		    number);
	/* Of parts of the source, bytes says how many, not where. */
	if (run->parts_end != 0 && run->last > run->parts_end)
		fxv_say(v, FXV_GRAMMAR, FX_TAMPERED, (int64_t)run->last_seq,
		    "record %" PRIu64
		    " begins behind the ranges that run %" PRId64 " read",
		    run->last_seq, number);
	if (run->has_bytes && !run->parts && run->reach > run->bytes)
		fxv_say(v, FXV_GRAMMAR, FX_TAMPERED, (int64_t)run->reach_seq,
		    "record %" PRIu64 " lies past the %" PRIu64
		    " bytes that run %" PRId64 " read",
		    run->reach_seq, run->bytes, number);
}

static void
drop_classes(struct fxv_run *run)
{
	size_t i;

	for (i = 0; i < run->nclasses; i++)
		free(run->classes[i].name);
	free(run->classes);
	run->classes = NULL;
	run->nclasses = 0;
}

void
fxv_run_end(struct fxv *v, const json_t *record, uint64_t seq)
{
	const char *sum = fxv_str(record, "sha256"), *last;
	const char *ranges = fxv_str(record, "ranges");
	struct fxv_run *run;

	run = run_of(v, fxv_num(record, "run"), fxv_num(record, "src"), seq);
	if (run == NULL)
		return;
	run->end = seq;
	v->open_run = 0;
	run->has_bytes = json_object_get(record, "bytes") != NULL;
	run->bytes = (uint64_t)fxv_num(record, "bytes");
	run->parts = ranges[0] != '\0' ||
	    fxv_str(record, "ranges_sha256")[0] != '\0';
	/* They ascend: the last number is where the last of them ends. */
	last = strrchr(ranges, '-');
	run->parts_end = last != NULL ? strtoull(last + 1, NULL, 10) : 0;
	run->has_sum = sum[0] != '\0' &&
	    fx_unhex(run->sum, sum, FX_SHA256_LEN) == 0;
	check_status(v, record, seq, run);
	if (!run->broken)
		check_counts(v, record, seq, run);
	/* A parent case tells of the first run, too. */
	if (v->opt->told == NULL || run != v->runs)
		drop_classes(run);
}

void
fxv_grammar_end(struct fxv *v)
{
	if (v->all_read && !v->lost && v->open_run != 0)
		fxv_say(v, FXV_GRAMMAR, FX_NOT_PROVEN, -1,
		    "run %zu has no end: how much it read and what else it "
		    "found is not recorded",
		    v->open_run);
}

void
fxv_runs_done(struct fxv *v)
{
	size_t i;

	for (i = 0; i < v->nruns; i++) {
		drop_classes(&v->runs[i]);
		json_decref(v->runs[i].about);
	}
	free(v->runs);
	free(v->stated);
}
