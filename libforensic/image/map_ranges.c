/* map_ranges.c - claims of streams and areas become ranges with one owner */
#include <stdlib.h>
#include <string.h>

#include "forensic/bytes.h"
#include "map.h"

/* Who wins, first to last. */
enum rank {
	RANK_ALLOCATED, /* a file that is there */
	RANK_METADATA,  /* the file system */
	RANK_DELETED,   /* a file that is not */
	RANK_AREA,      /* free, or in use and nobody's */
	RANK_VOLUME,    /* nothing is known but the volume */
};

/* Claims under way, the winner first. */
struct heap {
	const struct map_claim **v;
	size_t n;
};

static bool
wins(const struct map_claim *a, const struct map_claim *b)
{
	if (a->rank != b->rank)
		return a->rank < b->rank;
	if (a->stream != b->stream)
		return a->stream < b->stream;
	if (a->volume != b->volume)
		/* What lies in a volume knows more than that. */
		return (a->volume < b->volume) != (a->rank == RANK_VOLUME);
	return a->run != b->run ? a->run < b->run : a->off < b->off;
}

static void
heap_put(struct heap *h, const struct map_claim *c)
{
	size_t i = h->n++, up;

	for (; i > 0; i = up) {
		up = (i - 1) / 2;
		if (!wins(c, h->v[up]))
			break;
		h->v[i] = h->v[up];
	}
	h->v[i] = c;
}

static void
heap_drop(struct heap *h)
{
	const struct map_claim *c = h->v[--h->n];
	size_t i = 0, down;

	for (; (down = 2 * i + 1) < h->n; i = down) {
		if (down + 1 < h->n && wins(h->v[down + 1], h->v[down]))
			down++;
		if (!wins(h->v[down], c))
			break;
		h->v[i] = h->v[down];
	}
	if (h->n > 0)
		h->v[i] = c;
}

struct claims {
	struct map_claim *v;
	size_t n, cap;
};

static int
claim(struct claims *all, const struct map_claim *c, struct fx_err *err)
{
	struct map_claim *p = map_grow(all->v, all->n, &all->cap, sizeof(*p),
	    err);

	if (p == NULL)
		return -1;
	all->v = p;
	all->v[all->n++] = *c;
	return 0;
}

/* A run: the file's own bytes, then slack. */
static int
claim_run(struct fx_map *map, struct claims *all, uint32_t stream, uint32_t run,
    struct fx_err *err)
{
	const struct map_stream *s = &map->stream[stream];
	const struct map_file *f = &map->file[s->file];
	const struct fx_map_run *r = &map->run[run];
	uint64_t own = r->len;
	struct map_claim c = { .stream = stream,
		.run = run,
		.volume = f->volume,
		.rank = f->deleted ? RANK_DELETED : RANK_ALLOCATED,
		.state = f->deleted ? FX_STATE_DELETED : FX_STATE_ALLOCATED };

	/* Of a compressed stream it is not known which bytes are over. */
	if (!f->deleted && (s->flags & FX_STREAM_COMPRESSED) == 0) {
		own = r->at < s->init ? s->init - r->at : 0;
		if (own > r->len)
			own = r->len;
	}
	if (f->type == 'v' && !f->deleted)
		c.state = FX_STATE_METADATA;
	c.off = r->off;
	c.end = r->off + own;
	if (own > 0 && claim(all, &c, err) == -1)
		return -1;
	c.off = r->off + own;
	c.end = r->off + r->len;
	if (c.state == FX_STATE_ALLOCATED)
		c.state = FX_STATE_SLACK;
	return own < r->len ? claim(all, &c, err) : 0;
}

static int
claim_streams(struct fx_map *map, struct claims *all, struct fx_err *err)
{
	const struct map_stream *s;
	uint32_t i, j;

	for (i = 0; i < map->nstream; i++) {
		s = &map->stream[i];
		/* A resident stream lies in one that is claimed. */
		if ((s->flags & FX_STREAM_RESIDENT) != 0)
			continue;
		for (j = 0; j < s->runs; j++)
			if (claim_run(map, all, i, s->first + j, err) == -1)
				return -1;
	}
	return 0;
}

static int
claim_areas(struct fx_map *map, struct claims *all, struct fx_err *err)
{
	const struct map_area *a;
	struct map_claim c = { .stream = FX_MAP_NONE, .run = FX_MAP_NONE };
	const struct fx_volume *v;
	size_t i;

	for (i = 0; i < map->narea; i++) {
		a = &map->area[i];
		c.off = a->off;
		c.end = a->off + a->len;
		c.volume = a->volume;
		c.state = (uint8_t)a->state;
		c.rank = a->state == FX_STATE_METADATA ? RANK_METADATA
						       : RANK_AREA;
		if (claim(all, &c, err) == -1)
			return -1;
	}
	for (i = 0; i < map->nvol; i++) {
		v = &map->vol[i]->v;
		c.off = v->off;
		c.end = v->off + v->len;
		c.volume = (uint16_t)i;
		/* Behind its last block a file system has nothing. */
		c.state = v->fs != NULL && v->whole && map->vol[i]->areas
		    ? FX_STATE_UNALLOCATED
		    : FX_STATE_UNKNOWN;
		c.rank = RANK_VOLUME;
		if (v->len > 0 && claim(all, &c, err) == -1)
			return -1;
	}
	return 0;
}

static int
by_offset(const void *a, const void *b)
{
	const struct map_claim *x = a, *y = b;

	if (x->off != y->off)
		return x->off < y->off ? -1 : 1;
	if (x->end != y->end)
		return x->end < y->end ? -1 : 1;
	return wins(x, y) ? -1 : wins(y, x);
}

/* From off on it is c's; NULL: outside of any volume. */
static int
range(struct fx_map *map, uint64_t off, const struct map_claim *c,
    struct fx_err *err)
{
	static const struct map_claim nobody = { .stream = FX_MAP_NONE,
		.run = FX_MAP_NONE,
		.volume = MAP_NOWHERE,
		.state = FX_STATE_GAP };
	struct map_range *p, *last;

	if (c == NULL)
		c = &nobody;
	last = map->nrange > 0 ? &map->range[map->nrange - 1] : NULL;
	if (last != NULL && last->stream == c->stream && last->run == c->run &&
	    last->volume == c->volume && last->state == c->state)
		return 0;
	p = map_grow(map->range, map->nrange, &map->range_cap, sizeof(*p), err);
	if (p == NULL)
		return -1;
	map->range = p;
	map->range[map->nrange++] = (struct map_range){ off, c->stream, c->run,
		c->volume, c->state };
	return 0;
}

/* Go over the claims in order of offset, the winner of those under way owns. */
static int
sweep(struct fx_map *map, const struct claims *all, struct heap *h,
    struct fx_err *err)
{
	const struct map_claim *top;
	uint64_t pos = 0, next;
	size_t i = 0;

	while (pos < map->size) {
		while (i < all->n && all->v[i].off <= pos)
			heap_put(h, &all->v[i++]);
		while (h->n > 0 && h->v[0]->end <= pos)
			heap_drop(h);
		top = h->n > 0 ? h->v[0] : NULL;
		if (range(map, pos, top, err) == -1)
			return -1;
		next = i < all->n ? all->v[i].off : map->size;
		if (top != NULL && top->end < next)
			next = top->end;
		pos = next;
	}
	return 0;
}

static bool
is_file(const struct map_claim *c)
{
	return c->stream != FX_MAP_NONE;
}

/* Mark in flag those claims of files that another file's overlaps. */
static size_t
overlaps(const struct claims *all, uint8_t *flag)
{
	uint64_t reach = 0, next = UINT64_MAX;
	size_t i, n = 0;

	for (i = 0; i < all->n; i++) {
		if (!is_file(&all->v[i]))
			continue;
		flag[i] = all->v[i].off < reach;
		if (all->v[i].end > reach)
			reach = all->v[i].end;
	}
	for (i = all->n; i-- > 0;) {
		if (!is_file(&all->v[i]))
			continue;
		flag[i] |= all->v[i].end > next;
		next = all->v[i].off;
		n += flag[i];
	}
	return n;
}

/* Keep those that overlap, for who asks. */
static int
keep_overlaps(struct fx_map *map, const struct claims *all, struct fx_err *err)
{
	uint8_t *flag = calloc(all->n + 1, 1);
	uint64_t reach = 0;
	size_t i, n;

	if (flag == NULL)
		return fx_fail(err, FX_ENOMEM, 0, "out of memory");
	n = overlaps(all, flag);
	map->claim = calloc(n + 1, sizeof(*map->claim));
	map->reach = calloc(n + 1, sizeof(*map->reach));
	if (map->claim == NULL || map->reach == NULL) {
		free(flag);
		return fx_fail(err, FX_ENOMEM, 0, "out of memory");
	}
	for (i = 0; i < all->n; i++) {
		if (!flag[i])
			continue;
		if (all->v[i].end > reach)
			reach = all->v[i].end;
		map->reach[map->nclaim] = reach;
		map->claim[map->nclaim++] = all->v[i];
	}
	free(flag);
	return 0;
}

int
map_ranges(struct fx_map *map, struct fx_err *err)
{
	struct claims all = { 0 };
	struct heap h = { 0 };
	int rc = -1;

	if (claim_streams(map, &all, err) == -1 ||
	    claim_areas(map, &all, err) == -1)
		goto done;
	free(map->area);
	map->area = NULL;
	map->narea = 0;
	if (all.n > 0)
		qsort(all.v, all.n, sizeof(*all.v), by_offset);
	if (keep_overlaps(map, &all, err) == -1)
		goto done;
	h.v = malloc((all.n + 1) * sizeof(const struct map_claim *));
	if (h.v == NULL)
		fx_fail(err, FX_ENOMEM, 0, "out of memory");
	else
		rc = sweep(map, &all, &h, err);
done:
	free(h.v);
	free(all.v);
	return rc;
}
