/* map_take.c - a child's records become names, files, streams and runs */
#include <stdlib.h>
#include <string.h>

#include "forensic/bytes.h"
#include "map.h"

/*
 * What a volume of a size can hold at most: an entry of a directory takes 8
 * bytes, metadata 32, a run 16.  SPARE is for those that libtsk makes up.
 */
enum { NAME_LEAST = 8, FILE_LEAST = 32, RUN_LEAST = 16, SPARE = 4096 };

void *
map_grow(void *v, size_t n, size_t *cap, size_t size, struct fx_err *err)
{
	size_t more;
	void *p;

	if (n < *cap)
		return v;
	more = *cap == 0 ? 1024 : *cap + *cap / 2;
	if ((p = realloc(v, more * size)) == NULL) {
		fx_fail(err, FX_ENOMEM, 0, "out of memory");
		return NULL;
	}
	*cap = more;
	return p;
}

static int
too_many(const char *what, struct fx_err *err)
{
	return fx_fail(err, FX_ELIMIT, 0,
	    "it has more %s than a volume of its size can hold, or than %d",
	    what, FX_MAP_FILES_MOST);
}

/* Keep a text.  Returns its place, or -1 and err. */
static int64_t
keep(struct fx_map *map, const char *s, size_t n, struct fx_err *err)
{
	size_t cap = map->text_cap, at = map->ntext;
	char *p;

	if (n == 0)
		return 0;
	if (at + n > UINT32_MAX)
		return fx_fail(err, FX_ELIMIT, 0,
		    "the names of all files take more than 4 GiB");
	while (at + n > cap)
		cap = cap == 0 ? 65536 : cap + cap / 2;
	if (cap != map->text_cap) {
		if ((p = realloc(map->text, cap)) == NULL)
			return fx_fail(err, FX_ENOMEM, 0, "out of memory");
		map->text = p;
		map->text_cap = cap;
	}
	memcpy(map->text + at, s, n);
	map->ntext = at + n;
	return (int64_t)at;
}

static bool
has_room(const struct map_volume *v, size_t all, uint64_t here,
    unsigned int least, size_t most)
{
	return all < most && here < v->v.len / least + SPARE;
}

static char
type_of(uint8_t t)
{
	if (t == 0 || strchr("-dlcbpsv", t) == NULL)
		return '?';
	return (char)t;
}

static int
take_name(struct fx_map *map, struct map_volume *v, const struct fs_record *r,
    struct fx_err *err)
{
	const struct fs_name *t = &r->u.name;
	struct map_name *p;
	int64_t text;

	if (!has_room(v, map->nname, v->nnames, NAME_LEAST, FX_MAP_FILES_MOST))
		return too_many("names", err);
	if (t->dir != FX_MAP_NONE && t->dir >= v->nnames)
		return fx_fail(err, FX_EFORMAT, 0,
		    "its reader told nonsense and was stopped");
	p = map_grow(map->name, map->nname, &map->name_cap, sizeof(*p), err);
	if (p == NULL)
		return -1;
	map->name = p;
	if ((text = keep(map, r->text, r->n, err)) == -1)
		return -1;
	map->name[map->nname++] = (struct map_name){ .address = t->address,
		.dir = t->dir == FX_MAP_NONE ? FX_MAP_NONE
					     : v->name_from + t->dir,
		.sequence = t->sequence,
		.text = (uint32_t)text,
		.file = FX_MAP_NONE,
		.len = (uint16_t)r->n,
		.deleted = t->deleted != 0,
		.type = type_of(t->type) };
	v->nnames++;
	return 0;
}

static int
take_file(struct fx_map *map, struct map_volume *v, const struct fs_record *r,
    struct fx_err *err)
{
	const struct fs_file *t = &r->u.file;
	struct map_file *p;

	if (!has_room(v, map->nfile, map->nfile - v->v.first, FILE_LEAST,
		FX_MAP_FILES_MOST))
		return too_many("files", err);
	p = map_grow(map->file, map->nfile, &map->file_cap, sizeof(*p), err);
	if (p == NULL)
		return -1;
	map->file = p;
	p = &map->file[map->nfile++];
	*p = (struct map_file){ .address = t->address,
		.sequence = t->sequence,
		.first = (uint32_t)map->nstream,
		.deleted = t->deleted != 0,
		.type = type_of(t->type),
		.volume = v->place };
	memcpy(p->s, t->s, sizeof(p->s));
	memcpy(p->ns, t->ns, sizeof(p->ns));
	v->v.last = (uint32_t)map->nfile;
	return 0;
}

static int
take_stream(struct fx_map *map, struct map_volume *v, const struct fs_record *r,
    struct fx_err *err)
{
	const struct fs_stream *t = &r->u.stream;
	struct map_stream *p;
	int64_t text;

	if (map->nfile == v->v.first)
		return fx_fail(err, FX_EFORMAT, 0,
		    "its reader told nonsense and was stopped");
	if (!has_room(v, map->nstream, map->nstream - v->streams_from,
		RUN_LEAST, FX_MAP_RUNS_MOST))
		return too_many("streams", err);
	p = map_grow(map->stream, map->nstream, &map->stream_cap, sizeof(*p),
	    err);
	if (p == NULL)
		return -1;
	map->stream = p;
	if ((text = keep(map, r->text, r->n, err)) == -1)
		return -1;
	map->stream[map->nstream++] = (struct map_stream){ .size = t->size,
		.init = t->init < t->size ? t->init : t->size,
		.file = (uint32_t)map->nfile - 1,
		.type = t->type,
		.first = (uint32_t)map->nrun,
		.text = (uint32_t)text,
		.len = (uint16_t)r->n,
		.id = t->id,
		.unit = t->unit,
		.flags = t->flags };
	map->file[map->nfile - 1].streams++;
	v->end = 0;
	return 0;
}

static int
take_run(struct fx_map *map, struct map_volume *v, const struct fs_record *r,
    struct fx_err *err)
{
	struct fx_map_run run = { r->u.run.at, r->u.run.off, r->u.run.len }, *p;
	struct map_stream *s;
	uint64_t end;

	if (map->nstream == v->streams_from || map->nfile == v->v.first ||
	    map->file[map->nfile - 1].streams == 0)
		return fx_fail(err, FX_EFORMAT, 0,
		    "its reader told nonsense and was stopped");
	s = &map->stream[map->nstream - 1];
	if (run.len == 0 || run.at < v->end || !fx_add(run.at, run.len, &end) ||
	    run.off >= v->v.len || run.len > v->v.len - run.off ||
	    end > INT64_MAX) {
		v->outside++;
		s->flags |= FX_STREAM_PART;
		return 0;
	}
	run.off += v->v.off;
	v->end = end;
	if (s->runs > 0) {
		p = &map->run[map->nrun - 1];
		if (p->at + p->len == run.at && p->off + p->len == run.off) {
			p->len += run.len;
			return 0;
		}
	}
	if (!has_room(v, map->nrun, v->nruns, RUN_LEAST, FX_MAP_RUNS_MOST))
		return too_many("runs", err);
	p = map_grow(map->run, map->nrun, &map->run_cap, sizeof(*p), err);
	if (p == NULL)
		return -1;
	map->run = p;
	map->run[map->nrun++] = run;
	s->runs++;
	v->nruns++;
	return 0;
}

static int
take_area(struct fx_map *map, struct map_volume *v, const struct fs_record *r,
    struct fx_err *err)
{
	const struct fs_area *t = &r->u.area;
	struct map_area *p;
	uint64_t len = t->len;

	if (t->off >= v->v.len || len == 0)
		return 0; /* a file system that is larger than its volume */
	if (len > v->v.len - t->off)
		len = v->v.len - t->off;
	if (!has_room(v, map->narea, map->narea - v->areas_from, SECTOR_MIN,
		FX_MAP_RUNS_MOST))
		return too_many("areas", err);
	p = map_grow(map->area, map->narea, &map->area_cap, sizeof(*p), err);
	if (p == NULL)
		return -1;
	map->area = p;
	v->areas = true;
	map->area[map->narea++] = (struct map_area){ v->v.off + t->off, len,
		v->place, (uint16_t)t->state };
	return 0;
}

static int
take_system(struct fx_map *map, struct map_volume *v, const struct fs_system *t)
{
	memcpy(v->kind, t->kind, FS_KIND);
	v->v.fs = v->kind;
	v->v.block = t->block;
	v->local = t->local != 0;
	v->ntfs = t->ntfs != 0;
	v->record = t->record;
	v->root = t->root;
	v->v.first = v->v.last = (uint32_t)map->nfile;
	v->name_from = (uint32_t)map->nname;
	v->streams_from = map->nstream;
	v->areas_from = map->narea;
	return 0;
}

int
map_take(struct fx_map *map, struct map_volume *v, const struct fs_record *r,
    struct fx_err *err)
{
	if (r->kind == FS_SYSTEM && v->v.fs == NULL)
		return take_system(map, v, &r->u.system);
	if (v->v.fs != NULL)
		switch (r->kind) {
		case FS_PHASE:
			v->phase = (enum fx_map_phase)r->u.phase.phase;
			return 0;
		case FS_NAME:
			return take_name(map, v, r, err);
		case FS_FILE:
			return take_file(map, v, r, err);
		case FS_STREAM:
			return take_stream(map, v, r, err);
		case FS_RUN:
			return take_run(map, v, r, err);
		case FS_AREA:
			return take_area(map, v, r, err);
		case FS_SKIP:
			v->skipped = r->u.skip.n;
			return 0;
		default:
			break;
		}
	return fx_fail(err, FX_EFORMAT, 0,
	    "its reader told nonsense and was stopped");
}
