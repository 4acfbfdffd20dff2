/* quick.c - the record of an ordinary finding, straight from its line */
#include "quick.h"

#include <stdlib.h>

#include "forensic/bytes.h"
#include "forensic/canon.h"
#include "forensic/carver.h"
#include "forensic/finding.h"
#include "forensic/plain.h"
#include "forensic/record.h"

enum {
	LINE_MOST = 16 << 10, /* longer lines are not ordinary */
	/* What a record has that its line has not: its keys, a mask, an fp, */
	MORE = 1024 + FX_VALUE_LEN,
	/* and for each commitment a key and digits. */
	SUM_MORE = FX_FIELD_LEN + 2 * FX_SHA256_LEN + 8,
	ROOM_MORE = MORE + QUICK_SECRETS * SUM_MORE,
	SCORE_MOST = 99,
	ENCODING_LEN = 15,
};

struct attr {
	struct fx_span key, value;
	const struct fx_attr_rule *rule; /* NULL: none */
};

/* A line that was read: its texts as they lie in it. */
struct parts {
	struct fx_span kind, value, off, len, path, encoding, score, why;
	struct attr attrs[FX_ATTRS_MOST + 1]; /* and the value, as one */
	size_t n;
	const struct fx_carver *carver; /* NULL: of a kind unknown here */
};

/* The text as a string; false if it does not fit. */
static bool
copy(char *out, size_t cap, const struct fx_span *s)
{
	if (s->n >= cap)
		return false;
	memcpy(out, s->p, s->n);
	out[s->n] = '\0';
	return true;
}

static bool
read_attr(struct parts *x, struct fx_rest *r)
{
	static const struct fx_span own = { "value", 5 };
	struct attr *a = &x->attrs[x->n];
	char key[FX_FIELD_LEN + 1];

	if (x->n == FX_ATTRS_MOST || !fx_rest_string(r, 1, &a->key) ||
	    !fx_span_is_key(&a->key) || fx_span_order(&a->key, &own) == 0 ||
	    !copy(key, sizeof(key), &a->key) || !FX_REST_LIT(r, ":") ||
	    !fx_rest_string(r, 0, &a->value))
		return false;
	a->rule = x->carver != NULL ? fx_carver_attr(x->carver, key) : NULL;
	x->n++;
	/* What is shown may have to be masked, which is no short way. */
	return a->rule == NULL || a->rule->privacy != FX_PUBLIC ||
	    !fx_attr_masked(a->value.p, a->value.n);
}

static bool
read_attrs(struct parts *x, struct fx_rest *r)
{
	if (FX_REST_LIT(r, "}"))
		return true;
	do
		if (!read_attr(x, r))
			return false;
	while (FX_REST_LIT(r, ","));
	return FX_REST_LIT(r, "}");
}

/* Do the numbers agree with each other and with the path? */
static bool
placed(const struct parts *x, int64_t off, int64_t len)
{
	struct fx_path path;
	struct fx_err err;

	return off <= FX_CANON_INT - len &&
	    fx_path_read(&path, x->path.p, x->path.n, &err) == 0 &&
	    (path.nsteps > 0 || path.file != NULL ||
		path.offset == (uint64_t)off);
}

static bool
read_head(struct parts *x, struct fx_rest *r, const struct quick_of *of,
    char class[QUICK_CLASS + 1])
{
	int64_t off, len, score;
	char encoding[ENCODING_LEN + 1];

	if (!FX_REST_LIT(r, "{\"type\":\"finding\",\"kind\":") ||
	    !fx_rest_string(r, 1, &x->kind) || !fx_span_is_key(&x->kind) ||
	    !copy(class, QUICK_CLASS + 1, &x->kind))
		return false;
	x->carver = fx_carver_find(of->set, class);
	return FX_REST_LIT(r, ",\"value\":") &&
	    fx_rest_string(r, 0, &x->value) && FX_REST_LIT(r, ",\"offset\":") &&
	    fx_rest_number(r, 0, FX_CANON_INT, &off, &x->off) &&
	    FX_REST_LIT(r, ",\"length\":") &&
	    fx_rest_number(r, 1, FX_CANON_INT, &len, &x->len) &&
	    FX_REST_LIT(r, ",\"path\":") && fx_rest_string(r, 1, &x->path) &&
	    placed(x, off, len) && FX_REST_LIT(r, ",\"encoding\":") &&
	    fx_rest_string(r, 1, &x->encoding) &&
	    copy(encoding, sizeof(encoding), &x->encoding) &&
	    fx_encoding_ok(encoding) && FX_REST_LIT(r, ",\"score\":") &&
	    fx_rest_number(r, 0, SCORE_MOST, &score, &x->score);
}

/* All of it, in the order in which it is written. */
static bool
take_apart(struct parts *x, struct fx_rest *r, const struct quick_of *of,
    char class[QUICK_CLASS + 1])
{
	struct fx_span context;

	if (!read_head(x, r, of, class) || !FX_REST_LIT(r, ",\"why\":"))
		return false;
	x->why.p = r->p;
	if (!fx_rest_strings(r, 1, FX_LINE_WHY))
		return false;
	x->why.n = (size_t)(r->p - x->why.p);
	if (FX_REST_LIT(r, ",\"attrs\":{") && !read_attrs(x, r))
		return false;
	if (FX_REST_LIT(r, ",\"context\":") && !fx_rest_string(r, 0, &context))
		return false;
	return FX_REST_LIT(r, "}") && r->p == r->end;
}

/* By their keys, the value among them; false if a key stands twice. */
static bool
sort(struct parts *x)
{
	struct attr one = { { "value", 5 }, x->value, NULL };
	size_t i, j;

	x->attrs[x->n++] = one;
	for (i = 1; i < x->n; i++) {
		one = x->attrs[i];
		for (j = i;
		     j > 0 && fx_span_order(&x->attrs[j - 1].key, &one.key) > 0;
		     j--)
			x->attrs[j] = x->attrs[j - 1];
		x->attrs[j] = one;
	}
	for (i = 1; i < x->n; i++)
		if (fx_span_order(&x->attrs[i - 1].key, &x->attrs[i].key) == 0)
			return false;
	return true;
}

/* Writing: q has room for all that a line of that length can come to. */

static char *
put(char *p, const void *s, size_t n)
{
	memcpy(p, s, n);
	return p + n;
}

#define PUT(p, s) put((p), (s), sizeof(s) - 1)

static char *
put_span(char *p, const struct fx_span *s)
{
	return put(p, s->p, s->n);
}

static char *
put_shown(char *p, const struct parts *x)
{
	const struct attr *a;
	bool any = false;

	for (a = x->attrs; a < x->attrs + x->n; a++) {
		if (a->rule == NULL || a->rule->privacy != FX_PUBLIC)
			continue;
		p = any ? PUT(p, ",\"") : PUT(p, "\"attrs\":{\"");
		p = put_span(p, &a->key);
		p = PUT(p, "\":\"");
		p = put_span(p, &a->value);
		p = PUT(p, "\"");
		any = true;
	}
	return any ? PUT(p, "},") : p;
}

/* A commitment, and its opening. NULL: it cannot be had. */
static char *
put_secret(struct quick *q, char *p, const struct attr *a,
    struct fx_chance *chance)
{
	struct fx_secret *s = &q->list[q->n];
	uint8_t sum[FX_SHA256_LEN];
	struct fx_err err;

	if (q->n == QUICK_SECRETS || !copy(s->field, sizeof(s->field), &a->key))
		return NULL;
	s->value = a->value.p;
	s->len = a->value.n;
	if (fx_chance_take(chance, s->nonce, sizeof(s->nonce), &err) == -1 ||
	    fx_commit(sum, s->nonce, s->field, s->value, s->len) == -1)
		return NULL;
	p = q->n++ == 0 ? PUT(p, "\"") : PUT(p, ",\"");
	p = put_span(p, &a->key);
	p = PUT(p, "\":\"");
	fx_hex(p, sum, sizeof(sum));
	return PUT(p + 2 * sizeof(sum), "\"");
}

static char *
put_secrets(struct quick *q, char *p, const struct parts *x,
    struct fx_chance *chance)
{
	const struct attr *a;

	for (a = x->attrs; p != NULL && a < x->attrs + x->n; a++)
		if (a->rule == NULL || a->rule->privacy == FX_PRIVATE)
			p = put_secret(q, p, a, chance);
	return p;
}

/* What may be seen of the value. NULL: it is not plain. */
static char *
put_mask(char *p, const struct parts *x)
{
	char value[FX_VALUE_LEN], mask[FX_VALUE_LEN];
	size_t i;

	if (!copy(value, sizeof(value), &x->value))
		return NULL;
	mask[0] = '\0';
	fx_mask(x->carver, value, mask);
	for (i = 0; mask[i] != '\0'; i++)
		if (mask[i] < 0x20 || mask[i] > 0x7e || mask[i] == '"' ||
		    mask[i] == '\\')
			return NULL;
	return i > 0 ? put(p, mask, i) : NULL;
}

/* By what the laboratory knows the value again. NULL: it cannot be had. */
static char *
put_fp(const struct quick *q, char *p, const struct parts *x,
    const struct fx_fp_key *key)
{
	const char *field = "value", *kind = q->class;
	char fp[FX_FP_TEXT + 1];
	size_t i;

	if (x->carver != NULL && x->carver->same.kind != NULL)
		for (i = 0; i < q->n; i++)
			if (strcmp(q->list[i].field, x->carver->same.attr) ==
			    0) {
				field = x->carver->same.attr;
				kind = x->carver->same.kind;
			}
	for (i = 0; strcmp(q->list[i].field, field) != 0; i++)
		; /* the value is always there */
	if (fx_fp(fp, key, kind, q->list[i].value, q->list[i].len) == -1)
		return NULL;
	p = PUT(p, "\"fp\":\"");
	p = put(p, fp, FX_FP_TEXT);
	return PUT(p, "\",");
}

/* From class to path, behind the blind. */
static char *
put_middle(struct quick *q, char *p, const struct parts *x,
    const struct quick_of *of, struct fx_chance *chance)
{
	p = PUT(p, "\",\"class\":\"");
	p = put_span(p, &x->kind);
	p = PUT(p, "\",\"commit\":{");
	if ((p = put_secrets(q, p, x, chance)) == NULL)
		return NULL;
	p = PUT(p, "},\"enc\":\"");
	p = put_span(p, &x->encoding);
	p = PUT(p, "\",");
	if (of->fp != NULL && (p = put_fp(q, p, x, of->fp)) == NULL)
		return NULL;
	p = PUT(p, "\"kind\":\"finding\",\"len\":");
	p = put_span(p, &x->len);
	p = PUT(p, ",\"mask\":\"");
	if ((p = put_mask(p, x)) == NULL)
		return NULL;
	p = PUT(p, "\",\"off\":");
	p = put_span(p, &x->off);
	p = PUT(p, ",\"path\":\"");
	p = put_span(p, &x->path);
	return PUT(p, "\",\"prev\":\"");
}

static bool
write_all(struct quick *q, const struct parts *x, const struct quick_of *of,
    struct fx_chance *chance)
{
	char *p = PUT(q->text, "{");

	p = put_shown(p, x);
	p = PUT(p, "\"blind\":\"");
	q->end[QUICK_BLIND] = (size_t)(p - q->text);
	if ((p = put_middle(q, p, x, of, chance)) == NULL)
		return false;
	q->end[QUICK_PREV] = (size_t)(p - q->text);
	p = PUT(p, "\",\"run\":");
	q->end[QUICK_RUN] = (size_t)(p - q->text);
	p = PUT(p, ",\"score\":");
	p = put_span(p, &x->score);
	p = PUT(p, ",\"seq\":");
	q->end[QUICK_SEQ] = (size_t)(p - q->text);
	p = PUT(p, ",\"src\":");
	q->end[QUICK_SRC] = (size_t)(p - q->text);
	p = PUT(p, ",\"t\":\"");
	q->end[QUICK_T] = (size_t)(p - q->text);
	p = PUT(p, "\",\"v\":1,\"why\":");
	p = put_span(p, &x->why);
	p = PUT(p, "}");
	q->end[QUICK_PIECES - 1] = (size_t)(p - q->text);
	return true;
}

static bool
room(struct quick *q, size_t n)
{
	char *p;

	if (n <= q->cap)
		return true;
	if ((p = realloc(q->text, n)) == NULL)
		return false;
	q->text = p;
	q->cap = n;
	return true;
}

bool
quick_make(struct quick *q, const struct quick_of *of, const char *line,
    size_t n, struct fx_chance *chance)
{
	struct fx_rest r = { line, line + n };
	struct parts x;

	q->n = 0;
	x.n = 0;
	return n <= LINE_MOST && take_apart(&x, &r, of, q->class) && sort(&x) &&
	    room(q, n + ROOM_MORE) && write_all(q, &x, of, chance);
}

void
quick_done(struct quick *q)
{
	free(q->text);
	explicit_bzero(q, sizeof(*q));
}
