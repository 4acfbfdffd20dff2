/* decode_frames.c - gzip's members through a box and without one */
#include <stdlib.h>
#include <time.h>
#include <zlib.h>

#include "forensic/decode.h"
#include "tap.h"

extern const struct fx_decoder decode_gzip, decode_zlib;

enum {
	FIRST = 100000,
	TWICE = 200000,
	SECOND = 500000,
	ROOM = 1 << 20,
};

static uint8_t plain[FIRST + SECOND], packed[ROOM], got[ROOM];
static size_t at[3]; /* of the members in packed, and of their end */

static size_t
pack(const uint8_t *from, size_t n, uint8_t *to, int bits)
{
	z_stream z = { 0 };

	if (deflateInit2(&z, 6, Z_DEFLATED, bits, 8, Z_DEFAULT_STRATEGY) !=
	    Z_OK)
		abort();
	memcpy(got, from, n);
	z.next_in = got;
	z.avail_in = (uInt)n;
	z.next_out = to;
	z.avail_out = ROOM / 2;
	if (deflate(&z, Z_FINISH) != Z_STREAM_END)
		abort();
	deflateEnd(&z);
	return z.total_out;
}

/* Read in pieces of step bytes, to the end: bytes given, into got. */
static size_t
all(struct fx_decode *d, size_t step, ssize_t *rc, struct fx_err *err)
{
	size_t n = 0;

	*rc = 0;
	while (n + step <= ROOM &&
	    (*rc = fx_decode_read(d, got + n, step, err)) > 0)
		n += (size_t)*rc;
	return n;
}

static void
members(struct fx_box *box, const struct fx_source *src)
{
	static const size_t steps[] = { 1, 1000, 1 << 17 };
	struct fx_err err;
	struct fx_decode *d;
	ssize_t rc;
	size_t i;

	for (i = 0; i < sizeof(steps) / sizeof(steps[0]); i++) {
		d = fx_decode_open(box, &decode_gzip, src, 0, &err);
		if (!ok(d != NULL, "two members, by %zu", steps[i]))
			continue;
		is_int(all(d, steps[i], &rc, &err), TWICE,
		    "the first, and as much of the next");
		ok(rc == 0 && memcmp(got, plain, TWICE) == 0, "as they were");
		ok(fx_decode_touched(d, FIRST - 5, FIRST + 5),
		    "what lies on the seam is told");
		ok(!fx_decode_touched(d, FIRST, FIRST + 5),
		    "what lies behind it is not");
		fx_decode_close(d);
	}
	d = fx_decode_open(box, &decode_gzip, src, at[1], &err);
	if (!ok(d != NULL, "the second member"))
		return;
	is_int(all(d, 1 << 16, &rc, &err), SECOND, "is whole");
	ok(memcmp(got, plain + FIRST, SECOND) == 0, "as it was");
	is_int(fx_decode_used(d), at[2] - at[1], "and used its bytes");
	ok(fx_decode_touched(d, 0, 5), "there it is told");
	fx_decode_close(d);
}

static void
damaged(struct fx_box *box, const struct fx_source *src)
{
	struct fx_err err;
	struct fx_decode *d;
	ssize_t rc;
	size_t n;

	packed[at[1] / 2] ^= 0xff;
	d = fx_decode_open(box, &decode_gzip, src, 0, &err);
	if (!ok(d != NULL, "a damaged member"))
		return;
	n = all(d, 1 << 16, &rc, &err);
	ok(n > FIRST / 4 && n <= FIRST, "%zu bytes of it", n);
	ok(memcmp(got, plain, FIRST / 4) == 0, "as they were");
	is_int(rc, -1, "then an error");
	is_int(err.code, FX_EFORMAT, "that is the data's");
	fx_decode_close(d);
	packed[at[1] / 2] ^= 0xff;
}

static void
small_ones(struct fx_box *box)
{
	enum { TIMES = 1000 };
	uint8_t *one = malloc(ROOM);
	struct fx_memory m = { one, 0 };
	struct fx_source src;
	struct timespec a, b;
	struct fx_decode *d;
	struct fx_err err;
	ssize_t rc;
	int i, good = 0;

	if (one == NULL)
		abort();
	m.n = pack(plain, 2000, one, 31);
	src = fx_source_memory(&m);
	clock_gettime(CLOCK_MONOTONIC, &a);
	for (i = 0; i < TIMES; i++) {
		d = fx_decode_open(box, &decode_gzip, &src, 0, &err);
		if (d == NULL)
			break;
		good += all(d, 4096, &rc, &err) == 2000 && rc == 0;
		fx_decode_close(d);
	}
	clock_gettime(CLOCK_MONOTONIC, &b);
	is_int(good, TIMES, "%zu bytes of gzip: %ld ns each", m.n,
	    ((b.tv_sec - a.tv_sec) * 1000000000L + b.tv_nsec - a.tv_nsec) /
		TIMES);
	free(one);
}

int
main(void)
{
	struct fx_err err;
	struct fx_box *box = fx_box_new(&err);
	struct fx_memory m = { packed, 0 };
	struct fx_source src;
	size_t i;

	if (!ok(box != NULL, "a box"))
		return done();
	for (i = 0; i < sizeof(plain); i++)
		plain[i] =
		    (uint8_t)("0123456789 ,\n"[(i * 2654435761U >> 9) % 13]);
	at[1] = pack(plain, FIRST, packed, 31);
	at[2] = at[1] + pack(plain + FIRST, SECOND, packed + at[1], 31);
	m.n = at[2];
	src = fx_source_memory(&m);
	members(box, &src);
	damaged(box, &src);
	small_ones(box);
	fx_box_free(box);
	return done();
}
