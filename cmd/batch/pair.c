/* pair.c - who tells the lines of a unit, and who takes them */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "files.h"
#include "forensic/note.h"
#include "pair.h"
#include "place.h"
#include "watch.h"

enum { PARTIAL = 3 }; /* what tools end with that could not read everything */

/* fxrecord --init, whose words are of no interest unless it fails. Returns 0,
 * why it failed in the result; or -1 and err. */
static int
case_start(struct attempt *a, const char *path, struct fx_err *err)
{
	struct fx_err why;
	const struct plan_image *i = batch_image(a->b, a->unit);
	const struct plan_head *h = &a->b->plan.head;
	const struct tool_files files = { -1, -1, a->logfd };
	struct tool t = { .name = "fxrecord" };
	size_t c;
	pid_t pid;

	/* The recorder says nothing of what it went by. */
	if (files_check(h, false, &why) == -1) {
		result_fail(&a->result, WHY_CHANGED, "%s", why.msg);
		return 0;
	}
	tool_add(&t, "--init", "--case", i->id, "--agency", h->agency,
	    "--examiner", h->examiner, "--exhibit", i->exhibit, "--key",
	    a->b->key, NULL);
	if (h->legal[0] != '\0')
		tool_add(&t, "--legal", h->legal, NULL);
	for (c = 0; c < h->custodians; c++)
		tool_add(&t, "--custodian", h->custodian[c], NULL);
	if (h->custodians == 0)
		tool_add(&t, "--no-vault", NULL);
	tool_add(&t, path, NULL);
	pid = tool_start(a->b, &t, &files, 0, a->seconds, err);
	if (pid == -1)
		return -1;
	tool_judge(&a->result, t.name, tool_wait(pid), 0, a->log);
	return 0;
}

int
pair_pipe(int fd[2], struct fx_err *err)
{
	return pipe2(fd, O_CLOEXEC) == 0 ? 0 : fx_fail_sys(err, 0, "a pipe");
}

/* A flow_sink, whose argument is the pipe: to the tool that records. */
static int
to_pipe(void *arg, const char *p, size_t n, struct fx_err *err)
{
	const int *fd = arg;
	ssize_t done;

	while (n > 0) {
		done = write(*fd, p, n);
		if (done == -1 && errno == EINTR)
			continue;
		if (done == -1)
			return fx_fail_sys(err, 0, "fxrecord takes no more");
		p += done;
		n -= (size_t)done;
	}
	return 0;
}

/* Start the tool that records. */
static int
record(struct attempt *a, struct pair *p, const char *path, struct fx_err *err)
{
	const struct plan_head *h = &a->b->plan.head;
	struct tool t = { .name = "fxrecord" };
	size_t i;
	int fd[2];

	if (pair_pipe(fd, err) == -1)
		return -1;
	tool_add(&t, "-q", "--key", a->b->key, "--exhibit",
	    batch_image(a->b, a->unit)->exhibit, NULL);
	for (i = 0; i < h->files; i++)
		if (!plan_file_scans(h->file[i].option))
			tool_add(&t, h->file[i].option, h->file[i].path, NULL);
	tool_add(&t, path, NULL);
	p->record = tool_start(a->b, &t,
	    &(struct tool_files){ fd[0], -1, a->logfd }, p->scan, a->seconds,
	    err);
	p->to = fd[1];
	close(fd[0]);
	return p->record == -1 ? -1 : 0;
}

int
pair_scan(struct attempt *a, struct pair *p, const struct plan_unit *range,
    struct fx_err *err)
{
	const struct plan_head *h = &a->b->plan.head;
	struct tool t = { .name = "fxscan" };
	size_t i;
	int fd[2];

	if (pair_pipe(fd, err) == -1)
		return -1;
	snprintf(p->threads, sizeof(p->threads), "%u", a->b->threads);
	tool_add(&t, "--json", "--progress", "none", "-j", p->threads, NULL);
	for (i = 0; i < h->words; i++)
		tool_add(&t, h->word[i], NULL);
	for (i = 0; i < h->files; i++)
		if (plan_file_scans(h->file[i].option))
			tool_add(&t, h->file[i].option, h->file[i].path, NULL);
	snprintf(p->range, sizeof(p->range), "%" PRIu64 "-%" PRIu64,
	    range != NULL ? range->from : 0, range != NULL ? range->to : 0);
	if (range != NULL)
		tool_add(&t, "--range", p->range, NULL);
	tool_add(&t, "--", batch_image(a->b, a->unit)->path, NULL);
	p->scan = tool_start(a->b, &t,
	    &(struct tool_files){ -1, fd[1], a->logfd }, 0, a->seconds, err);
	p->from = fd[0];
	close(fd[1]);
	return p->scan == -1 ? -1 : 0;
}

/* How all that ended, the cause before what follows from it. */
static void
judge(struct attempt *a, const struct pair *p, const struct watch *w,
    const struct flow *f, const struct result *told)
{
	const int scan = tool_wait(p->scan);
	const int record = p->record != 0 ? tool_wait(p->record) : 0;
	struct result *r = &a->result;

	if (w->over == WHY_TIME)
		result_fail(r, WHY_TIME, "not done within %llu seconds",
		    (unsigned long long)a->seconds);
	else if (w->over == WHY_MEMORY)
		result_fail(r, WHY_MEMORY, "more than %llu bytes of memory",
		    (unsigned long long)a->b->memory);
	if (f->sunk && p->record == 0) /* the scanner dies of it */
		result_fail(r, WHY_LINES, "%s", f->why.msg);
	if (f->sunk && p->record != 0) /* whatever it ended with, it is why */
		tool_judge(r, "fxrecord", record, 0, a->log);
	tool_judge(r, p->name, scan, PARTIAL, a->log);
	tool_judge(r, "fxrecord", record, PARTIAL, a->log);
	if (told->why != WHY_NONE)
		result_fail(r, told->why, "%s", told->words);
	else if (f->sunk)
		result_fail(r, WHY_LINES, "%s", f->why.msg);
}

/* How many records has a case at least: its beginning, that of the run, all
 * findings, and the run's end. */
static uint64_t
least_records(const struct result *r)
{
	uint64_t n = 3;
	const char *class;
	json_t *count;

	json_object_foreach (r->findings, class, count) {
		n += (uint64_t)json_integer_value(count);
	}
	return n;
}

/* The head that the finished case has, into the result. */
static void
read_head(struct attempt *a, const char *path)
{
	char *ckpt = NULL;
	struct fx_buf text = { 0 };
	struct fx_note note;
	struct fx_err err;

	if (asprintf(&ckpt, "%s.ckpt", path) == -1)
		ckpt = NULL;
	if (ckpt != NULL && place_read(&text, ckpt, FX_NOTE_LEN, &err) == 0 &&
	    fx_note_parse(&note, fx_buf_text(&text), text.len, &err) == 0) {
		a->result.head = note.head;
		if (note.head.size < least_records(&a->result))
			result_fail(&a->result, WHY_LINES,
			    "fxrecord broke off: %" PRIu64
			    " records are fewer than what was found needs",
			    note.head.size);
	} else
		result_fail(&a->result, WHY_STATUS,
		    "the head of the case cannot be read");
	free(ckpt);
	fx_buf_done(&text);
}

void
pair_close(struct pair *p)
{
	if (p->from != -1)
		close(p->from);
	if (p->to != -1)
		close(p->to);
	p->from = p->to = -1;
}

int
pair_run(struct attempt *a, struct pair *p, struct flow *f, struct fx_err *err)
{
	struct result told = { 0 };
	struct watch w;
	struct result *r = &a->result;

	if (watch_begin(&w, p->scan, a->seconds, a->b->memory, err) == -1)
		return -1;
	flow_run(f, p->from, &told);
	pair_close(p);
	judge(a, p, &w, f, &told);
	watch_end(&w);
	r->bytes = told.bytes;
	r->errors = told.errors;
	r->limits = told.limits;
	r->findings = told.findings;
	memcpy(r->sum, told.sum, sizeof(r->sum));
	memcpy(r->lines, told.lines, sizeof(r->lines));
	return 0;
}

int
pair_make(struct attempt *a, pair_teller *teller, void *arg, struct fx_err *err)
{
	const struct plan_image *i = batch_image(a->b, a->unit);
	struct pair p = PAIR_NONE;
	struct flow f = { .sink = to_pipe,
		.arg = &p.to,
		.size = i->size,
		.head = &a->b->plan.head };
	char *path = place_path(a->dir, "%s.evd", i->exhibit);
	int rc = case_start(a, path, err);

	if (rc == 0 && a->result.why == WHY_NONE) {
		rc = teller(a, &p, arg, err);
		if (rc == 0)
			rc = record(a, &p, path, err);
		if (rc == 0)
			rc = pair_run(a, &p, &f, err);
		if (rc == 0 && a->result.why == WHY_NONE)
			read_head(a, path);
	}
	pair_close(&p);
	free(path);
	return rc;
}
