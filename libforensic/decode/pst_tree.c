/* pst_tree.c - the header of Outlook data files, and the tree of their blocks
 */
#include <stdlib.h>
#include <string.h>

#include "pst.h"

enum {
	LEVELS = 8,         /* of the tree */
	PAGE_BLOCKS = 0x80, /* type of a page of the tree of blocks */
	SENTINEL = 0x80,    /* before the way of disguise */
	NARROW = 14,        /* least version, with numbers of 32 bits, */
	WIDE = 16,          /* least with numbers of 64 bits, */
	BIG_PAGES = 36,     /* the one with pages of 4096 bytes, */
	VERSION_MOST = 37,  /* and the last one known */
};

static const struct pst_form forms[] = {
	{ 4, 192, 461, 512, 496, 500, 504, 1, 12, 4, 0, 64, 8192 },
	{ 8, 232, 513, 512, 488, 496, 504, 1, 16, 8, 0, 64, 8192 },
	{ 8, 232, 513, 4096, 4056, 4072, 4080, 2, 24, 8, 18, 512,
	    PST_BLOCK_MOST },
};

uint64_t
pst_number(const struct pst_form *f, const uint8_t *p)
{
	return f->number == 8 ? fx_le64(p) : fx_le32(p);
}

static const struct pst_form *
form_of(const uint8_t *p)
{
	unsigned version = fx_le16(p + 10);

	return &forms[(version >= WIDE) + (version == BIG_PAGES)];
}

bool
pst_is_head(const uint8_t *p, size_t n)
{
	static const char *const clients[] = { "SM", "SO", "AB" };
	unsigned version;
	size_t i;

	if (n < PST_HEAD || memcmp(p, "!BDN", 4) != 0)
		return false;
	for (i = 0; memcmp(p + 8, clients[i], 2) != 0;)
		if (++i == FX_LEN(clients))
			return false;
	version = fx_le16(p + 10);
	return version >= NARROW && version <= VERSION_MOST &&
	    p[form_of(p)->method - 1] == SENTINEL;
}

void
pst_damage(struct pst *s, uint64_t off)
{
	if (!s->damaged)
		s->bad = off;
	s->damaged = true;
}

const uint8_t *
pst_at(struct fx_decoding *d, uint64_t off, size_t n)
{
	const uint8_t *p;
	uint64_t at;

	if (!fx_add(d->start, off, &at) ||
	    (p = fx_in_all(&d->in, at, n)) == NULL)
		return NULL;
	if (off + n > d->used)
		d->used = off + n;
	return p;
}

static int
add(struct pst *s, const uint8_t *p)
{
	const struct pst_form *f = s->form;
	struct pst_entry *grown;

	if (s->n == s->room) {
		s->room = s->room == 0 ? 64 : s->room * 2;
		grown = realloc(s->e, s->room * sizeof(*grown));
		if (grown == NULL)
			return -1;
		s->e = grown;
	}
	s->e[s->n++] = (struct pst_entry){ pst_number(f, p),
		pst_number(f, p + f->number),
		fx_le16(p + 2 * (size_t)f->number), 0 };
	return 0;
}

/* What a page's counts say: its entries, their size, its level. */
struct counts {
	unsigned n, size, level;
};

static struct counts
counts_of(const struct pst_form *f, const uint8_t *page)
{
	const uint8_t *c = page + f->counts;
	size_t w = 2 * (size_t)f->count;

	return (
	    struct counts){ f->count == 2 ? fx_le16(c) : c[0], c[w], c[w + 1] };
}

/*
 * A page of the tree into page: false if it is not the one that is meant.  A
 * level of -1 is any.
 */
static bool
page_at(struct fx_decoding *d, struct pst *s, const uint8_t *ref, int level,
    uint8_t page[PST_PAGE_MOST])
{
	const struct pst_form *f = s->form;
	const uint8_t *p;
	struct counts c;

	p = pst_at(d, pst_number(f, ref + f->number), f->page);
	if (p == NULL)
		return false;
	c = counts_of(f, p);
	if (p[f->type] != PAGE_BLOCKS || p[f->type + 1] != PAGE_BLOCKS ||
	    c.size != 3U * f->number || c.n * c.size > f->counts ||
	    (level >= 0 && c.level != (unsigned)level) || c.level >= LEVELS ||
	    pst_number(f, p + f->page_id) != pst_number(f, ref))
		return false;
	memcpy(page, p, f->page);
	return true;
}

/* Take in the part of the tree under ref. */
static int
walk(struct fx_decoding *d, struct pst *s, const uint8_t *ref, int level)
{
	uint8_t page[PST_PAGE_MOST];
	struct counts c;
	size_t i;
	int rc = 0;

	if (s->steps++ >= FX_DECODE_STEPS) {
		d->limit = "steps";
		return 0;
	}
	if (!page_at(d, s, ref, level, page)) {
		pst_damage(s, pst_number(s->form, ref + s->form->number));
		return 0;
	}
	c = counts_of(s->form, page);
	for (i = 0; i < c.n && rc == 0; i++) {
		const uint8_t *p = page + i * c.size;

		if (c.level > 0)
			rc = walk(d, s, p + s->form->number, (int)c.level - 1);
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
	const struct pst_entry *x = a, *y = b;

	return x->id < y->id ? -1 : x->id > y->id;
}

struct pst_entry *
pst_find(const struct pst *s, uint64_t id)
{
	struct pst_entry want = { .id = id & ~UINT64_C(1) };

	if (s->n == 0)
		return NULL;
	return bsearch(&want, s->e, s->n, sizeof(want), by_id);
}

int
pst_tree(struct fx_decoding *d, struct pst *s)
{
	uint8_t root[16];
	const uint8_t *p = pst_at(d, 0, PST_HEAD);
	size_t i;

	if (p == NULL || !pst_is_head(p, PST_HEAD))
		return -1;
	s->form = form_of(p);
	s->method = p[s->form->method];
	memcpy(root, p + s->form->root, 2 * (size_t)s->form->number);
	if (s->method > PST_CYCLIC) {
		d->limit = s->method == PST_PROTECTED ? "encrypted" : "unknown";
		return 0;
	}
	if (walk(d, s, root, -1) == -1)
		return -1;
	for (i = 0; i < s->n; i++)
		s->e[i].id &= ~UINT64_C(1);
	if (s->n > 0)
		qsort(s->e, s->n, sizeof(*s->e), by_id);
	return 0;
}
