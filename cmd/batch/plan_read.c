/* plan_read.c - a plan from its text, which may come from anybody */
#include <inttypes.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "forensic/bytes.h"
#include "forensic/note.h"
#include "forensic/statement.h"
#include "manifest.h"
#include "plan.h"

struct reader {
	struct plan *p;
	uint64_t line;
	bool ended;
	struct fx_err *err;
};

static int
bad(struct reader *r, const char *words)
{
	return fx_fail(r->err, FX_EFORMAT, 0, "line %" PRIu64 ": %s", r->line,
	    words);
}

/* A copy of a text member; "" where it may be missing and is. NULL: said. */
static char *
text(struct reader *r, const json_t *v, const char *key, bool need)
{
	const json_t *m = json_object_get(v, key);
	struct fx_err why;
	char *copy;

	if (m == NULL && !need)
		return strdup("");
	if (!json_is_string(m) ||
	    fx_statement_check(json_string_value(m), json_string_length(m),
		&why) == -1) {
		fx_fail(r->err, FX_EFORMAT, 0,
		    "line %" PRIu64 ": no %s as it must be", r->line, key);
		return NULL;
	}
	if ((copy = strdup(json_string_value(m))) == NULL)
		fx_fail(r->err, FX_ENOMEM, 0, "out of memory");
	return copy;
}

/* An integer member that is not negative; -1: it is none. */
static int64_t
number(const json_t *v, const char *key)
{
	const json_t *m = json_object_get(v, key);

	return json_is_integer(m) ? json_integer_value(m) : -1;
}

static int
words(struct reader *r, const json_t *v, const char *key,
    char *list[PLAN_WORDS + 1], size_t *n)
{
	const json_t *array = json_object_get(v, key), *item;
	struct fx_err why;
	size_t i;

	if (!json_is_array(array))
		return bad(r, "a list of words is missing");
	for (i = 0; i < json_array_size(array); i++) {
		item = json_array_get(array, i);
		if (!json_is_string(item) ||
		    fx_statement_check(json_string_value(item),
			json_string_length(item), &why) == -1)
			return bad(r, "a word that is none");
		if (plan_word(list, n, json_string_value(item), r->err) == -1)
			return -1;
	}
	return 0;
}

/* A text member into a place that belongs to the plan. 0, or -1: said. */
static int
take(struct reader *r, const json_t *v, const char *key, bool need, char **out)
{
	return (*out = text(r, v, key, need)) != NULL ? 0 : -1;
}

/* Digits of a SHA-256? */
static bool
is_sum(const char *s)
{
	uint8_t raw[FX_SHA256_LEN];

	return s != NULL && strlen(s) == 2 * sizeof(raw) &&
	    fx_unhex(raw, s, sizeof(raw)) == 0;
}

static int
read_files(struct reader *r, const json_t *v)
{
	const json_t *array = json_object_get(v, "files"), *item;
	char *option = NULL, *path = NULL;
	const char *sum;
	size_t i;
	int rc = 0;

	json_array_foreach (array, i, item) {
		sum = json_string_value(json_object_get(item, "sha256"));
		option = path = NULL;
		if (take(r, item, "option", true, &option) == -1 ||
		    take(r, item, "path", true, &path) == -1)
			rc = -1;
		else if (path[0] != '/' || !is_sum(sum))
			rc = bad(r, "a file without a path or a digest");
		else
			rc = plan_file(&r->p->head, option, path, sum, r->err);
		free(option);
		free(path);
		if (rc == -1)
			break;
	}
	return rc;
}

static int
read_head(struct reader *r, const json_t *v)
{
	struct plan_head *h = &r->p->head;
	const char *sum = json_string_value(json_object_get(v, "manifest"));

	if (number(v, "v") != 1)
		return bad(r, "a plan of another version");
	if (take(r, v, "version", true, &h->version) == -1 ||
	    take(r, v, "build", true, &h->build) == -1 ||
	    take(r, v, "case", true, &h->id) == -1 ||
	    take(r, v, "agency", true, &h->agency) == -1 ||
	    take(r, v, "examiner", true, &h->examiner) == -1 ||
	    take(r, v, "legal", false, &h->legal) == -1)
		return -1;
	if (!fx_origin_ok(h->id) || !fx_origin_ok(h->agency))
		return bad(r, "no name of a log");
	if (sum == NULL || strlen(sum) != sizeof(h->manifest) - 1)
		return bad(r, "no digest of the manifest");
	memcpy(h->manifest, sum, sizeof(h->manifest));
	if (number(v, "split") < 0)
		return bad(r, "no split");
	h->split = (uint64_t)number(v, "split");
	if (h->split % PLAN_ALIGN != 0)
		return bad(r, "a split that is no multiple of a mebibyte");
	if (words(r, v, "scan", h->word, &h->words) == -1)
		return -1;
	if (words(r, v, "custodians", h->custodian, &h->custodians) == -1)
		return -1;
	return read_files(r, v);
}

static int
read_image(struct reader *r, const json_t *v)
{
	struct plan_image i = { 0 };
	struct fx_err why;
	int rc = -1;

	if (take(r, v, "exhibit", true, &i.exhibit) == -1 ||
	    take(r, v, "case", true, &i.id) == -1 ||
	    take(r, v, "path", true, &i.path) == -1 ||
	    take(r, v, "notes", false, &i.notes) == -1 ||
	    take(r, v, "format", true, &i.format) == -1)
		goto out;
	if (manifest_exhibit_ok(i.exhibit, &why) == -1 || !fx_origin_ok(i.id))
		bad(r, "an exhibit or a case that cannot be called so");
	else if (i.path[0] != '/')
		bad(r, "a path that does not begin at the root");
	else if (number(v, "size") < 0)
		bad(r, "no size");
	else {
		i.size = (uint64_t)number(v, "size");
		rc = plan_add(r->p, &i, r->err);
	}
out:
	free(i.exhibit);
	free(i.id);
	free(i.path);
	free(i.notes);
	free(i.format);
	return rc;
}

static int
read_line(struct reader *r, const char *p, size_t n)
{
	json_t *v = json_loadb(p, n, JSON_REJECT_DUPLICATES, NULL);
	const char *type = json_string_value(json_object_get(v, "type"));
	int rc = 0;

	if (type == NULL) /* it is no line of a plan */
		type = "";
	if (r->line == 1)
		rc = strcmp(type, "plan") == 0 ? read_head(r, v)
					       : bad(r, "no plan");
	else if (strcmp(type, "image") == 0)
		rc = read_image(r, v);
	else if (strcmp(type, "end") == 0)
		r->ended = true;
	else if (strcmp(type, "unit") != 0) /* they follow from the image */
		rc = bad(r, "no line of a plan");
	json_decref(v);
	return rc;
}

/* Is it, byte for byte, what would be written for it? */
static int
compare(struct plan *p, const char *given, size_t n, struct fx_err *err)
{
	struct fx_buf own = { 0 };
	int rc = plan_text(p, &own, err);
	size_t i, line = 1;

	if (rc == 0 && (own.len != n || memcmp(own.p, given, n) != 0)) {
		for (i = 0; i < n && i < own.len && own.p[i] == given[i]; i++)
			line += given[i] == '\n';
		rc = fx_fail(err, FX_EFORMAT, i,
		    "line %zu: not as a plan would have it", line);
	}
	fx_buf_done(&own);
	return rc;
}

int
plan_read(struct plan *p, const char *given, size_t n, struct fx_err *err)
{
	struct reader r = { .p = p, .line = 1, .err = err };
	const char *at = given, *end = given + n, *nl;

	if (n > PLAN_LEN)
		return fx_fail(err, FX_ELIMIT, 0, "longer than %d bytes",
		    PLAN_LEN);
	for (; at < end && !r.ended; at = nl + 1, r.line++) {
		nl = memchr(at, '\n', (size_t)(end - at));
		if (nl == NULL || nl - at > PLAN_LINE)
			return bad(&r, "no line, or too long a one");
		if (read_line(&r, at, (size_t)(nl - at)) == -1)
			return -1;
	}
	if (!r.ended)
		return fx_fail(err, FX_EFORMAT, n, "it has no end");
	return compare(p, given, n, err);
}
