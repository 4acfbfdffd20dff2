/* fs_open.c - in the child: volume systems, containers, file systems opened */
#include <string.h>

#include "forensic/bytes.h"
#include "fs_child.h"

enum { POOL_VOLUMES = 100 }; /* most volumes of an APFS container */

/* One allocated slot of a volume system. */
static TSK_WALK_RET_ENUM
slot(TSK_VS_INFO *vs, const TSK_VS_PART_INFO *part, void *arg)
{
	struct fs_slot t = { 0 };
	struct fs_side *s = arg;

	if (!fx_mul(part->start, vs->block_size, &t.off) ||
	    !fx_mul(part->len, vs->block_size, &t.len))
		return TSK_WALK_CONT;
	if (s->order.what == FS_DO_SLOTS)
		fs_tell(s, FS_SLOT, &t, part->desc != NULL ? part->desc : "");
	else if (t.off != s->order.off || t.len != s->order.len)
		fs_tell(s, FS_INSIDE, &t, part->desc != NULL ? part->desc : "");
	return TSK_WALK_CONT;
}

/* Is it a part of the volume, and not all of it? */
static TSK_WALK_RET_ENUM
count_slice(TSK_VS_INFO *vs, const TSK_VS_PART_INFO *part, void *arg)
{
	struct fs_side *s = arg;
	uint64_t off, len;

	if (fx_mul(part->start, vs->block_size, &off) &&
	    fx_mul(part->len, vs->block_size, &len) &&
	    (off != s->order.off || len != s->order.len) &&
	    off >= s->order.off && off - s->order.off < s->order.len)
		s->slices++;
	return TSK_WALK_CONT;
}

bool
fs_tell_slots(struct fs_side *s)
{
	TSK_IMG_INFO *img = fs_disk(s, 0, s->order.size);
	TSK_VS_INFO *vs;

	if (img == NULL ||
	    (vs = tsk_vs_open(img, 0, TSK_VS_TYPE_DETECT)) == NULL)
		return false;
	tsk_vs_part_walk(vs, 0, vs->part_count - 1, TSK_VS_PART_FLAG_ALLOC,
	    slot, s);
	tsk_vs_close(vs);
	return true;
}

/* Slices of a BSD label in a partition; it counts from the disk's start. */
bool
fs_tell_label(struct fs_side *s)
{
	TSK_IMG_INFO *img;
	TSK_VS_INFO *vs;

	if (s->order.off == 0 || s->order.pool_block != 0 ||
	    (img = fs_disk(s, 0, s->order.size)) == NULL)
		return false;
	vs = tsk_vs_open(img, (TSK_DADDR_T)s->order.off, TSK_VS_TYPE_BSD);
	tsk_error_reset();
	if (vs == NULL)
		return false;
	s->slices = 0;
	tsk_vs_part_walk(vs, 0, vs->part_count - 1, TSK_VS_PART_FLAG_ALLOC,
	    count_slice, s);
	if (s->slices > 0)
		tsk_vs_part_walk(vs, 0, vs->part_count - 1,
		    TSK_VS_PART_FLAG_ALLOC, slot, s);
	tsk_vs_close(vs);
	return s->slices > 0;
}

/* Volumes of an APFS container. */
static bool
pool(struct fs_side *s)
{
	const TSK_POOL_VOLUME_INFO *v;
	struct fs_slot t = { s->order.off, s->order.len, 0, 0, 0 };
	int n = 0;

	s->pool = tsk_pool_open_img_sing(s->slice, 0, TSK_POOL_TYPE_APFS);
	if (s->pool == NULL)
		return false;
	for (v = s->pool->vol_list; v != NULL && n < POOL_VOLUMES;
	     v = v->next, n++) {
		t.pool_block = v->block;
		t.sealed = (v->flags & TSK_POOL_VOLUME_FLAG_ENCRYPTED) != 0;
		fs_tell(s, FS_INSIDE, &t, v->desc != NULL ? v->desc : "");
	}
	return true;
}

bool
fs_tell_pool(struct fs_side *s)
{
	const char *words;
	uint32_t error;

	if (s->slice == NULL || s->order.pool_block != 0)
		return false;
	/* What is to be told is why there is no file system. */
	error = tsk_error_get_errno();
	words = tsk_error_get_errstr();
	memcpy(s->words, words, strnlen(words, sizeof(s->words) - 1));
	if (pool(s))
		return true;
	tsk_error_reset();
	tsk_error_set_errno(error);
	tsk_error_set_errstr("%s", s->words);
	return false;
}

bool
fs_open(struct fs_side *s)
{
	const struct fs_order *o = &s->order;
	TSK_IMG_INFO *img;

	s->slice = fs_disk(s, o->off, o->len);
	if (s->slice == NULL)
		return false;
	img = s->slice;
	if (o->pool_block != 0) {
		s->pool = tsk_pool_open_img_sing(img, 0, TSK_POOL_TYPE_APFS);
		if (s->pool == NULL)
			return false;
		img = s->pool->get_img_info(s->pool,
		    (TSK_DADDR_T)o->pool_block);
		if (img == NULL)
			return false;
	}
	s->fs = tsk_fs_open_img(img, 0,
	    o->pool_block != 0 ? TSK_FS_TYPE_APFS : TSK_FS_TYPE_DETECT);
	if (s->fs == NULL)
		return false;
	if (!fs_ext_open(s)) {
		tsk_fs_close(s->fs);
		s->fs = NULL;
		return false;
	}
	s->block = s->fs->block_size;
	s->pre = s->fs->block_pre_size;
	s->gap = s->pre + s->block + s->fs->block_post_size;
	if (TSK_FS_TYPE_ISNTFS(s->fs->ftype))
		fs_ntfs_open(s);
	return true;
}

void
fs_tell_system(struct fs_side *s)
{
	const char *kind = tsk_fs_type_toname(s->fs->ftype);
	struct fs_system t = { .block = s->block,
		.local = TSK_FS_TYPE_ISFAT(s->fs->ftype),
		.ntfs = s->record != 0,
		.record = (uint16_t)s->record,
		.root = s->fs->root_inum };

	memcpy(t.kind, kind, strnlen(kind, FS_KIND - 1));
	fs_tell(s, FS_SYSTEM, &t, "");
}

/* What is being gathered of blocks that are alike. */
struct areas {
	struct fs_side *s;
	struct fs_area a; /* len 0: nothing yet */
};

static TSK_WALK_RET_ENUM
block(const TSK_FS_BLOCK *b, void *arg)
{
	struct areas *g = arg;
	uint64_t off = b->addr * g->s->gap;
	uint32_t state = FX_STATE_UNALLOCATED;

	if ((b->flags & TSK_FS_BLOCK_FLAG_ALLOC) != 0)
		state = (b->flags & TSK_FS_BLOCK_FLAG_META) != 0
		    ? FX_STATE_METADATA
		    : FX_STATE_ALLOCATED;
	if (g->a.len > 0 && g->a.state == state && g->a.off + g->a.len == off) {
		g->a.len += g->s->gap;
		return TSK_WALK_CONT;
	}
	if (g->a.len > 0)
		fs_tell(g->s, FS_AREA, &g->a, "");
	g->a = (struct fs_area){ off, g->s->gap, state, 0 };
	return TSK_WALK_CONT;
}

/* Which blocks are allocated, of the file system or free. */
void
fs_tell_areas(struct fs_side *s)
{
	const int flags = TSK_FS_BLOCK_WALK_FLAG_ALLOC |
	    TSK_FS_BLOCK_WALK_FLAG_UNALLOC | TSK_FS_BLOCK_WALK_FLAG_META |
	    TSK_FS_BLOCK_WALK_FLAG_CONT | TSK_FS_BLOCK_WALK_FLAG_AONLY;
	struct areas g = { .s = s };

	fs_tell_phase(s, FX_MAP_BLOCKS);
	tsk_fs_block_walk(s->fs, s->fs->first_block, s->fs->last_block_act,
	    (TSK_FS_BLOCK_WALK_FLAG_ENUM)flags, block, &g);
	if (g.a.len > 0)
		fs_tell(s, FS_AREA, &g.a, "");
}

/*
 * Names and files first: a container of APFS that was damaged can end the
 * process in the walk of its blocks.
 */
void
fs_tell_all(struct fs_side *s)
{
	static struct fs_names names;
	struct fs_skip skip;

	fs_tell_system(s);
	fs_tell_names(s, &names);
	fs_tell_files(s, &names);
	fs_tell_areas(s);
	fs_tell_orphans(s, &names);
	skip.n = s->skipped;
	if (skip.n > 0)
		fs_tell(s, FS_SKIP, &skip, "");
}
