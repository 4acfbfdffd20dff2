/* result.c - what came of an attempt at a unit, as a small file tells it */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "forensic/bytes.h"
#include "forensic/json.h"
#include "forensic/utf8.h"
#include "result.h"

static const char *const whys[WHYS] = { [WHY_MISSING] = "missing",
	[WHY_CHANGED] = "changed",
	[WHY_TIME] = "time",
	[WHY_MEMORY] = "memory",
	[WHY_SIGNAL] = "signal",
	[WHY_STATUS] = "status",
	[WHY_LINES] = "lines",
	[WHY_DIFFERS] = "differs" };

const char *
result_why_name(enum result_why why)
{
	return whys[why];
}

bool
result_may_pass(enum result_why why)
{
	return why == WHY_MISSING || why == WHY_CHANGED;
}

void
result_fail(struct result *r, enum result_why why, const char *fmt, ...)
{
	va_list ap;
	char *p;

	if (r->why != WHY_NONE)
		return;
	r->why = why;
	va_start(ap, fmt);
	vsnprintf(r->words, sizeof(r->words), fmt, ap);
	va_end(ap);
	if (!fx_utf8_ok(r->words, strlen(r->words)))
		for (p = r->words; *p != '\0'; p++)
			if ((unsigned char)*p >= 0x80)
				*p = '?';
}

static void
put_done(struct fx_json *j, const struct result *r)
{
	char root[2 * FX_SHA256_LEN + 1];
	const char *class;
	json_t *n;

	fx_json_kint(j, "bytes", (int64_t)r->bytes);
	if (r->sum[0] != '\0')
		fx_json_kstr(j, "sha256", r->sum);
	if (r->lines[0] != '\0')
		fx_json_kstr(j, "lines", r->lines);
	fx_json_key(j, "findings");
	fx_json_open(j, '{');
	json_object_foreach (r->findings, class, n) {
		fx_json_kint(j, class, json_integer_value(n));
	}
	fx_json_close(j, '}');
	fx_json_kint(j, "errors", (int64_t)r->errors);
	fx_json_kint(j, "limits", (int64_t)r->limits);
	if (r->stamp[0] != '\0')
		fx_json_kstr(j, "stamp", r->stamp);
	if (r->head.size == 0)
		return;
	fx_hex(root, r->head.root, sizeof(r->head.root));
	fx_json_kstr(j, "origin", r->head.origin);
	fx_json_kint(j, "size", (int64_t)r->head.size);
	fx_json_kstr(j, "root", root);
}

void
result_put(struct fx_buf *out, const struct result *r, uint64_t unit,
    const char *plan)
{
	struct fx_json j = { .out = out };

	fx_json_open(&j, '{');
	fx_json_kstr(&j, "type", r->why == WHY_NONE ? "done" : "failed");
	fx_json_kint(&j, "v", 1);
	fx_json_kstr(&j, "plan", plan);
	fx_json_kint(&j, "unit", (int64_t)unit);
	fx_json_kint(&j, "attempt", (int64_t)r->attempt);
	if (r->why == WHY_NONE) {
		put_done(&j, r);
	} else {
		fx_json_kstr(&j, "why", whys[r->why]);
		fx_json_kstr(&j, "words", r->words);
	}
	fx_json_kstr(&j, "host", r->host);
	fx_json_kstr(&j, "started", r->started);
	fx_json_kstr(&j, "ended", r->ended);
	fx_json_kint(&j, "wall_ms", (int64_t)r->wall);
	fx_json_kint(&j, "cpu_ms", (int64_t)r->cpu);
	fx_json_kint(&j, "memory_kib", (int64_t)r->memory);
	fx_json_close(&j, '}');
	fx_buf_byte(out, '\n');
}

static uint64_t
number(const json_t *v, const char *key)
{
	const json_int_t n = json_integer_value(json_object_get(v, key));

	return n > 0 ? (uint64_t)n : 0;
}

static void
text(const json_t *v, const char *key, char *out, size_t size)
{
	const char *s = json_string_value(json_object_get(v, key));

	snprintf(out, size, "%s", s != NULL ? s : "");
}

static enum result_why
why_of(const json_t *v)
{
	const char *s = json_string_value(json_object_get(v, "why"));
	size_t i;

	for (i = WHY_NONE + 1; s != NULL && i < WHYS; i++)
		if (strcmp(s, whys[i]) == 0)
			return (enum result_why)i;
	return WHY_NONE;
}

/* Digits of a digest, or none. */
static bool
is_sum(const char *s)
{
	uint8_t raw[FX_SHA256_LEN];

	return s[0] == '\0' ||
	    (strlen(s) == 2 * sizeof(raw) &&
		fx_unhex(raw, s, FX_SHA256_LEN) == 0);
}

static int
take_done(struct result *r, const json_t *v, struct fx_err *err)
{
	json_t *findings = json_object_get(v, "findings"), *n;
	char root[2 * FX_SHA256_LEN + 1];
	const char *class;

	r->bytes = number(v, "bytes");
	r->errors = number(v, "errors");
	r->limits = number(v, "limits");
	text(v, "stamp", r->stamp, sizeof(r->stamp));
	text(v, "sha256", r->sum, sizeof(r->sum));
	text(v, "lines", r->lines, sizeof(r->lines));
	if (!json_is_object(findings) || !is_sum(r->sum) || !is_sum(r->lines))
		return fx_fail(err, FX_EFORMAT, 0, "no result of a unit");
	json_object_foreach (findings, class, n)
		if (!json_is_integer(n) || json_integer_value(n) < 0)
			return fx_fail(err, FX_EFORMAT, 0, "no count");
	r->findings = json_incref(findings);
	r->head.size = number(v, "size");
	if (r->head.size == 0)
		return 0;
	text(v, "origin", r->head.origin, sizeof(r->head.origin));
	text(v, "root", root, sizeof(root));
	if (!fx_origin_ok(r->head.origin) || root[0] == '\0' || !is_sum(root) ||
	    fx_unhex(r->head.root, root, FX_SHA256_LEN) == -1)
		return fx_fail(err, FX_EFORMAT, 0, "no head of a case");
	return 0;
}

static int
take(struct result *r, const json_t *v, uint64_t unit, const char *plan,
    struct fx_err *err)
{
	const char *of = json_string_value(json_object_get(v, "plan"));
	const char *type = json_string_value(json_object_get(v, "type"));

	if (of == NULL || type == NULL || number(v, "v") != 1)
		return fx_fail(err, FX_EFORMAT, 0, "no result of a unit");
	if (strcmp(of, plan) != 0 || number(v, "unit") != unit)
		return fx_fail(err, FX_EFORMAT, 0,
		    "the result of another plan, or of another unit");
	r->attempt = number(v, "attempt");
	text(v, "host", r->host, sizeof(r->host));
	text(v, "started", r->started, sizeof(r->started));
	text(v, "ended", r->ended, sizeof(r->ended));
	r->wall = number(v, "wall_ms");
	r->cpu = number(v, "cpu_ms");
	r->memory = number(v, "memory_kib");
	if (strcmp(type, "done") == 0)
		return take_done(r, v, err);
	r->why = why_of(v);
	text(v, "words", r->words, sizeof(r->words));
	if (strcmp(type, "failed") != 0 || r->why == WHY_NONE)
		return fx_fail(err, FX_EFORMAT, 0, "no result of a unit");
	return 0;
}

int
result_read(struct result *r, const char *p, size_t n, uint64_t unit,
    const char *plan, struct fx_err *err)
{
	json_t *v = json_loadb(p, n, JSON_REJECT_DUPLICATES, NULL);
	int rc;

	*r = (struct result){ 0 };
	rc = take(r, v, unit, plan, err);
	json_decref(v);
	return rc;
}

bool
result_same(const struct result *a, const struct result *b)
{
	return a->why == b->why && a->bytes == b->bytes &&
	    strcmp(a->sum, b->sum) == 0 && strcmp(a->lines, b->lines) == 0 &&
	    a->errors == b->errors && a->limits == b->limits;
}

void
result_done(struct result *r)
{
	json_decref(r->findings);
	r->findings = NULL;
}
