/* pages.c - what was read of the image last, kept for the next who asks */
#include "pages.h"

#include <stdlib.h>
#include <string.h>

/* The page that begins at off, if there is memory for it. */
static struct fx_pages_one *
page_at(struct fx_pages *pages, struct fx_image *img, uint64_t off)
{
	struct fx_pages_one *one = &pages->one[off / FX_PAGES_LEN % FX_PAGES];
	struct fx_err err; /* a smaller read may succeed */
	ssize_t got;

	if (one->n > 0 && one->off == off)
		return one;
	if (one->p == NULL && (one->p = malloc(FX_PAGES_LEN)) == NULL)
		return NULL;
	one->off = off;
	got = fx_image_read(img, off, one->p, FX_PAGES_LEN, NULL, NULL, &err);
	one->n = got > 0 ? (size_t)got : 0;
	return one->n > 0 ? one : NULL;
}

ssize_t
fx_pages_read(struct fx_pages *pages, struct fx_image *img, uint64_t off,
    void *buf, size_t n, struct fx_err *err)
{
	struct fx_pages_one *one;
	uint8_t *to = buf;
	size_t done = 0, in, some;
	ssize_t got;

	while (done < n) {
		in = (size_t)((off + done) % FX_PAGES_LEN);
		one = page_at(pages, img, off + done - in);
		if (one == NULL) { /* let the image say what there is */
			got = fx_image_read(img, off + done, to + done,
			    n - done, NULL, NULL, err);
			return got == -1 ? -1 : (ssize_t)done + got;
		}
		if (in >= one->n)
			break;
		some = one->n - in < n - done ? one->n - in : n - done;
		memcpy(to + done, one->p + in, some);
		done += some;
	}
	return (ssize_t)done;
}

void
fx_pages_done(struct fx_pages *pages)
{
	size_t i;

	for (i = 0; i < FX_PAGES; i++)
		free(pages->one[i].p);
}
