/*
 * diff_findings.c - the findings of two runs, side by side
 *
 * A scan gives its findings in one order (fxfinding(5), "Order"), whatever the
 * machine; so both sides are read once, in step.  What does not stand in that
 * order no scan gave, and it cannot be compared so.
 */
#include <stdlib.h>
#include <string.h>

#include "diff.h"
#include "forensic/canon.h"

/*
 * What is compared of two findings of one class at one place; the last one,
 * which tells values apart whose masks are equal, only where both runs have it
 * by one key.
 */
static const char *const core[] = { "len", "mask", "enc", "score", "why",
	"attrs", "file", "fp" };

/* Findings of one class at one place. */
struct group {
	json_t **p;
	size_t n, cap;
};

struct side {
	struct fx_rows *rows;
	json_t *next; /* read, but of the next group; NULL: none */
	json_t *last; /* of the last one, for its order */
	struct group group;
};

struct merge {
	struct fxv_diff *d;
	const struct fxv_dr *const *run;
	struct side side[FX_DIFF_SIDES];
	size_t ncore; /* how much of core */
	struct fx_diff_counts counts;
	const char *broken; /* why no more can be compared; NULL: it can */
};

static int
order(uint64_t a, uint64_t b)
{
	return a < b ? -1 : a > b;
}

static int
order_bytes(const char *a, size_t na, const char *b, size_t nb)
{
	size_t n = na < nb ? na : nb;
	int d = n > 0 ? memcmp(a, b, n) : 0;

	return d != 0 ? d : order(na, nb);
}

/* Of one offset: a number alone, then what is decoded there, then files. */
static int
order_path(const char *left, const char *right)
{
	struct fx_path a, b;
	struct fx_err err;
	size_t i;
	int d;

	if (fx_path_read(&a, left, strlen(left), &err) == -1 ||
	    fx_path_read(&b, right, strlen(right), &err) == -1)
		return strcmp(left, right);
	if ((d = order(a.file != NULL, b.file != NULL)) != 0)
		return d;
	if (a.file != NULL &&
	    (d = order_bytes(a.file, a.file_len, b.file, b.file_len)) != 0)
		return d;
	if ((d = order(a.offset, b.offset)) != 0)
		return d;
	for (i = 0; i < a.nsteps && i < b.nsteps; i++) {
		d = order_bytes(a.steps[i].name, a.steps[i].len,
		    b.steps[i].name, b.steps[i].len);
		if (d == 0)
			d = order(a.steps[i].offset, b.steps[i].offset);
		if (d != 0)
			return d;
	}
	return order(a.nsteps, b.nsteps);
}

/* By place and class: what makes two findings the same one. */
static int
order_place(const json_t *a, const json_t *b)
{
	int d;

	d = order((uint64_t)fxv_num(a, "off"), (uint64_t)fxv_num(b, "off"));
	if (d == 0)
		d = order_path(fxv_str(a, "path"), fxv_str(b, "path"));
	if (d == 0)
		d = strcmp(fxv_str(a, "class"), fxv_str(b, "class"));
	return d;
}

/* Read on to the next finding of the side. Returns 0, or -1 and err. */
static int
advance(struct merge *m, struct side *s)
{
	struct fx_case_row row;
	int rc;

	json_decref(s->last);
	s->last = s->next;
	s->next = NULL;
	rc = fx_rows_next(s->rows, &row, m->d->err);
	if (rc != 1)
		return rc;
	s->next = fx_canon_parse(row.body, row.len, m->d->err);
	if (s->next == NULL)
		return -1;
	if (s->last != NULL && order_place(s->last, s->next) > 0)
		m->broken = "findings that do not stand in the order that a "
			    "scan gives";
	return 0;
}

static int
add(struct merge *m, struct group *g, json_t *finding)
{
	size_t cap = g->cap == 0 ? 8 : 2 * g->cap;
	json_t **more;

	if (g->n == FX_DIFF_PLACE) {
		m->broken = "more findings of one class at one place than any "
			    "scan gives";
		return 0;
	}
	if (g->n == g->cap) {
		more = realloc(g->p, cap * sizeof(json_t *));
		if (more == NULL)
			return fx_fail(m->d->err, FX_ENOMEM, 0,
			    "out of memory");
		g->p = more;
		g->cap = cap;
	}
	g->p[g->n++] = json_incref(finding);
	return 0;
}

static void
empty(struct group *g)
{
	while (g->n > 0)
		json_decref(g->p[--g->n]);
}

/* Take on all that stand where the next one does. */
static int
take_group(struct merge *m, struct side *s)
{
	struct group *g = &s->group;

	while (s->next != NULL && m->broken == NULL &&
	    (g->n == 0 || order_place(g->p[0], s->next) == 0))
		if (add(m, g, s->next) == -1 || advance(m, s) == -1)
			return -1;
	return 0;
}

static bool
same_member(const json_t *a, const json_t *b, const char *name)
{
	const json_t *left = json_object_get(a, name);
	const json_t *right = json_object_get(b, name);

	return left == right ||
	    (left != NULL && right != NULL && json_equal(left, right) == 1);
}

/* The members in which they differ; returns how many. */
static size_t
differences(const struct merge *m, const json_t *a, const json_t *b,
    const char *names[FX_LEN(core)])
{
	size_t i, n = 0;

	for (i = 0; i < m->ncore; i++)
		if (!same_member(a, b, core[i]))
			names[n++] = core[i];
	return n;
}

static void
say_only(struct merge *m, unsigned int side, const json_t *finding)
{
	struct fx_diff_event e = { .kind = FX_DIFF_ONLY,
		.side = side,
		.run = { m->run[0]->number, m->run[1]->number } };

	m->counts.only[side]++;
	e.value[side] = finding;
	m->d->fn(&e, m->d->arg);
}

static void
say_differs(struct merge *m, const json_t *a, const json_t *b)
{
	const char *names[FX_LEN(core)];
	struct fx_diff_event e = { .kind = FX_DIFF_DIFFERS,
		.run = { m->run[0]->number, m->run[1]->number },
		.value = { a, b },
		.members = names };

	e.nmembers = differences(m, a, b, names);
	m->counts.differ++;
	m->d->fn(&e, m->d->arg);
}

/* Take out of both what is the same on both sides. */
static void
drop_same(struct merge *m, struct group *a, struct group *b)
{
	const char *names[FX_LEN(core)];
	size_t i, k, left = 0;

	for (i = 0; i < a->n; i++) {
		for (k = 0; k < b->n; k++)
			if (differences(m, a->p[i], b->p[k], names) == 0)
				break;
		if (k == b->n) {
			a->p[left++] = a->p[i];
			continue;
		}
		m->counts.same++;
		json_decref(a->p[i]);
		json_decref(b->p[k]);
		memmove(&b->p[k], &b->p[k + 1],
		    (--b->n - k) * sizeof(json_t *));
	}
	a->n = left;
}

/* Two groups of one place and class; or one, the other being empty. */
static void
compare(struct merge *m, struct group *a, struct group *b)
{
	size_t i;

	drop_same(m, a, b);
	for (i = 0; i < a->n && i < b->n; i++)
		say_differs(m, a->p[i], b->p[i]);
	for (; i < a->n || i < b->n; i++)
		if (i < a->n)
			say_only(m, 0, a->p[i]);
		else
			say_only(m, 1, b->p[i]);
	empty(a);
	empty(b);
}

static int
step(struct merge *m)
{
	struct side *l = &m->side[0], *r = &m->side[1];
	int d;

	d = l->next == NULL   ? 1
	    : r->next == NULL ? -1
			      : order_place(l->next, r->next);
	if (d <= 0 && take_group(m, l) == -1)
		return -1;
	if (d >= 0 && take_group(m, r) == -1)
		return -1;
	compare(m, &l->group, &r->group);
	return 0;
}

/* Have both runs keyed fingerprints, by one key? */
static bool
one_key(const struct merge *m)
{
	return m->run[0]->fp_key[0] != '\0' &&
	    strcmp(m->run[0]->fp_key, m->run[1]->fp_key) == 0;
}

static int
begin(struct merge *m)
{
	struct side *s;
	uint64_t to;
	size_t i;

	m->ncore = one_key(m) ? FX_LEN(core) : FX_LEN(core) - 1;
	for (i = 0; i < FX_DIFF_SIDES; i++) {
		s = &m->side[i];
		to = m->run[i]->end != 0
		    ? m->run[i]->end
		    : fx_case_verdict(m->d->side[i].c)->records;
		s->rows = fx_rows_new(m->d->side[i].c, m->run[i]->begin, to,
		    "finding", m->d->err);
		if (s->rows == NULL || advance(m, s) == -1)
			return -1;
	}
	return 0;
}

static void
finish(struct merge *m)
{
	struct fx_diff_event e = { .kind = FX_DIFF_END,
		.run = { m->run[0]->number, m->run[1]->number },
		.counts = m->counts };
	struct fx_diff_result *res = m->d->res;
	size_t i;

	if (m->broken != NULL) {
		e.kind = FX_DIFF_BROKEN;
		e.why = m->broken;
		res->unproven = true;
	}
	m->d->fn(&e, m->d->arg);
	res->counts.same += m->counts.same;
	res->counts.differ += m->counts.differ;
	for (i = 0; i < FX_DIFF_SIDES; i++)
		res->counts.only[i] += m->counts.only[i];
	res->differs = res->differs || m->counts.differ > 0 ||
	    m->counts.only[0] > 0 || m->counts.only[1] > 0;
}

int
fxv_diff_findings(struct fxv_diff *d,
    const struct fxv_dr *const run[FX_DIFF_SIDES])
{
	struct merge m = { .d = d, .run = run };
	struct side *s;
	int rc = begin(&m);

	while (rc == 0 && m.broken == NULL &&
	    (m.side[0].next != NULL || m.side[1].next != NULL))
		rc = step(&m);
	if (rc == 0)
		finish(&m);
	for (s = m.side; s < m.side + FX_DIFF_SIDES; s++) {
		empty(&s->group);
		free(s->group.p);
		json_decref(s->next);
		json_decref(s->last);
		fx_rows_free(s->rows);
	}
	return rc;
}
