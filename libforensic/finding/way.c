/* way.c - from the image through decoders to the bytes that a path names */
#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "forensic/buf.h"
#include "way.h"

/*
 * A scan looks at its budgets behind a piece of output, and decoders may differ
 * by a buffer in what they have taken in for it: so much more is given here,
 * that whatever a scan has seen can be had.
 */
enum { SLACK = 8 << 20 };

/* One decoding on the way. */
struct layer {
	struct fx_way *way;
	const struct fx_decoder *decoder;
	const struct fx_source *from;
	uint64_t start; /* in from */
	struct fx_decode *decode;
	struct replay replay;
	uint64_t most; /* bytes it gave since it was entered, */
	uint64_t used; /* for so many: what it gives again is not counted */
	struct fx_source source;
	bool early;        /* it ended before its data did: */
	struct fx_err why; /* the reason */
};

struct fx_way {
	struct fx_way_in in;
	struct fx_source image;
	uint32_t stream; /* of the map, if the path leads into a file */
	struct fx_source file;
	struct replay replay; /* of an image that is a stream */
	uint64_t passed;      /* bytes of it that have been read */
	uint64_t work;        /* bytes decoded since fx_way_to */
	uint64_t gaps, told;  /* told: end of the last gap that was */
	uint64_t need;        /* gaps before it are not missed */
	bool failed;          /* a read failed, perhaps within a decoder: */
	struct fx_err why;    /* with these words; all reads do, then */
	size_t nlayers;
	struct layer *layers[FX_DECODE_DEPTH];
};

static void
on_gap(const struct fx_gap *gap, void *arg)
{
	struct fx_way *w = arg;

	if (gap->off + gap->len <= w->need)
		return;
	w->gaps++;
	/* A decoder may read the same bytes many times. */
	if (gap->off >= w->told && w->in.gap != NULL)
		w->in.gap(gap, w->in.arg);
	if (gap->off + gap->len > w->told)
		w->told = gap->off + gap->len;
}

/* A decoder may take a read that failed for the end of its data; we do not. */
static ssize_t
noted(struct fx_way *w, ssize_t got, const struct fx_err *err)
{
	if (got == -1 && !w->failed) {
		w->failed = true;
		w->why = *err;
	}
	return got;
}

static int
failed(const struct fx_way *w, struct fx_err *err)
{
	if (w->failed)
		*err = w->why;
	return w->failed ? -1 : 0;
}

static ssize_t
read_image(void *arg, uint64_t off, void *buf, size_t n, struct fx_err *err)
{
	struct fx_way *w = arg;

	return noted(w, fx_image_read(w->in.img, off, buf, n, on_gap, w, err),
	    err);
}

/* The file system is at fault, not the path that leads into it. */
static ssize_t
read_file(void *arg, uint64_t off, void *buf, size_t n, struct fx_err *err)
{
	struct fx_way *w = arg;
	ssize_t got = fx_map_read(w->in.map, w->stream, off, buf, n, err);

	if (got == -1 && err->code == FX_EFORMAT)
		err->code = FX_EIO;
	return noted(w, got, err);
}

static ssize_t
read_stream(void *arg, uint64_t off, void *buf, size_t n, struct fx_err *err)
{
	struct fx_way *w = arg;

	if (failed(w, err) == -1)
		return -1;
	return noted(w, replay_read(&w->replay, off, buf, n, err), err);
}

static ssize_t
read_layer(void *arg, uint64_t off, void *buf, size_t n, struct fx_err *err)
{
	struct layer *l = arg;

	if (failed(l->way, err) == -1)
		return -1;
	return noted(l->way, replay_read(&l->replay, off, buf, n, err), err);
}

/* A stream begins once; what went by is gone. */
static int
stream_begin(void *arg, struct fx_err *err)
{
	const struct fx_way *w = arg;

	return fx_fail(err, FX_ELIMIT, w->passed,
	    "bytes of a stream that have gone by are wanted again");
}

static ssize_t
stream_next(void *arg, void *buf, size_t cap, struct fx_err *err)
{
	struct fx_way *w = arg;
	ssize_t got;

	got = fx_image_read(w->in.img, w->passed, buf, cap, on_gap, w, err);
	if (got > 0)
		w->passed += (uint64_t)got;
	return got;
}

struct fx_way *
fx_way_new(const struct fx_way_in *in, struct fx_err *err)
{
	struct fx_way *w = calloc(1, sizeof(*w));
	struct replay_maker make = { stream_begin, stream_next, w };

	if (w == NULL) {
		fx_fail(err, FX_ENOMEM, 0, "out of memory");
		return NULL;
	}
	w->in = *in;
	if (w->in.set == NULL)
		w->in.set = fx_decoders;
	w->stream = FX_MAP_NONE;
	w->file = (struct fx_source){ read_file, w, NULL };
	w->image = (struct fx_source){ read_image, w, NULL };
	replay_init(&w->replay, &make);
	if (fx_image_info(in->img)->stream)
		w->image = (struct fx_source){ read_stream, w, NULL };
	return w;
}

static void
layer_free(struct layer *l)
{
	if (l == NULL)
		return;
	fx_decode_close(l->decode);
	replay_done(&l->replay);
	free(l);
}

/* Leave all decodings but the first n. */
static void
back_to(struct fx_way *w, size_t n)
{
	/* One that reads from another goes before it. */
	while (w->nlayers > n)
		layer_free(w->layers[--w->nlayers]);
}

void
fx_way_free(struct fx_way *w)
{
	if (w == NULL)
		return;
	back_to(w, 0);
	replay_done(&w->replay);
	free(w);
}

static int
layer_begin(void *arg, struct fx_err *err)
{
	struct layer *l = arg;

	fx_decode_close(l->decode);
	l->early = false;
	l->decode = fx_decode_open(l->way->in.box, l->decoder, l->from,
	    l->start, err);
	if (failed(l->way, err) == -1)
		return -1;
	return l->decode != NULL ? 0 : -1;
}

/* The decoding ends here, though its data may go on. Returns 0, its end. */
static ssize_t
ends(struct layer *l, const struct fx_err *why)
{
	l->early = true;
	l->why = *why;
	return 0;
}

static uint64_t
less_slack(uint64_t n)
{
	return n > SLACK ? n - SLACK : 0;
}

/* Which of a scan's budgets is spent, if any? */
static const char *
spent(const struct layer *l)
{
	const struct fx_way *w = l->way;
	uint64_t out = less_slack(l->replay.at), all = 0;
	size_t i;

	if (l->replay.at >= FX_DECODE_BYTES)
		return "bytes";
	for (i = 0; i < w->nlayers; i++)
		all += w->layers[i]->most;
	all = less_slack(all);
	if (all > FX_DECODE_TOTAL ||
	    (all > FX_DECODE_TREE_FREE &&
		all / FX_DECODE_TREE_RATIO > w->layers[0]->used))
		return "total";
	if (out > FX_DECODE_FREE &&
	    out / FX_DECODE_RATIO > fx_decode_used(l->decode))
		return "ratio";
	return NULL;
}

/* n bytes more came of it. */
static void
gave(struct layer *l, size_t n)
{
	uint64_t used = fx_decode_used(l->decode);

	l->way->work += n;
	if (l->replay.at + n > l->most)
		l->most = l->replay.at + n;
	if (used > l->used)
		l->used = used;
}

static ssize_t
layer_next(void *arg, void *buf, size_t cap, struct fx_err *err)
{
	struct layer *l = arg;
	const char *limit;
	ssize_t got;

	if ((limit = spent(l)) != NULL) {
		fx_fail(err, FX_ELIMIT, l->replay.at, "limit: %s", limit);
		return ends(l, err);
	}
	if (l->way->work > FX_WAY_WORK)
		return fx_fail(err, FX_ELIMIT, l->replay.at,
		    "too much would have to be decoded");
	if (cap > FX_DECODE_BYTES - l->replay.at)
		cap = (size_t)(FX_DECODE_BYTES - l->replay.at);
	got = fx_decode_read(l->decode, buf, cap, err);
	if (failed(l->way, err) == -1)
		return -1;
	if (got > 0)
		gave(l, (size_t)got);
	else if (got == -1 && err->code == FX_EFORMAT)
		got = ends(l, err);
	if (got == 0 && (limit = fx_decode_limit(l->decode)) != NULL) {
		fx_fail(err, FX_ELIMIT, l->replay.at, "limit: %.64s", limit);
		ends(l, err);
	}
	return got;
}

/* The stream behind the first n decodings. */
static const struct fx_source *
stream(const struct fx_way *w, size_t n)
{
	if (n > 0)
		return &w->layers[n - 1]->source;
	return w->stream != FX_MAP_NONE ? &w->file : &w->image;
}

enum { WORDS_LEN = 160 };

/* "V2/4711-128-3@" */
static size_t
words_of_file(const struct fx_way *w, char text[WORDS_LEN])
{
	char address[FX_ADDRESS_LEN];
	struct fx_map_stream s;
	struct fx_map_file f;

	fx_map_stream(w->in.map, w->stream, &s);
	fx_map_file(w->in.map, s.file, &f);
	fx_map_address(w->in.map, w->stream, address);
	return (size_t)snprintf(text, WORDS_LEN, "V%u/%s@",
	    fx_map_volume(w->in.map, f.volume)->number, address);
}

/* Where the decoding after the first n begins: "1048576-GZIP-400". */
static const char *
where(const struct fx_way *w, size_t n, uint64_t start, char text[WORDS_LEN])
{
	const struct layer *l;
	size_t i, len = 0;

	if (w->stream != FX_MAP_NONE)
		len = words_of_file(w, text);
	for (i = 0; i < n && len < WORDS_LEN; i++) {
		l = w->layers[i];
		len += (size_t)snprintf(text + len, WORDS_LEN - len,
		    "%" PRIu64 "-%s-", l->start, l->decoder->name);
	}
	if (len < WORDS_LEN)
		snprintf(text + len, WORDS_LEN - len, "%" PRIu64, start);
	return text;
}

/* Say why no decoding begins there; what failed by itself says so. */
static int
refuse(const struct fx_way *w, const struct fx_decoder *decoder, uint64_t start,
    struct fx_err *err)
{
	const struct fx_source *from = stream(w, w->nlayers);
	char text[WORDS_LEN];
	struct fx_err why = *err;
	uint8_t byte;
	ssize_t got;

	if (failed(w, err) == -1 ||
	    (err->code != FX_EFORMAT && err->code != FX_ELIMIT))
		return -1;
	where(w, w->nlayers, start, text);
	got = from->read(from->arg, start, &byte, 1, err);
	if (got == -1)
		return -1;
	if (got == 0)
		return fx_fail(err, FX_EFORMAT, start, "%s is past its end",
		    text);
	return fx_fail(err, FX_EFORMAT, start,
	    "nothing at %s decodes as %s (%s)", text, decoder->name, why.msg);
}

/* One decoding more. */
static int
enter(struct fx_way *w, const struct fx_decoder *decoder, uint64_t start,
    struct fx_err *err)
{
	struct layer *l = calloc(1, sizeof(*l));
	struct replay_maker make = { layer_begin, layer_next, l };

	if (l == NULL)
		return fx_fail(err, FX_ENOMEM, 0, "out of memory");
	l->way = w;
	l->decoder = decoder;
	l->from = stream(w, w->nlayers);
	l->start = start;
	l->source = (struct fx_source){ read_layer, l, NULL };
	replay_init(&l->replay, &make);
	if (layer_begin(l, err) == -1) {
		layer_free(l);
		return refuse(w, decoder, start, err);
	}
	w->layers[w->nlayers++] = l;
	return 0;
}

/* Where the i-th decoding of a path begins. */
static uint64_t
start_of(const struct fx_path *path, size_t i)
{
	return i > 0 ? path->steps[i - 1].offset : path->offset;
}

/* How many decodings of this path are open? */
static size_t
shared(const struct fx_way *w, const struct fx_path *path)
{
	size_t i;

	for (i = 0; i < w->nlayers && i < path->nsteps; i++)
		if (w->layers[i]->start != start_of(path, i) ||
		    w->layers[i]->decoder !=
			path_decoder(&path->steps[i], w->in.set))
			break;
	return i;
}

/* The volume's number in "V2/4711-128-3", and what follows the slash. */
static const char *
volume_of(const struct fx_path *path, uint64_t *volume)
{
	const char *p = path->file + 1;

	for (*volume = 0; *p != '/'; p++)
		*volume = *volume * 10 + (uint64_t)(*p - '0');
	return p + 1;
}

/* The stream of the map that path leads into. Returns 0, or -1 and err. */
static int
find_file(const struct fx_way *w, const struct fx_path *path, uint32_t *stream,
    struct fx_err *err)
{
	const struct fx_map *map = w->in.map;
	const char *address;
	uint64_t volume;
	uint32_t at;

	*stream = FX_MAP_NONE;
	if (path->file == NULL)
		return 0;
	if (map == NULL)
		return fx_fail(err, FX_ELIMIT, 0,
		    "the files of this image cannot be had");
	address = volume_of(path, &volume);
	if (volume > UINT_MAX ||
	    (at = fx_map_volume_number(map, (unsigned int)volume)) ==
		FX_MAP_NONE)
		return fx_fail(err, FX_EFORMAT, 0,
		    "the image has no volume %" PRIu64, volume);
	*stream = fx_map_by_address(map, (unsigned int)volume, address,
	    path->file_len - (size_t)(address - path->file));
	if (*stream != FX_MAP_NONE)
		return 0;
	return fx_fail(err, fx_map_volume(map, at)->whole ? FX_EFORMAT : FX_EIO,
	    0, "there is no file %.*s",
	    path->file_len < 64 ? (int)path->file_len : 64, path->file);
}

bool
fx_way_owns(const struct fx_way *w, uint64_t off)
{
	struct fx_map_stream s;
	struct fx_map_run run;
	size_t i;

	if (w->stream == FX_MAP_NONE)
		return true;
	fx_map_stream(w->in.map, w->stream, &s);
	for (i = 0; i < s.runs; i++) {
		fx_map_run(w->in.map, w->stream, i, &run);
		if (off >= run.off && off - run.off < run.len)
			return true;
	}
	return s.runs == 0 || (s.flags & FX_STREAM_PART) != 0;
}

int
fx_way_to(struct fx_way *w, const struct fx_path *path, struct fx_err *err)
{
	uint32_t file;
	size_t i;

	if (fx_path_known(path, w->in.set, err) == -1 ||
	    find_file(w, path, &file, err) == -1)
		return -1;
	back_to(w, w->failed || file != w->stream ? 0 : shared(w, path));
	w->stream = file;
	w->work = 0;
	w->failed = false;
	if (w->nlayers == 0) {
		w->gaps = w->told = 0;
		/* Of a stream, what lies before is read, but not wanted. */
		w->need = fx_image_info(w->in.img)->stream ? path->offset : 0;
	}
	for (i = w->nlayers; i < path->nsteps; i++)
		if (enter(w, path_decoder(&path->steps[i], w->in.set),
			start_of(path, i), err) == -1)
			return -1;
	return 0;
}

ssize_t
fx_way_read(struct fx_way *w, uint64_t off, void *buf, size_t n,
    struct fx_err *err)
{
	const struct fx_source *from = stream(w, w->nlayers);

	return from->read(from->arg, off, buf, n, err);
}

int
fx_way_whole(const struct fx_way *w, struct fx_err *err)
{
	enum fx_code code = FX_OK;
	struct fx_buf all = { .max = sizeof(err->msg) };
	const struct layer *l;
	char text[WORDS_LEN];
	size_t i;

	for (i = 0; i < w->nlayers; i++) {
		l = w->layers[i];
		if (!l->early)
			continue;
		fx_buf_printf(&all, "%s%s-%s ends early: %s",
		    all.len > 0 ? "; " : "", where(w, i, l->start, text),
		    l->decoder->name, l->why.msg);
		code = code == FX_EFORMAT ? code : l->why.code;
	}
	if (code != FX_OK)
		fx_fail(err, code, 0, "%s", fx_buf_text(&all));
	fx_buf_done(&all);
	return code != FX_OK ? -1 : 0;
}

uint64_t
fx_way_gaps(const struct fx_way *w)
{
	return w->gaps;
}
