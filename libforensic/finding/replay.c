/* replay.c - reading again what can only be read from its start */
#include <stdlib.h>
#include <string.h>

#include "way.h"

void
replay_init(struct replay *r, const struct replay_maker *make)
{
	*r = (struct replay){ .make = *make, .end = UINT64_MAX };
}

void
replay_done(struct replay *r)
{
	size_t i;

	for (i = 0; i < REPLAY_BLOCKS; i++)
		free(r->blocks[i].p);
	*r = (struct replay){ 0 };
}

/* The place in the ring of the block that holds off. */
static struct replay_block *
place(struct replay *r, uint64_t off)
{
	return &r->blocks[off / REPLAY_BLOCK % REPLAY_BLOCKS];
}

/* How many bytes from off on are there, in its block? */
static size_t
have(struct replay *r, uint64_t off)
{
	const struct replay_block *b = place(r, off);

	if (off < b->off || off - b->off >= b->n)
		return 0;
	return b->n - (size_t)(off - b->off);
}

/* Make the next piece, in its place. */
static int
make_more(struct replay *r, struct fx_err *err)
{
	struct replay_block *b = place(r, r->at);
	size_t in = (size_t)(r->at % REPLAY_BLOCK);
	ssize_t got;

	if (b->p == NULL && (b->p = malloc(REPLAY_BLOCK)) == NULL)
		return fx_fail(err, FX_ENOMEM, 0, "out of memory");
	/* What is made again in a block that is still there is the same. */
	if (b->off != r->at - in || in > b->n) {
		b->off = r->at - in;
		b->n = 0;
	}
	got = r->make.next(r->make.arg, b->p + in, REPLAY_BLOCK - in, err);
	if (got == -1)
		return -1;
	if (got == 0)
		r->end = r->at;
	r->at += (uint64_t)got;
	if (b->n < in + (size_t)got)
		b->n = in + (size_t)got;
	return 0;
}

/* Have the byte at off there, unless the stream ends before. */
static int
seek(struct replay *r, uint64_t off, struct fx_err *err)
{
	if (off < r->at) {
		if (r->make.begin(r->make.arg, err) == -1)
			return -1;
		r->at = 0;
	}
	while (off >= r->at && off < r->end)
		if (make_more(r, err) == -1)
			return -1;
	return 0;
}

ssize_t
replay_read(struct replay *r, uint64_t off, void *buf, size_t n,
    struct fx_err *err)
{
	uint8_t *out = buf;
	size_t done = 0, got;

	while (done < n && off < r->end) {
		if ((got = have(r, off)) == 0) {
			if (seek(r, off, err) == -1)
				return -1;
			continue;
		}
		if (got > n - done)
			got = n - done;
		memcpy(out + done, place(r, off)->p + off % REPLAY_BLOCK, got);
		done += got;
		off += got;
	}
	return (ssize_t)done;
}
