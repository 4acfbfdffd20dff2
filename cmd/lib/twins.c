/* twins.c - the images of two batches, side by side */
#include "twins.h"

#include <stdlib.h>
#include <string.h>

struct image {
	char *exhibit;
	uint64_t record;
};

struct images {
	struct image *p;
	size_t n, cap;
	struct fx_err *err;
};

static int
add(const struct fx_child *child, void *arg)
{
	struct images *all = arg;
	size_t cap = all->cap == 0 ? 64 : 2 * all->cap;
	struct image *p = all->p;

	if (all->n == all->cap) {
		if ((p = realloc(p, cap * sizeof(*p))) == NULL)
			return fx_fail(all->err, FX_ENOMEM, 0, "images");
		all->p = p;
		all->cap = cap;
	}
	p += all->n;
	*p = (struct image){ strdup(child->exhibit), child->record };
	if (p->exhibit == NULL)
		return fx_fail(all->err, FX_ENOMEM, 0, "images");
	all->n++;
	return 0;
}

static int
by_exhibit(const void *left, const void *right)
{
	const struct image *a = left, *b = right;
	const int d = strcmp(a->exhibit, b->exhibit);

	return d != 0 ? d : (a->record > b->record) - (a->record < b->record);
}

static int
read_all(struct images *all, struct fx_case *parent)
{
	if (fx_case_children(parent, add, all, all->err) == -1)
		return -1;
	if (all->n > 0)
		qsort(all->p, all->n, sizeof(all->p[0]), by_exhibit);
	return 0;
}

static int
merge(const struct images all[TWINS],
    int (*fn)(const struct twin *twin, void *arg), void *arg)
{
	const struct image *l, *r;
	size_t i = 0, k = 0;
	struct twin t;
	int d, rc = 0;

	while (rc == 0 && (i < all[0].n || k < all[1].n)) {
		l = i < all[0].n ? &all[0].p[i] : NULL;
		r = k < all[1].n ? &all[1].p[k] : NULL;
		d = 0;
		if (l != NULL && r != NULL)
			d = strcmp(l->exhibit, r->exhibit);
		t = (struct twin){ 0 };
		if (l != NULL && (r == NULL || d <= 0)) {
			t.exhibit = l->exhibit;
			t.record[0] = all[0].p[i++].record;
		}
		if (r != NULL && (l == NULL || d >= 0)) {
			t.exhibit = r->exhibit;
			t.record[1] = all[1].p[k++].record;
		}
		rc = fn(&t, arg);
	}
	return rc;
}

int
twins_each(struct fx_case *const parent[TWINS],
    int (*fn)(const struct twin *twin, void *arg), void *arg,
    struct fx_err *err)
{
	struct images all[TWINS] = { { .err = err }, { .err = err } };
	size_t i, side;
	int rc = 0;

	for (side = 0; side < TWINS && rc == 0; side++)
		rc = read_all(&all[side], parent[side]);
	if (rc == 0)
		rc = merge(all, fn, arg);
	for (side = 0; side < TWINS; side++) {
		for (i = 0; i < all[side].n; i++)
			free(all[side].p[i].exhibit);
		free(all[side].p);
	}
	return rc;
}
