/* map_explain.c - what a volume is that no file system was found in */
#include <string.h>

#include "forensic/bytes.h"
#include "map.h"

static const struct mark {
	uint32_t at;
	uint32_t n;
	const char *bytes, *is, *help;
	bool failed;
} marks[] = {
#define MARK(at, bytes, failed, is, help) \
	{ at, sizeof(bytes) - 1, bytes, is, help, failed },
#include "fs_mark.def"
#undef MARK
};

enum { MARK_LEN = 16 };

static bool
stands(struct fx_map *map, uint64_t off, uint64_t len, const struct mark *m)
{
	char got[MARK_LEN];
	struct fx_err err;

	return m->n <= sizeof(got) && len >= m->n && m->at <= len - m->n &&
	    fx_image_read(map->img, off + m->at, got, m->n, NULL, NULL, &err) ==
	    (ssize_t)m->n &&
	    memcmp(got, m->bytes, m->n) == 0;
}

bool
map_known(struct fx_map *map)
{
	size_t i;

	for (i = 0; i < FX_LEN(marks); i++)
		if (stands(map, 0, map->size, &marks[i]))
			return true;
	return false;
}

void
map_explain(struct fx_map *map, const struct map_volume *v, const char *words)
{
	size_t i;

	if (v->sealed) {
		map_notice(map, v, true,
		    "it is encrypted with FileVault: no file system is read; "
		    "apfs-fuse or fsapfsmount(1) with the password gives its "
		    "files");
		return;
	}
	for (i = 0; i < FX_LEN(marks); i++) {
		if (!stands(map, v->v.off, v->v.len, &marks[i]))
			continue;
		map_notice(map, v, marks[i].failed,
		    "it is %s: no file system is read; %s", marks[i].is,
		    marks[i].help);
		return;
	}
	if (v->pool_block != 0)
		map_notice(map, v, true, "no file system could be read: %s",
		    words[0] != '\0' ? words : "libtsk gives no reason");
	else if (v->v.number != 0)
		map_notice(map, v, false,
		    "it has no file system that is known here%s%s",
		    words[0] != '\0' ? ": " : "", words);
}
