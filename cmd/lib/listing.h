/* listing.h - what a map tells, as lines of JSON or as a table */
#ifndef LISTING_H
#define LISTING_H

#include "forensic/fs.h"
#include "out.h"

struct listing {
	struct out *out;
	bool json;
	unsigned int width; /* columns of the terminal; 0: as many as needed */
	bool deleted;       /* only what is deleted */
	int volume;         /* only that number; -1: all */
	bool quiet;         /* write nothing; files are counted */
	uint64_t files;     /* entries of files so far */
	struct fx_buf path; /* of the file at hand */
	bool headed;        /* the titles of the table stand */
};

void listing_image(struct listing *l, const char *path,
    const struct fx_image_info *info);
void listing_volumes(struct listing *l, const struct fx_map *map);

/* Files by their names, then those that have none; or ranges of bytes. */
void listing_files(struct listing *l, const struct fx_map *map);
void listing_regions(struct listing *l, const struct fx_map *map,
    uint64_t size);

void listing_notice(struct listing *l, const struct fx_map_notice *n);
void listing_done(struct listing *l);

#endif
