/*
 * hive.c - values of Windows registry hives, deleted ones too
 *
 * A decoding begins at a hive's base block, or at a bin that stands alone: one
 * that belongs to no hive around it, and goes on with no bin before it.  It
 * tells the values in the order in which their records lie, with what is left
 * of deleted ones in free cells; and from the bins behind the first as many as
 * follow each other.  Where a hive says how long it is, bins behind damaged
 * ones are found again.
 */
#include <stdlib.h>
#include <string.h>

#include "forensic/bytes.h"
#include "hive.h"

enum {
	SECTOR = 512, /* a bin that stands alone begins at a multiple of it */
	STRANGE = 64, /* pages of none of its bins that a hive may have, and as
	                 many more as it has of theirs */
	OUT_MOST = 256 << 20,
};

/* n bytes at off of the source, which may be out of reach. */
static bool
peek(const struct fx_decoding *d, uint64_t off, uint8_t *p, size_t n)
{
	const struct fx_source *src = d->in.src;
	struct fx_err err;

	return src->read(src->arg, off, p, n, &err) == (ssize_t)n;
}

/* May a bin with that header stand alone? */
static bool
is_bin(const uint8_t *p, size_t n, struct hive_bin *b)
{
	uint32_t cell;

	*b = hive_bin_head(p, n);
	if (b->size == 0 || n < HIVE_BIN_HEAD + HIVE_CELL_HEAD)
		return false;
	cell = fx_le32(p + HIVE_BIN_HEAD);
	if ((cell >> 31) != 0)
		cell = 0 - cell;
	return cell >= HIVE_LEAST && cell % HIVE_LEAST == 0 &&
	    cell <= b->size - HIVE_BIN_HEAD;
}

enum before { NOTHING, ITS, OTHER };

/* What header of a bin, or of a hive, stands n bytes before bin b? */
static enum before
what_before(const struct hive_bin *b, const uint8_t *p, uint32_t n)
{
	struct hive_bin before = hive_bin_head(p, HIVE_BIN_HEAD);

	if (before.size == 0)
		return memcmp(p, "regf", 4) == 0 ? OTHER : NOTHING;
	return b->off >= n && before.size >= n && before.off == b->off - n
	    ? ITS
	    : OTHER;
}

static bool
look(const struct fx_look *l)
{
	const uint8_t *p = l->p + l->at;
	size_t n = l->n - l->at, k;
	enum before before;
	struct hive_bin b;

	if (n > FX_DECODE_LOOK)
		n = FX_DECODE_LOOK;
	if (n < HIVE_BIN_HEAD)
		return false;
	if (p[0] == 'r')
		return hive_head(p, n) != 0 &&
		    hive_bin_head(p + HIVE_PAGE, n - HIVE_PAGE).size != 0;
	if (!is_bin(p, n, &b))
		return false;
	if (b.off == 0 && l->at >= HIVE_PAGE)
		return hive_head(p - HIVE_PAGE, n + HIVE_PAGE) == 0;
	for (k = HIVE_PAGE; k <= FX_DECODE_LOOK && k <= l->at; k += HIVE_PAGE) {
		before = what_before(&b, p - k, (uint32_t)k);
		if (before != NOTHING)
			return before == OTHER;
	}
	return true;
}

/*
 * Does a hive, or another bin before it, tell what is in the bin b at the start
 * of d?  In a decoded stream what lies far before cannot be seen: there a bin
 * that may be a hive's is taken for one.
 */
static bool
is_told(const struct fx_decoding *d, const struct hive_bin *b)
{
	uint8_t head[HIVE_PAGE + HIVE_BIN_HEAD];
	uint64_t back = (uint64_t)b->off + HIVE_PAGE;
	enum before before = NOTHING;
	uint32_t k, size;

	for (k = HIVE_PAGE;
	     before == NOTHING && k <= HIVE_BACK && k <= d->start;
	     k += HIVE_PAGE)
		if (peek(d, d->start - k, head, HIVE_BIN_HEAD))
			before = what_before(b, head, k);
	if (before == ITS)
		return true;
	if (back > d->start)
		return false;
	if (!peek(d, d->start - back, head, sizeof(head)))
		return true;
	size = hive_head(head, sizeof(head));
	return size > b->off &&
	    hive_bin_head(head + HIVE_PAGE, HIVE_BIN_HEAD).size != 0;
}

static int
add_bin(struct hive *h, uint32_t off, uint32_t size)
{
	size_t room = h->room_bins != 0 ? 2 * h->room_bins : 64;
	struct hive_bin *more;

	if (h->bins == h->room_bins) {
		more = reallocarray(h->bin, room, sizeof(*more));
		if (more == NULL)
			return -1;
		h->bin = more;
		h->room_bins = room;
	}
	h->bin[h->bins++] = (struct hive_bin){ off, size };
	h->to = off + size;
	return 0;
}

/* The bin at an offset; size 0 if none is there. */
static struct hive_bin
bin_at(struct hive *h, uint32_t off)
{
	const uint8_t *p = NULL;
	struct hive_bin b = { 0, 0 };

	h->to = HIVE_END;
	if (off < HIVE_END)
		p = hive_at(h, off, HIVE_BIN_HEAD);
	if (p != NULL)
		b = hive_bin_head(p, HIVE_BIN_HEAD);
	if (b.off != off)
		b.size = 0;
	return b;
}

/* Bytes of bin b that are its own: up to where another begins, or a hive. */
static uint32_t
bin_end(struct hive *h, const struct hive_bin *b, uint32_t most)
{
	const uint8_t *p;
	uint32_t n;

	if (most > b->size)
		most = b->size;
	for (n = HIVE_PAGE; n < most; n += HIVE_PAGE) {
		p = hive_at(h, b->off + n, HIVE_BIN_HEAD);
		if (p == NULL || hive_bin_head(p, HIVE_BIN_HEAD).size != 0 ||
		    memcmp(p, "regf", 4) == 0)
			break;
	}
	return n;
}

/*
 * List the bins: as far as they follow each other, and up to the length that
 * the hive has, unless there is too much else.
 */
static int
list_bins(struct hive *h, uint32_t length)
{
	uint32_t off = h->from, to = off, n, strange = 0, good = 0;
	struct hive_bin b;

	for (;;) {
		b = bin_at(h, off);
		if (b.size == 0) {
			h->damaged |= off < length;
			if (off >= length || strange++ > STRANGE + good ||
			    hive_at(h, off, 1) == NULL)
				break;
			off += HIVE_PAGE;
			continue;
		}
		n = bin_end(h, &b, length != 0 ? HIVE_BIN : HIVE_BACK);
		if (add_bin(h, off, n) == -1)
			return -1;
		to = off += n;
		good += n / HIVE_PAGE;
	}
	h->to = to;
	return h->bins > 0 ? 0 : -1;
}

static int
begin(struct fx_decoding *d, struct hive *h)
{
	const uint8_t *p;
	struct hive_bin b;
	uint32_t length = 0;
	size_t n;

	p = fx_in_at(&d->in, d->start, HIVE_PAGE + HIVE_BIN_HEAD, &n);
	if (n < HIVE_BIN_HEAD)
		return -1;
	h->at = d->start;
	if (p[0] == 'r') {
		if ((length = hive_head(p, n)) == 0 ||
		    hive_bin_head(p + HIVE_PAGE, n - HIVE_PAGE).size == 0)
			return -1;
		h->at += HIVE_PAGE;
	} else {
		if (!is_bin(p, n, &b) || is_told(d, &b))
			return -1;
		h->from = b.off;
	}
	h->out.max = OUT_MOST;
	if (list_bins(h, length) == -1 || hive_index(h) == -1)
		return -1;
	h->claimed = calloc((h->to - h->from) / (8 * HIVE_LEAST) + 1, 1);
	return h->claimed != NULL ? 0 : -1;
}

static void
drop(struct hive *h)
{
	hive_index_done(h);
	fx_in_done(&h->data);
	free(h->bin);
	free(h->claimed);
	fx_buf_done(&h->value);
	fx_buf_done(&h->out);
	seen_done(&h->seen);
	free(h);
}

static int
start(struct fx_decoding *d, struct fx_err *err)
{
	struct hive *h = calloc(1, sizeof(*h));

	if (h == NULL)
		return fx_fail(err, FX_ENOMEM, d->start, "out of memory");
	h->d = d;
	fx_in_init(&h->data, d->in.src);
	if (begin(d, h) == -1) {
		drop(h);
		return fx_fail(err, FX_EFORMAT, d->start, "no registry hive");
	}
	d->own = h;
	return 0;
}

/* Go on to the next value: false if there is none. */
static bool
go_on(struct hive *h)
{
	struct hive_cell c;
	struct hive_value v;

	if (!hive_next(h, &h->walk, &c))
		return false;
	if (hive_value_read(h, &c, &v))
		hive_tell(h, &v);
	return true;
}

static ssize_t
decode(struct fx_decoding *d, uint8_t *out, size_t cap, struct fx_err *err)
{
	struct hive *h = d->own;
	size_t n;

	h->d = d;
	if (h->given == h->out.len) {
		fx_buf_reset(&h->out);
		h->given = 0;
	}
	while (h->out.len == 0 && !h->out.failed && !d->in.failed)
		if (!go_on(h))
			break;
	if (d->in.failed) {
		*err = d->in.err;
		return -1;
	}
	if (h->out.failed || h->value.failed || h->path.failed)
		return fx_fail(err, FX_ENOMEM, d->start, "out of memory");
	if (h->out.len == 0 && h->damaged)
		return fx_fail(err, FX_EFORMAT, d->start + d->used,
		    "a bin of a registry hive is not there");
	n = h->out.len - h->given < cap ? h->out.len - h->given : cap;
	if (n > 0)
		memcpy(out, h->out.p + h->given, n);
	h->given += n;
	return (ssize_t)n;
}

static void
end(struct fx_decoding *d)
{
	drop(d->own);
}

static bool
touched(const struct fx_decoding *d, uint64_t from, uint64_t to)
{
	const struct hive *h = d->own;

	return seen_touched(&h->seen, from, to);
}

const struct fx_decoder decode_hive = {
	.name = "HIVE",
	.about = "values of Windows registry hives, deleted ones and those of "
		 "lone bins too",
	.version = 1,
	.marks = { { FX_MARK_BYTES, 4, "regf", 0, 0 },
	    { FX_MARK_BYTES, 4, "hbin", 0, SECTOR } },
	.look = look,
	.open = start,
	.read = decode,
	.close = end,
	.touched = touched,
};
