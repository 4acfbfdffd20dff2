/* owner.h - the map of a source beside its scan: whose bytes a finding is */
#ifndef OWNER_H
#define OWNER_H

#include "forensic/finding.h"
#include "forensic/fs.h"
#include "known.h"

struct owner {
	struct fx_map *map;  /* NULL: none was made */
	struct known *known; /* lists of known files; NULL: none */

	/* What was told while it was made. */
	struct fx_map_notice *notices;
	size_t n;

	/* Of the finding at hand. */
	bool inside; /* all of its value is content of that file, no slack */
	struct fx_line_file file;
	struct fx_buf path;
	char inode[FX_ADDRESS_LEN];
	char also[FX_MAP_ALSO][FX_ADDRESS_LEN];
	const char *also_list[FX_MAP_ALSO];
	char when[FX_TIMES][FX_WHEN_LEN];
};

struct owner_options {
	struct known *known; /* or NULL */
	bool marked;         /* only if the source bears the mark of a volume */
	void (*progress)(const struct fx_map_progress *p, void *arg);
	void *arg;
	const volatile sig_atomic_t *stop;
};

/*
 * Map img, before threads start.  Returns 0; or -1 and err, with which a scan
 * goes on: nothing is known of files then.
 */
int owner_open(struct owner *o, const struct fx_image *img,
    const struct owner_options *opt, struct fx_err *err);
void owner_close(struct owner *o);

/* Whose it is: borrowed until the next call.  NULL: nobody knows. */
const struct fx_line_file *owner_find(struct owner *o,
    const struct fx_found *f);

/* The same for a place that is no finding; path may be NULL. */
const struct fx_line_file *owner_find_place(struct owner *o, uint64_t off,
    const char *path);

/*
 * Are the bytes at head and off of the source as far from each other in one
 * file, or in no file that is known of one volume?
 */
bool owner_is_one(const struct owner *o, uint64_t head, uint64_t off);

#endif
