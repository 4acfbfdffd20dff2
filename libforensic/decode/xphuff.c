/*
 * xphuff.c - LZ77 with Huffman codes, as newer Windows writes it
 *
 * Prefetch and Superfetch files: "MAM\x04" ("MAM\x84": 4 bytes of checksum
 * follow), the size unpacked (4 bytes), then [MS-XCA] 2.2, in blocks of 64 KiB
 * that may refer to the one before.
 *
 * Hibernation files of Windows 8 and later: sets of up to 16 pages, one behind
 * the other, the first at the beginning of a page.  A set is 4 bytes (runs 8
 * bits, size of the data 22, method 2: 2 and 3 have Huffman codes, 0 and 1
 * none), 8 bytes for each run of pages (pages less one 4 bits, number of the
 * first one 60), and the data.  Layout: Sylve, Marziale, Richard, "Modern
 * Windows hibernation file analysis", 2016.  Where two runs are not neighbours
 * in memory, a page of zeros is given between them, so that nothing is joined
 * that was not.
 */
#include <stdlib.h>
#include <string.h>

#include "lz.h"

enum {
	MAM_HEAD = 8,
	MAM_CHECKED = 0x84, /* the fourth byte when a checksum follows */
	MAM_CHECKSUM = 4,
	MAM_MOST = 64 << 20, /* bytes unpacked */
	SET_HEAD = 4,
	SET_RUN = 8,
	SET_PAGES = 16, /* most in a set, so also most runs */
	SECTOR = 512,
	ZEROS = 16, /* before a set that begins a row at a sector */
	SET_HUFFMAN = 2,
};

/* Numbers of pages are less than this: 52 bits of address. */
#define PFN_END (UINT64_C(1) << 40)

struct set {
	unsigned runs;
	size_t head, size, pages; /* bytes of header and data; pages */
	bool huffman;
	struct {
		uint64_t pfn;
		size_t pages;
	} run[SET_PAGES];
};

struct xphuff {
	struct lz_give give;
	uint64_t left; /* bytes that a MAM file still has to give */
	bool sets, bad;
	unsigned steps;

	struct set set;
	unsigned run;        /* the next one to give */
	const uint8_t *page; /* its first, */
	size_t pages;        /* and the bytes there are from it on */
	uint64_t pfn;        /* of the page that would be the neighbour */

	struct lz_huff huff;
};

static const uint8_t gap[LZ_PAGE];

/* Read the header of a set from n bytes at p. */
static bool
set_header(struct set *s, const uint8_t *p, size_t n)
{
	uint32_t head;
	uint64_t run;
	unsigned i;

	if (n < SET_HEAD)
		return false;
	head = fx_le32(p);
	*s = (struct set){ .runs = head & 0xFF,
		.size = head >> 8 & 0x3FFFFF,
		.huffman = head >> 30 >= SET_HUFFMAN };
	if (s->runs == 0 || s->runs > SET_PAGES || s->size == 0)
		return false;
	s->head = SET_HEAD + (size_t)s->runs * SET_RUN;
	if (n < s->head)
		return false;
	for (i = 0; i < s->runs; i++) {
		run = fx_le64(p + SET_HEAD + (size_t)i * SET_RUN);
		s->run[i].pages = (size_t)(run & 0xF) + 1;
		s->run[i].pfn = run >> 4;
		s->pages += s->run[i].pages;
		if (s->run[i].pfn >= PFN_END)
			return false;
	}
	return s->pages <= SET_PAGES && s->size <= s->pages * LZ_PAGE;
}

/* Is the data as long as the pages, that is, not compressed? */
static bool
set_plain(const struct set *s)
{
	return s->size == s->pages * LZ_PAGE;
}

/* Bytes before the data of a MAM file; 0 if n bytes at p are none. */
static size_t
mam_header(const uint8_t *p, size_t n, uint64_t *size)
{
	size_t head = MAM_HEAD;

	if (n < MAM_HEAD || memcmp(p, "MAM", 3) != 0 ||
	    (p[3] & ~0x80) != (MAM_CHECKED & ~0x80))
		return 0;
	if (p[3] == MAM_CHECKED)
		head += MAM_CHECKSUM;
	*size = fx_le32(p + 4);
	if (*size == 0 || *size > MAM_MOST || n < head + LZ_TABLE ||
	    !lz_is_table(p + head))
		return 0;
	return head;
}

/* Does a chain of sets begin here, as far as its first bytes tell? */
static bool
set_begins(const uint8_t *p, size_t n)
{
	struct set s;

	if (!set_header(&s, p, n) || set_plain(&s))
		return false;
	return !s.huffman ||
	    (n >= s.head + LZ_TABLE && lz_is_table(p + s.head));
}

/*
 * May a row of sets begin there?  The pages of a file are those of the image
 * where its volume begins at one; an archive or an old table of partitions puts
 * them at any sector.  There sets in the middle of a row, which begin anywhere,
 * are kept out: a row begins behind what fills up a page, and has codes.
 */
static bool
row_begins(const struct fx_look *l)
{
	static const uint8_t zeros[ZEROS];
	const uint8_t *p = l->p + l->at;
	uint64_t place = l->off + l->at;

	if (place % LZ_PAGE != 0 &&
	    (place % SECTOR != 0 || l->at < ZEROS ||
		memcmp(p - ZEROS, zeros, ZEROS) != 0 ||
		p[3] >> 6 < SET_HUFFMAN))
		return false;
	return set_begins(p, l->n - l->at);
}

static bool
look(const struct fx_look *l)
{
	size_t n = l->n - l->at;
	uint64_t size;

	return mam_header(l->p + l->at, n, &size) > 0 ||
	    (n >= SET_HEAD && row_begins(l));
}

/* Unpack the data of z->set, which lies at `at`. */
static void
unpack(struct fx_decoding *d, struct xphuff *z, uint64_t at)
{
	struct lz_huff *h = &z->huff;
	size_t n, got, all = z->set.pages * LZ_PAGE;
	const uint8_t *p;

	z->page = h->out;
	if (z->set.huffman) {
		h->at = at;
		h->end = at + z->set.size;
		h->len = 0;
		z->bad = !lz_huff_block(h, all);
		z->pages = h->len;
		if (z->bad)
			d->used = h->at - d->start;
		return;
	}
	p = fx_in_at(&d->in, at, z->set.size, &n);
	if (n > z->set.size)
		n = z->set.size;
	z->bad = p == NULL || !lz_plain(p, n, h->out, all, &got);
	z->pages = p == NULL ? 0 : got;
	if (z->bad)
		d->used = at + n - d->start;
}

/* The next set, past those that are not compressed; false if there is none. */
static bool
next_set(struct fx_decoding *d, struct xphuff *z)
{
	enum { MOST = SET_HEAD + SET_PAGES * SET_RUN };
	const uint8_t *p;
	uint64_t at;
	size_t n;

	do {
		at = d->start + d->used;
		if (z->steps == FX_DECODE_STEPS) {
			d->limit = "steps";
			return false;
		}
		z->steps++;
		p = fx_in_at(&d->in, at, MOST, &n);
		if (p == NULL || !set_header(&z->set, p, n))
			return false;
		d->used += z->set.head + z->set.size;
	} while (set_plain(&z->set));
	z->run = 0;
	unpack(d, z, at + z->set.head);
	return z->pages > 0;
}

/* Have the next run of the set given, behind a gap if one is due. */
static void
give_run(struct xphuff *z)
{
	size_t n = z->set.run[z->run].pages * LZ_PAGE;

	if (z->pfn != z->set.run[z->run].pfn && z->pfn != UINT64_MAX) {
		z->pfn = z->set.run[z->run].pfn;
		z->give = (struct lz_give){ gap, sizeof(gap) };
		return;
	}
	if (n > z->pages)
		n = z->pages;
	z->give = (struct lz_give){ z->page, n };
	z->page += n;
	z->pages -= n;
	z->pfn = z->set.run[z->run].pfn + z->set.run[z->run].pages;
	z->run++;
}

static void
more(struct fx_decoding *d, struct xphuff *z)
{
	struct lz_huff *h = &z->huff;

	if (z->sets) {
		if (z->pages > 0 || (!z->bad && next_set(d, z)))
			give_run(z);
		return;
	}
	if (z->bad || z->left == 0)
		return;
	z->bad = !lz_huff_block(h, (size_t)z->left);
	z->give = (struct lz_give){ h->out + h->from, h->len - h->from };
	z->left -= z->give.n;
	d->used = h->at - d->start;
}

/* Find what begins at the start, and unpack the first of it. */
static bool
begin(struct fx_decoding *d, struct xphuff *z)
{
	enum { WANT = MAM_HEAD + MAM_CHECKSUM + LZ_TABLE };
	size_t n, head;
	const uint8_t *p = fx_in_at(&d->in, d->start, WANT, &n);

	if (p == NULL)
		return false;
	if ((head = mam_header(p, n, &z->left)) > 0) {
		z->huff.at = d->start + head;
		z->huff.end = UINT64_MAX;
	} else {
		p = fx_in_at(&d->in, d->start, FX_DECODE_LOOK, &n);
		z->sets = true;
		if (p == NULL || !set_begins(p, n))
			return false;
	}
	more(d, z);
	/* Without Huffman codes little speaks for a set but that it unpacks. */
	return z->give.n > 0 && (!z->sets || z->set.huffman || !z->bad);
}

static int
open_xphuff(struct fx_decoding *d, struct fx_err *err)
{
	struct xphuff *z = malloc(sizeof(*z));

	if (z == NULL)
		return fx_fail(err, FX_ENOMEM, d->start, "out of memory");
	memset(z, 0, offsetof(struct xphuff, huff));
	z->pfn = UINT64_MAX;
	z->huff.in = &d->in;
	z->huff.len = 0;
	d->own = z;
	if (begin(d, z))
		return 0;
	free(z);
	d->own = NULL;
	return fx_fail(err, FX_EFORMAT, d->start, "no Xpress Huffman data");
}

static ssize_t
read_xphuff(struct fx_decoding *d, uint8_t *out, size_t cap, struct fx_err *err)
{
	struct xphuff *z = d->own;

	if (z->give.n == 0)
		more(d, z);
	if (z->give.n == 0 && (z->bad || d->in.failed))
		return lz_damaged(d, err);
	return (ssize_t)lz_give(&z->give, out, cap);
}

static void
close_xphuff(struct fx_decoding *d)
{
	free(d->own);
}

const struct fx_decoder decode_xphuff = {
	.name = "XPHUFF",
	.about = "prefetch files, hibernation files of Windows 8 and later",
	.version = 2,
	.marks = { { .kind = FX_MARK_BYTES,
		       .n = 4,
		       .bytes = { 'M', 'A', 'M', 0x04 } },
	    { .kind = FX_MARK_BYTES,
		.n = 4,
		.bytes = { 'M', 'A', 'M', MAM_CHECKED } },
	    { .kind = FX_MARK_PLACE, .align = SECTOR } },
	.look = look,
	.open = open_xphuff,
	.read = read_xphuff,
	.close = close_xphuff,
};
