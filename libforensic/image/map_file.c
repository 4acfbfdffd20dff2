/* map_file.c - what a map tells of files: names, streams, runs, addresses */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "forensic/bytes.h"
#include "map.h"

enum {
	NTFS_DATA = 128,
	DEPTH = 1024, /* most names of a path */
	YEAR_MOST = 9999,
	ADDRESS_PARTS = 3,
};

/* The root has no name in any directory. */
static bool
is_root(const struct fx_map *map, const struct map_file *f)
{
	return f->names == 0 && f->address == map->vol[f->volume]->root;
}

void
fx_map_file(const struct fx_map *map, uint32_t i, struct fx_map_file *out)
{
	const struct map_file *f = &map->file[i];
	size_t t;

	*out = (struct fx_map_file){ .volume = f->volume,
		.address = f->address,
		.sequence = f->sequence,
		.type = f->type,
		.deleted = f->deleted != 0,
		.local = map->vol[f->volume]->local,
		.root = is_root(map, f),
		.names = is_root(map, f) ? 1 : f->names,
		.first = f->first,
		.streams = f->streams };
	for (t = 0; t < FX_TIMES; t++) {
		out->when[t].s = f->s[t];
		out->when[t].ns = f->ns[t];
	}
}

/* Text of the map as a string of its own, cut at what has room. */
static const char *
text(const struct fx_map *map, uint32_t at, size_t n, char *out, size_t size)
{
	if (n >= size)
		n = size - 1;
	if (n > 0)
		memcpy(out, map->text + at, n);
	out[n] = '\0';
	return out;
}

void
fx_map_stream(const struct fx_map *map, uint32_t i, struct fx_map_stream *out)
{
	const struct map_stream *s = &map->stream[i];

	*out = (struct fx_map_stream){ .file = s->file,
		.type = s->type,
		.id = s->id,
		.flags = s->flags,
		.size = s->size,
		.init = s->init,
		.unit = s->unit,
		.runs = s->runs };
	text(map, s->text, s->len, out->name, sizeof(out->name));
}

void
fx_map_run(const struct fx_map *map, uint32_t i, size_t n,
    struct fx_map_run *out)
{
	*out = map->run[map->stream[i].first + n];
}

void
map_name_path(const struct fx_map *map, uint32_t name, struct fx_buf *out)
{
	uint32_t chain[DEPTH];
	size_t n = 0;

	/* A directory's name comes before the names in it: this ends. */
	for (; name != FX_MAP_NONE && n < DEPTH; name = map->name[name].dir)
		chain[n++] = name;
	while (n-- > 0) {
		fx_buf_byte(out, '/');
		fx_buf_put(out, map->text + map->name[chain[n]].text,
		    map->name[chain[n]].len);
	}
}

bool
fx_map_path(const struct fx_map *map, uint32_t i, uint32_t n,
    struct fx_buf *out)
{
	uint32_t name;

	if (is_root(map, &map->file[i])) {
		fx_buf_byte(out, '/');
		return true;
	}
	name = map->names[map->file[i].names_at + n];
	map_name_path(map, name, out);
	return map->name[name].deleted == 0;
}

size_t
fx_map_names(const struct fx_map *map)
{
	return map->nname;
}

void
fx_map_name(const struct fx_map *map, uint32_t i, struct fx_map_name *out)
{
	const struct map_name *n = &map->name[i];
	uint32_t vol = 0;

	while (vol + 1 < map->nvol &&
	    (map->vol[vol]->v.fs == NULL ||
		i >= map->vol[vol]->name_from + map->vol[vol]->nnames))
		vol++;
	*out = (struct fx_map_name){ .volume = vol,
		.file = n->file,
		.address = n->address,
		.sequence = n->sequence,
		.type = n->type,
		.deleted = n->deleted != 0,
		.reused = n->file == FX_MAP_NONE && n->deleted != 0 &&
		    map_file_at(map, map->vol[vol], n->address) !=
			FX_MAP_NONE };
}

void
fx_map_name_path(const struct fx_map *map, uint32_t i, struct fx_buf *out)
{
	map_name_path(map, i, out);
}

void
fx_map_address(const struct fx_map *map, uint32_t i, char out[FX_ADDRESS_LEN])
{
	const struct map_stream *s = &map->stream[i];
	const struct map_file *f = &map->file[s->file];
	bool plain = !map->vol[f->volume]->ntfs &&
	    (s->flags & FX_STREAM_DATA) != 0;

	if (plain)
		snprintf(out, FX_ADDRESS_LEN, "%" PRIu64, f->address);
	else
		snprintf(out, FX_ADDRESS_LEN, "%" PRIu64 "-%" PRIu32 "-%u",
		    f->address, s->type, (unsigned int)s->id);
}

/* Numbers with dashes between.  Returns how many, or 0. */
static size_t
numbers(const char *p, size_t n, uint64_t v[ADDRESS_PARTS])
{
	size_t k = 0, i = 0, from;

	while (k < ADDRESS_PARTS) {
		v[k] = 0;
		for (from = i; i < n && p[i] >= '0' && p[i] <= '9'; i++)
			if (!fx_mul(v[k], 10, &v[k]) ||
			    !fx_add(v[k], (uint64_t)(p[i] - '0'), &v[k]))
				return 0;
		if (i == from)
			return 0;
		k++;
		if (i == n)
			return k;
		if (p[i++] != '-')
			return 0;
	}
	return 0;
}

uint32_t
fx_map_by_address(const struct fx_map *map, unsigned int volume,
    const char *address, size_t n)
{
	uint32_t at = fx_map_volume_number(map, volume), file, i;
	const struct map_stream *s;
	const struct map_file *f;
	uint64_t v[ADDRESS_PARTS];
	size_t parts = numbers(address, n, v);

	if (at == FX_MAP_NONE || parts == 0 || map->vol[at]->v.fs == NULL ||
	    (file = map_file_at(map, map->vol[at], v[0])) == FX_MAP_NONE)
		return FX_MAP_NONE;
	f = &map->file[file];
	for (i = f->first; i < f->first + f->streams; i++) {
		s = &map->stream[i];
		if (parts == 1
			? (s->flags & FX_STREAM_DATA) != 0 &&
			    (s->type != NTFS_DATA || s->len == 0)
			: s->type == v[1] && (parts == 2 || s->id == v[2]))
			return i;
	}
	return FX_MAP_NONE;
}

void
fx_when_text(char out[FX_WHEN_LEN], const struct fx_when *w, bool local)
{
	time_t s = (time_t)w->s;
	struct tm tm;
	size_t n;

	out[0] = '\0';
	if (w->s == 0 || gmtime_r(&s, &tm) == NULL ||
	    tm.tm_year + 1900 > YEAR_MOST || tm.tm_year + 1900 < 1)
		return;
	n = (size_t)snprintf(out, FX_WHEN_LEN, "%04d-%02d-%02dT%02d:%02d:%02d",
	    tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday, tm.tm_hour, tm.tm_min,
	    tm.tm_sec);
	if (w->ns > 0 && w->ns < 1000000000) {
		n += (size_t)snprintf(out + n, FX_WHEN_LEN - n, ".%09" PRIu32,
		    w->ns);
		while (out[n - 1] == '0')
			out[--n] = '\0';
	}
	if (!local)
		snprintf(out + n, FX_WHEN_LEN - n, "Z");
}
