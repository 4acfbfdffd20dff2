/* fs_ext.c - in the child: what of an ext file system libtsk must not be given
 *
 * libtsk takes the copy of a superblock for the first one, and reads what lies
 * behind it by addresses that count from elsewhere.  And it makes room for all
 * of the data that an inode claims to hold in itself: up to a gigabyte of zeros
 * for every inode that text was written over.
 */
#include "forensic/bytes.h"
#include "fs_child.h"

enum {
	SUPER = 1024, /* where the superblock is, and its length; in it: */
	FIRST = 20,   /* block of data */
	BLOCKS = 32,  /* of a group */
	PER_GROUP = 40,
	MAGIC = 56,
	INODE_SIZE = 88,
	GROUP = 90, /* that the superblock is in */
	INCOMPAT = 96,
	DESC_SIZE = 254,
	WIDE = 0x80, /* of INCOMPAT: descriptors of 64 bit */

	DESC = 32, /* bytes of a descriptor; in it: */
	DESC_WIDE = 64,
	TABLE_LOW = 8, /* the inode table's place */
	TABLE_HIGH = 40,

	INODE = 128, /* least bytes of an inode; in it: */
	MODE = 0,
	SIZE = 4,
	FLAGS = 32,
	SIZE_HIGH = 108, /* of a file; of others it is something else */
	TYPE = 0170000,  /* of MODE */
	DIRECTORY = 0040000,
	REGULAR = 0100000,
	INLINE = 0x10000000, /* of FLAGS */
	INLINE_MOST = 65536, /* more than any inode has */

	AHEAD = 1024, /* inodes looked at before libtsk walks them */
};

/* Whose file system is open: a process has one at a time. */
static struct fs_side *side;

static bool
get(struct fs_side *s, uint64_t at, uint8_t *p, size_t n)
{
	return at <= INT64_MAX - n &&
	    tsk_fs_read(s->fs, (TSK_OFF_T)at, (char *)p, n) == (ssize_t)n;
}

/* Read the inode at an address to p.  Returns false if it is not there. */
static bool
inode(struct fs_side *s, uint64_t address, uint8_t *p)
{
	const struct fs_ext *e = &s->ext;
	uint8_t d[DESC_WIDE];
	uint64_t table;

	if (e->per_group == 0 || address == 0 || address > UINT32_MAX ||
	    !get(s, e->descs + (address - 1) / e->per_group * e->desc, d,
		e->wide ? DESC_WIDE : DESC))
		return false;
	table = fx_le32(d + TABLE_LOW);
	if (e->wide)
		table |= (uint64_t)fx_le32(d + TABLE_HIGH) << 32;
	return fx_mul(table, s->fs->block_size, &table) &&
	    fx_add(table, (address - 1) % e->per_group * e->inode, &table) &&
	    get(s, table, p, INODE);
}

/* Does it claim more data than fits in an inode? */
static bool
insane(struct fs_side *s, uint64_t address)
{
	uint8_t p[INODE];

	return inode(s, address, p) && (fx_le32(p + FLAGS) & INLINE) != 0 &&
	    (fx_le32(p + SIZE) > INLINE_MOST ||
		((fx_le16(p + MODE) & TYPE) == REGULAR &&
		    fx_le32(p + SIZE_HIGH) != 0));
}

/* Walk [from, to] without the insane.  Returns libtsk's answer, 0: well. */
static uint8_t
walk_sane(uint64_t from, uint64_t to, TSK_FS_META_FLAG_ENUM flags,
    TSK_FS_META_WALK_CB act, void *arg)
{
	struct fs_side *s = side;
	uint8_t rc = 0;
	uint64_t at;

	for (at = from; at <= to && rc == 0; at++) {
		if (!insane(s, at))
			continue;
		if (s->insane <= at) {
			s->skipped++;
			s->insane = at + 1;
		}
		if (at > from)
			rc = s->ext.walk(s->fs, from, at - 1, flags, act, arg);
		from = at + 1;
	}
	if (rc == 0 && from <= to)
		rc = s->ext.walk(s->fs, from, to, flags, act, arg);
	return rc;
}

static uint8_t
walk(TSK_FS_INFO *fs, TSK_INUM_T from, TSK_INUM_T last,
    TSK_FS_META_FLAG_ENUM flags, TSK_FS_META_WALK_CB act, void *arg)
{
	uint8_t rc = 0;
	uint64_t to;

	(void)fs;
	for (; rc == 0 && from <= last; from = to + 1) {
		to = last - from < AHEAD ? last : from + AHEAD - 1;
		rc = walk_sane(from, to, flags, act, arg);
	}
	return rc;
}

static uint8_t
add_meta(TSK_FS_INFO *fs, TSK_FS_FILE *file, TSK_INUM_T address)
{
	if (insane(side, address)) {
		tsk_error_set_errno(TSK_ERR_FS_INODE_COR);
		tsk_error_set_errstr("inode claims more than it can hold");
		return 1;
	}
	return side->ext.add_meta(fs, file, address);
}

/*
 * p is the superblock of another group than the first.  Does it stand at the
 * beginning all the same, put there to mend a file system?  Then the root
 * folder is where it must be, or else the copy of group 1.  Where it lies in a
 * part that was cut out, neither is.
 */
static bool
at_beginning(struct fs_side *s, const uint8_t *p)
{
	uint8_t root[INODE], copy[GROUP + 2];
	uint64_t at = (uint64_t)fx_le32(p + FIRST) + fx_le32(p + BLOCKS);

	if (inode(s, s->fs->root_inum, root) &&
	    (fx_le16(root + MODE) & TYPE) == DIRECTORY)
		return true;
	return fx_mul(at, s->fs->block_size, &at) &&
	    get(s, at, copy, sizeof(copy)) &&
	    fx_le16(copy + MAGIC) == fx_le16(p + MAGIC) &&
	    fx_le16(copy + GROUP) == 1;
}

bool
fs_ext_open(struct fs_side *s)
{
	struct fs_ext *e = &s->ext;
	uint8_t p[SUPER];
	bool well;

	*e = (struct fs_ext){ 0 };
	if (!TSK_FS_TYPE_ISEXT(s->fs->ftype) ||
	    s->fs->endian != TSK_LIT_ENDIAN || !get(s, SUPER, p, sizeof(p)))
		return true;
	e->per_group = fx_le32(p + PER_GROUP);
	e->wide = (fx_le32(p + INCOMPAT) & WIDE) != 0;
	e->inode = fx_le16(p + INODE_SIZE);
	if (e->inode < INODE)
		e->inode = INODE;
	e->desc = e->wide ? fx_le16(p + DESC_SIZE) : DESC;
	if (e->wide && e->desc < DESC_WIDE)
		e->desc = DESC_WIDE;
	e->descs = s->fs->block_size > SUPER ? s->fs->block_size : 2 * SUPER;
	well = fx_le16(p + GROUP) == 0 || at_beginning(s, p);
	tsk_error_reset();
	side = s;
	e->walk = s->fs->inode_walk;
	e->add_meta = s->fs->file_add_meta;
	s->fs->inode_walk = walk;
	s->fs->file_add_meta = add_meta;
	return well;
}
