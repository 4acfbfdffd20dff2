/* decode_bomb.c - much from little: what a box takes for it, and how it stops
 */
#include <limits.h>
#include <stdlib.h>
#include <unistd.h>
#include <zlib.h>

#include "../../libforensic/decode/box.h"
#include "tap.h"

extern const struct fx_decoder decode_zlib;

enum { PIECE = 16 << 20, PIECES = 640, ROOM = 32 << 10 };

/* A stream of zeros: a piece of it again and again, made when it is read. */
struct bomb {
	uint8_t piece[ROOM];
	size_t n;
};

static ssize_t
bomb_read(void *arg, uint64_t off, void *buf, size_t n, struct fx_err *err)
{
	const struct bomb *b = arg;
	uint8_t *to = buf;
	uint64_t end = 2 + (uint64_t)b->n * PIECES, at;
	size_t i;

	(void)err;
	for (i = 0; i < n && off + i < end; i++) {
		at = off + i;
		to[i] = at < 2 ? (at == 0 ? 0x78 : 0xda)
			       : b->piece[(at - 2) % b->n];
	}
	return (ssize_t)i;
}

static void
make(struct bomb *b)
{
	uint8_t *zeros = calloc(1, PIECE);
	z_stream z = { 0 };

	if (zeros == NULL ||
	    deflateInit2(&z, 9, Z_DEFLATED, -15, 8, Z_DEFAULT_STRATEGY) != Z_OK)
		abort();
	z.next_in = zeros;
	z.avail_in = PIECE;
	z.next_out = b->piece;
	z.avail_out = ROOM;
	if (deflate(&z, Z_FULL_FLUSH) != Z_OK || z.avail_out == 0)
		abort();
	b->n = z.total_out;
	deflateEnd(&z);
	free(zeros);
}

/* The most memory that a process had, in KiB; -1 where that is not told. */
static long
peak(pid_t pid)
{
	char path[64], line[256];
	long kib = -1;
	FILE *f;

	snprintf(path, sizeof(path), "/proc/%d/status", (int)pid);
	f = fopen(path, "re");
	while (f != NULL && fgets(line, sizeof(line), f) != NULL)
		if (strncmp(line, "VmHWM:", 6) == 0)
			kib = strtol(line + 6, NULL, 10);
	if (f != NULL)
		fclose(f);
	return kib;
}

int
main(void)
{
	static struct bomb b;
	static uint8_t buf[1 << 17];
	const struct fx_source src = { bomb_read, &b, NULL };
	uint64_t given = 0, stop;
	struct fx_err err;
	struct fx_box *box = fx_box_new(&err);
	struct fx_decode *d;
	ssize_t got = 1;
	long kib = LONG_MAX;

	make(&b);
	ok(box != NULL, "a box");
	if (box == NULL)
		return done();
	d = fx_decode_open(box, &decode_zlib, &src, 0, &err);
	if (!ok(d != NULL, "10 GiB of zeros in %zu bytes", b.n * PIECES))
		return done();
	/* The rule of who reads: so much for each byte, once it is much. */
	do {
		got = fx_decode_read(d, buf, sizeof(buf), &err);
		given += got > 0 ? (uint64_t)got : 0;
		stop = fx_decode_used(d) * FX_DECODE_RATIO;
	} while (got > 0 && (given < FX_DECODE_FREE || given < stop));
	ok(given >= FX_DECODE_FREE && given < FX_DECODE_FREE + (1 << 20),
	    "stopped after %ju bytes of output", (uintmax_t)given);
	ok(fx_decode_used(d) < FX_DECODE_FREE / 900,
	    "of %ju of input: what it used is told as it goes",
	    (uintmax_t)fx_decode_used(d));
	fx_decode_close(d);
	if (box->idle != NULL)
		kib = peak(box->idle->pid);
	ok(kib < 100 << 10, "its child had %ld KiB", kib);
	d = fx_decode_open(box, &decode_zlib, &src, 0, &err);
	ok(d != NULL && fx_decode_read(d, buf, 9, &err) == 9,
	    "and goes on to another");
	fx_decode_close(d);
	fx_box_free(box);
	return done();
}
