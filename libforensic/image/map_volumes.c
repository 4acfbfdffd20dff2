/* map_volumes.c - find the volumes of an image, and have each of them read */
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "forensic/bytes.h"
#include "forensic/utf8.h"
#include "map.h"

enum {
	ISO_MARK = 32769, /* where "CD001" of an ISO 9660 stands */
};

void
map_notice(const struct fx_map *map, const struct map_volume *v, bool failed,
    const char *fmt, ...)
{
	struct fx_map_notice n = { .failed = failed };
	va_list ap;

	if (map->opt.notice == NULL)
		return;
	if (v != NULL) {
		n.has_volume = true;
		n.volume = v->v.number;
		n.off = v->v.off;
		n.len = v->v.len;
	}
	va_start(ap, fmt);
	vsnprintf(n.why, sizeof(n.why), fmt, ap);
	va_end(ap);
	map->opt.notice(&n, map->opt.arg);
}

void
map_progress(const struct fx_map *map, const struct map_volume *v)
{
	const struct fx_map_progress p = {
		.phase = v != NULL ? v->phase : FX_MAP_SORT,
		.volume = v != NULL ? v->v.number : 0,
		.names = map->nname,
		.files = map->nfile,
	};

	if (map->opt.progress != NULL)
		map->opt.progress(&p, map->opt.arg);
}

/* A name of n bytes from a child, for people; what is no UTF-8 is replaced. */
static char *
label(const char *s, size_t n)
{
	char *p = strndup(s, n);

	if (p != NULL)
		fx_utf8_safe(p);
	return p;
}

struct map_volume *
map_volume_add(struct fx_map *map, const struct fs_slot *slot, const char *what,
    size_t n, uint32_t parent, struct fx_err *err)
{
	struct map_volume *v;

	if (map->nvol == FX_MAP_VOLUMES_MOST) {
		fx_fail(err, FX_ELIMIT, 0, "more than %d volumes",
		    FX_MAP_VOLUMES_MOST);
		return NULL;
	}
	if ((v = calloc(1, sizeof(*v))) == NULL ||
	    (v->what = label(what, n)) == NULL) {
		free(v);
		fx_fail(err, FX_ENOMEM, 0, "out of memory");
		return NULL;
	}
	v->v = (struct fx_volume){ .number = map->zero +
		    (unsigned int)map->nvol,
		.parent = parent,
		.off = slot->off,
		.len = slot->len,
		.what = v->what };
	v->pool_block = slot->pool_block;
	v->sealed = slot->sealed == 1;
	v->place = (uint16_t)map->nvol;
	v->mft = FX_MAP_NONE;
	if (map_peer_start(&v->peer, map->opt.types, err) == -1) {
		map_volume_done(v);
		return NULL;
	}
	map->vol[map->nvol++] = v;
	return v;
}

void
map_volume_done(struct map_volume *v)
{
	map_peer_done(&v->peer);
	free(v->what);
	free(v);
}

/* Where slots of a volume system go. */
struct finding_slots {
	struct fx_map *map;
	struct map_volume *in; /* NULL: the image */
	size_t found;
};

/* A slot, held to what the image has. */
static int
add_slot(struct finding_slots *f, const struct fs_record *r, struct fx_err *err)
{
	struct fs_slot t = r->u.slot;
	struct fx_map *map = f->map;
	struct map_volume *v;
	bool cut = false;

	if (t.off >= map->size || t.len == 0) {
		t.off = map->size;
		t.len = 0;
		cut = true;
	} else if (t.len > map->size - t.off) {
		t.len = map->size - t.off;
		cut = true;
	}
	v = map_volume_add(map, &t, r->text, r->n,
	    f->in != NULL ? f->in->place : FX_MAP_NONE, err);
	if (v == NULL)
		return -1;
	f->found++;
	if (cut && t.len == 0)
		map_notice(map, v, true, "it lies behind the end of the image");
	else if (cut)
		map_notice(map, v, true,
		    "it reaches past the end of the image: the part that is "
		    "there is read");
	return 0;
}

static int
take_slot(void *arg, const struct fs_record *r, struct fx_err *err)
{
	if (r->kind != FS_SLOT)
		return fx_fail(err, FX_EFORMAT, 0,
		    "its reader told nonsense and was stopped");
	return add_slot(arg, r, err);
}

/* What is taken while a volume is read: a file system, or volumes in it. */
static int
take_walk(void *arg, const struct fs_record *r, struct fx_err *err)
{
	struct finding_slots *f = arg;

	if (r->kind != FS_INSIDE)
		return map_take(f->map, f->in, r, err);
	if (f->in->v.fs != NULL || f->in->pool_block != 0 ||
	    f->in->v.parent != FX_MAP_NONE)
		return fx_fail(err, FX_EFORMAT, 0,
		    "its reader told nonsense and was stopped");
	/* A volume of a container is all over it. */
	if (r->u.slot.pool_block != 0 &&
	    (r->u.slot.off != f->in->v.off || r->u.slot.len != f->in->v.len))
		return fx_fail(err, FX_EFORMAT, 0,
		    "its reader told nonsense and was stopped");
	/* A slice that is the partition itself is no other volume. */
	if (r->u.slot.pool_block == 0 && r->u.slot.off == f->in->v.off &&
	    r->u.slot.len == f->in->v.len)
		return 0;
	return add_slot(f, r, err);
}

/* What a reader left undone, in words. */
static const char *
phase_words(enum fx_map_phase phase)
{
	static const char *const words[] = {
		[FX_MAP_VOLUMES] = "looking for volumes",
		[FX_MAP_NAMES] = "reading names",
		[FX_MAP_FILES] = "reading metadata",
		[FX_MAP_BLOCKS] = "reading what is allocated",
		[FX_MAP_ORPHANS] = "looking for orphans",
		[FX_MAP_SORT] = "sorting",
	};

	return words[phase];
}

/* The file system is open, or was when its reader died. */
static void
judge(struct fx_map *map, struct map_volume *v)
{
	if (v->outside > 0)
		map_notice(map, v, false,
		    "%" PRIu64 " runs of its files lie outside of it",
		    v->outside);
	if (v->skipped > 0)
		map_notice(map, v, true,
		    "%" PRIu64 " of its inodes claim more than they can hold "
		    "and were not read: they are damaged",
		    v->skipped);
	if (v->gaps > 0)
		map_notice(map, v, true,
		    "%" PRIu64 " bytes of its metadata cannot be read",
		    v->gaps);
}

/* Read volume number i of the map.  -1 and err: nothing goes on. */
static int
read_volume(struct fx_map *map, size_t i, struct fx_err *err)
{
	struct map_volume *v = map->vol[i];
	struct finding_slots f = { map, v, 0 };
	struct fs_order o = map_order(map, v, FS_DO_WALK);
	struct map_asked res = { 0 };
	char words[FS_WORDS] = "";
	int rc = 0;

	if (v->sealed)
		map_explain(map, v, "");
	if (v->sealed || v->v.len == 0) {
		map_peer_done(&v->peer);
		return 0;
	}
	rc = map_ask(map, v, &o, take_walk, &f, &res, err);
	if (rc == -1 && err->code == FX_ENOMEM)
		return -1;
	if (rc == -1 && v->v.fs == NULL)
		map_notice(map, v, true, "no file system could be read: %s",
		    err->msg);
	else if (rc == -1)
		map_notice(map, v, true,
		    "%s, while %s: what was known by then is used", err->msg,
		    phase_words(v->phase));
	v->v.whole = rc == 0 && (v->v.fs != NULL || f.found > 0);
	if (rc == 0 && res.n <= FS_TOLD)
		fs_words(words, (const char *)res.p, res.n);
	if (v->v.fs != NULL)
		judge(map, v);
	else if (rc == 0 && f.found == 0)
		map_explain(map, v, words);
	if (v->v.fs == NULL)
		map_peer_done(&v->peer);
	return 0;
}

/* The volume system, by a process of its own. */
static int
find_slots(struct fx_map *map, struct fx_err *err)
{
	struct map_volume all = { .v = { .len = map->size } };
	struct finding_slots f = { map, NULL, 0 };
	struct fs_order o = map_order(map, &all, FS_DO_SLOTS);
	struct map_asked res;

	if (map_peer_start(&all.peer, false, err) == -1) {
		map_peer_done(&all.peer);
		return -1;
	}
	map->zero = 1;
	if (map_ask(map, &all, &o, take_slot, &f, &res, err) == -1)
		map_notice(map, NULL, true,
		    "the volume system could not be read to its end: %s",
		    err->msg);
	map_peer_done(&all.peer);
	return 0;
}

/* Does the image bear a mark of what is read here? */
static bool
marked(struct fx_map *map)
{
	static const struct {
		uint32_t at, n;
		const char *bytes;
	} marks[] = {
		{ 510, 2, "\x55\xaa" },         /* DOS, FAT, NTFS, exFAT */
		{ 512, 8, "EFI PART" },         /* GPT, sectors of 512 */
		{ 4096, 8, "EFI PART" },        /* and of 4096 */
		{ 0, 2, "ER" },                 /* Apple's map */
		{ 512, 2, "PM" },               /* the same */
		{ 508, 2, "\xda\xbe" },         /* Sun, SPARC */
		{ 508, 2, "\xbe\xda" },         /* Sun, x86 */
		{ 512, 4, "\x57\x45\x56\x82" }, /* BSD label */
		{ 1080, 2, "\x53\xef" },        /* ext */
		{ 1024, 2, "H+" },
		{ 1024, 2, "HX" },
		{ 32, 4, "NXSB" }, /* APFS */
		{ 32769, 5, "CD001" },
		{ 9564, 4, "\x54\x19\x01\0" },    /* UFS1 */
		{ 9564, 4, "\0\x01\x19\x54" },    /* the other way round */
		{ 66908, 4, "\x19\x01\x54\x19" }, /* UFS2 */
		{ 66908, 4, "\x19\x54\x01\x19" },
	};
	char got[8];
	struct fx_err err;
	size_t i;

	for (i = 0; i < FX_LEN(marks); i++)
		if (fx_image_read(map->img, marks[i].at, got, marks[i].n, NULL,
			NULL, &err) == (ssize_t)marks[i].n &&
		    memcmp(got, marks[i].bytes, marks[i].n) == 0)
			return true;
	return map_known(map);
}

/* Does an ISO 9660 begin the image beside a volume system, as on hybrids? */
static bool
hybrid(struct fx_map *map)
{
	struct fx_err err;
	char mark[5];
	size_t i;

	for (i = 0; i < map->nvol; i++)
		if (map->vol[i]->v.off == 0)
			return false;
	return fx_image_read(map->img, ISO_MARK, mark, sizeof(mark), NULL, NULL,
		   &err) == (ssize_t)sizeof(mark) &&
	    memcmp(mark, "CD001", sizeof(mark)) == 0;
}

int
map_read_all(struct fx_map *map, struct fx_err *err)
{
	const struct fs_slot whole = { 0, map->size, 0, 0, 0 };
	struct map_volume *v;
	size_t i;

	if (map->size == 0 || (map->opt.marked && !marked(map)))
		return 0;
	if (find_slots(map, err) == -1)
		return -1;
	if (map->nvol == 0 || hybrid(map)) {
		v = map_volume_add(map, &whole, "", 0, FX_MAP_NONE, err);
		if (v == NULL)
			return -1;
		/* It is the first in the map, and its number is 0. */
		for (i = map->nvol - 1; i > 0; i--)
			map->vol[i] = map->vol[i - 1];
		map->vol[0] = v;
		map->zero = 0;
		for (i = 0; i < map->nvol; i++) {
			map->vol[i]->place = (uint16_t)i;
			map->vol[i]->v.number = (unsigned int)i;
		}
	}
	for (i = 0; i < map->nvol && !map->stopped; i++) {
		if (read_volume(map, i, err) == -1)
			return -1;
		map->stopped = map->opt.stop != NULL && *map->opt.stop != 0;
	}
	return 0;
}
