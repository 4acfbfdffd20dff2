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
#include "forensic/utf8.h"
#include "quick.h"

enum { ENC_LEN = 15, HEX_MOST = FX_SHA256_LEN };

/* What is left of the text. */
struct rest {
	const char *p, *end;
};

struct span {
	const char *p;
	size_t n;
};

static bool
lit(struct rest *r, const char *s, size_t n)
{
	if ((size_t)(r->end - r->p) < n || memcmp(r->p, s, n) != 0)
		return false;
	r->p += n;
	return true;
}

#define LIT(r, s) lit((r), (s), sizeof(s) - 1)

/* A string of least bytes or more, without escapes. */
static bool
string(struct rest *r, size_t least, struct span *s)
{
	unsigned int all = 0;
	const char *p;

	if (!LIT(r, "\""))
		return false;
	for (p = r->p; p < r->end && *p != '"'; p++) {
		if ((unsigned char)*p < 0x20 || *p == '\\')
			return false;
		all |= (unsigned char)*p;
	}
	*s = (struct span){ r->p, (size_t)(p - r->p) };
	if (p == r->end || s->n < least ||
	    (all >= 0x80 && !fx_utf8_ok(s->p, s->n)))
		return false;
	r->p = p + 1;
	return true;
}

static bool
text(struct rest *r, size_t least)
{
	struct span s;

	return string(r, least, &s);
}

/* A string of so many bytes in digits. */
static bool
hex(struct rest *r, uint8_t *out, size_t n)
{
	if ((size_t)(r->end - r->p) < 2 * n + 2 || r->p[0] != '"' ||
	    r->p[2 * n + 1] != '"' || fx_unhex(out, r->p + 1, n) == -1)
		return false;
	r->p += 2 * n + 2;
	return true;
}

/* From lo, which is not below 0, to hi; s: its digits. */
static bool
number(struct rest *r, int64_t lo, int64_t hi, int64_t *out, struct span *s)
{
	int64_t v = 0;
	const char *p;

	for (p = r->p; p < r->end && *p >= '0' && *p <= '9'; p++)
		if ((v = v * 10 + (*p - '0')) > FX_CANON_INT)
			return false;
	*s = (struct span){ r->p, (size_t)(p - r->p) };
	if (s->n == 0 || (s->p[0] == '0' && s->n > 1) || v < lo || v > hi)
		return false;
	r->p = p;
	*out = v;
	return true;
}

static bool
integer(struct rest *r, int64_t lo, int64_t hi, int64_t *out)
{
	struct span digits;

	return number(r, lo, hi, out, &digits);
}

static bool
is_key(const struct span *s)
{
	size_t i;

	for (i = 0; i < s->n; i++)
		if (!((s->p[i] >= 'a' && s->p[i] <= 'z') ||
			(i > 0 &&
			    ((s->p[i] >= '0' && s->p[i] <= '9') ||
				s->p[i] == '_' || s->p[i] == '.'))))
			return false;
	return s->n > 0;
}

/* The key of a member, behind the one before, which it becomes. */
static bool
key(struct rest *r, struct span *last)
{
	struct span s;
	size_t n;
	int rc;

	if (!string(r, 1, &s) || !is_key(&s) || !LIT(r, ":"))
		return false;
	n = s.n < last->n ? s.n : last->n;
	rc = memcmp(last->p, s.p, n);
	if (rc > 0 || (rc == 0 && s.n <= last->n))
		return false;
	*last = s;
	return true;
}

/* An object with a member or more, of texts. */
static bool
strings(struct rest *r)
{
	struct span last = { "", 0 };

	if (!LIT(r, "{"))
		return false;
	do
		if (!key(r, &last) || !text(r, 0))
			return false;
	while (LIT(r, ","));
	return LIT(r, "}");
}

/* Commitments, one of them to the value. */
static bool
sums(struct rest *r)
{
	uint8_t sum[HEX_MOST];
	struct span last = { "", 0 };
	bool value = false;

	if (!LIT(r, "{"))
		return false;
	do {
		if (!key(r, &last) || !hex(r, sum, FX_SHA256_LEN))
			return false;
		value = value ||
		    (last.n == 5 && memcmp(last.p, "value", 5) == 0);
	} while (LIT(r, ","));
	return value && LIT(r, "}");
}

/* Texts in an array, which may be none. */
static bool
texts(struct rest *r)
{
	if (!LIT(r, "["))
		return false;
	if (LIT(r, "]"))
		return true;
	do
		if (!text(r, 0))
			return false;
	while (LIT(r, ","));
	return LIT(r, "]");
}

/* A text, a number or a list of texts. */
static bool
any(struct rest *r)
{
	int64_t v;

	if (r->p < r->end && *r->p == '"')
		return text(r, 0);
	return r->p < r->end && *r->p == '[' ? texts(r)
					     : integer(r, 0, FX_CANON_INT, &v);
}

/* The file that the finding is in. */
static bool
file(struct rest *r)
{
	struct span last = { "", 0 };

	if (!LIT(r, "{"))
		return false;
	do
		if (!key(r, &last) || !any(r))
			return false;
	while (LIT(r, ","));
	return LIT(r, "}");
}

static bool class(struct rest *r, struct fxv_gist *g)
{
	struct span s;
	size_t i;

	if (!string(r, 1, &s) || s.n > FXV_CLASS_LEN)
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
encoding(struct rest *r)
{
	char name[ENC_LEN + 1];
	struct span s;

	if (!string(r, 1, &s) || s.n > ENC_LEN)
		return false;
	memcpy(name, s.p, s.n);
	name[s.n] = '\0';
	return fx_encoding_ok(name);
}

static bool
when(struct rest *r, struct fxv_gist *g)
{
	struct span s;

	if (!string(r, FX_TIME_LEN, &s) || s.n != FX_TIME_LEN)
		return false;
	memcpy(g->t, s.p, s.n);
	g->t[s.n] = '\0';
	return fx_time_parse(g->t, &g->us) == 0;
}

/* From alert to len. */
static bool
first(struct rest *r, struct fxv_gist *g)
{
	uint8_t sum[HEX_MOST];

	if (LIT(r, "\"alert\":") && !(text(r, 3) && LIT(r, ",")))
		return false;
	if (LIT(r, "\"attrs\":") && !(strings(r) && LIT(r, ",")))
		return false;
	if (!(LIT(r, "\"blind\":") && hex(r, sum, 16) &&
		LIT(r, ",\"class\":") && class(r, g) &&
		LIT(r, ",\"commit\":") && sums(r) && LIT(r, ",\"enc\":") &&
		encoding(r) && LIT(r, ",")))
		return false;
	if (LIT(r, "\"file\":") && !(file(r) && LIT(r, ",")))
		return false;
	g->fp = LIT(r, "\"fp\":");
	if (g->fp && !(hex(r, sum, FX_FP_LEN) && LIT(r, ",")))
		return false;
	return LIT(r, "\"kind\":\"finding\",\"len\":") &&
	    integer(r, 1, FX_CANON_INT, &g->len);
}

/* From mask to why. */
static bool
second(struct rest *r, struct fxv_gist *g)
{
	struct span off, path;
	int64_t score;

	if (!(LIT(r, ",\"mask\":") && text(r, 1) && LIT(r, ",")))
		return false;
	if (LIT(r, "\"member\":") && !(text(r, 1) && LIT(r, ",")))
		return false;
	if (!(LIT(r, "\"off\":") && number(r, 0, FX_CANON_INT, &g->off, &off) &&
		LIT(r, ",\"path\":") && string(r, 1, &path) &&
		LIT(r, ",\"prev\":") && hex(r, g->prev, FX_SHA256_LEN)))
		return false;
	g->plain = off.n == path.n && memcmp(off.p, path.p, off.n) == 0;
	g->in_file = path.p[0] == 'V';
	return LIT(r, ",\"run\":") && integer(r, 1, FX_CANON_INT, &g->run) &&
	    LIT(r, ",\"score\":") && integer(r, 0, 99, &score) &&
	    LIT(r, ",\"seq\":") && integer(r, 0, FX_CANON_INT, &g->seq) &&
	    LIT(r, ",\"src\":") && integer(r, 1, FX_CANON_INT, &g->src) &&
	    LIT(r, ",\"t\":") && when(r, g) && LIT(r, ",\"v\":1,\"why\":") &&
	    texts(r);
}

bool
fxv_quick(struct fxv_gist *g, const char *body, size_t n)
{
	struct rest r = { body, body + n };

	return n <= FX_CANON_LEN && LIT(&r, "{") && first(&r, g) &&
	    second(&r, g) && LIT(&r, "}") && r.p == r.end;
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
