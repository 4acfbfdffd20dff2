/* gzip.c - members of gzip files (RFC 1952) */
#include <string.h>
#include <zlib.h>

#include "frames.h"
#include "try.h"

enum {
	HEAD = 10, /* bytes that every header has, */
	TAIL = 8,  /* and those behind the data */
	HEADER = FX_DECODE_LOOK,
	FHCRC = 2,
	FEXTRA = 4,
	FNAME = 8,
	FCOMMENT = 16,
	RESERVED = 0xe0,
};

static const uint8_t magic[] = { 0x1f, 0x8b, 8 };

/* Behind the text that begins at `at`; more than n: it does not end. */
static size_t
behind_text(const uint8_t *p, size_t n, size_t at)
{
	const uint8_t *nul = at < n ? memchr(p + at, '\0', n - at) : NULL;

	return nul == NULL ? n + 1 : (size_t)(nul - p) + 1;
}

/*
 * The length of the header at p, which may be longer than n, which is shown of
 * it; 0: it is none.
 */
static size_t
header(const uint8_t *p, size_t n)
{
	size_t at = HEAD;

	if (n < HEAD || memcmp(p, magic, sizeof(magic)) != 0 ||
	    (p[3] & RESERVED) != 0)
		return 0;
	if ((p[3] & FEXTRA) != 0)
		at += at + 2 <= n ? 2 + (size_t)fx_le16(p + at) : 2;
	if ((p[3] & FNAME) != 0)
		at = behind_text(p, n, at);
	if ((p[3] & FCOMMENT) != 0)
		at = behind_text(p, n, at);
	if ((p[3] & FHCRC) != 0)
		at += 2;
	return at;
}

/* Does data that gives anything begin at p? */
static bool
begins(const uint8_t *p, size_t n)
{
	struct deflate_try t;
	size_t len = header(p, n);

	if (len == 0)
		return false;
	if (len > n) /* not to be seen; some name is that long */
		return n >= HEADER;
	deflate_try(p + len, n - len, &t);
	return t.n > 0;
}

static bool
look(const struct fx_look *l)
{
	size_t n = l->n - l->at;

	return begins(l->p + l->at, n < HEADER ? n : HEADER);
}

/* An empty member between others is gone through. */
static bool
begin(struct fx_in *in, uint64_t *at, bool first)
{
	const uint8_t *p;
	size_t n, len;

	p = fx_in_at(in, *at, FX_IN_WINDOW, &n);
	if (p == NULL || (len = header(p, n)) == 0 || len > n ||
	    (first && !begins(p, n < HEADER ? n : HEADER)))
		return false;
	*at += len;
	return true;
}

static void
sum(struct frames *f, const uint8_t *out, size_t n)
{
	f->sum = (uint32_t)crc32_z(f->sum, out, n);
}

static bool
check(struct frames *f, struct fx_in *in, uint64_t *at)
{
	const uint8_t *p = fx_in_all(in, *at, TAIL);

	if (p == NULL)
		return false;
	*at += TAIL;
	return fx_le32(p) == f->sum && fx_le32(p + 4) == (uint32_t)f->size;
}

static int
start(struct fx_decoding *d, struct fx_err *err)
{
	static const struct frames_kind kind = { &flow_deflate, 0x1f, begin,
		sum, check };

	return frames_open(d, &kind, err);
}

const struct fx_decoder decode_gzip = {
	.name = "GZIP",
	.about = "gzip, one member and the seam behind it",
	.version = 1,
	.confined = true,
	.stores = true,
	.marks = { { FX_MARK_BYTES, 3, { 0x1f, 0x8b, 8 }, 0, 0 } },
	.look = look,
	.open = start,
	.read = frames_read,
	.close = frames_close,
	.touched = frames_touched,
};
