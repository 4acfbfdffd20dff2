/* sqlite_log.c - page images in write-ahead logs and rollback journals */
#include <stdlib.h>
#include <string.h>

#include "forensic/bytes.h"
#include "sqlite_read.h"

enum {
	FRAME_HEAD = 24,  /* bytes before a page in a write-ahead log, */
	RECORD_HEAD = 4,  /* in a journal, and some behind it */
	SUM_STEP = 200,   /* every so many bytes a journal's sum takes one */
	BAD_FRAMES = 4,   /* in a row that end a log */
	BEHIND = 4 << 20, /* bytes in which a journal's part before is sought */
	BEHIND_STEP = 32 << 10,
};

static int
compare(const struct sql_image *a, const struct sql_image *b)
{
	if (a->generation != b->generation)
		return a->generation < b->generation ? -1 : 1;
	if (a->number != b->number)
		return a->number < b->number ? -1 : 1;
	return 0;
}

bool
sql_find_image(const struct sql *s, uint64_t from, uint32_t number, uint64_t *i)
{
	struct sql_image want = s->images[from];
	uint64_t lo = 0, hi = s->pages, mid;
	const struct sql_image *m;
	int c;

	want.number = number;
	while (lo < hi) {
		mid = lo + (hi - lo) / 2;
		m = &s->images[s->by_number[mid]];
		c = compare(m, &want);
		if (c < 0 || (c == 0 && s->by_number[mid] <= want.commit))
			lo = mid + 1;
		else
			hi = mid;
	}
	if (lo == 0 || compare(&s->images[s->by_number[lo - 1]], &want) != 0)
		return false;
	*i = s->by_number[lo - 1];
	return true;
}

/* One more image of a log. */
static int
add_image(struct sql *s, uint32_t number, uint32_t generation, uint64_t off)
{
	struct sql_image *grown;

	if ((s->pages & (s->pages - 1)) == 0) {
		grown = realloc(s->images,
		    (size_t)(s->pages == 0 ? 1 : 2 * s->pages) *
			sizeof(*grown));
		if (grown == NULL)
			return -1;
		s->images = grown;
	}
	s->images[s->pages++] = (struct sql_image){ number, generation,
		UINT32_MAX, off };
	return 0;
}

/*
 * The frames of a log.  It is written from its start again and again: frames
 * of an older time, which have other salts, follow those of today.
 */
static int
list_frames(struct fx_decoding *d, struct sql *s, const uint8_t salt[8])
{
	uint64_t off = d->start + SQL_WAL_HEAD, from = 0, i;
	uint32_t generation = 0, bad = 0;
	uint8_t now[8], p[FRAME_HEAD];
	struct sql_page g;
	bool same, commit;

	memcpy(now, salt, sizeof(now));
	for (; bad < BAD_FRAMES && s->pages < FX_DECODE_STEPS;
	     off += FRAME_HEAD + s->size) {
		if (!sql_copy(d, off, p, FRAME_HEAD) ||
		    !sql_take(d, s, off + FRAME_HEAD))
			break;
		same = memcmp(p + 8, now, sizeof(now)) == 0;
		if (fx_be32(p) == 0 ||
		    (!same &&
			!sql_page_check(&g, s->page, s->size, s->reserved,
			    fx_be32(p) == 1))) {
			bad++;
			continue;
		}
		bad = 0;
		commit = fx_be32(p + 4) != 0;
		if (!same) {
			generation++;
			memcpy(now, p + 8, sizeof(now));
			from = s->pages;
		}
		if (add_image(s, fx_be32(p), generation, off + FRAME_HEAD) ==
		    -1)
			return -1;
		for (i = from; commit && i < s->pages; i++)
			s->images[i].commit = (uint32_t)s->pages - 1;
		from = commit ? s->pages : from;
	}
	return 0;
}

int
sql_open_wal(struct fx_decoding *d, struct sql *s)
{
	const uint8_t *p = fx_in_all(&d->in, d->start, SQL_WAL_HEAD);
	uint8_t salt[8];

	if (p == NULL || (s->size = sql_wal_head(p, SQL_WAL_HEAD)) == 0)
		return -1;
	memcpy(salt, p + 16, sizeof(salt));
	return list_frames(d, s, salt);
}

/* Is the page in s->page the one that its sum in a journal was made of? */
static bool
sum_right(const struct sql *s, uint32_t nonce, uint32_t sum)
{
	uint32_t at = s->size;

	while (at > SUM_STEP) {
		at -= SUM_STEP;
		nonce += s->page[at];
	}
	return nonce == sum;
}

/* One record of a journal at off: 1 if it is one, 0 if not, -1 at the end. */
static int
record(struct fx_decoding *d, struct sql *s, uint64_t off, uint32_t nonce)
{
	uint8_t number[RECORD_HEAD], sum[RECORD_HEAD];

	if (!sql_copy(d, off, number, sizeof(number)) ||
	    !sql_take(d, s, off + RECORD_HEAD) ||
	    !sql_copy(d, off + RECORD_HEAD + s->size, sum, sizeof(sum)))
		return -1;
	if (fx_be32(number) == 0 || !sum_right(s, nonce, fx_be32(sum)))
		return 0;
	return add_image(s, fx_be32(number), 0, off + RECORD_HEAD) == -1 ? -1
									 : 1;
}

/* A header of a journal, and how long the part of it is that it begins. */
struct part {
	uint32_t records, nonce, sector;
	bool open;    /* their number was not written down yet */
	uint64_t len; /* up to where there may be another, unless open */
};

static bool
read_part(struct part *t, const uint8_t *p, uint32_t size)
{
	if (sql_journal_head(p, SQL_JOURNAL_HEAD) != size)
		return false;
	t->records = fx_be32(p + 8);
	t->nonce = fx_be32(p + 12);
	t->sector = fx_be32(p + 20);
	t->open = t->records == 0 || t->records == UINT32_MAX;
	t->len = t->sector +
	    (uint64_t)t->records * (size + 2 * (uint64_t)RECORD_HEAD);
	t->len += (t->sector - t->len % t->sector) % t->sector;
	return true;
}

/*
 * The records behind the header of a journal at *off, which moves behind them:
 * to the sector where there may be another header.
 */
static bool
list_records(struct fx_decoding *d, struct sql *s, uint64_t *off)
{
	const uint8_t *p = fx_in_all(&d->in, *off, SQL_JOURNAL_HEAD);
	uint64_t at = *off;
	uint32_t i, bad = 0;
	struct part t;
	int rc;

	if (p == NULL || !read_part(&t, p, s->size))
		return false;
	at += t.sector;
	for (i = 0; (t.open || i < t.records) && s->pages < FX_DECODE_STEPS;
	     i++) {
		rc = record(d, s, at, t.nonce);
		if (rc == -1 || (rc == 0 && (t.open || ++bad == BAD_FRAMES)))
			break;
		at += s->size + 2 * RECORD_HEAD;
	}
	if (t.open)
		t.len = at - *off +
		    (t.sector - (at - *off) % t.sector) % t.sector;
	return fx_add(*off, t.len, off);
}

/* Does the part at p, which lies n bytes before d->start, end there? */
static bool
leads_here(const struct sql *s, const uint8_t *p, uint64_t n)
{
	struct part t;

	return p[0] == 0xd9 && read_part(&t, p, s->size) && !t.open &&
	    t.len == n;
}

/*
 * Does a journal go on at d->start?  It has a header wherever it was written
 * out, and whoever begins at the first has read all parts.
 */
static bool
goes_on(struct fx_decoding *d, const struct sql *s)
{
	uint64_t n, back, most = d->start < BEHIND ? d->start : BEHIND;
	const uint8_t *p;

	for (back = 0; back + SQL_LEAST <= most; back = n) {
		n = most - back < BEHIND_STEP ? most : back + BEHIND_STEP;
		n -= n % SQL_LEAST;
		p = fx_in_all(&d->in, d->start - n, (size_t)(n - back));
		for (; p != NULL && back < n; back += SQL_LEAST)
			if (leads_here(s, p + (n - back) - SQL_LEAST,
				back + SQL_LEAST))
				return true;
	}
	return false;
}

int
sql_open_journal(struct fx_decoding *d, struct sql *s)
{
	const uint8_t *p = fx_in_all(&d->in, d->start, SQL_JOURNAL_HEAD);
	uint64_t off = d->start;

	if (p == NULL || (s->size = sql_journal_head(p, SQL_JOURNAL_HEAD)) == 0)
		return -1;
	s->base_room = fx_be32(p + 16);
	if (s->base_room > FX_DECODE_STEPS)
		s->base_room = FX_DECODE_STEPS;
	while (list_records(d, s, &off) && sql_step(d, s))
		;
	return s->pages > 0 && goes_on(d, s) ? -1 : 0;
}

static int
by_image(const void *a, const void *b, void *arg)
{
	const struct sql_image *images = arg;
	uint32_t i = *(const uint32_t *)a, j = *(const uint32_t *)b;
	int c = compare(&images[i], &images[j]);

	if (c != 0)
		return c;
	return i < j ? -1 : i > j;
}

int
sql_index_images(struct sql *s)
{
	uint32_t i;

	if (s->pages == 0)
		return -1;
	s->by_number = malloc((size_t)s->pages * sizeof(*s->by_number));
	if (s->by_number == NULL)
		return -1;
	for (i = 0; i < s->pages; i++)
		s->by_number[i] = i;
	qsort_r(s->by_number, (size_t)s->pages, sizeof(*s->by_number), by_image,
	    s->images);
	return 0;
}
