/* map_read.c - the content of files, and its type, from a volume's reader */
#include <stdlib.h>
#include <string.h>

#include "map.h"

/* An order about stream i to its volume's reader.  The lock is held. */
static int
ask(struct fx_map *map, uint32_t i, enum fs_do what, uint64_t at, size_t n,
    struct map_asked *res, struct fx_err *err)
{
	const struct map_stream *s = &map->stream[i];
	const struct map_file *f = &map->file[s->file];
	struct map_volume *v = map->vol[f->volume];
	struct fs_order o = map_order(map, v, what);

	o.address = f->address;
	o.type = s->type;
	o.id = s->id;
	o.at = at;
	o.n = (uint32_t)n;
	if (map_ask(map, v, &o, NULL, NULL, res, err) == -1)
		return -1;
	if (res->done != FS_WELL)
		return fx_fail(err, FX_EFORMAT, at,
		    "its file system does not give its content");
	return 0;
}

ssize_t
fx_map_read(struct fx_map *map, uint32_t i, uint64_t off, void *buf, size_t n,
    struct fx_err *err)
{
	const struct map_stream *s = &map->stream[i];
	struct map_asked res;
	size_t done = 0, piece;
	int rc = 0;

	if (off >= s->size)
		return 0;
	if (n > s->size - off)
		n = (size_t)(s->size - off);
	pthread_mutex_lock(&map->lock);
	while (done < n) {
		piece = n - done < FS_TOLD ? n - done : FS_TOLD;
		rc = ask(map, i, FS_DO_READ, off + done, piece, &res, err);
		if (rc == -1 || res.n == 0)
			break;
		if (res.n > piece)
			res.n = (uint32_t)piece;
		memcpy((char *)buf + done, res.p, res.n);
		done += res.n;
	}
	pthread_mutex_unlock(&map->lock);
	return rc == -1 && done == 0 ? -1 : (ssize_t)done;
}

/* The number of a type's text, 1 and up; 0: no room for it. */
static uint16_t
type_number(struct fx_map *map, const char *s)
{
	size_t i;

	for (i = 0; i < map->ntypes; i++)
		if (strcmp(map->type[i], s) == 0)
			return (uint16_t)(i + 1);
	if (i == MAP_TYPES || (map->type[i] = strdup(s)) == NULL)
		return 0;
	map->ntypes++;
	return (uint16_t)(i + 1);
}

/* What libmagic said, if it looks like a type of RFC 2046. */
static void
type_words(char out[FS_WORDS], const struct map_asked *res)
{
	static const char allowed[] = "abcdefghijklmnopqrstuvwxyz"
				      "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				      "0123456789/.+-_";

	fs_words(out, (const char *)res->p, res->n);
	if (out[strspn(out, allowed)] != '\0')
		out[0] = '\0';
}

const char *
fx_map_type(struct fx_map *map, uint32_t i)
{
	char words[FS_WORDS] = "";
	struct map_asked res;
	struct fx_err err;
	uint16_t kind;

	if (!map->opt.types)
		return "";
	pthread_mutex_lock(&map->lock);
	if (map->stream[i].kind == 0 && map->stream[i].size > 0) {
		if (ask(map, i, FS_DO_TYPE, 0, FS_HEAD, &res, &err) == 0)
			type_words(words, &res);
		map->stream[i].kind = type_number(map, words);
	}
	kind = map->stream[i].kind;
	pthread_mutex_unlock(&map->lock);
	return kind == 0 ? "" : map->type[kind - 1];
}
