/* listing.c - what a map tells, as lines of JSON or as a table */
#include "listing.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "forensic/json.h"
#include "term.h"

enum { COLUMN_INODE = 14, COLUMN_SIZE = 12, COLUMN_WHEN = 19, TIGHT = 20 };

static void
sync_out(struct listing *l)
{
	struct fx_err err;

	out_sync(l->out, &err); /* what is lost shows in out->lost */
}

static struct fx_json
begin(struct listing *l, const char *type)
{
	struct fx_json j = { .out = &l->out->buf };

	fx_json_open(&j, '{');
	fx_json_kstr(&j, "type", type);
	return j;
}

static void
finish(struct listing *l, struct fx_json *j)
{
	fx_json_close(j, '}');
	fx_buf_byte(j->out, '\n');
	sync_out(l);
}

static void
count(struct fx_json *j, const char *key, uint64_t n)
{
	fx_json_kint(j, key, n > INT64_MAX ? INT64_MAX : (int64_t)n);
}

static void
bytes(struct fx_json *j, const char *key, const void *p, size_t n)
{
	fx_json_key(j, key);
	fx_json_bytes(j, p, n);
}

void
listing_image(struct listing *l, const char *path,
    const struct fx_image_info *info)
{
	struct fx_buf *out = &l->out->buf;
	struct fx_json j;

	l->headed = false;
	if (l->quiet)
		return;
	if (l->json) {
		j = begin(l, "image");
		bytes(&j, "path", path, strlen(path));
		fx_json_kstr(&j, "format", info->format);
		count(&j, "length", info->size);
		fx_json_kint(&j, "sector", info->sector);
		finish(l, &j);
		return;
	}
	term_name(out, path, strlen(path), l->width);
	fx_buf_printf(out, "  (%s, %" PRIu64 " bytes)\n", info->format,
	    info->size);
	sync_out(l);
}

static void
volume_line(struct listing *l, const struct fx_map *map,
    const struct fx_volume *v)
{
	struct fx_json j = begin(l, "volume");

	fx_json_kint(&j, "volume", v->number);
	if (v->parent != FX_MAP_NONE)
		fx_json_kint(&j, "parent",
		    fx_map_volume(map, v->parent)->number);
	count(&j, "offset", v->off);
	count(&j, "length", v->len);
	bytes(&j, "name", v->what, strlen(v->what));
	if (v->fs != NULL) {
		fx_json_kstr(&j, "fs", v->fs);
		fx_json_kint(&j, "block", v->block);
		fx_json_kint(&j, "files", v->last - v->first);
		fx_json_kint(&j, "whole", v->whole);
	}
	finish(l, &j);
}

static void
volume_row(struct listing *l, const struct fx_volume *v)
{
	struct fx_buf *out = &l->out->buf;

	if (!l->headed)
		fx_buf_printf(out, "%6s %15s %15s  %-8s %9s  %s\n", "VOLUME",
		    "OFFSET", "LENGTH", "FS", "FILES", "NAME");
	l->headed = true;
	fx_buf_printf(out,
	    "%6u %15" PRIu64 " %15" PRIu64 "  %-8s %9" PRIu32 "  ", v->number,
	    v->off, v->len, v->fs != NULL ? v->fs : "-", v->last - v->first);
	term_name(out, v->what, strlen(v->what), 0);
	fx_buf_str(out, v->fs != NULL && !v->whole ? " (in part)\n" : "\n");
	sync_out(l);
}

static bool
wanted(const struct listing *l, const struct fx_map *map, uint32_t volume)
{
	return l->volume == -1 ||
	    (volume != FX_MAP_NONE &&
		fx_map_volume(map, volume)->number == (unsigned int)l->volume);
}

void
listing_volumes(struct listing *l, const struct fx_map *map)
{
	uint32_t i;

	for (i = 0; i < fx_map_volumes(map); i++) {
		if (!wanted(l, map, i))
			continue;
		if (l->json)
			volume_line(l, map, fx_map_volume(map, i));
		else
			volume_row(l, fx_map_volume(map, i));
	}
	l->headed = false;
}

/* One line of the list of files. */
struct entry {
	const struct fx_volume *v;
	struct fx_map_file f;
	struct fx_map_stream s;
	char address[FX_ADDRESS_LEN];
	bool has_file, has_stream; /* else only a name is left */
	bool named, deleted, reused;
	char type;
};

static void
times(struct fx_json *j, const struct fx_map_file *f)
{
	static const char *const keys[FX_TIMES] = { "created", "modified",
		"accessed", "changed" };
	char when[FX_WHEN_LEN];
	int t;

	for (t = 0; t < FX_TIMES; t++) {
		fx_when_text(when, &f->when[t], f->local);
		if (when[0] != '\0')
			fx_json_kstr(j, keys[t], when);
	}
}

static const char *
type_word(char type)
{
	switch (type) {
	case '-':
		return "file";
	case 'd':
		return "directory";
	case 'l':
		return "link";
	case 'c':
	case 'b':
		return "device";
	case 'p':
		return "pipe";
	case 's':
		return "socket";
	case 'v':
		return "area";
	default:
		return "unknown";
	}
}

static void
entry_line(struct listing *l, const struct entry *e)
{
	struct fx_json j = begin(l, "file");

	fx_json_kint(&j, "volume", e->v->number);
	fx_json_kstr(&j, "fs", e->v->fs);
	fx_json_kstr(&j, "inode", e->address);
	if (e->named)
		bytes(&j, "path", l->path.p, l->path.len);
	fx_json_kstr(&j, "state", e->deleted ? "deleted" : "allocated");
	fx_json_kstr(&j, "kind", type_word(e->type));
	if (e->reused)
		fx_json_kint(&j, "reused", 1);
	if (e->has_stream) {
		count(&j, "size", e->s.size);
		if ((e->s.flags & FX_STREAM_RESIDENT) != 0)
			fx_json_kint(&j, "resident", 1);
		if ((e->s.flags & FX_STREAM_COMPRESSED) != 0)
			fx_json_kint(&j, "compressed", 1);
		if ((e->s.flags & FX_STREAM_ENCRYPTED) != 0)
			fx_json_kint(&j, "encrypted", 1);
		if ((e->s.flags & FX_STREAM_SPARSE) != 0)
			fx_json_kint(&j, "sparse", 1);
		if ((e->s.flags & FX_STREAM_PART) != 0)
			fx_json_kint(&j, "incomplete", 1);
		fx_json_kint(&j, "runs", (int64_t)e->s.runs);
	}
	if (e->has_file)
		times(&j, &e->f);
	finish(l, &j);
}

static void
entry_row(struct listing *l, const struct entry *e)
{
	struct fx_buf *out = &l->out->buf;
	char when[FX_WHEN_LEN] = "";
	size_t used;

	if (!l->headed)
		fx_buf_printf(out, "%3s %-*s %c %-9s %*s %-*s  %s\n", "VOL",
		    COLUMN_INODE, "INODE", 'T', "STATE", COLUMN_SIZE, "SIZE",
		    COLUMN_WHEN, "MODIFIED", "PATH");
	l->headed = true;
	if (e->has_file)
		fx_when_text(when, &e->f.when[FX_MODIFIED], e->f.local);
	fx_buf_printf(out, "%3u %-*s %c %-9s %*" PRIu64 " %-*.*s  ",
	    e->v->number, COLUMN_INODE, e->address, e->type,
	    e->reused        ? "replaced"
		: e->deleted ? "deleted"
			     : "allocated",
	    COLUMN_SIZE, e->has_stream ? e->s.size : 0, COLUMN_WHEN,
	    COLUMN_WHEN, when);
	used = 3 + 1 + COLUMN_INODE + 3 + 9 + 1 + COLUMN_SIZE + 1 +
	    COLUMN_WHEN + 2;
	if (e->named)
		term_name(out, l->path.p, l->path.len,
		    l->width > used + TIGHT ? l->width - used : 0);
	else
		fx_buf_str(out, "-");
	fx_buf_byte(out, '\n');
	sync_out(l);
}

static void
entry(struct listing *l, const struct entry *e)
{
	if (l->deleted && !e->deleted)
		return;
	l->files++;
	if (l->quiet)
		return;
	if (l->json)
		entry_line(l, e);
	else
		entry_row(l, e);
}

/* Is it content that people look for: data, or the index of a directory? */
static bool
listed(const struct fx_map_stream *s, const char *fs)
{
	enum { NTFS_INDEX_ROOT = 144 };

	if (strcmp(fs, "ntfs") != 0)
		return (s->flags & FX_STREAM_DATA) != 0;
	return (s->flags & FX_STREAM_DATA) != 0 || s->type == NTFS_INDEX_ROOT;
}

/* A file under the path at hand: its streams, a line each. */
static void
file_entries(struct listing *l, const struct fx_map *map, uint32_t file,
    struct entry *e)
{
	struct fx_map_file *f = &e->f;
	struct fx_map_stream *s = &e->s;
	size_t base = l->path.len;
	uint32_t i, n = 0;

	fx_map_file(map, file, f);
	e->has_file = e->has_stream = true;
	if (f->type != '?')
		e->type = f->type;
	for (i = 0; i < f->streams; i++) {
		fx_map_stream(map, f->first + i, s);
		if (!listed(s, e->v->fs))
			continue;
		fx_map_address(map, f->first + i, e->address);
		if (s->name[0] != '\0' && strcmp(s->name, "$I30") != 0 &&
		    strcmp(e->v->fs, "ntfs") == 0) {
			fx_buf_byte(&l->path, ':');
			fx_buf_str(&l->path, s->name);
		}
		entry(l, e);
		l->path.len = base;
		n++;
	}
	if (n > 0)
		return;
	snprintf(e->address, sizeof(e->address), "%" PRIu64, f->address);
	e->has_stream = false;
	entry(l, e);
}

static void
name_entry(struct listing *l, const struct fx_map *map, uint32_t i)
{
	struct fx_map_name n;
	struct entry e = { .named = true };

	fx_map_name(map, i, &n);
	if (!wanted(l, map, n.volume) || (l->deleted && !n.deleted))
		return;
	e.v = fx_map_volume(map, n.volume);
	e.deleted = n.deleted;
	e.reused = n.reused;
	e.type = n.type;
	fx_buf_reset(&l->path);
	fx_map_name_path(map, i, &l->path);
	if (n.file != FX_MAP_NONE) {
		file_entries(l, map, n.file, &e);
		return;
	}
	snprintf(e.address, sizeof(e.address), "%" PRIu64, n.address);
	entry(l, &e);
}

void
listing_files(struct listing *l, const struct fx_map *map)
{
	struct fx_map_file f;
	struct entry e;
	uint32_t i;

	for (i = 0; i < fx_map_names(map) && !l->out->lost; i++)
		name_entry(l, map, i);
	for (i = 0; i < fx_map_files(map) && !l->out->lost; i++) {
		fx_map_file(map, i, &f);
		/* Deleted metadata that holds nothing is nothing to list. */
		if ((f.names > 0 && !f.root) || !wanted(l, map, f.volume) ||
		    (f.deleted && f.streams == 0))
			continue;
		e = (struct entry){ .v = fx_map_volume(map, f.volume),
			.deleted = f.deleted,
			.named = f.root,
			.type = '?' };
		fx_buf_reset(&l->path);
		if (f.root)
			fx_map_path(map, i, 0, &l->path);
		file_entries(l, map, i, &e);
	}
	l->headed = false;
}

static void
region_line(struct listing *l, const struct fx_map *map,
    const struct fx_owner *o)
{
	struct fx_json j = begin(l, "region");
	char address[FX_ADDRESS_LEN];

	count(&j, "offset", o->off);
	count(&j, "length", o->len);
	if (o->volume != FX_MAP_NONE)
		fx_json_kint(&j, "volume",
		    fx_map_volume(map, o->volume)->number);
	if (o->stream != FX_MAP_NONE) {
		fx_map_address(map, o->stream, address);
		fx_json_kstr(&j, "inode", address);
	}
	if (l->path.len > 0)
		bytes(&j, "path", l->path.p, l->path.len);
	if (o->state != FX_STATE_UNKNOWN)
		fx_json_kstr(&j, "state", fx_state_name(o->state));
	if (o->stream != FX_MAP_NONE)
		count(&j, "at", o->at);
	finish(l, &j);
}

static void
region_row(struct listing *l, const struct fx_map *map,
    const struct fx_owner *o)
{
	struct fx_buf *out = &l->out->buf;
	char address[FX_ADDRESS_LEN] = "-";

	if (!l->headed)
		fx_buf_printf(out, "%15s %15s %3s %-11s %-*s  %s\n", "OFFSET",
		    "LENGTH", "VOL", "STATE", COLUMN_INODE, "INODE", "PATH");
	l->headed = true;
	if (o->stream != FX_MAP_NONE)
		fx_map_address(map, o->stream, address);
	fx_buf_printf(out, "%15" PRIu64 " %15" PRIu64 " ", o->off, o->len);
	if (o->volume != FX_MAP_NONE)
		fx_buf_printf(out, "%3u",
		    fx_map_volume(map, o->volume)->number);
	else
		fx_buf_str(out, "  -");
	fx_buf_printf(out, " %-11s %-*s  ",
	    o->state == FX_STATE_UNKNOWN ? "unknown" : fx_state_name(o->state),
	    COLUMN_INODE, address);
	term_name(out, l->path.p, l->path.len, 0);
	fx_buf_byte(out, '\n');
	sync_out(l);
}

void
listing_regions(struct listing *l, const struct fx_map *map, uint64_t size)
{
	struct fx_map_stream s;
	struct fx_map_file f;
	struct fx_owner o;
	uint64_t off;

	for (off = 0; off < size && !l->out->lost; off = o.off + o.len) {
		fx_map_find(map, off, &o);
		if (!wanted(l, map, o.volume) ||
		    (l->deleted && o.state != FX_STATE_DELETED))
			continue;
		fx_buf_reset(&l->path);
		if (o.stream != FX_MAP_NONE) {
			fx_map_stream(map, o.stream, &s);
			fx_map_file(map, s.file, &f);
			if (f.names > 0)
				fx_map_path(map, s.file, 0, &l->path);
		}
		if (l->json)
			region_line(l, map, &o);
		else
			region_row(l, map, &o);
	}
	l->headed = false;
}

void
listing_notice(struct listing *l, const struct fx_map_notice *n)
{
	struct fx_json j;

	if (!l->json || l->quiet)
		return;
	j = begin(l, n->failed ? "error" : "note");
	if (n->has_volume)
		fx_json_kint(&j, "volume", n->volume);
	if (n->len > 0) {
		count(&j, "offset", n->off);
		count(&j, "length", n->len);
	}
	fx_json_kstr(&j, "why", n->why);
	finish(l, &j);
}

void
listing_done(struct listing *l)
{
	fx_buf_done(&l->path);
}
