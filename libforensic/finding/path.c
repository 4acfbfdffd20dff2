/* path.c - forensic paths: OFFSET[-DECODER-OFFSET]..., V2/4711-128-3@0-... */
#include <string.h>

#include "internal.h"
#include "way.h"

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

/* One more decoder, "GZIP-1600"; a path may have more of them than we open. */
static bool
step(struct fx_path *path, struct rest *r)
{
	struct fx_path_step one = { .name = r->p };

	if (!decoder(r))
		return false;
	one.len = (size_t)(r->p - one.name);
	if (!take(r, '-') || !number(r, &one.offset))
		return false;
	if (path->nsteps < FX_DECODE_DEPTH)
		path->steps[path->nsteps] = one;
	path->nsteps++;
	return true;
}

/* Where it starts: "1048576", "V2/4711-128-3@4096". */
static bool
start(struct fx_path *path, struct rest *r)
{
	const char *from = r->p;

	if (digit(r))
		return number(r, &path->offset);
	if (!file(r))
		return false;
	path->file = from;
	path->file_len = (size_t)(r->p - from);
	return !take(r, '@') || number(r, &path->offset);
}

int
fx_path_read(struct fx_path *path, const char *text, size_t n,
    struct fx_err *err)
{
	struct rest r = { text, text + n };
	bool good;

	*path = (struct fx_path){ 0 };
	if (n > FX_PATH_LEN)
		return fx_fail(err, FX_ELIMIT, FX_PATH_LEN,
		    "path longer than %d characters", FX_PATH_LEN);
	good = start(path, &r);
	while (good && take(&r, '-'))
		good = step(path, &r);
	if (good && r.p == r.end)
		return 0;
	return fx_fail(err, FX_EFORMAT, (uint64_t)(r.p - text),
	    "not a forensic path");
}

uint64_t
fx_path_last(const struct fx_path *path)
{
	if (path->nsteps == 0)
		return path->offset;
	return path->nsteps <= FX_DECODE_DEPTH
	    ? path->steps[path->nsteps - 1].offset
	    : 0;
}

const struct fx_decoder *
path_decoder(const struct fx_path_step *step,
    const struct fx_decoder *const *set)
{
	for (; *set != NULL; set++)
		if (strlen((*set)->name) == step->len &&
		    memcmp((*set)->name, step->name, step->len) == 0)
			break;
	return *set;
}

int
fx_path_known(const struct fx_path *path, const struct fx_decoder *const *set,
    struct fx_err *err)
{
	const struct fx_path_step *s;

	if (path->nsteps > FX_DECODE_DEPTH)
		return fx_fail(err, FX_ELIMIT, 0,
		    "more than %d decoders in one path", FX_DECODE_DEPTH);
	for (s = path->steps; s < path->steps + path->nsteps; s++)
		if (path_decoder(s, set) == NULL)
			return fx_fail(err, FX_ELIMIT, 0,
			    "no decoder here is called %.*s",
			    s->len < 64 ? (int)s->len : 64, s->name);
	return 0;
}
