/* exhibit_story.c - do the records of an exhibit belong together? */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "exhibit.h"

/* Two records must name the same source or run, where both name one. */
static void
same_number(struct fxv_exhibit *x, const struct fxv_item *a,
    const struct fxv_item *b, const char *name, const char *what)
{
	const json_t *left = json_object_get(a->record, name);
	const json_t *right = json_object_get(b->record, name);

	if (left == NULL || right == NULL ||
	    json_integer_value(left) == json_integer_value(right))
		return;
	fxv_say(x->v, FXV_GRAMMAR, FX_TAMPERED, (int64_t)a->seq,
	    "%s.json is of %s %" PRId64 ", %s.json of %s %" PRId64, a->name,
	    what, fxv_num(a->record, name), b->name, what,
	    fxv_num(b->record, name));
}

/* Of two that follow one another, the later names the hash of the other. */
static void
neighbours(struct fxv_exhibit *x, const struct fxv_item *a,
    const struct fxv_item *b)
{
	uint8_t prev[FX_SHA256_LEN];

	if (b->seq != a->seq + 1 ||
	    (fx_unhex(prev, fxv_str(b->record, "prev"), sizeof(prev)) == 0 &&
		memcmp(prev, a->leaf, sizeof(prev)) == 0))
		return;
	fxv_say(x->v, FXV_CHAIN, FX_TAMPERED, (int64_t)b->seq,
	    "record %" PRIu64 " does not follow record %" PRIu64, b->seq,
	    a->seq);
}

/* What comes before what: a source, its run's begin, what is in it, the end. */
static int
rank(enum fxv_kind kind)
{
	switch (kind) {
	case FXV_GENESIS:
		return 0;
	case FXV_SOURCE:
		return 1;
	case FXV_RUN_BEGIN:
		return 2;
	case FXV_FINDING:
	case FXV_ERROR:
	case FXV_LIMIT:
		return 3;
	case FXV_RUN_END:
		return 4;
	default:
		return -1; /* anywhere */
	}
}

static void
in_order(struct fxv_exhibit *x, const struct fxv_item *a,
    const struct fxv_item *b)
{
	int first = rank(a->kind), second = rank(b->kind);

	if (first == -1 || second == -1 ||
	    (first < second) == (a->seq < b->seq))
		return;
	fxv_say(x->v, FXV_GRAMMAR, FX_TAMPERED, (int64_t)b->seq,
	    "%s.json (record %" PRIu64 ") and %s.json (record %" PRIu64
	    ") stand in no order that a case has",
	    a->name, a->seq, b->name, b->seq);
}

/* The run that it is of: how it ended, and whether it read as far. */
static void
run(struct fxv_exhibit *x)
{
	const struct fxv_item *record = &x->items[FXV_PART_RECORD];
	const struct fxv_item *begin = fxv_exhibit_of(x, FXV_RUN_BEGIN);
	const struct fxv_item *end = fxv_exhibit_of(x, FXV_RUN_END);
	struct fxv *v = x->v;
	struct fxv_gist g;

	if (begin == NULL || end == NULL)
		return;
	v->sources = (uint64_t)fxv_num(begin->record, "src");
	v->first_run = (uint64_t)fxv_num(begin->record, "run") - 1;
	fxv_run_begin(v, begin->record, begin->seq);
	if (v->nruns == 0)
		return;
	v->runs[0].broken = true; /* what it counts is withheld */
	if (record->good && rank(record->kind) == rank(FXV_FINDING)) {
		fxv_gist(&g, record->record);
		fxv_run_item(v, &g, record->kind, record->seq);
	}
	fxv_run_end(v, end->record, end->seq);
}

struct listed {
	const struct fxv_item *item;
};

static int
by_seq(const void *a, const void *b)
{
	const struct listed *l = a, *r = b;

	return l->item->seq < r->item->seq ? -1 : l->item->seq > r->item->seq;
}

void
fxv_exhibit_story(struct fxv_exhibit *x)
{
	struct listed *all;
	size_t i, k, n = 0;

	all = calloc(FXV_PARTS + x->nchanges, sizeof(*all));
	if (all == NULL) {
		fxv_fail(x->v, FX_ENOMEM, "a list of records");
		return;
	}
	for (i = 0; i < FXV_PARTS; i++)
		if (x->items[i].good)
			all[n++].item = &x->items[i];
	for (i = 0; i < n; i++)
		for (k = i + 1; k < n; k++) {
			same_number(x, all[i].item, all[k].item, "src",
			    "source");
			same_number(x, all[i].item, all[k].item, "run", "run");
			in_order(x, all[i].item, all[k].item);
		}
	for (i = 0; i < x->nchanges; i++)
		if (x->changes[i].item.good)
			all[n++].item = &x->changes[i].item;
	qsort(all, n, sizeof(*all), by_seq);
	for (i = 0; i + 1 < n; i++)
		neighbours(x, all[i].item, all[i + 1].item);
	free(all);
	run(x);
}
