/* fs_child.h - the child that runs libtsk: what its files share */
#ifndef IMAGE_FS_CHILD_H
#define IMAGE_FS_CHILD_H

#include <tsk/libtsk.h>

#include "fs_wire.h"

/* A disk for libtsk whose bytes are the parent's, from `from` on. */
struct fs_disk {
	TSK_IMG_INFO img; /* must be first */
	struct fs_side *side;
	uint64_t from;
};

/* Where ext keeps inodes. */
struct fs_ext {
	uint32_t per_group;   /* inodes in a group; 0: it is not ext */
	uint32_t inode, desc; /* bytes of an inode, and of a descriptor */
	bool wide;            /* descriptors have numbers of 64 bit */
	uint64_t descs;       /* where they begin */
	uint8_t (*walk)(TSK_FS_INFO *fs, TSK_INUM_T from, TSK_INUM_T last,
	    TSK_FS_META_FLAG_ENUM flags, TSK_FS_META_WALK_CB act, void *arg);
	uint8_t (
	    *add_meta)(TSK_FS_INFO *fs, TSK_FS_FILE *file, TSK_INUM_T address);
};

struct fs_side {
	int sock;
	uint8_t *window;
	size_t told; /* bytes of records that wait there */
	struct fs_order order;
	void *magic; /* a magic_t; NULL: types are not asked */

	TSK_IMG_INFO *slice; /* the volume alone */
	const TSK_POOL_INFO *pool;
	TSK_FS_INFO *fs;
	uint32_t block, gap; /* bytes of a block, and from one to the next */
	unsigned int slices; /* of a label */
	char words[FS_WORDS];
	uint32_t pre; /* bytes before each block */
	struct fs_ext ext;
	uint64_t insane, skipped; /* behind the last inode not read; how many */

	/* NTFS */
	uint32_t record; /* bytes of an MFT record; 0: no NTFS */
	TSK_FS_FILE *mft;
	const TSK_FS_ATTR *mft_data;
};

/* Append a record; sends what waits when there is no room. */
void fs_tell(struct fs_side *s, enum fs_kind kind, const void *body,
    const char *text);
void fs_tell_phase(struct fs_side *s, enum fx_map_phase phase);

/* The disk from off on, len bytes of it.  NULL: refused. */
TSK_IMG_INFO *fs_disk(struct fs_side *s, uint64_t off, uint64_t len);

/* Open what the order says.  Returns false when no file system is there. */
bool fs_open(struct fs_side *s);

/*
 * Tell the slots of the volume system; or the slices of a label in a partition;
 * or the volumes of the container that was to be opened.  false: there is none.
 */
bool fs_tell_slots(struct fs_side *s);
bool fs_tell_label(struct fs_side *s);
bool fs_tell_pool(struct fs_side *s);

/* The type of a name and of metadata, as a letter. */
char fs_name_type(TSK_FS_NAME_TYPE_ENUM type);
char fs_meta_type(TSK_FS_META_TYPE_ENUM type);

/* Tell everything of the open file system, part by part. */
void fs_tell_system(struct fs_side *s);
void fs_tell_all(struct fs_side *s);
void fs_tell_areas(struct fs_side *s);

/* Addresses of which something was told: a set. */
struct fs_set {
	uint64_t *v; /* 0: free; addresses are kept plus one */
	size_t n, cap;
};
/* Add a.  Returns false if it was in the set, or memory is short. */
bool fs_set_add(struct fs_set *set, uint64_t a);

/*
 * Tell the names from the root on, or those of orphans.  Each directory is
 * opened once, whatever points to it, so a loop has an end.
 */
struct fs_names {
	struct fs_set seen;  /* directories */
	struct fs_set files; /* what names point to, those not deleted first */
	uint64_t *list;      /* the same as a list */
	size_t nlist, list_cap;
	uint32_t told; /* number of the next name */
	bool orphans;  /* the file system has a directory for them */
	uint32_t orphans_name;
};
void fs_tell_names(struct fs_side *s, struct fs_names *names);
void fs_tell_orphans(struct fs_side *s, struct fs_names *names);

/* Tell metadata, streams and runs: by a walk, or of those that are named. */
void fs_tell_files(struct fs_side *s, const struct fs_names *names);

/*
 * Is the open file system a whole one, as far as ext tells?  No: the copy of a
 * superblock begins it, and there is no root directory where it must be.  From
 * then on libtsk meets no inode of ext that claims to hold more data than fits
 * in one; those that a walk passes are counted.
 */
bool fs_ext_open(struct fs_side *s);

/* Where in the volume does a resident attribute of NTFS lie?  0: not known. */
uint64_t fs_resident(struct fs_side *s, const TSK_FS_ATTR *attr);
void fs_ntfs_open(struct fs_side *s);

#endif
