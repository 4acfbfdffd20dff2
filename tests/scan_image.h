/*
 * scan_image.h - an image made for testing the scanner: bytes in memory, with
 * ranges that can't be read, short reads and an end in error.  The linker takes
 * these functions instead of the library's.
 */
#ifndef SCAN_IMAGE_H
#define SCAN_IMAGE_H

#include <stdlib.h>
#include <string.h>

#include "forensic/image.h"

struct fx_image {
	struct fx_image_info info;
	const uint8_t *p;
	uint64_t size;
	uint64_t pos;             /* where the next read must be */
	size_t most;              /* most bytes of one read; 0: all */
	bool fails;               /* at its end */
	bool strayed;             /* a read was not where the last one ended */
	const struct fx_gap *gap; /* in order */
	size_t ngap;
	int reads;
	struct fx_image *of; /* the image that this is one more handle on */
};

const struct fx_image_info *
fx_image_info(const struct fx_image *img)
{
	return &img->info;
}

static void
image_gaps(const struct fx_image *img, uint64_t off, uint8_t *buf, size_t len,
    fx_gap_fn *gap, void *arg)
{
	uint64_t from, to;
	struct fx_gap g;
	size_t i;

	for (i = 0; i < img->ngap; i++) {
		g = img->gap[i];
		from = g.off > off ? g.off : off;
		to = g.off + g.len < off + len ? g.off + g.len : off + len;
		if (from >= to)
			continue;
		memset(buf + (from - off), 0, to - from);
		g.off = from;
		g.len = to - from;
		if (gap != NULL)
			gap(&g, arg);
	}
}

ssize_t
fx_image_read(struct fx_image *img, uint64_t off, void *buf, size_t len,
    fx_gap_fn *gap, void *arg, struct fx_err *err)
{
	img->reads++;
	if (off != img->pos && img->of == NULL)
		img->strayed = true;
	if (off >= img->size && img->fails)
		return fx_fail(err, FX_EIO, off, "the cable is out");
	if (off > img->size)
		len = 0;
	else if (len > img->size - off)
		len = (size_t)(img->size - off);
	if (img->most != 0 && len > img->most)
		len = 1 + (size_t)off % img->most;
	if (len > 0)
		memcpy(buf, img->p + off, len);
	image_gaps(img, off, buf, len, gap, arg);
	img->pos = off + len;
	return (ssize_t)len;
}

struct fx_image *
fx_image_again(const struct fx_image *img, struct fx_err *err)
{
	struct fx_image *one = malloc(sizeof(*one));

	(void)err;
	*one = *img;
	one->of = one;
	return one;
}

void
fx_image_forget(struct fx_image *img, uint64_t before)
{
	(void)img, (void)before;
}

void
fx_image_close(struct fx_image *img)
{
	if (img != NULL && img->of != NULL)
		free(img);
}

#endif
