/* map_fake.h - a map without an image: its records come from the test */
#ifndef MAP_FAKE_H
#define MAP_FAKE_H

#include <stdlib.h>
#include <string.h>

#include "../libforensic/image/map.h"

/* A map of one volume of len bytes at off, in an image of size bytes. */
static inline struct fx_map *
fake_map(uint64_t size, uint64_t off, uint64_t len)
{
	struct fx_map *map = calloc(1, sizeof(*map));
	struct map_volume *v = calloc(1, sizeof(*v));

	if (map == NULL || v == NULL)
		abort();
	pthread_mutex_init(&map->lock, NULL);
	map->size = size;
	map->sector = SECTOR_MIN;
	map->vol[map->nvol++] = v;
	v->v = (struct fx_volume){ .number = 1,
		.parent = FX_MAP_NONE,
		.off = off,
		.len = len,
		.what = "",
		.whole = true };
	v->mft = FX_MAP_NONE;
	v->peer.now = MAP_LIVES;
	return map;
}

/* One record of a kind, as if a child had told it.  Returns map_take's. */
static inline int
fake_tell(struct fx_map *map, enum fs_kind kind, const void *body,
    const char *text)
{
	static uint8_t buf[FS_TOLD];
	size_t n = fs_record_put(buf, 0, kind, body, text);
	const uint8_t *p = buf;
	struct fs_record r;
	struct fx_err err;

	if (fs_record_next(&p, &n, &r) != 1)
		return -1;
	return map_take(map, map->vol[map->nvol - 1], &r, &err);
}

#endif
