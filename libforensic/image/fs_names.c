/* fs_names.c - in the child: every name, each directory read once */
#include <stdlib.h>
#include <string.h>

#include "fs_child.h"

enum { DEPTH = 512 }; /* deepest directory */

/* A directory to be read. */
struct dir {
	uint64_t address;
	uint32_t name; /* number of its own name, or FX_MAP_NONE */
	uint32_t depth;
};

/* Directories to be read, the next one last. */
struct stack {
	struct dir *v;
	size_t n, cap;
};

static void
set_put(uint64_t *v, size_t cap, uint64_t a)
{
	size_t i = (size_t)((a * UINT64_C(0x9e3779b97f4a7c15)) >> 20) &
	    (cap - 1);

	while (v[i] != 0 && v[i] != a)
		i = (i + 1) & (cap - 1);
	v[i] = a;
}

static bool
set_has(const struct fs_set *set, uint64_t a)
{
	size_t i;

	if (set->cap == 0)
		return false;
	i = (size_t)((a * UINT64_C(0x9e3779b97f4a7c15)) >> 20) & (set->cap - 1);
	while (set->v[i] != 0 && set->v[i] != a)
		i = (i + 1) & (set->cap - 1);
	return set->v[i] == a;
}

bool
fs_set_add(struct fs_set *set, uint64_t a)
{
	size_t i, cap;
	uint64_t *v;

	a++;
	if (a == 0 || set_has(set, a))
		return false;
	if (set->n * 2 >= set->cap) {
		cap = set->cap == 0 ? 1024 : set->cap * 2;
		if ((v = calloc(cap, sizeof(*v))) == NULL)
			return false;
		for (i = 0; i < set->cap; i++)
			if (set->v[i] != 0)
				set_put(v, cap, set->v[i]);
		free(set->v);
		set->v = v;
		set->cap = cap;
	}
	set_put(set->v, set->cap, a);
	set->n++;
	return true;
}

static void
push(struct stack *q, struct dir d)
{
	struct dir *v;
	size_t cap;

	if (q->n == q->cap) {
		cap = q->cap == 0 ? 256 : q->cap * 2;
		if ((v = realloc(q->v, cap * sizeof(*v))) == NULL)
			return;
		q->v = v;
		q->cap = cap;
	}
	q->v[q->n++] = d;
}

static void
remember(struct fs_names *names, uint64_t address)
{
	size_t cap;
	uint64_t *v;

	if (!fs_set_add(&names->files, address))
		return;
	if (names->nlist == names->list_cap) {
		cap = names->list_cap == 0 ? 1024 : names->list_cap * 2;
		if ((v = realloc(names->list, cap * sizeof(*v))) == NULL)
			return;
		names->list = v;
		names->list_cap = cap;
	}
	names->list[names->nlist++] = address;
}

char
fs_name_type(TSK_FS_NAME_TYPE_ENUM type)
{
	switch (type) {
	case TSK_FS_NAME_TYPE_REG:
		return '-';
	case TSK_FS_NAME_TYPE_DIR:
	case TSK_FS_NAME_TYPE_VIRT_DIR:
		return 'd';
	case TSK_FS_NAME_TYPE_LNK:
		return 'l';
	case TSK_FS_NAME_TYPE_CHR:
		return 'c';
	case TSK_FS_NAME_TYPE_BLK:
		return 'b';
	case TSK_FS_NAME_TYPE_FIFO:
		return 'p';
	case TSK_FS_NAME_TYPE_SOCK:
		return 's';
	case TSK_FS_NAME_TYPE_VIRT:
		return 'v';
	default:
		return '?';
	}
}

/*
 * Is name number i of d a directory to go on with?  A deleted name whose
 * metadata belongs to a new file leads to what it never held.
 */
static bool
leads_on(TSK_FS_DIR *d, size_t i, const TSK_FS_NAME *name)
{
	TSK_FS_FILE *f;
	bool yes;

	if (!TSK_FS_IS_DIR_NAME(name->type) &&
	    name->type != TSK_FS_NAME_TYPE_UNDEF)
		return false;
	if ((f = tsk_fs_dir_get(d, i)) == NULL) {
		tsk_error_reset();
		return false;
	}
	yes = f->meta != NULL && TSK_FS_IS_DIR_META(f->meta->type) &&
	    ((name->flags & TSK_FS_NAME_FLAG_ALLOC) != 0 ||
		(f->meta->flags & TSK_FS_META_FLAG_UNALLOC) != 0);
	tsk_fs_file_close(f);
	return yes;
}

/* The last address is that of a folder of orphans, but for file systems of
 * Macs: there it may be any file's. */
static bool
is_orphans(const struct fs_side *s, const TSK_FS_NAME *n)
{
	return n->meta_addr == TSK_FS_ORPHANDIR_INUM(s->fs) &&
	    !TSK_FS_TYPE_ISHFS(s->fs->ftype) &&
	    !TSK_FS_TYPE_ISAPFS(s->fs->ftype);
}

static void
tell_name(struct fs_side *s, struct fs_names *names, const TSK_FS_NAME *n,
    uint32_t dir)
{
	const struct fs_name t = { .address = n->meta_addr,
		.dir = dir,
		.sequence = n->meta_seq,
		.type = (uint8_t)fs_name_type(n->type),
		.deleted = (n->flags & TSK_FS_NAME_FLAG_UNALLOC) != 0,
		.orphan = is_orphans(s, n) };

	if (t.orphan) {
		names->orphans = true;
		names->orphans_name = names->told;
	}
	fs_tell(s, FS_NAME, &t, n->name);
	names->told++;
	if (!t.orphan && (n->meta_addr != 0 || !t.deleted))
		remember(names, n->meta_addr);
}

static void
read_dir(struct fs_side *s, struct fs_names *names, struct stack *q,
    struct dir at)
{
	TSK_FS_DIR *d = tsk_fs_dir_open_meta(s->fs, at.address);
	const TSK_FS_NAME *n;
	size_t i, j, count, from = q->n;
	struct dir swap;

	if (d == NULL) {
		tsk_error_reset();
		return;
	}
	count = tsk_fs_dir_getsize(d);
	for (i = 0; i < count; i++) {
		n = tsk_fs_dir_get_name(d, i);
		if (n == NULL || n->name == NULL || n->name[0] == '\0' ||
		    TSK_FS_ISDOT(n->name))
			continue;
		if (at.depth + 1 < DEPTH &&
		    n->meta_addr != TSK_FS_ORPHANDIR_INUM(s->fs) &&
		    leads_on(d, i, n) && fs_set_add(&names->seen, n->meta_addr))
			push(q,
			    (struct dir){ n->meta_addr, names->told,
				at.depth + 1 });
		tell_name(s, names, n, at.name);
	}
	tsk_fs_dir_close(d);
	/* The first directory in it is to be the next. */
	for (i = from, j = q->n; i + 1 < j; i++) {
		swap = q->v[i];
		q->v[i] = q->v[--j];
		q->v[j] = swap;
	}
}

static void
walk(struct fs_side *s, struct fs_names *names, struct dir first)
{
	struct stack q = { 0 };

	fs_set_add(&names->seen, first.address);
	push(&q, first);
	while (q.n > 0)
		read_dir(s, names, &q, q.v[--q.n]);
	free(q.v);
}

void
fs_tell_names(struct fs_side *s, struct fs_names *names)
{
	fs_tell_phase(s, FX_MAP_NAMES);
	remember(names, s->fs->root_inum);
	walk(s, names, (struct dir){ s->fs->root_inum, FX_MAP_NONE, 0 });
}

void
fs_tell_orphans(struct fs_side *s, struct fs_names *names)
{
	if (!names->orphans)
		return;
	fs_tell_phase(s, FX_MAP_ORPHANS);
	walk(s, names,
	    (struct dir){ TSK_FS_ORPHANDIR_INUM(s->fs), names->orphans_name,
		1 });
}
