/* files.c - the files that do not lie in one piece, as jobs of a scan */
#include "forensic/files.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
	SECTOR = 512, /* NTFS guards its last two bytes, whatever the disk's */
	GUARDED = 510,
	CLAIMS = 64, /* most files of one byte that are asked about */
};

enum way {
	IN_RUNS,   /* the runs hold the bytes */
	PACKED,    /* they hold something else */
	IN_RECORD, /* they hold them but for what is guarded */
};

/*
 * Bytes of a file that lie together, in the file and in the image.  Of what is
 * packed only where it begins in the image is known.
 */
struct extent {
	uint64_t at, off, len;
	bool packed;
};

struct file {
	uint32_t stream; /* its place in the map */
	enum way way;
	uint32_t unit; /* bytes that are packed together; 0: not known */
	uint64_t size;
	size_t first, n; /* extents, ascending */
	uint64_t base;   /* of its volume in the image */
};

/* Bytes of the image that are of a packed unit of a file. */
struct piece {
	uint64_t off, len;
	uint64_t unit; /* where that begins in the file */
	size_t file;
};

struct job {
	uint64_t at; /* in the image */
	size_t file, extent;
};

struct fx_files {
	struct fx_map *map;
	const struct fx_image *img;
	struct extent *extent;
	size_t nextent, capextent;
	struct file *file;
	size_t nfile, capfile;
	struct job *job;
	size_t njob, capjob;
	struct piece *piece; /* by place */
	size_t npiece, cappiece;
	uint64_t longest; /* bytes of one */
};

struct worker {
	struct fx_files *files;
	const struct fx_source *image;
	size_t at;                 /* the next job */
	uint64_t to;               /* where those asked for end */
	const struct file *file;   /* of the job at hand */
	const struct piece *asked; /* last by claims, */
	bool reads;                /* and whether its unit can be read */
};

/* Room for one more of what has that size; NULL: no memory. */
static void *
grow(void *p, size_t n, size_t *cap, size_t size)
{
	size_t want = *cap != 0 ? 2 * *cap : 64;
	void *more;

	if (n < *cap)
		return p;
	if ((more = reallocarray(p, want, size)) != NULL)
		*cap = want;
	return more;
}

static int
nomem(struct fx_err *err)
{
	return fx_fail(err, FX_ENOMEM, 0, "out of memory for files in pieces");
}

/* One extent more of the last file; it may go on where the one before ends. */
static int
add_extent(struct fx_files *f, size_t first, struct extent e,
    struct fx_err *err)
{
	struct extent *last = f->nextent > first ? &f->extent[f->nextent - 1]
						 : NULL;
	void *more;

	if (last != NULL && last->at + last->len == e.at &&
	    last->packed == e.packed &&
	    (e.packed || last->off + last->len == e.off)) {
		last->len += e.len;
		return 0;
	}
	more = grow(f->extent, f->nextent, &f->capextent, sizeof(*f->extent));
	if (more == NULL)
		return nomem(err);
	f->extent = more;
	f->extent[f->nextent++] = e;
	return 0;
}

static int
add_job(struct fx_files *f, size_t file, size_t extent, struct fx_err *err)
{
	void *more = grow(f->job, f->njob, &f->capjob, sizeof(*f->job));

	if (more == NULL)
		return nomem(err);
	f->job = more;
	f->job[f->njob++] = (struct job){ f->extent[extent].off, file, extent };
	return 0;
}

/* The runs of stream i up to byte end of it, as extents of a file. */
static int
add_runs(struct fx_files *f, struct file *file, size_t runs, uint64_t end,
    struct fx_err *err)
{
	const uint64_t size = fx_image_info(f->img)->size;
	struct fx_map_run r;
	size_t n;

	file->first = f->nextent;
	for (n = 0; n < runs; n++) {
		fx_map_run(f->map, file->stream, n, &r);
		if (r.at >= end || r.off >= size || r.len == 0)
			continue;
		if (r.len > end - r.at)
			r.len = end - r.at;
		if (r.len > size - r.off)
			r.len = size - r.off;
		if (add_extent(f, file->first,
			(struct extent){ r.at, r.off, r.len, false },
			err) == -1)
			return -1;
	}
	file->n = f->nextent - file->first;
	return 0;
}

/* Do runs from number n on hold all of bytes [from, to) of the stream? */
static bool
is_stored(const struct fx_files *f, const struct file *file, size_t n,
    size_t runs, uint64_t from, uint64_t to)
{
	struct fx_map_run r;

	for (; n < runs && from < to; n++) {
		fx_map_run(f->map, file->stream, n, &r);
		if (r.at > from)
			return false;
		if (r.at + r.len > from)
			from = r.at + r.len;
	}
	return from >= to;
}

/* Bytes of the image that hold part of a packed unit of the last file. */
static int
add_piece(struct fx_files *f, uint64_t off, uint64_t len, uint64_t unit,
    struct fx_err *err)
{
	void *more = grow(f->piece, f->npiece, &f->cappiece, sizeof(*f->piece));

	if (more == NULL)
		return nomem(err);
	f->piece = more;
	f->piece[f->npiece++] = (struct piece){ off, len, unit, f->nfile };
	if (len > f->longest)
		f->longest = len;
	return 0;
}

/* Bytes [from, to) of the runs from number n on, which are one unit's. */
static int
add_unit(struct fx_files *f, struct file *file, size_t n, size_t runs,
    uint64_t from, uint64_t to, struct fx_err *err)
{
	const uint64_t size = fx_image_info(f->img)->size;
	const bool stored = file->unit != 0 &&
	    is_stored(f, file, n, runs, from, to);
	struct extent e = { from, 0, to - from, true };
	struct fx_map_run r;
	bool any = false;

	for (; n < runs; n++) {
		fx_map_run(f->map, file->stream, n, &r);
		if (r.at >= to)
			break;
		if (r.at < from) {
			r.off += from - r.at;
			r.len -= from - r.at;
			r.at = from;
		}
		if (r.len > to - r.at)
			r.len = to - r.at;
		if (r.off >= size)
			continue;
		if (stored)
			e = (struct extent){ r.at, r.off, r.len, false };
		else if (!any)
			e.off = r.off;
		if ((stored || !any) &&
		    add_extent(f, file->first, e, err) == -1)
			return -1;
		any = true;
		if (!stored && add_piece(f, r.off, r.len, from, err) == -1)
			return -1;
	}
	return 0;
}

/* The units of a compressed stream, as extents of a file. */
static int
add_units(struct fx_files *f, struct file *file, size_t runs,
    struct fx_err *err)
{
	uint64_t from = 0, to;
	struct fx_map_run r;
	size_t n;

	file->first = f->nextent;
	for (n = 0; n < runs; n++) {
		fx_map_run(f->map, file->stream, n, &r);
		if (from < r.at && file->unit != 0)
			from = r.at - r.at % file->unit;
		for (; from < r.at + r.len && from < file->size; from = to) {
			to = file->size;
			if (file->unit != 0 && to - from > file->unit)
				to = from + file->unit;
			if (add_unit(f, file, n, runs, from, to, err) == -1)
				return -1;
		}
	}
	file->n = f->nextent - file->first;
	return 0;
}

/* Is there a byte of extent e that NTFS keeps elsewhere? */
static bool
is_guarded(const struct file *file, const struct extent *e, uint64_t from,
    uint64_t to)
{
	uint64_t start = (e->off - file->base + (from - e->at)) % SECTOR;

	return start + (to - from) > GUARDED;
}

/* Can the pass over the image not see all of the file in one piece? */
static bool
is_wanted(const struct fx_files *f, const struct file *file)
{
	const struct extent *e = &f->extent[file->first];

	if (file->n == 0)
		return false;
	if (file->way == IN_RECORD)
		return is_guarded(file, e, e->at, e->at + e->len);
	return file->n > 1 || e->packed || e->at > 0 || e->len < file->size;
}

static int
add_stream(struct fx_files *f, uint32_t i, const struct fx_map_file *owner,
    struct fx_err *err)
{
	const struct fx_volume *v = fx_map_volume(f->map, owner->volume);
	struct fx_map_stream s;
	struct file file = { .stream = i, .base = v->off };
	size_t k, pieces = f->npiece;
	void *more;

	fx_map_stream(f->map, i, &s);
	file.size = s.size;
	file.unit = s.unit;
	file.way = (s.flags & FX_STREAM_RESIDENT) != 0 ? IN_RECORD
	    : (s.flags & FX_STREAM_COMPRESSED) != 0    ? PACKED
						       : IN_RUNS;
	if (file.way == IN_RECORD &&
	    (v->fs == NULL || strcmp(v->fs, "ntfs") != 0))
		return 0;
	if (s.size == 0)
		return 0;
	if (file.way == PACKED
		? add_units(f, &file, s.runs, err) == -1
		: add_runs(f, &file, s.runs, s.init < s.size ? s.init : s.size,
		      err) == -1)
		return -1;
	if (!is_wanted(f, &file)) {
		f->nextent = file.first;
		f->npiece = pieces;
		return 0;
	}
	more = grow(f->file, f->nfile, &f->capfile, sizeof(*f->file));
	if (more == NULL)
		return nomem(err);
	f->file = more;
	f->file[f->nfile++] = file;
	for (k = 0; k < file.n; k++)
		if (add_job(f, f->nfile - 1, file.first + k, err) == -1)
			return -1;
	return 0;
}

/* "V2/4711-128-3" */
static void
name(const struct fx_files *f, uint32_t stream, char out[FX_SCAN_PREFIX])
{
	char address[FX_ADDRESS_LEN];
	struct fx_map_stream s;
	struct fx_map_file file;

	fx_map_stream(f->map, stream, &s);
	fx_map_file(f->map, s.file, &file);
	fx_map_address(f->map, stream, address);
	snprintf(out, FX_SCAN_PREFIX, "V%u/%s",
	    fx_map_volume(f->map, file.volume)->number, address);
}

static int
by_place(const void *x, const void *y, void *arg)
{
	const struct fx_files *f = arg;
	const struct job *a = x, *b = y;
	char one[FX_SCAN_PREFIX], other[FX_SCAN_PREFIX];
	int d;

	if (a->at != b->at)
		return a->at < b->at ? -1 : 1;
	if (a->file != b->file) {
		name(f, f->file[a->file].stream, one);
		name(f, f->file[b->file].stream, other);
		if ((d = strcmp(one, other)) != 0)
			return d;
	}
	return a->extent < b->extent ? -1 : a->extent > b->extent;
}

static int
by_offset(const void *x, const void *y)
{
	const struct piece *a = x, *b = y;

	if (a->off != b->off)
		return a->off < b->off ? -1 : 1;
	return a->file < b->file ? -1 : a->file > b->file;
}

struct fx_files *
fx_files_new(struct fx_map *map, const struct fx_image *img, bool allocated,
    struct fx_err *err)
{
	struct fx_files *f = calloc(1, sizeof(*f));
	struct fx_map_stream s;
	struct fx_map_file file;
	size_t i, n = fx_map_streams(map);

	if (f == NULL) {
		nomem(err);
		return NULL;
	}
	f->map = map;
	f->img = img;
	for (i = 0; i < n; i++) {
		fx_map_stream(map, (uint32_t)i, &s);
		fx_map_file(map, s.file, &file);
		if (allocated && file.deleted)
			continue;
		if (add_stream(f, (uint32_t)i, &file, err) == -1) {
			fx_files_free(f);
			return NULL;
		}
	}
	if (f->njob > 0)
		qsort_r(f->job, f->njob, sizeof(*f->job), by_place, f);
	if (f->npiece > 0)
		qsort(f->piece, f->npiece, sizeof(*f->piece), by_offset);
	return f;
}

void
fx_files_free(struct fx_files *f)
{
	if (f == NULL)
		return;
	free(f->extent);
	free(f->file);
	free(f->job);
	free(f->piece);
	free(f);
}

size_t
fx_files_count(const struct fx_files *f)
{
	return f->njob;
}

/* The extent that holds byte at, or the first behind it; end if none. */
static const struct extent *
extent_at(const struct fx_files *f, const struct file *file, uint64_t at)
{
	const struct extent *e = &f->extent[file->first];
	size_t lo = 0, hi = file->n, mid;

	while (lo < hi) {
		mid = lo + (hi - lo) / 2;
		if (e[mid].at + e[mid].len <= at)
			lo = mid + 1;
		else
			hi = mid;
	}
	return e + lo;
}

static bool
is_unseen(void *arg, uint64_t from, uint64_t to)
{
	struct worker *w = arg;
	const struct file *file = w->file;
	const struct extent *e, *end;

	/* That the file ends there is not a join. */
	if (to > file->size)
		to = file->size;
	if (from >= to)
		return false;
	end = &w->files->extent[file->first] + file->n;
	e = extent_at(w->files, file, from);
	if (e == end || from < e->at || to > e->at + e->len || e->packed)
		return true;
	return file->way == IN_RECORD && is_guarded(file, e, from, to);
}

/* What one extent or hole has of n bytes at off; rc as of a read. */
static ssize_t
read_piece(struct worker *w, uint64_t off, uint8_t *buf, size_t n,
    struct fx_err *err)
{
	const struct file *file = w->file;
	const struct extent *e = extent_at(w->files, file, off);
	const struct extent *end = &w->files->extent[file->first] + file->n;
	uint64_t left;

	if (e == end || off < e->at) {
		left = (e == end ? file->size : e->at) - off;
		if (n > left)
			n = (size_t)left;
		memset(buf, 0, n);
		return (ssize_t)n;
	}
	left = e->at + e->len - off;
	if (n > left)
		n = (size_t)left;
	return w->image->read(w->image->arg, e->off + (off - e->at), buf, n,
	    err);
}

/*
 * n bytes at off, which are of one unit.  A unit that does not unpack reads as
 * zeros, and what lies behind it as ever: its bytes are told as they lie.
 */
static ssize_t
read_unit(struct worker *w, uint64_t off, uint8_t *buf, size_t n,
    struct fx_err *err)
{
	uint64_t left = w->file->unit - off % w->file->unit;
	ssize_t got;

	if (n > left)
		n = (size_t)left;
	got = fx_map_read(w->files->map, w->file->stream, off, buf, n, err);
	if (got == -1 && err->code != FX_EFORMAT)
		return -1;
	if (got < (ssize_t)n)
		memset(buf + (got > 0 ? got : 0), 0,
		    n - (size_t)(got > 0 ? got : 0));
	return (ssize_t)n;
}

static ssize_t
read_file(void *arg, uint64_t off, void *buf, size_t n, struct fx_err *err)
{
	struct worker *w = arg;
	uint8_t *p = buf;
	size_t have = 0;
	ssize_t got;

	if (w->file->way != IN_RUNS && w->file->unit == 0)
		return fx_map_read(w->files->map, w->file->stream, off, buf, n,
		    err);
	if (off >= w->file->size)
		return 0;
	if (n > w->file->size - off)
		n = (size_t)(w->file->size - off);
	while (have < n) {
		got = w->file->way == PACKED
		    ? read_unit(w, off + have, p + have, n - have, err)
		    : read_piece(w, off + have, p + have, n - have, err);
		if (got == -1)
			return -1;
		if (got == 0)
			break;
		have += (size_t)got;
	}
	return (ssize_t)have;
}

static void *
new_worker(void *arg, const struct fx_source *image, struct fx_err *err)
{
	struct fx_files *f = arg;
	struct worker *w = calloc(1, sizeof(*w));

	if (w == NULL) {
		nomem(err);
		return NULL;
	}
	w->files = f;
	w->image = image;
	w->at = f->njob;
	return w;
}

static void
end_worker(void *worker)
{
	free(worker);
}

static int
seek(void *worker, uint64_t from, uint64_t to, struct fx_err *err)
{
	struct worker *w = worker;
	const struct fx_files *f = w->files;
	size_t lo = 0, hi = f->njob, mid;

	(void)err;
	while (lo < hi) {
		mid = lo + (hi - lo) / 2;
		if (f->job[mid].at < from)
			lo = mid + 1;
		else
			hi = mid;
	}
	w->at = lo;
	w->to = to;
	return 0;
}

static int
next(void *worker, struct fx_scan_job *job, struct fx_err *err)
{
	struct worker *w = worker;
	const struct fx_files *f = w->files;
	const struct extent *e;
	const struct job *j;

	(void)err;
	if (w->at == f->njob || f->job[w->at].at >= w->to)
		return 0;
	j = &f->job[w->at++];
	w->file = &f->file[j->file];
	e = &f->extent[j->extent];
	*job = (struct fx_scan_job){ .at = j->at,
		.src = { .read = read_file, .arg = w },
		.from = e->at,
		.to = e->at + e->len,
		.unseen = is_unseen,
		.arg = w };
	name(f, w->file->stream, job->prefix);
	return 1;
}

/* Can the unit that a piece is of be read as the file has it? */
static bool
reads(struct worker *w, const struct piece *piece)
{
	const struct file *file = &w->files->file[piece->file];
	uint64_t n = file->size - piece->unit;
	struct fx_err err;
	uint8_t *buf;

	if (w->asked == piece)
		return w->reads;
	w->asked = piece;
	w->reads = true;
	if (file->unit == 0)
		return true;
	if (n > file->unit)
		n = file->unit;
	if ((buf = malloc((size_t)n)) == NULL)
		return true;
	w->reads = fx_map_read(w->files->map, file->stream, piece->unit, buf,
		       (size_t)n, &err) == (ssize_t)n;
	free(buf);
	return w->reads;
}

/*
 * A unit of a compressed file is told as the file, which has it whole.  Of a
 * deleted file it may be gone: then what is left is told as it lies.
 */
static bool
claims(void *worker, uint64_t at, const struct fx_decoder *decoder)
{
	struct worker *w = worker;
	const struct fx_files *f = w->files;
	size_t lo = 0, hi = f->npiece, mid, steps;

	if (hi == 0 || strcmp(decoder->name, "LZNT1") != 0)
		return false;
	while (lo < hi) {
		mid = lo + (hi - lo) / 2;
		if (f->piece[mid].off <= at)
			lo = mid + 1;
		else
			hi = mid;
	}
	/* Pieces of several files may lie over each other. */
	for (steps = 0;
	     lo-- > 0 && steps < CLAIMS && at - f->piece[lo].off < f->longest;
	     steps++)
		if (at - f->piece[lo].off < f->piece[lo].len &&
		    reads(w, &f->piece[lo]))
			return true;
	return false;
}

void
fx_files_jobs(struct fx_files *f, struct fx_scan_jobs *jobs)
{
	*jobs = (struct fx_scan_jobs){ .worker = new_worker,
		.gone = end_worker,
		.seek = seek,
		.next = next,
		.claims = claims,
		.arg = f };
}
