/*
 * pages.h - the image, for those that look at the same bytes of it again
 *
 * Decodings that begin close to each other read the same bytes behind the block
 * at hand, or before it.  Of an image that is packed each reading is costly.
 */
#ifndef SCAN_PAGES_H
#define SCAN_PAGES_H

#include "forensic/image.h"

enum {
	FX_PAGES = 32,
	FX_PAGES_LEN = 64 << 10, /* bytes of one */
};

/* { 0 } has none yet.  For one handle on an image, which is no stream. */
struct fx_pages {
	struct fx_pages_one {
		uint8_t *p;
		uint64_t off; /* of its first byte */
		size_t n;     /* bytes that there are of it; 0: it is free */
	} one[FX_PAGES];
};

/* As fx_image_read, where nobody asks what could not be had. */
ssize_t fx_pages_read(struct fx_pages *pages, struct fx_image *img,
    uint64_t off, void *buf, size_t n, struct fx_err *err);

void fx_pages_done(struct fx_pages *pages);

#endif
