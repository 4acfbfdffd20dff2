/* pst_block.c - blocks of Outlook data files: plain, disguised, compressed */
#include <string.h>
#include <zlib.h>

#include "decoders.h"
#include "pst.h"

/* The block as it lies: false if it is not there. */
static bool
block_at(struct fx_decoding *d, struct pst *s, const struct pst_entry *e,
    struct pst_block *b)
{
	const struct pst_form *f = s->form;
	size_t n = e->n + (size_t)f->trailer;
	const uint8_t *t;

	n = (n + f->align - 1) / f->align * f->align;
	if (e->n == 0 || n > f->block || (b->p = pst_at(d, e->off, n)) == NULL)
		return false;
	t = b->p + n - f->trailer;
	if (fx_le16(t) != e->n ||
	    (pst_number(f, t + f->id) & ~UINT64_C(1)) != e->id)
		return false;
	b->n = e->n;
	b->unpacked = f->unpacked != 0 ? fx_le16(t + f->unpacked) : 0;
	if (b->unpacked == b->n)
		b->unpacked = 0;
	return true;
}

/* Would ZLIB begin there, and tell what comes out? */
static bool
is_stream(const struct pst_block *b, uint64_t off)
{
	const struct fx_look l = { b->p,
		b->n < FX_DECODE_LOOK ? b->n : FX_DECODE_LOOK, 0, off };

	return decode_zlib.look(&l);
}

size_t
pst_data(struct fx_decoding *d, struct pst *s, const struct pst_entry *e,
    uint8_t out[PST_BLOCK_MOST], bool *seen)
{
	uLongf n;
	struct pst_block b;

	if (!block_at(d, s, e, &b)) {
		pst_damage(s, e->off);
		return 0;
	}
	*seen = s->method == PST_PLAIN || (e->id & PST_INTERNAL) != 0;
	if (b.unpacked == 0) {
		memcpy(out, b.p, b.n);
		n = b.n;
	} else {
		*seen = *seen && is_stream(&b, e->off);
		n = b.unpacked;
		/* What comes before the damage is given. */
		if (uncompress(out, &n, b.p, b.n) != Z_OK || n != b.unpacked)
			pst_damage(s, e->off);
	}
	/* It was compressed as it is disguised. */
	if ((e->id & PST_INTERNAL) == 0)
		pst_reveal((enum pst_method)s->method, out, n, e->id);
	return n;
}

unsigned
pst_list(struct fx_decoding *d, struct pst *s, const struct pst_entry *e,
    struct pst_list *l)
{
	size_t n, head = 8;
	unsigned level;
	bool seen;

	if ((e->id & PST_INTERNAL) == 0 || e->n < head ||
	    (n = pst_data(d, s, e, l->p, &seen)) < head || l->p[0] != 1 ||
	    l->p[1] < 1 || l->p[1] > PST_LISTS)
		return 0;
	level = l->p[1];
	l->at = 0;
	l->count = fx_le16(l->p + 2);
	if (l->count > (n - head) / s->form->number)
		return 0;
	memmove(l->p, l->p + head, l->count * s->form->number);
	return level;
}

struct pst_entry *
pst_next(const struct pst *s, struct pst_list *l)
{
	return pst_find(s,
	    pst_number(s->form, l->p + l->at++ * s->form->number));
}
