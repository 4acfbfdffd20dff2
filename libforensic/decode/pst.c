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

#include "pst.h"

static bool
look(const struct fx_look *l)
{
	return pst_is_head(l->p + l->at, l->n - l->at);
}

/* Mark the blocks that are in a list: they are told with it. */
static void
mark(struct fx_decoding *d, struct pst *s)
{
	struct pst_list *l = &s->lists[0];
	struct pst_entry *e;
	size_t i;

	for (i = 0; i < s->n; i++) {
		if (pst_list(d, s, &s->e[i], l) == 0)
			continue;
		while (l->at < l->count)
			if ((e = pst_next(s, l)) != NULL)
				e->flags |= PST_JOINED;
	}
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
	if (pst_tree(d, s) == -1) {
		drop(s);
		return fx_fail(err, FX_EFORMAT, d->start,
		    "no Outlook data file");
	}
	mark(d, s);
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
give_block(struct fx_decoding *d, struct pst *s, struct pst_entry *e)
{
	uint64_t from = s->seen.end;
	bool seen;
	size_t n;

	if ((e->flags & PST_TOLD) != 0 || (e->id & PST_INTERNAL) != 0)
		return false;
	e->flags |= PST_TOLD;
	if ((n = pst_data(d, s, e, s->block, &seen)) == 0)
		return false;
	give(s, n, seen);
	if (from > 0)
		seen_new(&s->seen, from - 1);
	seen_new(&s->seen, from);
	return true;
}

/* Go on in the lists; behind the first one is a newline. */
static void
next_in_list(struct fx_decoding *d, struct pst *s)
{
	struct pst_entry *e;
	struct pst_list *l;

	while (s->depth > 0 && s->have == 0) {
		l = &s->lists[s->depth - 1];
		if (l->at == l->count) {
			if (--s->depth == 0)
				give_end(s);
			continue;
		}
		if ((e = pst_next(s, l)) == NULL) {
			pst_damage(s, 0);
			continue;
		}
		if ((e->id & PST_INTERNAL) == 0) {
			give_block(d, s, e);
		} else if (s->depth < PST_LISTS && (e->flags & PST_TOLD) == 0) {
			e->flags |= PST_TOLD;
			if (pst_list(d, s, e, &s->lists[s->depth]) == 1)
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
	struct pst_entry *e;

	if (s->next == s->n) {
		if (s->sweep)
			return false;
		s->sweep = true;
		s->next = 0;
		return s->n > 0;
	}
	e = &s->e[s->next];
	if (!s->sweep && (e->flags & PST_JOINED) != 0) {
		s->next++;
	} else if ((e->id & PST_INTERNAL) != 0) {
		s->next++;
		if ((e->flags & PST_TOLD) == 0 &&
		    pst_list(d, s, e, &s->lists[0]) != 0)
			s->depth = 1;
		e->flags |= PST_TOLD;
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
	.version = 2,
	.confined = true, /* zlib unpacks blocks */
	.marks = { { FX_MARK_BYTES, 4, "!BDN", 0, 0 } },
	.look = look,
	.open = start,
	.read = decode,
	.close = end,
	.touched = touched,
};
