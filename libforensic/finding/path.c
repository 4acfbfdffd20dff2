/* path.c - forensic paths: OFFSET[-DECODER-OFFSET]..., V2/4711-128-3@0-... */
#include <string.h>

#include "internal.h"

/* What is left to read of a path. */
struct rest {
	const char *p, *end;
};

static bool
digit(const struct rest *r)
{
	return r->p < r->end && *r->p >= '0' && *r->p <= '9';
}

static bool
take(struct rest *r, char c)
{
	if (r->p == r->end || *r->p != c)
		return false;
	r->p++;
	return true;
}

/* A decimal number without leading zeros, at most FINDING_INT_MAX. */
static bool
number(struct rest *r, uint64_t *out)
{
	const char *from = r->p;
	uint64_t v = 0;

	for (; digit(r); r->p++) {
		v = v * 10 + (uint64_t)(*r->p - '0');
		if (v > FINDING_INT_MAX)
			return false;
	}
	*out = v;
	return r->p > from && (*from != '0' || r->p == from + 1);
}

/* An upper-case name: GZIP, BASE64. */
static bool
decoder(struct rest *r)
{
	const char *from = r->p;

	while (r->p < r->end &&
	    ((*r->p >= 'A' && *r->p <= 'Z') || (r->p > from && digit(r))))
		r->p++;
	return r->p > from;
}

/* "V2/4711-128-3": a volume and a metadata address in it, digits and dashes. */
static bool
file(struct rest *r)
{
	uint64_t v;

	if (!take(r, 'V') || !number(r, &v) || !take(r, '/'))
		return false;
	do
		if (!number(r, &v))
			return false;
	while (take(r, '-'));
	return true;
}

int
fx_path_read(struct fx_path *path, const char *text, size_t n,
    struct fx_err *err)
{
	struct rest r = { text, text + n };
	const char *from;
	uint64_t v;

	*path = (struct fx_path){ 0 };
	if (n > FX_PATH_LEN)
		return fx_fail(err, FX_ELIMIT, FX_PATH_LEN,
		    "path longer than %d characters", FX_PATH_LEN);
	if (digit(&r)) {
		if (!number(&r, &path->offset))
			goto bad;
	} else {
		if (!file(&r))
			goto bad;
		path->part = text;
		path->part_len = (size_t)(r.p - text);
		if (take(&r, '@') && !number(&r, &path->offset))
			goto bad;
	}
	while (take(&r, '-')) {
		from = r.p;
		if (!decoder(&r))
			goto bad;
		if (path->part == NULL) {
			path->part = from;
			path->part_len = (size_t)(r.p - from);
		}
		if (!take(&r, '-') || !number(&r, &v))
			goto bad;
	}
	if (r.p == r.end)
		return 0;
bad:
	return fx_fail(err, FX_EFORMAT, (uint64_t)(r.p - text),
	    "not a forensic path");
}
