/* sqlite_log.c - page images in write-ahead logs and rollback journals */
#include <stdlib.h>
#include <string.h>

#include "forensic/bytes.h"
#include "sqlite_read.h"

enum {
	FRAME_HEAD = 24, /* bytes before a page in a write-ahead log, */
	RECORD_HEAD = 4, /* in a journal, and some behind it */
	SUM_STEP = 200,  /* every so many bytes a journal's sum takes one */
	BAD_FRAMES = 4,  /* in a row that end a log */
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

/*
 * The records behind the header of a journal at *off, which moves behind them:
 * to the sector where there may be another header.
 */
static bool
list_records(struct fx_decoding *d, struct sql *s, uint64_t *off)
{
	const uint8_t *p = fx_in_all(&d->in, *off, SQL_JOURNAL_HEAD);
	uint32_t nonce, n, i, sector, bad = 0;
	bool open;
	int rc;

	if (p == NULL || sql_journal_head(p, SQL_JOURNAL_HEAD) != s->size)
		return false;
	n = fx_be32(p + 8);
	nonce = fx_be32(p + 12);
	sector = fx_be32(p + 20);
	open = n == 0 || n == UINT32_MAX; /* it was not written down yet */
	*off += sector;
	for (i = 0; (open || i < n) && s->pages < FX_DECODE_STEPS; i++) {
		rc = record(d, s, *off, nonce);
		if (rc == -1 || (rc == 0 && (open || ++bad == BAD_FRAMES)))
			break;
		*off += s->size + 2 * RECORD_HEAD;
	}
	*off += (sector - (*off - d->start) % sector) % sector;
	return true;
}

int
sql_open_journal(struct fx_decoding *d, struct sql *s)
{
	const uint8_t *p = fx_in_all(&d->in, d->start, SQL_JOURNAL_HEAD);
	uint64_t off = d->start;

	if (p == NULL || (s->size = sql_journal_head(p, SQL_JOURNAL_HEAD)) == 0)
		return -1;
	while (list_records(d, s, &off) && sql_step(d, s))
		;
	return 0;
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
