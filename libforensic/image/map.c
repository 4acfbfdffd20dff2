/* map.c - the map of an image: made, and asked who owns a byte */
#include <stdlib.h>
#include <string.h>

#include "forensic/bytes.h"
#include "map.h"

enum {
	ALSO_STEPS = 4096, /* most claims looked at for one byte */
};

const char *
fx_state_name(enum fx_state state)
{
	static const char *const names[FX_STATES] = {
		[FX_STATE_UNKNOWN] = "",
		[FX_STATE_ALLOCATED] = "allocated",
		[FX_STATE_DELETED] = "deleted",
		[FX_STATE_SLACK] = "slack",
		[FX_STATE_METADATA] = "metadata",
		[FX_STATE_UNALLOCATED] = "unallocated",
		[FX_STATE_GAP] = "gap",
	};

	return names[state];
}

struct fx_map *
fx_map_new(const struct fx_image *img, const struct fx_map_options *opt,
    struct fx_err *err)
{
	struct fx_map *map = calloc(1, sizeof(*map));

	if (map == NULL) {
		fx_fail(err, FX_ENOMEM, 0, "out of memory");
		return NULL;
	}
	map->opt = *opt;
	map->size = fx_image_info(img)->size;
	map->sector = fx_image_info(img)->sector;
	if (pthread_mutex_init(&map->lock, NULL) != 0) {
		fx_fail(err, FX_ENOMEM, 0, "out of memory");
		free(map);
		return NULL;
	}
	if ((map->img = fx_image_again(img, err)) == NULL ||
	    map_read_all(map, err) == -1 || map_sort(map, err) == -1 ||
	    map_ranges(map, err) == -1) {
		fx_map_free(map);
		return NULL;
	}
	map_progress(map, NULL);
	map->opt.stop = NULL; /* reading goes on after that */
	map->opt.progress = NULL;
	return map;
}

void
fx_map_free(struct fx_map *map)
{
	size_t i;

	if (map == NULL)
		return;
	for (i = 0; i < map->nvol; i++)
		map_volume_done(map->vol[i]);
	for (i = 0; i < map->ntypes; i++)
		free(map->type[i]);
	fx_image_close(map->img);
	pthread_mutex_destroy(&map->lock);
	free(map->name);
	free(map->file);
	free(map->stream);
	free(map->run);
	free(map->area);
	free(map->text);
	free(map->names);
	free(map->range);
	free(map->claim);
	free(map->reach);
	free(map);
}

const char *
fx_map_notes(const struct fx_map *map)
{
	return map->nvol > 0 ? fx_confined_notes(&map->in) : "";
}

size_t
fx_map_volumes(const struct fx_map *map)
{
	return map->nvol;
}

size_t
fx_map_files(const struct fx_map *map)
{
	return map->nfile;
}

size_t
fx_map_streams(const struct fx_map *map)
{
	return map->nstream;
}

const struct fx_volume *
fx_map_volume(const struct fx_map *map, uint32_t i)
{
	return &map->vol[i]->v;
}

uint32_t
fx_map_volume_number(const struct fx_map *map, unsigned int number)
{
	uint32_t i;

	for (i = 0; i < map->nvol; i++)
		if (map->vol[i]->v.number == number)
			return i;
	return FX_MAP_NONE;
}

/* The range that holds off, which is inside the image. */
static const struct map_range *
range_at(const struct fx_map *map, uint64_t off)
{
	size_t lo = 0, hi = map->nrange, mid;

	while (hi - lo > 1) {
		mid = lo + (hi - lo) / 2;
		if (map->range[mid].off <= off)
			lo = mid;
		else
			hi = mid;
	}
	return &map->range[lo];
}

/* Claims of others on the byte, from the last that begins before it back. */
static void
find_also(const struct fx_map *map, uint64_t off, struct fx_owner *o)
{
	size_t lo = 0, hi = map->nclaim, mid, steps = 0, i;
	const struct map_claim *c;

	while (lo < hi) {
		mid = lo + (hi - lo) / 2;
		if (map->claim[mid].off <= off)
			lo = mid + 1;
		else
			hi = mid;
	}
	for (; lo-- > 0 && map->reach[lo] > off && steps < ALSO_STEPS;
	     steps++) {
		c = &map->claim[lo];
		if (c->end <= off || c->stream == o->stream)
			continue;
		for (i = 0; i < o->nalso && o->also[i] != c->stream; i++)
			;
		if (i == o->nalso && i < FX_MAP_ALSO)
			o->also[o->nalso++] = c->stream;
	}
}

/* The byte is in an MFT record: is it content of that record's file? */
static void
find_resident(const struct fx_map *map, const struct map_volume *v,
    uint64_t off, struct fx_owner *o)
{
	uint32_t file = map_file_at(map, v,
	    (o->at + (off - o->off)) / v->record);
	const struct map_file *f;
	const struct map_stream *s;
	const struct fx_map_run *r;
	uint32_t i;

	if (file == FX_MAP_NONE)
		return;
	f = &map->file[file];
	for (i = 0; i < f->streams; i++) {
		s = &map->stream[f->first + i];
		if ((s->flags & FX_STREAM_RESIDENT) == 0 || s->runs == 0)
			continue;
		r = &map->run[s->first];
		if (off < r->off || off - r->off >= r->len)
			continue;
		*o = (struct fx_owner){ .state = f->deleted
			    ? FX_STATE_DELETED
			    : FX_STATE_ALLOCATED,
			.volume = v->place,
			.stream = f->first + i,
			.off = r->off,
			.len = r->len };
		return;
	}
}

void
fx_map_find(const struct fx_map *map, uint64_t off, struct fx_owner *o)
{
	const struct map_range *r;
	const struct map_volume *v;
	uint64_t end = map->size;

	*o = (struct fx_owner){ .state = FX_STATE_GAP,
		.volume = FX_MAP_NONE,
		.stream = FX_MAP_NONE,
		.len = map->size };
	if (map->nrange == 0 || off >= map->size)
		return;
	r = range_at(map, off);
	if (r + 1 < map->range + map->nrange)
		end = r[1].off;
	o->state = (enum fx_state)r->state;
	o->off = r->off;
	o->len = end - r->off;
	if (r->volume == MAP_NOWHERE)
		return;
	v = map->vol[r->volume];
	o->volume = r->volume;
	o->stream = r->stream;
	if (r->stream == FX_MAP_NONE)
		return;
	o->at = map->run[r->run].at + (r->off - map->run[r->run].off);
	if (r->stream == v->mft)
		find_resident(map, v, off, o);
	if (o->stream == r->stream)
		find_also(map, off, o);
}
