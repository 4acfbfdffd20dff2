/* stream.c - record a stream of findings as it comes: runs, in batches */
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "ahead.h"
#include "forensic/canon.h"
#include "forensic/record.h"
#include "forensic/statement.h"
#include "forensic/sys.h"
#include "store_internal.h"

enum {
	WAIT_MS = 500, /* a signal between two waits is seen after so long */
};

enum state {
	BETWEEN, /* before the first source line, or behind an end line */
	SOURCE,  /* its run line may follow */
	RUN,
};

struct recording {
	struct fx_store *store;
	const struct fx_stream_options *opt;
	struct fx_lines lines;
	struct ahead *ahead;
	uint64_t number;           /* of the line that was read last */
	const struct quick *quick; /* the record that was made of it; or NULL */
	enum state state;
	struct fx_run_ids ids;
	struct fx_line source;   /* in state SOURCE */
	struct fx_buf name;      /* of the source, as it is recorded */
	struct fx_stated stated; /* of its bytes, before they are read */
	struct fx_run_counts counts;
	uint64_t findings, runs, begun;
	struct fx_secrets secrets;
	int64_t stopped, heard; /* fx_time_up of the signal, of the last line */
	bool partial;
	struct fx_err *err;
};

/* What became of a line. */
enum fate {
	TAKEN,
	REFUSED, /* it is no line that may stand here: err tells */
	FAILED,  /* the store failed: err tells */
};

static void __attribute__((format(printf, 2, 3)))
say(const struct recording *r, const char *fmt, ...)
{
	char words[512];
	va_list ap;

	if (r->opt->say == NULL)
		return;
	va_start(ap, fmt);
	vsnprintf(words, sizeof(words), fmt, ap);
	va_end(ap);
	r->opt->say(words, r->opt->arg);
}

/* After a failure: was it the line's, or the store's? */
static enum fate
whose(const struct recording *r)
{
	return r->err->code == FX_EFORMAT || r->err->code == FX_ELIMIT ? REFUSED
								       : FAILED;
}

/* Append members, if there are any, and let go of them. */
static enum fate
append(struct recording *r, const char *kind, json_t *v,
    const struct fx_secrets *secrets)
{
	int rc;

	if (v == NULL)
		return whose(r);
	rc = fx_store_append(r->store, kind, v,
	    secrets != NULL ? secrets->list : NULL,
	    secrets != NULL ? secrets->n : 0, r->err);
	json_decref(v);
	return rc == 0 ? TAKEN : whose(r);
}

/* Has it a canonical form?  Asked before anything of a run is appended. */
static bool
has_form(const struct recording *r, json_t *v)
{
	struct fx_buf out = { 0 };
	bool good = fx_canon_write(&out, v, r->err) == 0;

	fx_buf_done(&out);
	return good;
}

/* A log is of one image: of the first one that comes. */
static void
log_for(struct recording *r)
{
	const bool first = r->begun++ == 0;

	r->ids.acq = first ? r->opt->acq : NULL;
	if (first || r->opt->acq == NULL)
		return;
	say(r,
	    "source %" PRIu64 " has no acquisition log: the one given is "
	    "recorded with source %" PRIu64,
	    r->ids.src, r->ids.src - (r->begun - 1));
	r->partial = true;
}

/* A log of another image shows at once where the image states digests too. */
static void
suspect(const struct recording *r)
{
	char words[FX_ACQ_WORDS];

	if (fx_stated_compare(&r->stated, NULL, words) == FX_ACQUIRED_MISMATCH)
		say(r, "source %" PRIu64 ": %s", r->ids.src, words);
}

/* The source and the begin of its run, with what a run line tells, or none. */
static enum fate
begin_run(struct recording *r, const struct fx_line *run)
{
	struct fx_store_info info;
	json_t *source, *begin = NULL;
	enum fate fate;

	fx_store_info(r->store, &info);
	r->ids.src = info.sources + 1;
	r->ids.run = info.runs + 1;
	log_for(r);
	source = fx_record_source(&r->ids, &r->source, r->opt->exhibit, r->err);
	if (source != NULL)
		begin = fx_record_run_begin(&r->ids, &r->source, run,
		    info.examiner, r->err);
	if (begin == NULL || !has_form(r, source) || !has_form(r, begin)) {
		json_decref(source);
		json_decref(begin);
		return whose(r);
	}
	fx_store_next_source(r->store);
	fx_store_next_run(r->store);
	fx_stated_read(&r->stated, source);
	suspect(r);
	fx_buf_reset(&r->name);
	fx_buf_str(&r->name,
	    json_string_value(json_object_get(source, "name")) != NULL
		? json_string_value(json_object_get(source, "name"))
		: "a name that is no text");
	fate = append(r, "source", source, NULL);
	if (fate == TAKEN)
		fate = append(r, "run.begin", begin, NULL);
	else
		json_decref(begin);
	if (fate != TAKEN)
		return FAILED;
	fx_line_done(&r->source);
	r->state = RUN;
	return TAKEN;
}

/*
 * The bytes that were read against what was stated of them: a member of the
 * run's end, and words.  Returns the member's value; NULL: nothing was stated.
 */
static const char *
compare(struct recording *r, json_t *end, char words[FX_ACQ_WORDS])
{
	const struct fx_stated *s = &r->stated;
	enum fx_acquired acquired;

	words[0] = '\0';
	if (end == NULL || (!s->log && !s->container))
		return NULL;
	acquired = fx_stated_compare(s, end, words);
	json_object_set_new(end, "acquired",
	    json_string(fx_acquired_word(acquired)));
	if (acquired == FX_ACQUIRED_MISMATCH ||
	    (acquired == FX_ACQUIRED_UNCOMPARED && s->log))
		r->partial = true;
	return fx_acquired_word(acquired);
}

/* Append the end of a run, sign it, and tell. Takes v, which may be NULL. */
static enum fate
append_end(struct recording *r, const char *status, json_t *v)
{
	char words[FX_ACQ_WORDS];
	const char *acquired = compare(r, v, words);
	enum fate fate = append(r, "run.end", v, NULL);
	const struct fx_run_told told = {
		.run = r->ids.run,
		.src = r->ids.src,
		.name = fx_buf_text(&r->name),
		.status = status,
		.findings = r->findings,
		.errors = r->counts.errors,
		.limits = r->counts.limits,
		.acquired = acquired,
		.words = words,
	};

	if (fate != TAKEN)
		return fate;
	if (fx_store_sign(r->store, r->err) == -1)
		return FAILED;
	r->runs++;
	if (strcmp(status, "complete") != 0)
		r->partial = true;
	if (r->opt->ended != NULL)
		r->opt->ended(&told, r->opt->arg);
	fx_counts_done(&r->counts);
	r->findings = 0;
	r->state = BETWEEN;
	return TAKEN;
}

/* End a run whose end line did not come, or cannot be. */
static enum fate
break_off(struct recording *r)
{
	json_t *v = fx_record_run_end(&r->ids, "interrupted", &r->counts, NULL,
	    r->err);

	return append_end(r, "interrupted", v) == TAKEN ? TAKEN : FAILED;
}

/* Did as many come as the end line announces? */
static bool
agrees(const struct recording *r, const struct fx_line *end)
{
	json_t *announced = json_object_get(end->json, "findings");
	const char *class;
	json_t *n;
	json_int_t all = 0;

	json_object_foreach (announced, class, n) {
		json_t *got = json_object_get(r->counts.findings, class);

		if (json_integer_value(got) != json_integer_value(n)) {
			say(r,
			    "run %" PRIu64 ": the end line announces "
			    "%" JSON_INTEGER_FORMAT
			    " of %s, %" JSON_INTEGER_FORMAT " came",
			    r->ids.run, json_integer_value(n), class,
			    json_integer_value(got));
			return false;
		}
		all += json_integer_value(n);
	}
	if ((uint64_t)all != r->findings) {
		say(r,
		    "run %" PRIu64 ": the end line announces fewer "
		    "findings than came",
		    r->ids.run);
		return false;
	}
	if ((uint64_t)fx_line_int(end, "errors") == r->counts.errors &&
	    (uint64_t)fx_line_int(end, "limits") == r->counts.limits)
		return true;
	say(r,
	    "run %" PRIu64 ": the end line announces other counts of "
	    "errors and limits than came",
	    r->ids.run);
	return false;
}

static enum fate
end_run(struct recording *r, const struct fx_line *end)
{
	const char *status = fx_line_str(end, "status");

	if (!agrees(r, end) && strcmp(status, "complete") == 0)
		status = "interrupted";
	return append_end(r, status,
	    fx_record_run_end(&r->ids, status, &r->counts, end, r->err));
}

static enum fate
count(struct recording *r, const char *class)
{
	r->findings++;
	return fx_counts_add(&r->counts, class, r->err) == 0 ? TAKEN : FAILED;
}

static enum fate
finding(struct recording *r, const struct fx_line *line)
{
	enum fate fate;
	json_t *v;

	if (r->quick != NULL)
		return store_quick(r->store, r->quick, r->ids.run, r->ids.src,
			   r->err) == 0
		    ? count(r, r->quick->class)
		    : FAILED;
	v = fx_record_finding(&r->ids, line, &r->secrets, r->err);
	fate = append(r, "finding", v, &r->secrets);
	return fate == TAKEN ? count(r, fx_line_str(line, "kind")) : fate;
}

static enum fate
trouble(struct recording *r, const struct fx_line *line)
{
	const bool error = line->type == FX_LINE_ERROR;
	json_t *v = fx_record_trouble(&r->ids, line, r->err);
	enum fate fate = append(r, error ? "error" : "limit", v, NULL);

	if (fate != TAKEN)
		return fate;
	if (error)
		r->counts.errors++;
	else
		r->counts.limits++;
	return TAKEN;
}

static enum fate
misplaced(struct recording *r, const char *why)
{
	fx_fail(r->err, FX_EFORMAT, 0, "%s", why);
	return REFUSED;
}

/* A source line; the run before it may not have ended. Takes the line. */
static enum fate
new_source(struct recording *r, struct fx_line *line)
{
	enum fate fate = TAKEN;

	if (r->state == RUN) {
		say(r,
		    "line %" PRIu64 ": a source begins, and run %" PRIu64
		    " has no end line",
		    r->number, r->ids.run);
		fate = break_off(r);
	}
	if (fate != TAKEN)
		return fate;
	r->source = *line;
	*line = (struct fx_line){ 0 };
	r->state = SOURCE;
	return TAKEN;
}

static enum fate
in_run(struct recording *r, const struct fx_line *line)
{
	switch (line->type) {
	case FX_LINE_FINDING:
		return finding(r, line);
	case FX_LINE_ERROR:
	case FX_LINE_LIMIT:
		return trouble(r, line);
	case FX_LINE_STOPPED: /* it is none, and the end line counts it */
		return TAKEN;
	case FX_LINE_END:
		return end_run(r, line);
	default:
		return misplaced(r, "a run line that follows no source line");
	}
}

static enum fate
take(struct recording *r, struct fx_line *line)
{
	enum fate fate;

	if (r->state == SOURCE && line->type == FX_LINE_RUN)
		return begin_run(r, line);
	if (r->state == SOURCE && (fate = begin_run(r, NULL)) != TAKEN)
		return fate;
	if (line->type == FX_LINE_SOURCE)
		return new_source(r, line);
	if (r->state == BETWEEN)
		return misplaced(r,
		    r->runs == 0
			? "not a source line, with which findings begin"
			: "not a source line, behind an end line");
	return in_run(r, line);
}

/* How long to wait for a line; after a signal, 0 when that is over. */
static int
patience(const struct recording *r, int64_t now)
{
	int64_t total, quiet;
	int due = fx_store_due(r->store);

	if (r->stopped == 0)
		return due >= 0 && due < WAIT_MS ? due : WAIT_MS;
	total = FX_STOP_MS - (now - r->stopped) / 1000;
	quiet = FX_STOP_QUIET_MS - (now - r->heard) / 1000;
	if (quiet < total)
		total = quiet;
	return total > 0 ? (int)total : 0;
}

/* What waiting came to. */
enum came {
	LINE,    /* one can be read, or the end of the input */
	SIGNAL,  /* a signal ends the stream */
	UNREAD,  /* the input cannot be read: err tells */
	UNSTORED /* the store failed: err tells */
};

/* Wait for a line, putting what is there on disk meanwhile. */
static enum came
await(struct recording *r)
{
	int64_t now;
	int rc, ms;

	for (;;) {
		if (fx_store_due(r->store) == 0 &&
		    fx_store_commit(r->store, r->err) == -1)
			return UNSTORED;
		now = fx_time_up();
		if (r->stopped == 0 && r->opt->stop != NULL &&
		    *r->opt->stop != 0)
			r->stopped = r->heard = now;
		ms = patience(r, now);
		if (r->stopped != 0 && ms == 0)
			return SIGNAL;
		if (ahead_any(r->ahead))
			break;
		rc = fx_lines_wait(&r->lines, ms, r->err);
		if (rc == -1)
			return UNREAD;
		if (rc == 1)
			break;
	}
	if (r->stopped != 0)
		r->heard = fx_time_up();
	return LINE;
}

/* The input failed: the stream broke off. */
static int
unread(struct recording *r)
{
	say(r, "standard input: %s", r->err->msg);
	r->partial = true;
	return 0;
}

/* Read and take one line. 1: go on; 0: the stream is over; -1: failed. */
static int
step(struct recording *r)
{
	enum fate fate = REFUSED;
	struct ahead_line *next;

	switch (await(r)) {
	case LINE:
		break;
	case SIGNAL:
		say(r,
		    "stopped by a signal: the findings are taken to end "
		    "here");
		return 0;
	case UNREAD:
		return unread(r);
	case UNSTORED:
		return -1;
	}
	if ((next = ahead_next(r->ahead)) == NULL)
		return 1;
	r->number = next->number;
	r->quick = next->made ? &next->quick : NULL;
	if (next->rc == 0)
		return 0;
	if (next->rc == -1 || next->read == -1)
		*r->err = next->err;
	if (next->rc == -1 && r->err->code != FX_ELIMIT)
		return unread(r);
	if (next->rc == 1 && next->read == 0)
		fate = take(r, &next->line);
	if (fate != REFUSED)
		return fate == TAKEN ? 1 : -1;
	r->partial = true;
	if (r->state == BETWEEN && r->runs == 0)
		return -1; /* nothing of it is recorded: err tells */
	say(r, "line %" PRIu64 ": %s", r->number, r->err->msg);
	return 0;
}

/* The stream is over: close what is open. */
static int
over(struct recording *r)
{
	if (r->state == SOURCE && begin_run(r, NULL) == FAILED)
		return -1;
	if (r->state == RUN) {
		say(r, "run %" PRIu64 ": the stream of findings broke off",
		    r->ids.run);
		if (break_off(r) != TAKEN)
			return -1;
	}
	if (r->runs > 0)
		return 0;
	return fx_fail(r->err, FX_EFORMAT, 0,
	    "no findings came on standard input");
}

int
fx_record_stream(struct fx_store *store, int fd,
    const struct fx_stream_options *opt, bool *partial, struct fx_err *err)
{
	const struct quick_of of = { .set = opt->set, .fp = opt->fp };
	struct recording r = { .store = store, .opt = opt, .err = err };
	struct fx_masker *masker;
	struct fx_store_info info;
	struct fx_err old;
	int rc;

	*partial = false;
	if (opt->exhibit != NULL &&
	    fx_statement_check(opt->exhibit, strlen(opt->exhibit), &old) == -1)
		return fx_fail(err, FX_EARG, 0, "exhibit %s", old.msg);
	fx_store_info(store, &info);
	if (info.custodians == 0 && !info.no_vault)
		return fx_fail(err, FX_EARG, 0,
		    "the case has no custodian to whom values can be sealed");
	fx_lines_init(&r.lines, fd);
	if ((r.ahead = ahead_new(&r.lines, &of, err)) == NULL)
		return -1;
	if ((masker = fx_masker_new(opt->set, err)) == NULL) {
		ahead_free(r.ahead);
		return -1;
	}
	r.ids.masker = masker;
	r.ids.set = opt->set;
	r.ids.validation = opt->validation;
	r.ids.fp = opt->fp;
	while ((rc = step(&r)) == 1)
		;
	if (rc == 0)
		rc = over(&r);
	else if (r.state == BETWEEN && r.runs == 0 && r.partial) {
		old = *err;
		fx_fail(err, old.code, old.off, "line %" PRIu64 ": %s",
		    r.number, old.msg);
	}
	*partial = r.partial;
	if (rc == -1)
		writer_settle(store, &old); /* so that onfile tells all of it */
	ahead_free(r.ahead);
	fx_lines_done(&r.lines);
	fx_line_done(&r.source);
	fx_buf_done(&r.name);
	fx_counts_done(&r.counts);
	fx_secrets_done(&r.secrets);
	fx_masker_free(masker);
	return rc;
}
