/* flow.c - the lines of one scan on their way, and what they tell */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "files.h"
#include "flow.h"
#include "forensic/bytes.h"
#include "forensic/finding.h"

enum {
	PIECE = 1 << 16, /* bytes that are passed on together */
	WAIT_MS = 1000,
};

struct state {
	struct flow *f;
	struct fx_lines lines;
	struct fx_buf out;
	struct fx_hash *hash;
	uint64_t found; /* lines of findings */
	bool ended;
	struct result *r;
};

static bool
is_type(const char *p, size_t n, const char *type)
{
	static const char start[] = "{\"type\":\"";
	const size_t len = strlen(type), head = sizeof(start) - 1;

	return n > head + len && memcmp(p, start, head) == 0 &&
	    memcmp(p + head, type, len) == 0 && p[head + len] == '"';
}

static int
flush(struct state *s)
{
	int rc = 0;

	if (s->out.len > 0)
		rc = s->f->sink(s->f->arg, s->out.p, s->out.len, &s->f->why);
	s->f->sunk = rc == -1;
	fx_buf_reset(&s->out);
	return rc;
}

/* The end line: what it says of all. */
static void
take_end(struct state *s, const char *p, size_t n)
{
	struct result *r = s->r;
	struct fx_line line;
	struct fx_err err;
	json_t *findings, *count;
	const char *class;
	uint64_t all = 0;

	if (fx_line_read(&line, p, n, &err) == -1) {
		result_fail(r, WHY_LINES, "the end line: %s", err.msg);
		return;
	}
	r->bytes = (uint64_t)fx_line_int(&line, "bytes");
	snprintf(r->sum, sizeof(r->sum), "%s",
	    fx_line_str(&line,
		json_object_get(line.json, "sha256") != NULL
		    ? "sha256"
		    : "covered_sha256"));
	findings = json_object_get(line.json, "findings");
	json_object_foreach (findings, class, count)
		all += (uint64_t)json_integer_value(count);
	r->findings = json_incref(findings);
	if (strcmp(fx_line_str(&line, "status"), "complete") != 0)
		result_fail(r, WHY_LINES, "the scan ended as %s",
		    fx_line_str(&line, "status"));
	else if (all != s->found ||
	    (uint64_t)fx_line_int(&line, "errors") != r->errors ||
	    (uint64_t)fx_line_int(&line, "limits") != r->limits)
		result_fail(r, WHY_LINES,
		    "the end line announces other counts than came");
	else if (r->bytes != s->f->size && !plan_parts(s->f->head))
		result_fail(r, WHY_CHANGED,
		    "%" PRIu64 " bytes were read, %" PRIu64 " were planned",
		    r->bytes, s->f->size);
	s->ended = true;
	fx_line_done(&line);
}

/* The source line: what the scan goes by. */
static int
take_source(struct state *s, const char *p, size_t n)
{
	struct fx_line line;
	struct fx_err err;

	if (fx_line_read(&line, p, n, &err) == -1) {
		result_fail(s->r, WHY_LINES, "the source line: %s", err.msg);
		return -1;
	}
	files_told(s->f->head, line.json, s->r);
	fx_line_done(&line);
	return 0; /* to its end: else it would die of us, and that be told */
}

/* One line. Returns 0; -1: there is no use in going on. */
static int
take(struct state *s, const char *p, size_t n)
{
	struct fx_err err;

	if (s->ended) {
		result_fail(s->r, WHY_LINES, "lines behind the end line");
		return -1;
	}
	if (is_type(p, n, "finding"))
		s->found++;
	else if (is_type(p, n, "error"))
		s->r->errors++;
	else if (is_type(p, n, "limit"))
		s->r->limits++;
	if (is_type(p, n, "source") && take_source(s, p, n) == -1)
		return -1;
	if (is_type(p, n, "end"))
		take_end(s, p, n);
	else if (!is_type(p, n, "source") && !is_type(p, n, "run") &&
	    (fx_hash_add(s->hash, p, n, &err) == -1 ||
		fx_hash_add(s->hash, "\n", 1, &err) == -1))
		return -1;
	fx_buf_put(&s->out, p, n);
	fx_buf_byte(&s->out, '\n');
	return s->out.len < PIECE ? 0 : flush(s);
}

static void
read_all(struct state *s)
{
	struct fx_err err = { 0 };
	const char *p;
	size_t n;
	int rc;

	for (;;) {
		/* Nobody shall wait for a line that is here. */
		rc = fx_lines_wait(&s->lines, 0, &err);
		if (rc == 0 && flush(s) == 0)
			rc = fx_lines_wait(&s->lines, WAIT_MS, &err);
		if (s->f->sunk)
			return;
		if (rc == 0)
			continue;
		if (rc == 1)
			rc = fx_lines_next(&s->lines, &p, &n, &err);
		if (rc != 1)
			break;
		if (take(s, p, n) == -1)
			return;
	}
	if (rc == -1)
		result_fail(s->r, WHY_LINES, "%s", err.msg);
	flush(s);
}

void
flow_run(struct flow *f, int fd, struct result *r)
{
	struct state s = { .f = f, .r = r };
	uint8_t sum[FX_SHA256_LEN];
	struct fx_err err;

	if ((s.hash = fx_hash_new(FX_SHA256, &err)) == NULL) {
		f->sunk = true;
		f->why = err;
		return;
	}
	fx_lines_init(&s.lines, fd);
	read_all(&s);
	fx_lines_done(&s.lines);
	fx_buf_done(&s.out);
	if (fx_hash_end(s.hash, sum, &err) == 0)
		fx_hex(r->lines, sum, sizeof(sum));
	fx_hash_free(s.hash);
	if (!s.ended && !f->sunk)
		result_fail(r, WHY_LINES, "the lines of the scan broke off");
}
