/* parts.c - ranges from the command line */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include "parts.h"

enum { DIGITS = 20 }; /* more than an offset has */

/* The number in the n characters at text. */
static uint64_t
number(const char *text, size_t n)
{
	char digits[DIGITS + 1];

	if (n == 0 || n > DIGITS)
		cli_die(CLI_USAGE, "--range: '%s' is not of the form A-B",
		    text);
	memcpy(digits, text, n);
	digits[n] = '\0';
	return (uint64_t)cli_number("--range", digits, 0, INT64_MAX);
}

void
parts_add(struct parts *p, const char *text)
{
	const char *dash = strchr(text, '-');
	struct fx_range r = { 0, INT64_MAX };

	if (dash == NULL)
		cli_die(CLI_USAGE, "--range: '%s' is not of the form A-B",
		    text);
	r.from = number(text, (size_t)(dash - text));
	if (dash[1] != '\0')
		r.to = number(dash + 1, strlen(dash + 1));
	if (r.from >= r.to)
		cli_die(CLI_USAGE, "--range: '%s' holds no byte", text);
	if (p->n == PARTS)
		cli_die(CLI_USAGE, "--range: more than %d ranges", PARTS);
	p->v[p->n++] = r;
}

static int
by_start(const void *a, const void *b)
{
	const struct fx_range *x = a, *y = b;

	return x->from < y->from ? -1 : x->from > y->from;
}

/* Sort n ranges and join those that touch. Returns how many are left. */
static size_t
join(struct fx_range *v, size_t n)
{
	size_t i, m = 0;

	if (n > 0)
		qsort(v, n, sizeof(*v), by_start);
	for (i = 0; i < n; i++) {
		if (m == 0 || v[i].from > v[m - 1].to)
			v[m++] = v[i];
		else if (v[i].to > v[m - 1].to)
			v[m - 1].to = v[i].to;
	}
	return m;
}

void
parts_done(struct parts *p)
{
	p->n = join(p->v, p->n);
}

bool
parts_need_map(const struct parts *p)
{
	return p->has_volume || p->files;
}

/* Add [from, to), if it holds a byte. */
static int
list_add(struct range_list *l, uint64_t from, uint64_t to, struct fx_err *err)
{
	size_t cap = l->cap != 0 ? 2 * l->cap : 64;
	struct fx_range *more;

	if (from >= to)
		return 0;
	if (l->n == l->cap) {
		if ((more = realloc(l->v, cap * sizeof(*more))) == NULL)
			return fx_fail(err, FX_ENOMEM, 0,
			    "out of memory for %zu ranges", l->n);
		l->v = more;
		l->cap = cap;
	}
	l->v[l->n++] = (struct fx_range){ from, to };
	return 0;
}

/* What a has in common with b, both in order and apart, into out. */
static int
intersect(struct range_list *out, const struct fx_range *a, size_t na,
    const struct fx_range *b, size_t nb, struct fx_err *err)
{
	size_t i = 0, k = 0;

	while (i < na && k < nb) {
		if (list_add(out, a[i].from > b[k].from ? a[i].from : b[k].from,
			a[i].to < b[k].to ? a[i].to : b[k].to, err) == -1)
			return -1;
		if (a[i].to < b[k].to)
			i++;
		else
			k++;
	}
	return 0;
}

/* Is the stream what a person would call the content of a file? */
static bool
is_content(const struct fx_map_file *f, const struct fx_map_stream *s)
{
	return !f->deleted && f->type == '-' &&
	    ((s->flags & FX_STREAM_DATA) != 0 || s->name[0] != '\0');
}

/* The runs of stream i, without the slack behind it. */
static int
add_runs(struct range_list *l, const struct fx_map *map, uint32_t i,
    const struct fx_map_stream *s, struct fx_err *err)
{
	struct fx_map_run r;
	size_t n;

	for (n = 0; n < s->runs; n++) {
		fx_map_run(map, i, n, &r);
		if ((s->flags & FX_STREAM_COMPRESSED) == 0 &&
		    r.len > s->size - (r.at < s->size ? r.at : s->size))
			r.len = s->size - (r.at < s->size ? r.at : s->size);
		if (list_add(l, r.off, r.off + r.len, err) == -1)
			return -1;
	}
	return 0;
}

static int
all_files(struct range_list *l, const struct fx_map *map, struct fx_err *err)
{
	struct fx_map_stream s;
	struct fx_map_file f;
	uint32_t i;

	for (i = 0; i < fx_map_streams(map); i++) {
		fx_map_stream(map, i, &s);
		fx_map_file(map, s.file, &f);
		if (is_content(&f, &s) && add_runs(l, map, i, &s, err) == -1)
			return -1;
	}
	l->n = join(l->v, l->n);
	return 0;
}

/* Keep of l what the n ranges at v hold, too. */
static int
keep(struct range_list *l, const struct fx_range *v, size_t n,
    struct fx_err *err)
{
	struct range_list both = { 0 };
	int rc = intersect(&both, l->v, l->n, v, n, err);

	free(l->v);
	*l = both;
	return rc;
}

static int
keep_volume(struct range_list *l, const struct parts *p,
    const struct fx_map *map, struct fx_err *err)
{
	uint32_t i = fx_map_volume_number(map, p->volume);
	const struct fx_volume *v;
	struct fx_range r;

	if (i == FX_MAP_NONE)
		return fx_fail(err, FX_EARG, 0,
		    "it has no volume %u; fxls lists those it has", p->volume);
	v = fx_map_volume(map, i);
	r = (struct fx_range){ v->off, v->off + v->len };
	return keep(l, &r, 1, err);
}

static int
keep_files(struct range_list *l, const struct fx_map *map, struct fx_err *err)
{
	struct range_list files = { 0 };
	int rc = all_files(&files, map, err);

	if (rc == 0)
		rc = keep(l, files.v, files.n, err);
	free(files.v);
	return rc;
}

int
parts_choose(const struct parts *p, uint64_t size, const struct fx_map *map,
    struct range_list *out, struct fx_err *err)
{
	if (list_add(out, 0, size, err) == -1)
		return -1;
	if (p->n > 0 && keep(out, p->v, p->n, err) == -1)
		return -1;
	if (p->n > 0 && out->n == 0)
		return fx_fail(err, FX_EARG, size,
		    "the ranges lie past its end, at %" PRIu64, size);
	if (p->has_volume && keep_volume(out, p, map, err) == -1)
		return -1;
	if (p->files && keep_files(out, map, err) == -1)
		return -1;
	if (out->n == 0)
		return fx_fail(err, FX_EARG, 0,
		    p->files ? "no allocated file is known in what is to be "
			       "scanned"
			     : "what is to be scanned holds no byte");
	return 0;
}
