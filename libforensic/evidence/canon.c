/* canon.c - write the canonical form of a record (RFC 8785, integers only) */
#include <stdlib.h>
#include <string.h>

#include "forensic/canon.h"
#include "forensic/json.h"
#include "forensic/plain.h"
#include "forensic/utf8.h"
#include "internal.h"

bool
canon_key_ok(const char *s, size_t n)
{
	const struct fx_span span = { s, n };

	return fx_span_is_key(&span);
}

struct pair {
	const char *key;
	json_t *value;
};

static int
by_key(const void *a, const void *b)
{
	const struct pair *x = a, *y = b;

	return strcmp(x->key, y->key);
}

enum { FEW = 32 }; /* members that ask for no memory, and for no qsort */

/* Few come nearly sorted. */
static void
sort_few(struct pair *pairs, size_t n)
{
	struct pair one;
	size_t i, j;

	for (i = 1; i < n; i++) {
		one = pairs[i];
		for (j = i; j > 0 && by_key(&pairs[j - 1], &one) > 0; j--)
			pairs[j] = pairs[j - 1];
		pairs[j] = one;
	}
}

/*
 * The members of an object, sorted, in room if they are few; NULL when memory
 * is refused.
 */
static struct pair *
sorted(json_t *v, struct pair room[FEW], size_t *n)
{
	struct pair *pairs = room;
	void *it;

	*n = 0;
	if (json_object_size(v) > FEW &&
	    (pairs = calloc(json_object_size(v), sizeof(*pairs))) == NULL)
		return NULL;
	for (it = json_object_iter(v); it != NULL;
	     it = json_object_iter_next(v, it))
		pairs[(*n)++] = (struct pair){ json_object_iter_key(it),
			json_object_iter_value(it) };
	if (pairs == room)
		sort_few(pairs, *n);
	else
		qsort(pairs, *n, sizeof(*pairs), by_key);
	return pairs;
}

static int put(struct fx_json *j, json_t *v, unsigned int depth,
    struct fx_err *err);

static int
put_object(struct fx_json *j, json_t *v, unsigned int depth, struct fx_err *err)
{
	struct pair room[FEW], *pairs;
	size_t i, n;
	int rc = 0;

	if ((pairs = sorted(v, room, &n)) == NULL)
		return fx_fail(err, FX_ENOMEM, 0, "out of memory");
	fx_json_open(j, '{');
	for (i = 0; i < n && rc == 0; i++) {
		if (!canon_key_ok(pairs[i].key, strlen(pairs[i].key))) {
			rc = fx_fail(err, FX_EFORMAT, 0,
			    "a key is not a lower-case word");
			break;
		}
		fx_json_key(j, pairs[i].key);
		rc = put(j, pairs[i].value, depth, err);
	}
	fx_json_close(j, '}');
	if (pairs != room)
		free(pairs);
	return rc;
}

static int
put_array(struct fx_json *j, json_t *v, unsigned int depth, struct fx_err *err)
{
	size_t i;

	fx_json_open(j, '[');
	for (i = 0; i < json_array_size(v); i++)
		if (put(j, json_array_get(v, i), depth, err) == -1)
			return -1;
	fx_json_close(j, ']');
	return 0;
}

/* depth: levels that are open around v. */
static int
put(struct fx_json *j, json_t *v, unsigned int depth, struct fx_err *err)
{
	json_int_t i;

	switch (json_typeof(v)) {
	case JSON_OBJECT:
	case JSON_ARRAY:
		if (depth == FX_CANON_DEPTH)
			return fx_fail(err, FX_EFORMAT, 0,
			    "more than %d levels", FX_CANON_DEPTH);
		return json_is_object(v) ? put_object(j, v, depth + 1, err)
					 : put_array(j, v, depth + 1, err);
	case JSON_STRING:
		if (!fx_utf8_ok(json_string_value(v), json_string_length(v)))
			return fx_fail(err, FX_EFORMAT, 0,
			    "a string is not fit for a record");
		fx_json_strn(j, json_string_value(v), json_string_length(v));
		return 0;
	case JSON_INTEGER:
		i = json_integer_value(v);
		if (i > FX_CANON_INT || i < -FX_CANON_INT)
			return fx_fail(err, FX_EFORMAT, 0,
			    "an integer is past 2^53-1");
		fx_json_int(j, i);
		return 0;
	default:
		return fx_fail(err, FX_EFORMAT, 0,
		    "a member is neither integer, string, array nor object");
	}
}

int
fx_canon_write(struct fx_buf *out, json_t *v, struct fx_err *err)
{
	struct fx_json j = { .out = out };
	size_t from = out->len;
	int rc;

	if ((rc = put(&j, v, 0, err)) == 0 &&
	    (rc = fx_buf_check(out, err)) == 0 &&
	    out->len - from > FX_CANON_LEN)
		rc = fx_fail(err, FX_ELIMIT, 0,
		    "a record of more than %d bytes", FX_CANON_LEN);
	if (rc == -1 && out->p != NULL) {
		out->len = from; /* nothing is appended by halves */
		out->p[from] = '\0';
	}
	return rc;
}
