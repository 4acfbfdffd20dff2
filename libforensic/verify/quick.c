/*
 * quick.c - the gist of a sound finding, straight from its canonical text
 *
 * Nearly all records of a case are findings, and nearly all of those are sound.
 * This reader takes no memory and knows no words of complaint: what it does not
 * take in its stride, canonical or not, is for fx_canon_parse and
 * fxv_kind_check to judge.  What it takes, they would take, and they would find
 * the same in it: members stand in one order, so each is looked for in its
 * turn, as kinds.c has it.
 */
#include <string.h>

#include "forensic/bytes.h"
#include "forensic/canon.h"
#include "forensic/finding.h"
#include "forensic/plain.h"
#include "quick.h"

enum { ENC_LEN = 15, HEX_MOST = FX_SHA256_LEN };

static bool
text(struct fx_rest *r, size_t least)
{
	struct fx_span s;

	return fx_rest_string(r, least, &s);
}

/* A string of so many bytes in digits. */
static bool
hex(struct fx_rest *r, uint8_t *out, size_t n)
{
	if ((size_t)(r->end - r->p) < 2 * n + 2 || r->p[0] != '"' ||
	    r->p[2 * n + 1] != '"' || fx_unhex(out, r->p + 1, n) == -1)
		return false;
	r->p += 2 * n + 2;
	return true;
}

static bool
integer(struct fx_rest *r, int64_t lo, int64_t hi, int64_t *out)
{
	struct fx_span digits;

	return fx_rest_number(r, lo, hi, out, &digits);
}

/* The key of a member, behind the one before, which it becomes. */
static bool
key(struct fx_rest *r, struct fx_span *last)
{
	struct fx_span s;

	if (!fx_rest_string(r, 1, &s) || !fx_span_is_key(&s) ||
	    !FX_REST_LIT(r, ":") || fx_span_order(last, &s) >= 0)
		return false;
	*last = s;
	return true;
}

/* An object with a member or more, of texts. */
static bool
strings(struct fx_rest *r)
{
	struct fx_span last = { "", 0 };

	if (!FX_REST_LIT(r, "{"))
		return false;
	do
		if (!key(r, &last) || !text(r, 0))
			return false;
	while (FX_REST_LIT(r, ","));
	return FX_REST_LIT(r, "}");
}

/* Commitments, one of them to the value. */
static bool
sums(struct fx_rest *r)
{
	uint8_t sum[HEX_MOST];
	struct fx_span last = { "", 0 };
	bool value = false;

	if (!FX_REST_LIT(r, "{"))
		return false;
	do {
		if (!key(r, &last) || !hex(r, sum, FX_SHA256_LEN))
			return false;
		value = value ||
		    (last.n == 5 && memcmp(last.p, "value", 5) == 0);
	} while (FX_REST_LIT(r, ","));
	return value && FX_REST_LIT(r, "}");
}

/* A text, a number or a list of texts. */
static bool
any(struct fx_rest *r)
{
	int64_t v;

	if (r->p < r->end && *r->p == '"')
		return text(r, 0);
	return r->p < r->end && *r->p == '[' ? fx_rest_strings(r, 0, SIZE_MAX)
					     : integer(r, 0, FX_CANON_INT, &v);
}

/* The file that the finding is in. */
static bool
file(struct fx_rest *r)
{
	struct fx_span last = { "", 0 };

	if (!FX_REST_LIT(r, "{"))
		return false;
	do
		if (!key(r, &last) || !any(r))
			return false;
	while (FX_REST_LIT(r, ","));
	return FX_REST_LIT(r, "}");
}

static bool class(struct fx_rest *r, struct fxv_gist *g)
{
	struct fx_span s;
	size_t i;

	if (!fx_rest_string(r, 1, &s) || s.n > FXV_CLASS_LEN)
		return false;
	for (i = 0; i < s.n; i++)
		if (!((s.p[i] >= 'a' && s.p[i] <= 'z') ||
			(s.p[i] >= '0' && s.p[i] <= '9') || s.p[i] == '_' ||
			s.p[i] == '.'))
			return false;
	memcpy(g->name, s.p, s.n);
	g->name[s.n] = '\0';
	g->class = g->name;
	return true;
}

static bool
encoding(struct fx_rest *r)
{
	char name[ENC_LEN + 1];
	struct fx_span s;

	if (!fx_rest_string(r, 1, &s) || s.n > ENC_LEN)
		return false;
	memcpy(name, s.p, s.n);
	name[s.n] = '\0';
	return fx_encoding_ok(name);
}

static bool
when(struct fx_rest *r, struct fxv_gist *g)
{
	struct fx_span s;

	if (!fx_rest_string(r, FX_TIME_LEN, &s) || s.n != FX_TIME_LEN)
		return false;
	memcpy(g->t, s.p, s.n);
	g->t[s.n] = '\0';
	return fx_time_parse(g->t, &g->us) == 0;
}

/* From alert to len. */
static bool
first(struct fx_rest *r, struct fxv_gist *g)
{
	uint8_t sum[HEX_MOST];

	if (FX_REST_LIT(r, "\"alert\":") &&
	    !(text(r, 3) && FX_REST_LIT(r, ",")))
		return false;
	if (FX_REST_LIT(r, "\"attrs\":") &&
	    !(strings(r) && FX_REST_LIT(r, ",")))
		return false;
	if (!(FX_REST_LIT(r, "\"blind\":") && hex(r, sum, 16) &&
		FX_REST_LIT(r, ",\"class\":") && class(r, g) &&
		FX_REST_LIT(r, ",\"commit\":") && sums(r) &&
		FX_REST_LIT(r, ",\"enc\":") && encoding(r) &&
		FX_REST_LIT(r, ",")))
		return false;
	if (FX_REST_LIT(r, "\"file\":") && !(file(r) && FX_REST_LIT(r, ",")))
		return false;
	g->fp = FX_REST_LIT(r, "\"fp\":");
	if (g->fp && !(hex(r, sum, FX_FP_LEN) && FX_REST_LIT(r, ",")))
		return false;
	return FX_REST_LIT(r, "\"kind\":\"finding\",\"len\":") &&
	    integer(r, 1, FX_CANON_INT, &g->len);
}

/* From mask to why. */
static bool
second(struct fx_rest *r, struct fxv_gist *g)
{
	struct fx_span off, path;
	int64_t score;

	if (!(FX_REST_LIT(r, ",\"mask\":") && text(r, 1) &&
		FX_REST_LIT(r, ",")))
		return false;
	if (FX_REST_LIT(r, "\"member\":") &&
	    !(text(r, 1) && FX_REST_LIT(r, ",")))
		return false;
	if (!(FX_REST_LIT(r, "\"off\":") &&
		fx_rest_number(r, 0, FX_CANON_INT, &g->off, &off) &&
		FX_REST_LIT(r, ",\"path\":") && fx_rest_string(r, 1, &path) &&
		FX_REST_LIT(r, ",\"prev\":") && hex(r, g->prev, FX_SHA256_LEN)))
		return false;
	g->plain = off.n == path.n && memcmp(off.p, path.p, off.n) == 0;
	g->in_file = path.p[0] == 'V';
	return FX_REST_LIT(r, ",\"run\":") &&
	    integer(r, 1, FX_CANON_INT, &g->run) &&
	    FX_REST_LIT(r, ",\"score\":") && integer(r, 0, 99, &score) &&
	    FX_REST_LIT(r, ",\"seq\":") &&
	    integer(r, 0, FX_CANON_INT, &g->seq) &&
	    FX_REST_LIT(r, ",\"src\":") &&
	    integer(r, 1, FX_CANON_INT, &g->src) && FX_REST_LIT(r, ",\"t\":") &&
	    when(r, g) && FX_REST_LIT(r, ",\"v\":1,\"why\":") &&
	    fx_rest_strings(r, 0, SIZE_MAX);
}

bool
fxv_quick(struct fxv_gist *g, const char *body, size_t n)
{
	struct fx_rest r = { body, body + n };

	return n <= FX_CANON_LEN && FX_REST_LIT(&r, "{") && first(&r, g) &&
	    second(&r, g) && FX_REST_LIT(&r, "}") && r.p == r.end;
}

void
fxv_gist(struct fxv_gist *g, const json_t *record)
{
	const char *t = fxv_str(record, "t"), *path = fxv_str(record, "path");
	char off[24];

	*g = (struct fxv_gist){
		.seq = fxv_num(record, "seq"),
		.run = fxv_num(record, "run"),
		.src = fxv_num(record, "src"),
		.off = fxv_num(record, "off"),
		.len = fxv_num(record, "len"),
		.class = fxv_str(record, "class"),
		.in_file = path[0] == 'V',
		.fp = json_object_get(record, "fp") != NULL,
	};
	if (strlen(t) == FX_TIME_LEN)
		memcpy(g->t, t, FX_TIME_LEN + 1);
	fx_time_parse(t, &g->us);
	fx_unhex(g->prev, fxv_str(record, "prev"), sizeof(g->prev));
	snprintf(off, sizeof(off), "%lld", (long long)g->off);
	g->plain = strcmp(path, off) == 0;
}
