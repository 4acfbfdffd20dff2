/*
 * pst.c - the blocks of Outlook data files (PST, OST, PAB), as [MS-PST] says
 *
 * What Outlook writes it disguises by a fixed table, or by three of them and
 * the block's number.  From the header the tree of blocks is walked; each block
 * of data is told once, in the order of their numbers, a newline behind it.
 * Those that belong together by a list of blocks are joined.  A block is only
 * told if the trailer behind it bears its number and its size, so a file that
 * does not lie in one piece gives what lies in its first one.
 */
#include <stdlib.h>
#include <string.h>

#include "forensic/bytes.h"
#include "seen.h"

enum {
	HEAD = 568,         /* bytes of the header that are looked at */
	BLOCK_MOST = 8192,  /* bytes of a block, with its trailer */
	BLOCK_ALIGN = 64,   /* and its end is a multiple of it */
	PAGE = 512,         /* bytes of a page of the tree */
	LEVELS = 8,         /* of the tree */
	LISTS = 2,          /* of lists of blocks */
	PAGE_BLOCKS = 0x80, /* type of a page of the tree of blocks */
	INTERNAL = 2,       /* bit of a block's number: holds no data */
	SENTINEL = 0x80,    /* before the way of disguise */
	NARROW = 14,        /* least version, with numbers of 32 bits, */
	WIDE = 16,          /* least with numbers of 64 bits, */
	BIG_PAGES = 36,     /* the one with pages of 4096 bytes, */
	VERSION_MOST = 37,  /* and the last one known */
	PROTECTED = 0x10,   /* by Windows Information Protection */
};

enum { PLAIN, PERMUTED, CYCLIC };

/* How the tables of a version lie. */
struct form {
	uint8_t number;   /* bytes of a block's number, and of an offset */
	uint16_t root;    /* where the header has the tree of blocks */
	uint16_t method;  /* and the way of disguise */
	uint16_t counts;  /* where a page has its counts, */
	uint16_t page_id; /* and its number */
	uint8_t trailer;  /* bytes behind a block, */
	uint8_t id;       /* and where its number is in them */
};

static const struct form forms[] = {
	{ 4, 192, 461, 496, 504, 12, 4 },
	{ 8, 232, 513, 488, 504, 16, 8 },
};

enum { JOINED = 1, TOLD = 2 };

struct entry {
	uint64_t id, off;
	uint16_t n;
	uint8_t flags;
};

struct list {
	uint8_t p[BLOCK_MOST];
	size_t count, at; /* blocks in it, and the next one */
};

struct pst {
	const struct form *form;
	uint8_t method;
	struct entry *e;
	size_t n, room;
	uint64_t steps;
	uint64_t bad; /* where something was damaged, first */
	bool damaged, sweep;
	size_t next;  /* entry to tell */
	size_t depth; /* lists being told */
	struct list lists[LISTS];
	uint8_t block[BLOCK_MOST];
	size_t have, given;
	struct seen seen;
};

/* The third table of [MS-PST] 5.1; the first one is its inverse. */
static const uint8_t table_i[256] = { 0x47, 0xf1, 0xb4, 0xe6, 0x0b, 0x6a, 0x72,
	0x48, 0x85, 0x4e, 0x9e, 0xeb, 0xe2, 0xf8, 0x94, 0x53, 0xe0, 0xbb, 0xa0,
	0x02, 0xe8, 0x5a, 0x09, 0xab, 0xdb, 0xe3, 0xba, 0xc6, 0x7c, 0xc3, 0x10,
	0xdd, 0x39, 0x05, 0x96, 0x30, 0xf5, 0x37, 0x60, 0x82, 0x8c, 0xc9, 0x13,
	0x4a, 0x6b, 0x1d, 0xf3, 0xfb, 0x8f, 0x26, 0x97, 0xca, 0x91, 0x17, 0x01,
	0xc4, 0x32, 0x2d, 0x6e, 0x31, 0x95, 0xff, 0xd9, 0x23, 0xd1, 0x00, 0x5e,
	0x79, 0xdc, 0x44, 0x3b, 0x1a, 0x28, 0xc5, 0x61, 0x57, 0x20, 0x90, 0x3d,
	0x83, 0xb9, 0x43, 0xbe, 0x67, 0xd2, 0x46, 0x42, 0x76, 0xc0, 0x6d, 0x5b,
	0x7e, 0xb2, 0x0f, 0x16, 0x29, 0x3c, 0xa9, 0x03, 0x54, 0x0d, 0xda, 0x5d,
	0xdf, 0xf6, 0xb7, 0xc7, 0x62, 0xcd, 0x8d, 0x06, 0xd3, 0x69, 0x5c, 0x86,
	0xd6, 0x14, 0xf7, 0xa5, 0x66, 0x75, 0xac, 0xb1, 0xe9, 0x45, 0x21, 0x70,
	0x0c, 0x87, 0x9f, 0x74, 0xa4, 0x22, 0x4c, 0x6f, 0xbf, 0x1f, 0x56, 0xaa,
	0x2e, 0xb3, 0x78, 0x33, 0x50, 0xb0, 0xa3, 0x92, 0xbc, 0xcf, 0x19, 0x1c,
	0xa7, 0x63, 0xcb, 0x1e, 0x4d, 0x3e, 0x4b, 0x1b, 0x9b, 0x4f, 0xe7, 0xf0,
	0xee, 0xad, 0x3a, 0xb5, 0x59, 0x04, 0xea, 0x40, 0x55, 0x25, 0x51, 0xe5,
	0x7a, 0x89, 0x38, 0x68, 0x52, 0x7b, 0xfc, 0x27, 0xae, 0xd7, 0xbd, 0xfa,
	0x07, 0xf4, 0xcc, 0x8e, 0x5f, 0xef, 0x35, 0x9c, 0x84, 0x2b, 0x15, 0xd5,
	0x77, 0x34, 0x49, 0xb6, 0x12, 0x0a, 0x7f, 0x71, 0x88, 0xfd, 0x9d, 0x18,
	0x41, 0x7d, 0x93, 0xd8, 0x58, 0x2c, 0xce, 0xfe, 0x24, 0xaf, 0xde, 0xb8,
	0x36, 0xc8, 0xa1, 0x80, 0xa6, 0x99, 0x98, 0xa8, 0x2f, 0x0e, 0x81, 0x65,
	0x73, 0xe4, 0xc2, 0xa2, 0x8a, 0xd4, 0xe1, 0x11, 0xd0, 0x08, 0x8b, 0x2a,
	0xf2, 0xed, 0x9a, 0x64, 0x3f, 0xc1, 0x6c, 0xf9, 0xec };

static const uint8_t table_s[256] = { 0x14, 0x53, 0x0f, 0x56, 0xb3, 0xc8, 0x7a,
	0x9c, 0xeb, 0x65, 0x48, 0x17, 0x16, 0x15, 0x9f, 0x02, 0xcc, 0x54, 0x7c,
	0x83, 0x00, 0x0d, 0x0c, 0x0b, 0xa2, 0x62, 0xa8, 0x76, 0xdb, 0xd9, 0xed,
	0xc7, 0xc5, 0xa4, 0xdc, 0xac, 0x85, 0x74, 0xd6, 0xd0, 0xa7, 0x9b, 0xae,
	0x9a, 0x96, 0x71, 0x66, 0xc3, 0x63, 0x99, 0xb8, 0xdd, 0x73, 0x92, 0x8e,
	0x84, 0x7d, 0xa5, 0x5e, 0xd1, 0x5d, 0x93, 0xb1, 0x57, 0x51, 0x50, 0x80,
	0x89, 0x52, 0x94, 0x4f, 0x4e, 0x0a, 0x6b, 0xbc, 0x8d, 0x7f, 0x6e, 0x47,
	0x46, 0x41, 0x40, 0x44, 0x01, 0x11, 0xcb, 0x03, 0x3f, 0xf7, 0xf4, 0xe1,
	0xa9, 0x8f, 0x3c, 0x3a, 0xf9, 0xfb, 0xf0, 0x19, 0x30, 0x82, 0x09, 0x2e,
	0xc9, 0x9d, 0xa0, 0x86, 0x49, 0xee, 0x6f, 0x4d, 0x6d, 0xc4, 0x2d, 0x81,
	0x34, 0x25, 0x87, 0x1b, 0x88, 0xaa, 0xfc, 0x06, 0xa1, 0x12, 0x38, 0xfd,
	0x4c, 0x42, 0x72, 0x64, 0x13, 0x37, 0x24, 0x6a, 0x75, 0x77, 0x43, 0xff,
	0xe6, 0xb4, 0x4b, 0x36, 0x5c, 0xe4, 0xd8, 0x35, 0x3d, 0x45, 0xb9, 0x2c,
	0xec, 0xb7, 0x31, 0x2b, 0x29, 0x07, 0x68, 0xa3, 0x0e, 0x69, 0x7b, 0x18,
	0x9e, 0x21, 0x39, 0xbe, 0x28, 0x1a, 0x5b, 0x78, 0xf5, 0x23, 0xca, 0x2a,
	0xb0, 0xaf, 0x3e, 0xfe, 0x04, 0x8c, 0xe7, 0xe5, 0x98, 0x32, 0x95, 0xd3,
	0xf6, 0x4a, 0xe8, 0xa6, 0xea, 0xe9, 0xf3, 0xd5, 0x2f, 0x70, 0x20, 0xf2,
	0x1f, 0x05, 0x67, 0xad, 0x55, 0x10, 0xce, 0xcd, 0xe3, 0x27, 0x3b, 0xda,
	0xba, 0xd7, 0xc2, 0x26, 0xd4, 0x91, 0x1d, 0xd2, 0x1c, 0x22, 0x33, 0xf8,
	0xfa, 0xf1, 0x5a, 0xef, 0xcf, 0x90, 0xb6, 0x8b, 0xb5, 0xbd, 0xc0, 0xbf,
	0x08, 0x97, 0x1e, 0x6c, 0xe2, 0x61, 0xe0, 0xc6, 0xc1, 0x59, 0xab, 0xbb,
	0x58, 0xde, 0x5f, 0xdf, 0x60, 0x79, 0x7e, 0xb2, 0x8a };

static void
permute(uint8_t *p, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		p[i] = table_i[p[i]];
}

/* [MS-PST] 5.2: three rotors that begin where the block's number says. */
static void
turn(uint8_t *p, size_t n, uint32_t key)
{
	uint16_t w = (uint16_t)(key ^ key >> 16);
	uint8_t table_r[256], b;
	size_t i;

	for (i = 0; i < 256; i++)
		table_r[table_i[i]] = (uint8_t)i;
	for (i = 0; i < n; i++, w++) {
		b = table_r[(uint8_t)(p[i] + w)];
		b = table_s[(uint8_t)(b + (w >> 8))];
		b = table_i[(uint8_t)(b - (w >> 8))];
		p[i] = (uint8_t)(b - w);
	}
}

static uint64_t
number(const struct form *f, const uint8_t *p)
{
	return f->number == 8 ? fx_le64(p) : fx_le32(p);
}

static const struct form *
form_of(const uint8_t *p)
{
	return &forms[fx_le16(p + 10) >= WIDE];
}

static bool
is_head(const uint8_t *p, size_t n)
{
	static const char *const clients[] = { "SM", "SO", "AB" };
	unsigned version;
	size_t i;

	if (n < HEAD || memcmp(p, "!BDN", 4) != 0)
		return false;
	for (i = 0; memcmp(p + 8, clients[i], 2) != 0;)
		if (++i == FX_LEN(clients))
			return false;
	version = fx_le16(p + 10);
	return version >= NARROW && version <= VERSION_MOST &&
	    p[form_of(p)->method - 1] == SENTINEL;
}

static bool
look(const struct fx_look *l)
{
	return is_head(l->p + l->at, l->n - l->at);
}

static void
damage(struct pst *s, uint64_t off)
{
	if (!s->damaged)
		s->bad = off;
	s->damaged = true;
}

static void
use(struct fx_decoding *d, uint64_t end)
{
	if (end > d->used)
		d->used = end;
}

/* n bytes at off of the file. */
static const uint8_t *
file_at(struct fx_decoding *d, uint64_t off, size_t n)
{
	const uint8_t *p;
	uint64_t at;

	if (!fx_add(d->start, off, &at) ||
	    (p = fx_in_all(&d->in, at, n)) == NULL)
		return NULL;
	use(d, off + n);
	return p;
}

static int
add(struct pst *s, const uint8_t *p)
{
	const struct form *f = s->form;
	struct entry *grown;

	if (s->n == s->room) {
		s->room = s->room == 0 ? 64 : s->room * 2;
		grown = realloc(s->e, s->room * sizeof(*grown));
		if (grown == NULL)
			return -1;
		s->e = grown;
	}
	s->e[s->n++] = (struct entry){ number(f, p), number(f, p + f->number),
		fx_le16(p + 2 * (size_t)f->number), 0 };
	return 0;
}

/*
 * A page of the tree into page: false if it is not the one that is meant.  A
 * level of -1 is any.
 */
static bool
page_at(struct fx_decoding *d, struct pst *s, const uint8_t *ref, int level,
    uint8_t page[PAGE])
{
	const struct form *f = s->form;
	const uint8_t *p, *c;

	p = file_at(d, number(f, ref + f->number), PAGE);
	if (p == NULL)
		return false;
	c = p + f->counts;
	if (c[4 + 4 * (f->number == 8)] != PAGE_BLOCKS ||
	    c[5 + 4 * (f->number == 8)] != PAGE_BLOCKS ||
	    c[2] != 3 * f->number || (size_t)c[0] * c[2] > f->counts ||
	    (level >= 0 && c[3] != level) || c[3] >= LEVELS ||
	    number(f, p + f->page_id) != number(f, ref))
		return false;
	memcpy(page, p, PAGE);
	return true;
}

/* Take in the part of the tree under ref. */
static int
walk(struct fx_decoding *d, struct pst *s, const uint8_t *ref, int level)
{
	size_t i, size = 3 * (size_t)s->form->number;
	uint8_t page[PAGE];
	int rc = 0;

	if (s->steps++ >= FX_DECODE_STEPS) {
		d->limit = "steps";
		return 0;
	}
	if (!page_at(d, s, ref, level, page)) {
		damage(s, number(s->form, ref + s->form->number));
		return 0;
	}
	level = page[s->form->counts + 3];
	for (i = 0; i < page[s->form->counts] && rc == 0; i++) {
		const uint8_t *p = page + i * size;

		if (level > 0)
			rc = walk(d, s, p + s->form->number, level - 1);
		else if (s->steps++ < FX_DECODE_STEPS)
			rc = add(s, p);
		else
			d->limit = "steps";
	}
	return rc;
}

static int
by_id(const void *a, const void *b)
{
	const struct entry *x = a, *y = b;

	return x->id < y->id ? -1 : x->id > y->id;
}

static struct entry *
find(const struct pst *s, uint64_t id)
{
	struct entry want = { .id = id & ~UINT64_C(1) };

	if (s->n == 0)
		return NULL;
	return bsearch(&want, s->e, s->n, sizeof(want), by_id);
}

/* The bytes of a block, still disguised; NULL if it is not there. */
static const uint8_t *
block_at(struct fx_decoding *d, struct pst *s, const struct entry *e)
{
	const struct form *f = s->form;
	size_t n = e->n + (size_t)f->trailer;
	const uint8_t *p, *t;

	n = (n + BLOCK_ALIGN - 1) / BLOCK_ALIGN * BLOCK_ALIGN;
	if (e->n == 0 || n > BLOCK_MOST ||
	    (p = file_at(d, e->off, n)) == NULL) {
		damage(s, e->off);
		return NULL;
	}
	t = p + n - f->trailer;
	if (fx_le16(t) != e->n ||
	    (number(f, t + f->id) & ~UINT64_C(1)) != e->id) {
		damage(s, e->off);
		return NULL;
	}
	return p;
}

/* The list of blocks that e may be: its level, or 0 if it is none. */
static unsigned
list_at(struct fx_decoding *d, struct pst *s, const struct entry *e,
    struct list *l)
{
	const uint8_t *p;

	if ((e->id & INTERNAL) == 0 || e->n < 8 ||
	    (p = block_at(d, s, e)) == NULL || p[0] != 1 || p[1] < 1 ||
	    p[1] > LISTS)
		return 0;
	l->at = 0;
	l->count = fx_le16(p + 2);
	if (l->count > (e->n - 8U) / s->form->number)
		return 0;
	memcpy(l->p, p + 8, l->count * s->form->number);
	return p[1];
}

static struct entry *
next_of(const struct pst *s, struct list *l)
{
	return find(s, number(s->form, l->p + l->at++ * s->form->number));
}

/* Mark the blocks that are in a list: they are told with it. */
static void
mark(struct fx_decoding *d, struct pst *s)
{
	struct list *l = &s->lists[0];
	struct entry *e;
	size_t i;

	for (i = 0; i < s->n; i++) {
		if (list_at(d, s, &s->e[i], l) == 0)
			continue;
		while (l->at < l->count)
			if ((e = next_of(s, l)) != NULL)
				e->flags |= JOINED;
	}
}

static int
open_tree(struct fx_decoding *d, struct pst *s)
{
	uint8_t root[16];
	const uint8_t *p = file_at(d, 0, HEAD);
	size_t i;

	if (p == NULL || !is_head(p, HEAD))
		return -1;
	s->form = form_of(p);
	s->method = p[s->form->method];
	memcpy(root, p + s->form->root, 2 * (size_t)s->form->number);
	if (fx_le16(p + 10) == BIG_PAGES)
		d->limit = "pages of 4096 bytes";
	if (s->method > CYCLIC)
		d->limit = s->method == PROTECTED ? "encrypted" : "unknown";
	if (d->limit != NULL)
		return 0;
	if (walk(d, s, root, -1) == -1)
		return -1;
	for (i = 0; i < s->n; i++)
		s->e[i].id &= ~UINT64_C(1);
	if (s->n > 0)
		qsort(s->e, s->n, sizeof(*s->e), by_id);
	mark(d, s);
	return 0;
}

static void
drop(struct pst *s)
{
	seen_done(&s->seen);
	free(s->e);
	free(s);
}

static int
start(struct fx_decoding *d, struct fx_err *err)
{
	struct pst *s = calloc(1, sizeof(*s));

	if (s == NULL)
		return fx_fail(err, FX_ENOMEM, d->start, "out of memory");
	if (open_tree(d, s) == -1) {
		drop(s);
		return fx_fail(err, FX_EFORMAT, d->start,
		    "no Outlook data file");
	}
	d->own = s;
	return 0;
}

/* Have n new bytes in s->block, which lie in the file as they are or do not. */
static void
give(struct pst *s, size_t n, bool seen)
{
	s->have = n;
	s->given = 0;
	seen_put(&s->seen, n, seen);
}

static void
give_end(struct pst *s)
{
	s->block[0] = '\n';
	give(s, 1, false);
}

/* Give a block of data; false if it is not there, or was told. */
static bool
give_block(struct fx_decoding *d, struct pst *s, struct entry *e)
{
	uint64_t from = s->seen.end;
	const uint8_t *p;

	if ((e->flags & TOLD) != 0 || (e->id & INTERNAL) != 0)
		return false;
	e->flags |= TOLD;
	if ((p = block_at(d, s, e)) == NULL)
		return false;
	memcpy(s->block, p, e->n);
	if (s->method == PERMUTED)
		permute(s->block, e->n);
	else if (s->method == CYCLIC)
		turn(s->block, e->n, (uint32_t)e->id);
	give(s, e->n, s->method == PLAIN);
	if (from > 0)
		seen_new(&s->seen, from - 1);
	seen_new(&s->seen, from);
	return true;
}

/* Go on in the lists; behind the first one is a newline. */
static void
next_in_list(struct fx_decoding *d, struct pst *s)
{
	struct entry *e;
	struct list *l;

	while (s->depth > 0 && s->have == 0) {
		l = &s->lists[s->depth - 1];
		if (l->at == l->count) {
			if (--s->depth == 0)
				give_end(s);
			continue;
		}
		if ((e = next_of(s, l)) == NULL) {
			damage(s, 0);
			continue;
		}
		if ((e->id & INTERNAL) == 0) {
			give_block(d, s, e);
		} else if (s->depth < LISTS && (e->flags & TOLD) == 0) {
			e->flags |= TOLD;
			if (list_at(d, s, e, &s->lists[s->depth]) == 1)
				s->depth++;
		}
	}
}

/*
 * Go to the next entry; in a second sweep to what belongs to a list that was
 * damaged.  False at the end.
 */
static bool
next_entry(struct fx_decoding *d, struct pst *s)
{
	struct entry *e;

	if (s->next == s->n) {
		if (s->sweep)
			return false;
		s->sweep = true;
		s->next = 0;
		return s->n > 0;
	}
	e = &s->e[s->next];
	if (!s->sweep && (e->flags & JOINED) != 0) {
		s->next++;
	} else if ((e->id & INTERNAL) != 0) {
		s->next++;
		if ((e->flags & TOLD) == 0 &&
		    list_at(d, s, e, &s->lists[0]) != 0)
			s->depth = 1;
		e->flags |= TOLD;
	} else {
		s->next++;
		if (give_block(d, s, e)) {
			s->block[s->have++] = '\n';
			seen_put(&s->seen, 1, false);
		}
	}
	return true;
}

static ssize_t
decode(struct fx_decoding *d, uint8_t *out, size_t cap, struct fx_err *err)
{
	struct pst *s = d->own;
	size_t n;

	if (s->given == s->have)
		s->given = s->have = 0;
	while (s->have == 0 && !d->in.failed) {
		if (s->depth > 0)
			next_in_list(d, s);
		else if (!next_entry(d, s))
			break;
	}
	if (d->in.failed) {
		*err = d->in.err;
		return -1;
	}
	if (s->have == 0 && s->damaged)
		return fx_fail(err, FX_EFORMAT, s->bad,
		    "a block of an Outlook data file is not there");
	n = s->have - s->given < cap ? s->have - s->given : cap;
	memcpy(out, s->block + s->given, n);
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
	const struct pst *s = d->own;

	return seen_touched(&s->seen, from, to);
}

const struct fx_decoder decode_pst = {
	.name = "PST",
	.about = "blocks of Outlook data files (PST, OST, PAB)",
	.version = 1,
	.marks = { { FX_MARK_BYTES, 4, "!BDN", 0, 0 } },
	.look = look,
	.open = start,
	.read = decode,
	.close = end,
	.touched = touched,
};
