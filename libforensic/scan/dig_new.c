/* dig_new.c - what a worker digs with, and the image as decodings read it */
#include <stdlib.h>
#include <string.h>

#include "dig_level.h"

/* What memory at `start` of a stream has of n bytes at off of it. */
static size_t
take(const uint8_t *p, size_t len, uint64_t start, uint64_t off, void *buf,
    size_t n)
{
	if (off < start || off - start >= len)
		return 0;
	if (n > len - (size_t)(off - start))
		n = len - (size_t)(off - start);
	memcpy(buf, p + (off - start), n);
	return n;
}

/* Bytes of the image that are not in the block at hand. */
static ssize_t
fetch(struct fx_dig *dig, uint64_t off, void *buf, size_t n, struct fx_err *err)
{
	ssize_t rc;

	if (n == 0)
		return 0;
	if (dig->piece != NULL)
		return (ssize_t)take(dig->piece->p, dig->piece->n,
		    dig->piece->off, off, buf, n);
	rc = fx_pages_read(&dig->pages, dig->img, off, buf, n, err);
	if (rc == -1 && !dig->lost) {
		dig->lost = true;
		dig->lost_err = *err;
	}
	return rc;
}

/* The image, as decodings read it: what lies in the block comes from there. */
static ssize_t
read_image(void *arg, uint64_t off, void *buf, size_t n, struct fx_err *err)
{
	struct fx_dig *dig = arg;
	const struct fx_block *b = dig->block;
	size_t got = take(b->p, b->n, b->off, off, buf, n);
	ssize_t more;

	if (got == n)
		return (ssize_t)n;
	more = fetch(dig, off + got, (uint8_t *)buf + got, n - got, err);
	return more == -1 ? -1 : (ssize_t)got + more;
}

/* What lies in the block, all of it, need not be copied. */
static const uint8_t *
lend_image(void *arg, uint64_t off, size_t *n)
{
	const struct fx_dig *dig = arg;
	const struct fx_block *b = dig->block;

	if (off < b->off || off - b->off > b->n ||
	    b->n - (size_t)(off - b->off) < *n)
		return NULL;
	return b->p + (off - b->off);
}

/* All that may begin somewhere: decodings, and members that lie as they are. */
static void
gather(struct fx_dig *dig)
{
	const struct fx_decoder *const *d;
	size_t n = 0;

	for (d = dig->plan->decoders; *d != NULL && n < FX_DECODERS_MOST; d++)
		dig->set[n++] = *d;
	for (d = fx_holders; *d != NULL && n < FX_DECODERS_MOST; d++)
		dig->set[n++] = *d;
}

struct fx_dig *
fx_dig_new(const struct fx_plan *plan, struct fx_image *img,
    const struct fx_scan_piece *piece, struct fx_err *err)
{
	struct fx_dig *dig;
	size_t i;

	if ((dig = calloc(1, sizeof(*dig))) == NULL) {
		fx_image_close(img);
		fx_fail(err, FX_ENOMEM, 0, "out of memory for a worker");
		return NULL;
	}
	dig->plan = plan;
	dig->img = img;
	dig->piece = piece;
	dig->image = (struct fx_source){ read_image, dig, lend_image };
	dig->level[IMAGE].src = &dig->image;
	for (i = FIRST; i < LEVELS; i++)
		dig->level[i].src = &dig->level[i].layer.ahead;
	dig->purse.budget = &plan->budget;
	for (i = 0; i < LEVELS; i++) {
		dig->level[i].layer.purse = &dig->purse;
		dig->level[i].layer.margin = plan->margin;
		dig->level[i].dig = dig;
	}
	gather(dig);
	if ((dig->marks = fx_marks_new(dig->set, err)) == NULL ||
	    (dig->carve = fx_carve_new(plan, FX_CARVE + 2 * plan->margin,
		 err)) == NULL) {
		fx_dig_free(dig);
		return NULL;
	}
	if ((dig->again = fx_again_new(plan, err)) == NULL ||
	    (dig->repeat = fx_repeat_new(dig->again, err)) == NULL ||
	    (plan->jobs != NULL &&
		(dig->jobs = plan->jobs->worker(plan->jobs->arg, &dig->image,
		     err)) == NULL)) {
		fx_dig_free(dig);
		return NULL;
	}
	dig->memo = fx_memo_new(plan->budget.memo, plan->n);
	for (i = 0; plan->decoders[i] != NULL; i++)
		if (plan->decoders[i]->confined)
			break;
	if (plan->decoders[i] != NULL && (dig->box = fx_box_new(err)) == NULL) {
		fx_dig_free(dig);
		return NULL;
	}
	return dig;
}

void
fx_dig_free(struct fx_dig *dig)
{
	size_t i;

	if (dig == NULL)
		return;
	if (dig->jobs != NULL)
		dig->plan->jobs->gone(dig->jobs);
	for (i = 0; i < LEVELS; i++) {
		fx_layer_free(&dig->level[i].layer);
		free(dig->level[i].start);
		fx_buf_done(&dig->level[i].pile.rec);
		fx_holds_done(&dig->level[i].holds);
	}
	fx_carve_free(dig->carve);
	fx_repeat_free(dig->repeat);
	fx_again_free(dig->again);
	fx_box_free(dig->box);
	fx_memo_free(dig->memo);
	fx_marks_free(dig->marks);
	fx_pages_done(&dig->pages);
	fx_image_close(dig->img);
	free(dig);
}

bool
fx_dig_halted(const struct fx_dig *dig)
{
	return dig->purse.halted;
}
