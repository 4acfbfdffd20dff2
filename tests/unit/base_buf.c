/* base_buf.c - the buffer: growth, limits, a failure that sticks */
#include <stdlib.h>

#include "forensic/buf.h"
#include "forensic/bytes.h"
#include "tap.h"

/* Put n bytes in pieces of step; is the content right all along? */
static void
grows(size_t n, size_t step)
{
	struct fx_buf b = { 0 };
	size_t i, bad = 0;
	uint8_t *piece;

	for (i = 0; i < n; i += step) {
		piece = malloc(step); /* exact: ASan sees an overread */
		if (piece == NULL)
			break;
		memset(piece, (int)(i / step % 251), step);
		fx_buf_put(&b, piece, step);
		free(piece);
	}
	is_int(b.len, i, "%zu bytes by %zu: length", n, step);
	for (i = 0; b.p != NULL && i < b.len; i++)
		bad += (uint8_t)b.p[i] != i / step % 251;
	is_int(bad, 0, "%zu bytes by %zu: content", n, step);
	is_int(fx_buf_text(&b)[b.len], 0, "%zu bytes by %zu: a NUL behind", n,
	    step);
	fx_buf_done(&b);
	ok(b.p == NULL && b.len == 0 && b.cap == 0, "done leaves { 0 }");
}

static const struct {
	const char *what;
	size_t max, first, second; /* limit, and two puts of so many bytes */
	size_t len;                /* held in the end */
	bool failed;
} limits[] = {
	{ "exactly the limit", 10, 4, 6, 10, false },
	{ "one more than the limit", 10, 4, 7, 4, true },
	{ "the limit at once", 10, 10, 0, 10, false },
	{ "more at once", 10, 11, 0, 0, true },
	{ "nothing fits in a full one, and may be put", 4, 4, 0, 4, false },
	{ "a refused put is not the last word", 4, 5, 1, 0, true },
	{ "past the first allocation", 5000, 300, 4700, 5000, false },
	{ "past it by one", 5000, 300, 4701, 300, true },
};

static void
limit(size_t i)
{
	struct fx_buf b = { .max = limits[i].max };
	char *bytes = calloc(1, limits[i].first + limits[i].second + 1);
	struct fx_err err = { 0 };

	fx_buf_put(&b, bytes, limits[i].first);
	fx_buf_put(&b, bytes, limits[i].second);
	is_int(b.len, limits[i].len, "%s: length", limits[i].what);
	is_int(b.failed, limits[i].failed, "%s: failed", limits[i].what);
	is_int(fx_buf_check(&b, &err), limits[i].failed ? -1 : 0, "%s: check",
	    limits[i].what);
	is_int(err.code, limits[i].failed ? FX_ENOMEM : FX_OK, "%s: code",
	    limits[i].what);
	fx_buf_reset(&b);
	ok(!b.failed && b.len == 0, "%s: a reset forgives", limits[i].what);
	is_str(fx_buf_text(&b), "", "%s: and empties", limits[i].what);
	fx_buf_done(&b);
	is_int(b.max, limits[i].max, "%s: done keeps it", limits[i].what);
	free(bytes);
}

/* Sizes no memory can hold are refused, not wrapped around. */
static void
huge(void)
{
	static const size_t sizes[] = { SIZE_MAX, SIZE_MAX - 1,
		SIZE_MAX / 2 + 1, SIZE_MAX / 2 };
	size_t i;

	for (i = 0; i < FX_LEN(sizes); i++) {
		struct fx_buf b = { .max = SIZE_MAX };

		fx_buf_str(&b, "kept");
		fx_buf_put(&b, "", sizes[i]);
		ok(b.failed, "%zu bytes are refused", sizes[i]);
		is_str(fx_buf_text(&b), "kept", "and what was there is kept");
		fx_buf_done(&b);
	}
}

static void
words(void)
{
	struct fx_buf b = { 0 };

	is_str(fx_buf_text(&b), "", "an empty one is an empty string");
	fx_buf_str(&b, "");
	is_str(fx_buf_text(&b), "", "so is one that got nothing");
	fx_buf_printf(&b, "%s", "");
	is_str(fx_buf_text(&b), "", "or printed nothing");
	fx_buf_printf(&b, "%d-%s", -7, "x");
	fx_buf_byte(&b, '+');
	fx_buf_byte(&b, 0);
	fx_buf_byte(&b, 0xff);
	is_int(b.len, 7, "a NUL is a byte like others");
	ok(memcmp(b.p, "-7-x+\0\xff", 8) == 0, "in order, a NUL behind");
	fx_buf_reset(&b);
	fx_buf_printf(&b, "%0300d", 1);
	is_int(b.len, 300, "a printf longer than the first allocation");
	is_int(b.p[299], '1', "its last character");
	fx_buf_done(&b);
	b.max = 3;
	fx_buf_printf(&b, "%d", 1234);
	ok(b.failed && b.len == 0, "a printf past the limit is refused");
	fx_buf_done(&b);
}

int
main(void)
{
	size_t i;

	grows(1, 1);
	grows(255, 1);
	grows(256, 1);
	grows(257, 1);
	grows(100000, 1000);
	for (i = 0; i < FX_LEN(limits); i++)
		limit(i);
	huge();
	words();
	return done();
}
