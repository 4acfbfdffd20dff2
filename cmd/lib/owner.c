/* owner.c - the map of a source beside its scan: whose bytes a finding is */
#include "owner.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct opening {
	struct owner *o;
	const struct owner_options *opt;
};

static void
notice(const struct fx_map_notice *n, void *arg)
{
	struct opening *opening = arg;
	struct owner *o = opening->o;
	struct fx_map_notice *more;

	more = realloc(o->notices, (o->n + 1) * sizeof(*more));
	if (more == NULL)
		return;
	o->notices = more;
	o->notices[o->n++] = *n;
}

static void
progress(const struct fx_map_progress *p, void *arg)
{
	const struct opening *opening = arg;

	if (opening->opt->progress != NULL)
		opening->opt->progress(p, opening->opt->arg);
}

int
owner_open(struct owner *o, const struct fx_image *img,
    const struct owner_options *opt, struct fx_err *err)
{
	struct opening opening = { o, opt };
	const struct fx_map_options options = { .types = true,
		.marked = opt->marked,
		.progress = progress,
		.notice = notice,
		.arg = &opening,
		.stop = opt->stop };

	o->known = opt->known;
	o->map = fx_map_new(img, &options, err);
	return o->map == NULL ? -1 : 0;
}

void
owner_close(struct owner *o)
{
	if (o->known != NULL)
		known_forget(o->known);
	fx_map_free(o->map);
	free(o->notices);
	fx_buf_done(&o->path);
	*o = (struct owner){ 0 };
}

/* The stream of a path such as V2/4711-128-3@4096, or FX_MAP_NONE. */
static uint32_t
stream_of(const struct owner *o, const char *path)
{
	struct fx_path p;
	struct fx_err err;
	char *slash;
	unsigned long volume;

	if (path == NULL || path[0] != 'V' ||
	    fx_path_read(&p, path, strlen(path), &err) == -1 || p.file == NULL)
		return FX_MAP_NONE;
	volume = strtoul(p.file + 1, &slash, 10);
	if (*slash != '/' || volume > FX_MAP_VOLUMES_MOST)
		return FX_MAP_NONE;
	slash++;
	return fx_map_by_address(o->map, (unsigned int)volume, slash,
	    p.file_len - (size_t)(slash - p.file));
}

/*
 * Is all of a value content of the file that has its first byte?  What follows
 * a file may not be told of it, nor what was decoded from there on: that may
 * have read past its end.
 */
static bool
is_inside(const struct fx_found *f, const struct fx_owner *who)
{
	return f->path == NULL && who->stream != FX_MAP_NONE &&
	    (who->state == FX_STATE_ALLOCATED ||
		who->state == FX_STATE_DELETED) &&
	    f->off + f->len <= who->off + who->len;
}

/* The file that a stream is of, into o->file. */
static void
name_file(struct owner *o, uint32_t stream, bool slack)
{
	struct fx_map_stream s;
	struct fx_map_file f;
	int t;

	fx_map_stream(o->map, stream, &s);
	fx_map_file(o->map, s.file, &f);
	fx_map_address(o->map, stream, o->inode);
	o->file.inode = o->inode;
	fx_buf_reset(&o->path);
	if (f.names > 0) {
		fx_map_path(o->map, s.file, 0, &o->path);
		if (s.name[0] != '\0' && strcmp(s.name, "$I30") != 0 &&
		    strcmp(o->file.fs, "ntfs") == 0) {
			fx_buf_byte(&o->path, ':');
			fx_buf_str(&o->path, s.name);
		}
		o->file.path = o->path.p;
		o->file.path_len = o->path.len;
	}
	o->file.links = f.names;
	if (f.type == '-') {
		o->file.type = fx_map_type(o->map, stream);
		o->file.known = o->known != NULL && !slack &&
		    known_stream(o->known, o->map, stream);
	}
	for (t = 0; t < FX_TIMES; t++) {
		fx_when_text(o->when[t], &f.when[t], f.local);
		o->file.when[t] = o->when[t];
	}
}

const struct fx_line_file *
owner_find(struct owner *o, const struct fx_found *f)
{
	const struct fx_volume *v;
	struct fx_map_stream s;
	struct fx_map_file file;
	struct fx_owner who;
	uint32_t stream;
	size_t i;

	if (o->map == NULL || fx_map_volumes(o->map) == 0)
		return NULL;
	fx_map_find(o->map, f->off, &who);
	o->inside = is_inside(f, &who);
	stream = stream_of(o, f->path);
	if (stream != FX_MAP_NONE) {
		/* It exists as a file, whoever has the byte where it begins. */
		o->inside = true;
		fx_map_stream(o->map, stream, &s);
		fx_map_file(o->map, s.file, &file);
		who = (struct fx_owner){ .state = file.deleted
			    ? FX_STATE_DELETED
			    : FX_STATE_ALLOCATED,
			.volume = file.volume,
			.stream = stream };
	}
	if (who.state == FX_STATE_UNKNOWN)
		return NULL;
	o->file = (struct fx_line_file){ .volume = -1,
		.state = fx_state_name(who.state) };
	if (who.volume != FX_MAP_NONE) {
		v = fx_map_volume(o->map, who.volume);
		o->file.volume = v->number;
		o->file.fs = v->fs;
	}
	for (i = 0; i < who.nalso; i++) {
		fx_map_address(o->map, who.also[i], o->also[i]);
		o->also_list[i] = o->also[i];
	}
	o->file.also = o->also_list;
	o->file.nalso = who.nalso;
	if (who.stream != FX_MAP_NONE)
		name_file(o, who.stream, who.state == FX_STATE_SLACK);
	return &o->file;
}

const struct fx_line_file *
owner_find_place(struct owner *o, uint64_t off, const char *path)
{
	const struct fx_found f = { .off = off, .len = 1, .path = path };

	return owner_find(o, &f);
}

bool
owner_is_one(const struct owner *o, uint64_t head, uint64_t off)
{
	struct fx_owner a, b;

	if (o->map == NULL || fx_map_volumes(o->map) == 0)
		return true;
	fx_map_find(o->map, head, &a);
	fx_map_find(o->map, off, &b);
	if (a.volume != b.volume || a.stream != b.stream || a.state != b.state)
		return false;
	return a.stream == FX_MAP_NONE ||
	    a.at + (head - a.off) + (off - head) == b.at + (off - b.off);
}
