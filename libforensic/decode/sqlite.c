/*
 * sqlite.c - rows of SQLite databases: live, deleted, in logs, in lone pages
 *
 * A decoding begins at one of four things:
 * - a page of a b-tree that stands alone, at a multiple of 512; or at one of 4,
 *   if it is a leaf of less than 256 cells without free blocks (such are most
 *   pages inside logs).  It tells the rows that are whole in the page, and what
 *   was deleted there.  Its size is the one to which its cells, free blocks and
 *   fragments add up to the byte.
 * - a database's header.  It walks the pages behind it, and tells those that do
 *   not stand alone (page 1, and all if the database lies at an odd place),
 *   rows that go on in overflow pages, also deleted ones, and what is left in
 *   the trunks of the freelist.
 * - a write-ahead log's, or a rollback journal's header: the same of the page
 *   images in it, but for page 1, which begins with a database's header.
 * So a row is told once for each place it lies at: what is whole in a page that
 * stands alone by that page, the rest by the file around it.
 */
#include <stdlib.h>
#include <string.h>

#include "forensic/bytes.h"
#include "sqlite_read.h"

enum {
	ALONE = 512,       /* a lone page begins at a multiple of it, */
	ALONE_LEAF = 4,    /* a plain leaf at one of it */
	STRANGE_MOST = 32, /* pages in a row that cannot be the database's */
	OUT_MOST = 256 << 20,
	SPILLS_LEAST = 16,
	SPILLS_MOST = 1 << 16, /* deleted rows of more than a page, in all */
};

/* May a page that stands alone begin at off with these five bytes? */
static bool
place(uint64_t off, const uint8_t *p)
{
	if (off % ALONE == 0)
		return true;
	return off % ALONE_LEAF == 0 &&
	    (p[0] == SQL_TABLE_LEAF || p[0] == SQL_INDEX_LEAF) && p[1] == 0 &&
	    p[2] == 0 && p[3] == 0 && p[4] != 0;
}

static bool
look(const struct fx_look *l)
{
	const uint8_t *p = l->p + l->at;
	size_t n = l->n - l->at;
	struct sql_page g = { 0 };

	if (n < SQL_LEAST / 16)
		return false;
	if (n > FX_DECODE_LOOK)
		n = FX_DECODE_LOOK;
	switch (p[0]) {
	case 'S':
		return sql_file_head(p, n) != 0;
	case 0x37:
		return sql_wal_head(p, n) != 0;
	case 0xd9:
		return sql_journal_head(p, n) != 0;
	}
	return place(l->off + l->at, p) && sql_page_head(&g, p, n, 0, 0) &&
	    (sql_page_alone(&g, p, n) || sql_page_reaches(&g, n));
}

/* Does the page in s->page, which lies at off, tell what is whole in it? */
static bool
stands_alone(const struct sql *s, uint64_t off)
{
	struct sql_page g;

	return place(off, s->page) && sql_page_alone(&g, s->page, s->size) &&
	    g.size == s->size;
}

static uint64_t
image_at(const struct fx_decoding *d, const struct sql *s, uint64_t i)
{
	if (s->kind == SQL_KIND_WAL || s->kind == SQL_KIND_JOURNAL)
		return s->images[i].off;
	return d->start + i * s->size;
}

static void
use(struct fx_decoding *d, uint64_t end)
{
	if (end - d->start > d->used)
		d->used = end - d->start;
}

bool
sql_step(struct fx_decoding *d, struct sql *s)
{
	if (++s->steps <= FX_DECODE_STEPS)
		return true;
	d->limit = "steps";
	return false;
}

bool
sql_copy(struct fx_decoding *d, uint64_t off, uint8_t *out, size_t n)
{
	const uint8_t *p = fx_in_all(&d->in, off, n);

	if (p == NULL)
		return false;
	memcpy(out, p, n);
	return true;
}

bool
sql_take(struct fx_decoding *d, struct sql *s, uint64_t off)
{
	return sql_copy(d, off, s->page, s->size);
}

/* --- rows that go on in overflow pages --- */

/* The page of that number, from the point of view of the one at hand. */
static bool
find_page(const struct sql *s, uint32_t number, uint64_t *i)
{
	if (s->kind != SQL_KIND_DATABASE)
		return sql_find_image(s, s->next - 1, number, i);
	*i = (uint64_t)number - 1;
	return number >= 2 && number <= s->pages;
}

static void
claim(struct sql *s, uint64_t i, bool yes)
{
	uint8_t bit = (uint8_t)(1U << (i & 7));

	if (yes)
		s->claimed[i / 8] |= bit;
	else
		s->claimed[i / 8] &= (uint8_t)~bit;
}

/* Give back the pages that a chain claimed and that came to nothing. */
static void
unclaim(struct fx_decoding *d, struct sql *s, uint32_t number, uint32_t n)
{
	const uint8_t *p;
	uint64_t i;

	for (; n > 0 && find_page(s, number, &i); n--) {
		claim(s, i, false);
		if ((p = fx_in_all(&d->in, image_at(d, s, i), 4)) == NULL)
			return;
		number = fx_be32(p);
	}
}

/*
 * Append what follows in overflow pages to s->joined: false unless the chain
 * has exactly as many pages as it takes, none of them in another row.  The
 * pages of a chain are claimed, so a loop ends it too.
 */
static bool
follow(struct fx_decoding *d, struct sql *s, uint32_t number, uint64_t left)
{
	uint32_t first = number, usable = s->g.usable, n;
	uint32_t claims = 0;
	const uint8_t *p;
	uint64_t i;

	while (left > 0) {
		if (!sql_step(d, s) || !find_page(s, number, &i) ||
		    (s->claimed[i / 8] >> (i & 7) & 1) != 0 ||
		    (s->spilt_at > 0 && (s->tree[i / 8] >> (i & 7) & 1) != 0) ||
		    (p = fx_in_all(&d->in, image_at(d, s, i), usable)) == NULL)
			break;
		claim(s, i, true);
		claims++;
		n = left < usable - 4 ? (uint32_t)left : usable - 4;
		fx_buf_put(&s->joined, p + 4, n);
		left -= n;
		number = fx_be32(p);
		use(d, image_at(d, s, i) + s->size);
	}
	if (left == 0 && number == 0)
		return true;
	unclaim(d, s, first, claims);
	return false;
}

/* Tell the row in s->joined; `local` bytes of it are in its page. */
static bool
tell_joined(struct sql *s, uint64_t payload, uint32_t local, struct sql_lie lie)
{
	struct sql_tell *t = &s->tell;

	if (s->joined.failed ||
	    !sql_row_read(&t->row, (const uint8_t *)s->joined.p, s->joined.len,
		payload))
		return false;
	lie.before = s->joined.len - t->row.have;
	if (lie.before > local)
		return false;
	lie.piece = local - lie.before;
	lie.next = s->g.usable - 4;
	sql_tell_row(t, &lie);
	sql_tell_record(t, &lie);
	return true;
}

static bool
join(struct fx_decoding *d, struct sql *s, uint32_t at,
    const struct sql_cell *c)
{
	struct sql_tell *t = &s->tell;

	if (s->kind == SQL_KIND_PAGE)
		return false;
	if (c->payload > SQL_JOINED) {
		d->limit = "row";
		return false;
	}
	fx_buf_reset(&s->joined);
	fx_buf_put(&s->joined, s->page + at + c->head, c->local);
	t->row.table = t->row.known = s->g.type == SQL_TABLE_LEAF;
	t->row.rowid = c->rowid;
	return follow(d, s, c->overflow, c->payload - c->local) &&
	    tell_joined(s, c->payload, c->local,
		(struct sql_lie){ .told = s->alone });
}

/* --- one page --- */

static void
tell_cell(struct fx_decoding *d, struct sql *s, uint32_t at)
{
	struct sql_lie lie = { 0 };
	struct sql_tell *t = &s->tell;
	struct sql_cell c;

	if (!sql_cell_read(&s->g, at, s->g.usable, &c) ||
	    (c.overflow != 0 && join(d, s, at, &c)) || s->alone)
		return;
	t->row.columns = 0;
	t->row.have = 0;
	t->row.body = s->page + at;
	if (s->g.type != SQL_TABLE_NODE &&
	    !sql_row_read(&t->row, s->page + at + c.head, c.local, c.payload))
		return;
	lie.before = (size_t)(t->row.body - s->page);
	lie.after = s->g.size - lie.before - t->row.have;
	t->row.table = t->row.known = s->g.type == SQL_TABLE_LEAF ||
	    s->g.type == SQL_TABLE_NODE;
	t->row.rowid = c.rowid;
	sql_tell_row(t, &lie);
}

/* The next cell of the page at hand; behind the last, what was deleted. */
static void
go_on(struct fx_decoding *d, struct sql *s)
{
	if (s->cell < s->g.cells) {
		tell_cell(d, s, sql_cell_at(&s->g, s->cell++));
		return;
	}
	s->at_page = false;
	if (s->alone)
		return;
	sql_deleted(&s->tell, &s->g);
	if (s->tell.tired)
		d->limit = "steps";
}

/* Can it be of the database, if it is none of a b-tree? */
static bool
plausible(const struct sql *s)
{
	uint32_t next = fx_be32(s->page);

	if (next != 0)
		return next <= s->pages;
	return s->page[4] != 0 ||
	    memcmp(s->page + 4, s->page + 5, s->size - 5) != 0;
}

/* Remember a deleted row: false if there are too many. */
static bool
add_spilt(void *arg, const struct sql_spill *cell)
{
	struct sql *s = arg;
	size_t n = s->nspilt;
	struct sql_spilt *grown;

	if (n == SPILLS_MOST)
		return false;
	if (n == 0 || (n >= SPILLS_LEAST && (n & (n - 1)) == 0)) {
		grown = realloc(s->spilt,
		    (n == 0 ? SPILLS_LEAST : 2 * n) * sizeof(*grown));
		if (grown == NULL)
			return false;
		s->spilt = grown;
	}
	s->spilt[s->nspilt++] = (struct sql_spilt){ s->next - 1, *cell };
	return true;
}

/* Go to the next page: false if there is none. */
static bool
next_page(struct fx_decoding *d, struct sql *s)
{
	uint64_t off, i = s->next;
	bool first, log = s->kind != SQL_KIND_DATABASE;

	if (i >= s->pages || s->strange >= STRANGE_MOST || !sql_step(d, s))
		return false;
	off = image_at(d, s, i);
	if (!sql_take(d, s, off))
		return false;
	s->next++;
	first = log ? s->images[i].number == 1 : i == 0;
	s->at_page = sql_page_check(&s->g, s->page, s->size, s->reserved,
	    first);
	if (!log && !s->at_page && !plausible(s)) {
		s->strange++;
		return true;
	}
	s->strange = 0;
	use(d, off + s->size);
	if (!s->at_page)
		return true;
	s->cell = 0;
	s->alone = first ? log : stands_alone(s, off);
	s->tree[i / 8] |= (uint8_t)(1U << (i & 7));
	if (!log && s->g.type == SQL_TABLE_LEAF)
		sql_spills(&s->tell, &s->g, (uint32_t)s->pages, add_spilt, s);
	if (log)
		s->tell.text = sql_guess(&s->tell, &s->g);
	return true;
}

/* What is left of a leaf in a trunk page of the freelist. */
static bool
next_trunk(struct fx_decoding *d, struct sql *s)
{
	uint64_t i, off;
	uint32_t n;

	if (s->trunk == 0 || !find_page(s, s->trunk, &i) || !sql_step(d, s) ||
	    (s->claimed[i / 8] >> (i & 7) & 1) != 0)
		return false;
	claim(s, i, true);
	off = image_at(d, s, i);
	if (!sql_take(d, s, off))
		return false;
	use(d, off + s->size);
	s->trunk = fx_be32(s->page);
	n = fx_be32(s->page + 4);
	if (n > s->size / 4 - 2)
		return false;
	s->g = (struct sql_page){ .p = s->page,
		.size = s->size,
		.usable = s->size - s->reserved };
	sql_remains(&s->tell, &s->g, 8 + 4 * n);
	return true;
}

/*
 * As much of a text or blob as was joined, if its row ends there: only while it
 * goes on as what it is.
 */
static bool
cut(struct sql *s, const struct sql_spill *c)
{
	struct sql_row *r = &s->tell.row;
	size_t i, at = 0, n;

	if (!sql_row_read(r, (const uint8_t *)s->joined.p, s->joined.len,
		c->payload))
		return false;
	for (i = 0; i < r->columns; i++, at += n) {
		n = (size_t)sql_size(r->type[i]);
		if (n <= r->have - at)
			continue;
		n = r->have - at;
		if (!sql_is_text(r->type[i]) || s->tell.text != SQL_UTF8)
			return false;
		while (n > 0 && (r->body[at + n - 1] & 0xc0) == 0x80)
			n--;
		if (n > 0 && r->body[at + n - 1] >= 0xc0)
			n--;
		r->type[i] = 2 * n + 13;
		r->columns = i + 1;
		return sql_texty(r->body + at, n, SQL_UTF8);
	}
	return false;
}

/*
 * The next deleted row that went on in overflow pages, now that those in use
 * are known.  It is told if they lead to its end; and as far as they do, if all
 * of its header is left.
 */
static bool
next_spilt(struct fx_decoding *d, struct sql *s)
{
	struct sql_lie lie = { .next = s->size - s->reserved - 4 };
	struct sql_tell *t = &s->tell;
	const struct sql_spilt *one;
	const struct sql_spill *c;

	if (s->spilt_at == s->nspilt || !sql_step(d, s))
		return false;
	one = &s->spilt[s->spilt_at++];
	c = &one->cell;
	if (!sql_take(d, s, image_at(d, s, one->page)))
		return true;
	s->g.usable = s->size - s->reserved;
	fx_buf_reset(&s->joined);
	fx_buf_put(&s->joined, s->page + c->at, c->local);
	t->row.table = true;
	t->row.known = false;
	if (follow(d, s, c->overflow, c->payload - c->local)) {
		s->joined.p[0] = (char)c->head;
		tell_joined(s, c->payload, c->local, lie);
	} else if (s->page[c->at] == c->head && s->joined.len > c->local &&
	    !s->joined.failed && cut(s, c)) {
		lie.before = c->head;
		lie.piece = c->local - c->head;
		sql_tell_row(t, &lie);
	}
	return true;
}

/* --- where it begins --- */

static int
open_database(struct fx_decoding *d, struct sql *s)
{
	const uint8_t *p = fx_in_all(&d->in, d->start, SQL_FILE_HEAD);

	if (p == NULL || (s->size = sql_file_head(p, SQL_FILE_HEAD)) == 0)
		return -1;
	s->reserved = p[20];
	s->pages = fx_be32(p + 28);
	if (s->pages == 0 || fx_be32(p + 24) != fx_be32(p + 92))
		s->pages = FX_DECODE_STEPS;
	if (s->pages > FX_DECODE_STEPS) {
		s->pages = FX_DECODE_STEPS;
		d->limit = "steps";
	}
	s->trunk = fx_be32(p + 32);
	s->tell.text = (enum sql_text)fx_be32(p + 56);
	return 0;
}

/* A page alone is told at once: there is nothing behind it. */
static int
open_page(struct fx_decoding *d, struct sql *s)
{
	const uint8_t *p;
	size_t n;

	p = fx_in_at(&d->in, d->start, SQL_MOST, &n);
	if (p == NULL)
		return -1;
	if (n > SQL_MOST)
		n = SQL_MOST;
	memcpy(s->page, p, n);
	if (!place(d->start, s->page) || !sql_page_alone(&s->g, s->page, n))
		return -1;
	s->size = s->g.size;
	s->tell.text = sql_guess(&s->tell, &s->g);
	s->at_page = true;
	d->used = s->size;
	while (s->at_page)
		go_on(d, s);
	return s->tell.out.len == 0 ? -1 : 0;
}

static void
drop(struct sql *s)
{
	free(s->images);
	free(s->by_number);
	free(s->claimed);
	free(s->tree);
	free(s->spilt);
	seen_done(&s->tell.seen);
	fx_buf_done(&s->tell.out);
	fx_buf_done(&s->joined);
	free(s);
}

static int
begin(struct fx_decoding *d, struct sql *s)
{
	const uint8_t *p = fx_in_all(&d->in, d->start, SQL_LEAST / 16);
	int rc;

	if (p == NULL)
		return -1;
	s->tell.out.max = OUT_MOST;
	s->kind = p[0] == 'S' ? SQL_KIND_DATABASE
	    : p[0] == 0x37    ? SQL_KIND_WAL
	    : p[0] == 0xd9    ? SQL_KIND_JOURNAL
			      : SQL_KIND_PAGE;
	switch (s->kind) {
	case SQL_KIND_PAGE:
		return open_page(d, s);
	case SQL_KIND_DATABASE:
		rc = open_database(d, s);
		break;
	case SQL_KIND_WAL:
		rc = sql_open_wal(d, s);
		break;
	default:
		rc = sql_open_journal(d, s);
		break;
	}
	if (rc == -1 ||
	    (s->kind != SQL_KIND_DATABASE && sql_index_images(s) == -1))
		return -1;
	if (s->pages == FX_DECODE_STEPS)
		d->limit = "steps";
	s->claimed = calloc((size_t)(s->pages + 7) / 8, 1);
	s->tree = calloc((size_t)(s->pages + 7) / 8, 1);
	return s->claimed == NULL || s->tree == NULL ? -1 : 0;
}

static int
start(struct fx_decoding *d, struct fx_err *err)
{
	struct sql *s = calloc(1, sizeof(*s));

	if (s == NULL)
		return fx_fail(err, FX_ENOMEM, d->start, "out of memory");
	if (begin(d, s) == -1) {
		drop(s);
		return fx_fail(err, FX_EFORMAT, d->start, "no SQLite page");
	}
	d->own = s;
	return 0;
}

static ssize_t
decode(struct fx_decoding *d, uint8_t *out, size_t cap, struct fx_err *err)
{
	struct sql *s = d->own;
	struct sql_tell *t = &s->tell;
	size_t n;

	if (s->given == t->out.len) {
		fx_buf_reset(&t->out);
		s->given = 0;
	}
	while (t->out.len == 0 && !t->out.failed) {
		if (s->at_page)
			go_on(d, s);
		else if (s->kind == SQL_KIND_PAGE ||
		    (!next_page(d, s) && !next_trunk(d, s) &&
			!next_spilt(d, s)))
			break;
	}
	if (d->in.failed) {
		*err = d->in.err;
		return -1;
	}
	if (t->out.failed)
		return fx_fail(err, FX_ENOMEM, d->start, "out of memory");
	n = t->out.len - s->given < cap ? t->out.len - s->given : cap;
	if (n > 0)
		memcpy(out, t->out.p + s->given, n);
	s->given += n;
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
	const struct sql *s = d->own;

	return seen_touched(&s->tell.seen, from, to);
}

const struct fx_decoder decode_sqlite = {
	.name = "SQLITE",
	.about = "rows of SQLite databases, deleted ones and those in logs too",
	.version = 4,
	.marks = {
		{ FX_MARK_BYTES, 8, "SQLite f", 0, 0 },
		{ FX_MARK_BYTES, 3, { 0x37, 0x7f, 0x06 }, 0, 0 },
		{ FX_MARK_BYTES, 8,
		    { 0xd9, 0xd5, 0x05, 0xf9, 0x20, 0xa1, 0x63, 0xd7 }, 0, 0 },
		{ FX_MARK_BYTES, 4, { SQL_TABLE_LEAF }, 0, ALONE_LEAF },
		{ FX_MARK_BYTES, 4, { SQL_INDEX_LEAF }, 0, ALONE_LEAF },
		{ .kind = FX_MARK_PLACE, .align = ALONE },
	},
	.look = look,
	.open = start,
	.read = decode,
	.close = end,
	.touched = touched,
};
