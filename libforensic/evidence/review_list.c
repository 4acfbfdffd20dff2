/* review_list.c - a list of reviews, as a laboratory's own tools write it */
#include <inttypes.h>
#include <string.h>

#include "forensic/bytes.h"
#include "forensic/canon.h"
#include "forensic/statement.h"

static const char *const verdicts[] = { "accepted", "rejected", "note" };

const char *
fx_review_verdict(const char *name, size_t n)
{
	size_t i;

	for (i = 0; i < FX_LEN(verdicts); i++)
		if (strlen(verdicts[i]) == n &&
		    memcmp(verdicts[i], name, n) == 0)
			return verdicts[i];
	return NULL;
}

/* A number without sign or leading zeros, as records have. */
static int
read_number(const char *p, size_t n, uint64_t *out)
{
	size_t i;

	*out = 0;
	if (n == 0 || n > 16 || (n > 1 && p[0] == '0'))
		return -1;
	for (i = 0; i < n; i++) {
		if (p[i] < '0' || p[i] > '9')
			return -1;
		*out = *out * 10 + (uint64_t)(p[i] - '0');
	}
	return *out <= FX_CANON_INT ? 0 : -1;
}

static int
bad(const char *what, struct fx_err *err)
{
	return fx_fail(err, FX_EFORMAT, 0, "%s", what);
}

static const char no_number[] = "does not begin with the number of a record";
static const char no_verdict[] =
    "has no verdict that is accepted, rejected or note";

static int
read_fields(struct fx_review *r, const char *p, size_t n, struct fx_err *err)
{
	const char *field[4] = { 0 }, *tab;
	size_t len[4] = { 0 }, i;

	for (i = 0;; i++) {
		if (i == FX_LEN(field))
			return bad("has more than four fields", err);
		tab = memchr(p, '\t', n);
		field[i] = p;
		len[i] = tab != NULL ? (size_t)(tab - p) : n;
		if (tab == NULL)
			break;
		n -= len[i] + 1;
		p = tab + 1;
	}
	if (read_number(field[0], len[0], &r->of) == -1)
		return bad(no_number, err);
	r->verdict = len[1] > 0 ? fx_review_verdict(field[1], len[1]) : NULL;
	if (r->verdict == NULL)
		return bad(no_verdict, err);
	r->why = field[2];
	r->nwhy = len[2];
	r->by = field[3];
	r->nby = len[3];
	return 0;
}

/* A text member that may be missing. */
static int
read_text(const json_t *v, const char *key, const char **p, size_t *n)
{
	const json_t *text = json_object_get(v, key);

	*p = json_string_value(text);
	*n = json_string_length(text);
	return text == NULL || *p != NULL ? 0 : -1;
}

static int
read_object(struct fx_review *r, json_t *v, struct fx_err *err)
{
	const json_t *of = json_object_get(v, "of");
	const json_t *verdict = json_object_get(v, "verdict");
	static const char *const known[] = { "of", "verdict", "by", "why" };
	size_t i, members = 0;

	for (i = 0; i < FX_LEN(known); i++)
		members += json_object_get(v, known[i]) != NULL ? 1 : 0;
	if (!json_is_integer(of) || json_integer_value(of) < 0 ||
	    json_integer_value(of) > FX_CANON_INT)
		return bad("has no member of, the number of a record", err);
	r->of = (uint64_t)json_integer_value(of);
	r->verdict = json_is_string(verdict)
	    ? fx_review_verdict(json_string_value(verdict),
		  json_string_length(verdict))
	    : NULL;
	if (r->verdict == NULL)
		return bad(no_verdict, err);
	if (read_text(v, "by", &r->by, &r->nby) == -1 ||
	    read_text(v, "why", &r->why, &r->nwhy) == -1)
		return bad("has a member by or why that is no text", err);
	if (members != json_object_size(v))
		return bad("has members other than of, verdict, by and why",
		    err);
	return 0;
}

struct list {
	int (
	    *fn)(const struct fx_review *review, void *arg, struct fx_err *err);
	void *arg;
	bool json;
	uint64_t count;
};

static int
take_line(const struct list *l, uint64_t line, const char *p, size_t n,
    struct fx_err *err)
{
	struct fx_review r = { .line = line };
	json_t *v = NULL;
	int rc;

	if (n > FX_REVIEW_LINE)
		return fx_fail(err, FX_ELIMIT, 0, "is longer than %d bytes",
		    FX_REVIEW_LINE);
	if (l->json) {
		v = json_loadb(p, n, JSON_REJECT_DUPLICATES, NULL);
		rc = json_is_object(v) ? read_object(&r, v, err)
				       : bad("is no JSON object", err);
	} else {
		rc = read_fields(&r, p, n, err);
	}
	if (rc == 0)
		rc = l->fn(&r, l->arg, err);
	json_decref(v);
	return rc;
}

int
fx_reviews_read(const char *p, size_t n,
    int (*fn)(const struct fx_review *review, void *arg, struct fx_err *err),
    void *arg, struct fx_err *err)
{
	struct list l = { .fn = fn, .arg = arg };
	struct fx_err why;
	const char *nl;
	uint64_t line;
	size_t len, step;

	for (line = 1; n > 0; line++, p += step, n -= step) {
		nl = memchr(p, '\n', n);
		len = nl != NULL ? (size_t)(nl - p) : n;
		step = nl != NULL ? len + 1 : len;
		if (len > 0 && p[len - 1] == '\r')
			len--;
		if (len == 0)
			continue;
		if (l.count == 0)
			l.json = *p == '{';
		if (l.count++ == FX_REVIEWS_MOST)
			return fx_fail(err, FX_ELIMIT, 0,
			    "there are more than %d lines", FX_REVIEWS_MOST);
		if (take_line(&l, line, p, len, &why) == -1)
			return fx_fail(err, why.code, 0, "line %" PRIu64 ": %s",
			    line, why.msg);
	}
	return l.count > 0
	    ? 0
	    : fx_fail(err, FX_EFORMAT, 0, "there is no review in it");
}
