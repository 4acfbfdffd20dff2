/* map_sort.c - files in order, and to each the names that are its own */
#include <stdlib.h>
#include <string.h>

#include "map.h"

enum {
	NTFS_DATA = 128,
	NAMES_SORTED = 1024, /* names of one file that are put in order */
};

static int
by_address(const void *a, const void *b)
{
	const struct map_file *x = a, *y = b;

	if (x->address != y->address)
		return x->address < y->address ? -1 : 1;
	return x->sequence < y->sequence ? -1 : x->sequence > y->sequence;
}

/* Files of one volume by address; their streams follow. */
static void
sort_files(struct fx_map *map, const struct map_volume *v)
{
	size_t n = v->v.last - v->v.first, i, j;
	struct map_file *f;

	if (n == 0)
		return;
	f = map->file + v->v.first;
	for (i = 1; i < n && by_address(&f[i - 1], &f[i]) <= 0; i++)
		;
	if (i >= n)
		return;
	qsort(f, n, sizeof(*f), by_address);
	for (i = 0; i < n; i++)
		for (j = 0; j < f[i].streams; j++)
			map->stream[f[i].first + j].file = v->v.first +
			    (uint32_t)i;
}

/* The file with that address, as its place; FX_MAP_NONE. */
uint32_t
map_file_at(const struct fx_map *map, const struct map_volume *v,
    uint64_t address)
{
	uint32_t lo = v->v.first, hi = v->v.last, mid;

	while (lo < hi) {
		mid = lo + (hi - lo) / 2;
		if (map->file[mid].address < address)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo < v->v.last && map->file[lo].address == address ? lo
								  : FX_MAP_NONE;
}

/*
 * Is it a name of that file?  A deleted name may lead to metadata that a new
 * file has since; one of NTFS bears the number of the use that it knew, which
 * is one less than that of a record set free since.
 */
static bool
belongs(const struct map_volume *v, const struct map_name *n,
    const struct map_file *f)
{
	if (n->deleted != f->deleted)
		return false;
	if (!v->ntfs || n->sequence == 0 || n->sequence == f->sequence)
		return true;
	return f->deleted && n->sequence + 1 == f->sequence;
}

/* Where names of one file stand, for the order of their paths. */
struct sorting {
	const struct fx_map *map;
	struct fx_buf a, b;
};

static void
put_path(const struct fx_map *map, uint32_t name, struct fx_buf *out)
{
	fx_buf_reset(out);
	map_name_path(map, name, out);
}

static int
by_path(struct sorting *s, uint32_t x, uint32_t y)
{
	size_t n;
	int rc;

	put_path(s->map, x, &s->a);
	put_path(s->map, y, &s->b);
	n = s->a.len < s->b.len ? s->a.len : s->b.len;
	rc = n > 0 ? memcmp(s->a.p, s->b.p, n) : 0;
	return rc != 0 ? rc : (s->a.len < s->b.len ? -1 : s->a.len > s->b.len);
}

/* The few names of one file: an insertion sort will do. */
static void
sort_names(struct sorting *s, uint32_t *list, size_t n)
{
	size_t i, j;
	uint32_t x;

	if (n > NAMES_SORTED)
		return;
	for (i = 1; i < n; i++) {
		x = list[i];
		for (j = i; j > 0 && by_path(s, x, list[j - 1]) < 0; j--)
			list[j] = list[j - 1];
		list[j] = x;
	}
}

/* Give files the names of volume v. */
static void
join_names(struct fx_map *map, const struct map_volume *v)
{
	struct map_name *n;
	uint32_t i, f;

	for (i = 0; i < v->nnames; i++) {
		n = &map->name[v->name_from + i];
		f = map_file_at(map, v, n->address);
		if (f == FX_MAP_NONE || !belongs(v, n, &map->file[f]))
			continue;
		n->file = f;
		map->file[f].names++;
	}
}

static int
list_names(struct fx_map *map, struct fx_err *err)
{
	struct sorting s = { .map = map };
	struct map_file *f;
	size_t i, at = 0;

	map->names = calloc(map->nname > 0 ? map->nname : 1,
	    sizeof(*map->names));
	if (map->names == NULL)
		return fx_fail(err, FX_ENOMEM, 0, "out of memory");
	for (i = 0; i < map->nfile; i++) {
		map->file[i].names_at = (uint32_t)at;
		at += map->file[i].names;
		map->file[i].names = 0;
	}
	map->nnames = at;
	for (i = 0; i < map->nname; i++) {
		if (map->name[i].file == FX_MAP_NONE)
			continue;
		f = &map->file[map->name[i].file];
		map->names[f->names_at + f->names++] = (uint32_t)i;
	}
	for (i = 0; i < map->nfile; i++)
		if (map->file[i].names > 1)
			sort_names(&s, map->names + map->file[i].names_at,
			    map->file[i].names);
	fx_buf_done(&s.a);
	fx_buf_done(&s.b);
	return 0;
}

/* The stream that holds all MFT records of v. */
static void
find_mft(const struct fx_map *map, struct map_volume *v)
{
	const struct map_file *f;
	uint32_t i, at;

	if (!v->ntfs || v->record == 0 ||
	    (at = map_file_at(map, v, 0)) == FX_MAP_NONE)
		return;
	f = &map->file[at];
	for (i = 0; i < f->streams; i++)
		if (map->stream[f->first + i].type == NTFS_DATA &&
		    map->stream[f->first + i].len == 0)
			v->mft = f->first + i;
}

int
map_sort(struct fx_map *map, struct fx_err *err)
{
	size_t i;

	for (i = 0; i < map->nvol; i++)
		if (map->vol[i]->v.fs != NULL) {
			sort_files(map, map->vol[i]);
			find_mft(map, map->vol[i]);
			join_names(map, map->vol[i]);
		}
	return list_names(map, err);
}
