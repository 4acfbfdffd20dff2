/* aff.h - the pages of an AFF image */
#ifndef IMAGE_AFF_H
#define IMAGE_AFF_H

#include "forensic/image.h"
#include "segment.h"

enum {
	AFF_PAGES = 1 << 24, /* most pages */
	AFF_FLAG = 512,      /* bytes of what marks a bad sector */
};

struct aff_map {
	uint32_t bytes; /* of media in a page */
	uint64_t *page; /* numbers of those that are there, in order */
	size_t n;
	bool flagged; /* sectors that could not be acquired look like flag */
	uint8_t flag[AFF_FLAG];
	struct fx_stored_hash stored[FX_HASHES];
};

/*
 * Read which pages files has.  Returns 0; or -1 and err: it is encrypted, or no
 * AFF, or memory.  To be freed in both cases.
 */
int aff_map_open(struct aff_map *m, const struct segments *files,
    struct fx_err *err);
void aff_map_done(struct aff_map *m);

/* Is there a page for the byte at off?  *left: bytes to the page's end. */
bool aff_has(const struct aff_map *m, uint64_t off, uint64_t *left);

#endif
