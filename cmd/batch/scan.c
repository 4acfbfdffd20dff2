/* scan.c - the work of a unit that is an image: fxscan image | fxrecord case */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "flow.h"
#include "forensic/note.h"
#include "place.h"
#include "tool.h"
#include "watch.h"
#include "worker.h"

enum { PARTIAL = 3 }; /* what tools end with that could not read everything */

/* The case file that is being made; the name is the caller's. */
static char *
case_path(const struct attempt *a)
{
	return place_path(a->dir, "%s.evd",
	    batch_image(a->b, a->unit)->exhibit);
}

/* fxrecord --init, whose words are of no interest unless it fails. */
static int
start_case(struct attempt *a, const char *path, struct fx_err *err)
{
	const struct plan_image *i = batch_image(a->b, a->unit);
	const struct plan_head *h = &a->b->plan.head;
	const struct tool_files files = { -1, -1, a->logfd };
	struct tool t = { .name = "fxrecord" };
	size_t c;
	pid_t pid;

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

/* To the tool that records. */
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

/* The two tools, and what goes between them. */
struct pair {
	pid_t scan, record;
	int from, to; /* pipes: lines of the one, lines for the other */
	char threads[16];
};

static int
start_record(struct attempt *a, struct pair *p, const char *path,
    struct fx_err *err)
{
	struct tool t = { .name = "fxrecord" };
	int fd[2];

	if (pipe2(fd, O_CLOEXEC) == -1)
		return fx_fail_sys(err, 0, "a pipe");
	tool_add(&t, "-q", "--key", a->b->key, "--exhibit",
	    batch_image(a->b, a->unit)->exhibit, path, NULL);
	p->record = tool_start(a->b, &t,
	    &(struct tool_files){ fd[0], -1, a->logfd }, p->scan, a->seconds,
	    err);
	p->to = fd[1];
	close(fd[0]);
	return p->record == -1 ? -1 : 0;
}

static int
start_scan(struct attempt *a, struct pair *p, struct fx_err *err)
{
	const struct plan_head *h = &a->b->plan.head;
	struct tool t = { .name = "fxscan" };
	size_t i;
	int fd[2];

	if (pipe2(fd, O_CLOEXEC) == -1)
		return fx_fail_sys(err, 0, "a pipe");
	snprintf(p->threads, sizeof(p->threads), "%u", a->b->threads);
	tool_add(&t, "--json", "--progress", "none", "-j", p->threads, NULL);
	for (i = 0; i < h->words; i++)
		tool_add(&t, h->word[i], NULL);
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
	const int scan = tool_wait(p->scan), record = tool_wait(p->record);
	struct result *r = &a->result;

	if (w->over == WHY_TIME)
		result_fail(r, WHY_TIME, "not done within %llu seconds",
		    (unsigned long long)a->seconds);
	else if (w->over == WHY_MEMORY)
		result_fail(r, WHY_MEMORY, "more than %llu bytes of memory",
		    (unsigned long long)a->b->memory);
	if (f->sunk)
		tool_judge(r, "fxrecord", record, PARTIAL, a->log);
	tool_judge(r, "fxscan", scan, PARTIAL, a->log);
	tool_judge(r, "fxrecord", record, PARTIAL, a->log);
	if (told->why != WHY_NONE)
		result_fail(r, told->why, "%s", told->words);
	else if (f->sunk)
		result_fail(r, WHY_LINES, "%s", f->why.msg);
}

/* The head that the finished case has. */
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
	    fx_note_parse(&note, fx_buf_text(&text), text.len, &err) == 0)
		a->result.head = note.head;
	else
		result_fail(&a->result, WHY_STATUS,
		    "the head of the case cannot be read");
	free(ckpt);
	fx_buf_done(&text);
}

/* Both run: pass the lines on, until they end or a limit ends them. */
static int
run_pair(struct attempt *a, struct pair *p, struct fx_err *err)
{
	struct flow f = { .sink = to_pipe,
		.arg = &p->to,
		.size = batch_image(a->b, a->unit)->size };
	struct result told = { 0 };
	struct watch w;
	struct result *r = &a->result;

	if (watch_begin(&w, p->scan, a->seconds, a->b->memory, err) == -1)
		return -1;
	flow_run(&f, p->from, &told);
	close(p->from);
	close(p->to);
	p->from = p->to = -1;
	judge(a, p, &w, &f, &told);
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
scan_image(struct attempt *a, struct fx_err *err)
{
	struct pair p = { .from = -1, .to = -1 };
	char *path = case_path(a);
	int rc = start_case(a, path, err);

	if (rc == 0 && a->result.why == WHY_NONE) {
		rc = start_scan(a, &p, err);
		if (rc == 0)
			rc = start_record(a, &p, path, err);
		if (rc == 0)
			rc = run_pair(a, &p, err);
		if (rc == 0 && a->result.why == WHY_NONE)
			read_head(a, path);
	}
	if (p.from != -1)
		close(p.from);
	if (p.to != -1)
		close(p.to);
	free(path);
	return rc;
}
