/* fs_files.c - in the child: metadata, streams, and where their bytes lie */
#include <string.h>

#include "forensic/bytes.h"
#include "fs_child.h"

enum {
	RECORD_MOST = 65536,
	FIXUP = 512,      /* bytes that a fix-up stands behind */
	UNIT_BLOCKS = 16, /* of what NTFS compresses at a time */
};

/* What goes along the walk of all metadata. */
struct files {
	struct fs_side *s;
	struct fs_set told;
};

char
fs_meta_type(TSK_FS_META_TYPE_ENUM type)
{
	static const char letters[] = "?-dpcbl?s?vd";

	if ((unsigned int)type >= sizeof(letters) - 1)
		return '?';
	return letters[type];
}

/* Tell bytes at of a stream, block by block where blocks lie apart. */
static void
tell_run(struct fs_side *s, uint64_t at, uint64_t first, uint64_t blocks,
    uint64_t skip)
{
	struct fs_run r = { at, 0, 0 };
	uint64_t i;

	if (s->gap == s->block) {
		if (!fx_mul(first, s->block, &r.off) ||
		    !fx_mul(blocks, s->block, &r.len) || r.len <= skip)
			return;
		r.off += skip;
		r.len -= skip;
		fs_tell(s, FS_RUN, &r, "");
		return;
	}
	for (i = 0; i < blocks && i < FX_MAP_RUNS_MOST; i++) {
		if (!fx_mul(first + i, s->gap, &r.off))
			return;
		r.off += s->pre;
		r.at = at + i * s->block;
		r.len = s->block;
		fs_tell(s, FS_RUN, &r, "");
	}
}

/*
 * Blocks of a run at `at` that are the file's.  In UFS the last block of a file
 * is a few fragments of one, and libtsk tells a whole one.
 */
static uint64_t
own_blocks(const struct fs_side *s, const TSK_FS_ATTR *a, uint64_t at,
    uint64_t blocks)
{
	uint64_t size = (uint64_t)a->size, own;

	if (!TSK_FS_TYPE_ISFFS(s->fs->ftype) || a->size < 0)
		return blocks;
	own = at < size ? (size - at - 1) / s->block + 1 : 0;
	return own < blocks ? own : blocks;
}

static void
tell_runs(struct fs_side *s, const TSK_FS_ATTR *a)
{
	const TSK_FS_ATTR_RUN *run;
	uint64_t at, skip, steps = 0;

	for (run = a->nrd.run; run != NULL && steps < FX_MAP_RUNS_MOST;
	     run = run->next, steps++) {
		if ((run->flags &
			(TSK_FS_ATTR_RUN_FLAG_SPARSE |
			    TSK_FS_ATTR_RUN_FLAG_FILLER)) != 0 ||
		    run->len == 0 || !fx_mul(run->offset, s->block, &at))
			continue;
		skip = at < a->nrd.skiplen ? a->nrd.skiplen - at : 0;
		tell_run(s, at + skip - a->nrd.skiplen, run->addr,
		    own_blocks(s, a, at, run->len), skip);
	}
}

/* Is some of it not known to be sparse, but lost? */
static bool
part(const TSK_FS_ATTR *a)
{
	const TSK_FS_ATTR_RUN *run;

	for (run = a->nrd.run; run != NULL; run = run->next)
		if ((run->flags & TSK_FS_ATTR_RUN_FLAG_FILLER) != 0)
			return true;
	return false;
}

static uint16_t
stream_flags(const struct fs_side *s, const TSK_FS_ATTR *a,
    const TSK_FS_ATTR *data)
{
	unsigned int f = 0;

	if ((a->flags & TSK_FS_ATTR_RES) != 0)
		f |= FX_STREAM_RESIDENT;
	if ((a->flags & TSK_FS_ATTR_COMP) != 0)
		f |= FX_STREAM_COMPRESSED;
	if ((a->flags & TSK_FS_ATTR_ENC) != 0)
		f |= FX_STREAM_ENCRYPTED;
	if ((a->flags & TSK_FS_ATTR_SPARSE) != 0)
		f |= FX_STREAM_SPARSE;
	if (a == data ||
	    (s->record != 0 && a->type == TSK_FS_ATTR_TYPE_NTFS_DATA))
		f |= FX_STREAM_DATA;
	if ((a->flags & TSK_FS_ATTR_NONRES) != 0 && part(a))
		f |= FX_STREAM_PART;
	return (uint16_t)f;
}

static void
tell_stream(struct fs_side *s, const TSK_FS_ATTR *a, const TSK_FS_ATTR *data)
{
	struct fs_stream t = { .type = (uint32_t)a->type,
		.id = a->id,
		.flags = stream_flags(s, a, data) };
	struct fs_run r = { 0 };

	if ((t.flags & FX_STREAM_COMPRESSED) != 0 && s->record != 0 &&
	    a->nrd.compsize <= UNIT_BLOCKS)
		t.unit = a->nrd.compsize * s->block;
	t.size = a->size > 0 ? (uint64_t)a->size : 0;
	t.init = t.size;
	if ((a->flags & TSK_FS_ATTR_NONRES) != 0 && a->nrd.initsize >= 0 &&
	    (uint64_t)a->nrd.initsize < t.size)
		t.init = (uint64_t)a->nrd.initsize;
	fs_tell(s, FS_STREAM, &t, a->name != NULL ? a->name : "");
	if ((a->flags & TSK_FS_ATTR_NONRES) != 0) {
		tell_runs(s, a);
	} else if (s->record != 0 && t.size > 0) {
		r.off = fs_resident(s, a);
		r.len = t.size;
		if (r.off != 0)
			fs_tell(s, FS_RUN, &r, "");
	}
}

static void
tell_file(struct fs_side *s, TSK_FS_FILE *f)
{
	const TSK_FS_META *m = f->meta;
	struct fs_file t = { .address = m->addr,
		.s = { m->crtime, m->mtime, m->atime, m->ctime },
		.ns = { m->crtime_nano, m->mtime_nano, m->atime_nano,
		    m->ctime_nano },
		.sequence = m->seq,
		.type = (uint8_t)fs_meta_type(m->type),
		.deleted = (m->flags & TSK_FS_META_FLAG_UNALLOC) != 0 };
	const TSK_FS_ATTR *a, *data;
	int i, n;

	fs_tell(s, FS_FILE, &t, "");
	n = tsk_fs_file_attr_getsize(f);
	data = n > 0 ? tsk_fs_file_attr_get(f) : NULL;
	for (i = 0; i < n; i++) {
		a = tsk_fs_file_attr_get_idx(f, i);
		if (a != NULL &&
		    (s->record == 0 || a->type != TSK_FS_ATTR_TYPE_NTFS_SI))
			tell_stream(s, a, data);
	}
	tsk_error_reset();
}

static TSK_WALK_RET_ENUM
walked(TSK_FS_FILE *f, void *arg)
{
	struct files *w = arg;

	if (f->meta != NULL && fs_set_add(&w->told, f->meta->addr))
		tell_file(w->s, f);
	return TSK_WALK_CONT;
}

static int
by_address(const void *a, const void *b)
{
	const uint64_t *x = a, *y = b;

	return *x < *y ? -1 : *x > *y;
}

/*
 * The file systems of Macs give numbers that are never used again: a walk of
 * all of them could take for ever, and finds nothing that has no name.
 */
void
fs_tell_files(struct fs_side *s, const struct fs_names *names)
{
	const int all = TSK_FS_META_FLAG_ALLOC | TSK_FS_META_FLAG_UNALLOC |
	    TSK_FS_META_FLAG_USED;
	struct files w = { .s = s };
	TSK_FS_FILE *f;
	size_t i;

	fs_tell_phase(s, FX_MAP_FILES);
	if (!TSK_FS_TYPE_ISHFS(s->fs->ftype) &&
	    !TSK_FS_TYPE_ISAPFS(s->fs->ftype))
		tsk_fs_meta_walk(s->fs, s->fs->first_inum, s->fs->last_inum,
		    (TSK_FS_META_FLAG_ENUM)all, walked, &w);
	tsk_error_reset();
	qsort(names->list, names->nlist, sizeof(names->list[0]), by_address);
	for (i = 0; i < names->nlist; i++) {
		if (!fs_set_add(&w.told, names->list[i]))
			continue;
		f = tsk_fs_file_open_meta(s->fs, NULL, names->list[i]);
		if (f != NULL && f->meta != NULL)
			tell_file(s, f);
		tsk_fs_file_close(f);
		tsk_error_reset();
	}
}

void
fs_ntfs_open(struct fs_side *s)
{
	uint8_t boot[FIXUP];
	uint32_t cluster;
	int8_t size;

	if (tsk_fs_read(s->fs, 0, (char *)boot, sizeof(boot)) !=
	    (ssize_t)sizeof(boot))
		return;
	cluster = s->block;
	size = (int8_t)boot[64];
	s->record = size > 0 ? (uint32_t)size * cluster
	    : size > -17     ? UINT32_C(1) << -size
			     : 0;
	s->mft = tsk_fs_file_open_meta(s->fs, NULL, 0);
	if (s->mft != NULL)
		s->mft_data = tsk_fs_file_attr_get_type(s->mft,
		    TSK_FS_ATTR_TYPE_NTFS_DATA, 0, 0);
	if (s->record < FIXUP || s->record >= RECORD_MOST)
		s->record = s->mft_data != NULL ? 1024 : 0;
	tsk_error_reset();
}

/* Undo the fix-ups of an MFT record, as far as they are sane. */
static void
unfix(uint8_t *rec, size_t n)
{
	size_t at = fx_le16(rec + 4), count = fx_le16(rec + 6), i;

	if (count == 0 || at + 2 * count > n || (count - 1) * FIXUP > n)
		return;
	for (i = 1; i < count; i++)
		memcpy(rec + i * FIXUP - 2, rec + at + 2 * i, 2);
}

/*
 * Where in an MFT record of n bytes does the content of a resident attribute
 * with that type, id and length begin?  0: nowhere.
 */
static size_t
content_at(const uint8_t *rec, size_t n, const TSK_FS_ATTR *a)
{
	size_t at = fx_le16(rec + 20), len, off;

	while (at < n && n - at >= 24) {
		len = fx_le32(rec + at + 4);
		if (len < 24 || len > n - at)
			return 0;
		off = fx_le16(rec + at + 20);
		if (fx_le32(rec + at) == (uint32_t)a->type &&
		    fx_le16(rec + at + 14) == a->id && rec[at + 8] == 0 &&
		    fx_le32(rec + at + 16) == (uint64_t)a->size && off < len &&
		    (uint64_t)a->size <= len - off)
			return at + off;
		at += len;
	}
	return 0;
}

uint64_t
fs_resident(struct fs_side *s, const TSK_FS_ATTR *a)
{
	static uint8_t rec[RECORD_MOST];
	const TSK_FS_ATTR_RUN *run;
	uint64_t off, from, len, where;

	if (s->mft_data == NULL || a->fs_file == NULL ||
	    a->fs_file->meta == NULL ||
	    !fx_mul(a->fs_file->meta->addr, s->record, &off) ||
	    tsk_fs_attr_read(s->mft_data, (TSK_OFF_T)off, (char *)rec,
		s->record, TSK_FS_FILE_READ_FLAG_NONE) != (ssize_t)s->record)
		return 0;
	unfix(rec, s->record);
	if ((where = content_at(rec, s->record, a)) == 0)
		return 0;
	off += where;
	for (run = s->mft_data->nrd.run; run != NULL; run = run->next) {
		from = run->offset * s->block;
		len = run->len * s->block;
		if (off >= from && off - from < len)
			return (uint64_t)a->size <= len - (off - from)
			    ? run->addr * s->block + (off - from)
			    : 0;
	}
	return 0;
}
