/* tree.h - a folder as an operand: every file in it is a source of its own */
#ifndef TREE_H
#define TREE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "forensic/image.h"

/* What became of the entries of a folder. */
struct tree {
	uint64_t good;    /* files that were opened and covered */
	uint64_t failed;  /* files and folders that were not */
	uint64_t links;   /* symbolic links, which are not followed */
	uint64_t special; /* devices, pipes, sockets */
	uint64_t known;   /* of the good: known files, not scanned */

	/*
	 * Deal with one file: 0; -1 if it was not covered; 1 if neither it nor
	 * any behind it is to be.
	 */
	int (*file)(const char *path, void *arg);
	void *arg;
	bool ended;   /* file said 1 */
	char **taken; /* files still to come that were read with their set */
	size_t ntaken, captaken;
};

/* Is path a folder, or a link to one?  Who names a link means it. */
bool tree_is(const char *path);

/*
 * Call file for each regular file under path, in the order of the bytes of
 * their names; folders that cannot be read are said and counted as failed.
 * Links are counted, not followed, and other file systems are entered.
 */
void tree_walk(struct tree *t, const char *path);

/*
 * The source that is open now holds these files: those among them that come
 * later in the walk are parts of it, no sources of their own.
 */
void tree_taken(struct tree *t, const struct fx_image *img);

#endif
