/*
 * xpress.c - blocks of pages in the hibernation files of Windows XP to 7
 *
 * A block is "\x81\x81xpress", how many pages it has less one (1 byte), its
 * size (4 bytes: four times the bytes of data, less one), 19 bytes of no use
 * here, and data in plain LZ77: up to 16 pages of 4096 bytes.  Which pages of
 * memory those are is in a table elsewhere; they follow each other here as
 * they do in the block.  Layout: libhibr's documentation; sizes: Volatility.
 */
#include <stdlib.h>
#include <string.h>

#include "lz.h"

enum { HEAD = 32, PAGES_AT = 8, SIZE_AT = 9, PAGES_MOST = 16 };

struct xpress {
	struct lz_give give;
	bool bad;
	uint8_t out[PAGES_MOST * LZ_PAGE];
};

/* Size of the data behind a header of HEAD bytes; 0 if it is none. */
static size_t
header(const uint8_t *p, size_t *pages)
{
	size_t size = (size_t)(fx_le32(p + SIZE_AT) >> 2) + 1;

	*pages = (size_t)p[PAGES_AT] + 1;
	/* Pages that are not compressed are seen as they lie. */
	if (memcmp(p, "\x81\x81xpress", PAGES_AT) != 0 || *pages > PAGES_MOST ||
	    size >= *pages * LZ_PAGE)
		return 0;
	return size;
}

static bool
look(const struct fx_look *l)
{
	size_t pages;

	return l->n - l->at > HEAD && header(l->p + l->at, &pages) > 0;
}

static int
open_xpress(struct fx_decoding *d, struct fx_err *err)
{
	const uint8_t *p = fx_in_all(&d->in, d->start, HEAD);
	size_t size = 0, pages = 0, n, got;
	struct xpress *x;

	if (p != NULL)
		size = header(p, &pages);
	if (size == 0 ||
	    (p = fx_in_at(&d->in, d->start + HEAD, size, &n)) == NULL)
		return fx_fail(err, FX_EFORMAT, d->start, "no Xpress block");
	if ((x = malloc(sizeof(*x))) == NULL)
		return fx_fail(err, FX_ENOMEM, d->start, "out of memory");
	if (n > size)
		n = size;
	x->bad = !lz_plain(p, n, x->out, pages * LZ_PAGE, &got);
	x->give = (struct lz_give){ x->out, got };
	d->used = HEAD + n;
	d->own = x;
	return 0;
}

static ssize_t
read_xpress(struct fx_decoding *d, uint8_t *out, size_t cap, struct fx_err *err)
{
	struct xpress *x = d->own;

	if (x->give.n == 0 && x->bad)
		return lz_damaged(d, err);
	return (ssize_t)lz_give(&x->give, out, cap);
}

static void
close_xpress(struct fx_decoding *d)
{
	free(d->own);
}

const struct fx_decoder decode_xpress = {
	.name = "XPRESS",
	.about = "pages in hibernation files of Windows XP to 7",
	.version = 1,
	.stores = true,
	.marks = { { .kind = FX_MARK_BYTES,
	    .n = 8,
	    .bytes = { 0x81, 0x81, 'x', 'p', 'r', 'e', 's', 's' } } },
	.look = look,
	.open = open_xpress,
	.read = read_xpress,
	.close = close_xpress,
};
