/*
 * pst.h - header, tree and blocks of Outlook data files
 *
 * There are three layouts: numbers of 32 bits; of 64 bits; and of 64 bits with
 * pages of 4096 bytes, where blocks may be compressed (Outlook 2013 and later,
 * OST; by the working document of libpff, since [MS-PST] has it not).
 */
#ifndef DECODE_PST_H
#define DECODE_PST_H

#include "forensic/bytes.h"
#include "forensic/decode.h"
#include "seen.h"

enum {
	PST_HEAD = 568,            /* bytes of the header that are looked at */
	PST_PAGE_MOST = 4096,      /* bytes of a page of the tree */
	PST_BLOCK_MOST = 64 << 10, /* of a block, with its trailer; unpacked,
	                              it is less */
	PST_LISTS = 2,             /* levels of lists of blocks */
	PST_INTERNAL = 2,          /* bit of a block's number: holds no data */
};

enum pst_method {
	PST_PLAIN,
	PST_PERMUTED,
	PST_CYCLIC,
	PST_PROTECTED = 0x10, /* by Windows Information Protection */
};

/* How the tables of a version lie. */
struct pst_form {
	uint8_t number;   /* bytes of a block's number, and of an offset */
	uint16_t root;    /* where the header has the tree of blocks */
	uint16_t method;  /* and the way of disguise */
	uint16_t page;    /* bytes of a page */
	uint16_t counts;  /* where it has its counts, */
	uint16_t type;    /* its type, twice, */
	uint16_t page_id; /* and its number */
	uint8_t count;    /* bytes of each count */
	uint8_t trailer;  /* bytes behind a block, */
	uint8_t id;       /* where its number is in them, */
	uint8_t unpacked; /* and its size when it is unpacked; 0: never is */
	uint16_t align;   /* a block's end is a multiple of it */
	uint32_t block;   /* most bytes of a block */
};

enum { PST_JOINED = 1, PST_TOLD = 2 };

/* A block, as the tree has it. */
struct pst_entry {
	uint64_t id, off;
	uint16_t n;
	uint8_t flags;
};

/* A list of blocks that belong together. */
struct pst_list {
	uint8_t p[PST_BLOCK_MOST];
	size_t count, at; /* blocks in it, and the next one */
};

/* A block as it lies, behind it what its trailer says. */
struct pst_block {
	const uint8_t *p; /* n bytes, borrowed until the next read */
	size_t n;
	size_t unpacked; /* size that it has unpacked; 0: it is not packed */
};

struct pst {
	const struct pst_form *form;
	uint8_t method;
	struct pst_entry *e; /* by their numbers */
	size_t n, room;
	uint64_t steps;
	uint64_t bad; /* where something was damaged, first */
	bool damaged, sweep;
	size_t next;  /* entry to tell */
	size_t depth; /* lists being told */
	struct pst_list lists[PST_LISTS];
	uint8_t block[PST_BLOCK_MOST];
	size_t have, given;
	struct seen seen;
};

/* Is that the header of a data file? */
bool pst_is_head(const uint8_t *p, size_t n);

/*
 * Read the header at the start of d, and the tree of blocks.  What will not be
 * followed is d->limit.  Returns 0; or -1: it is none, or no memory.
 */
int pst_tree(struct fx_decoding *d, struct pst *s);

/* The block of that number; NULL if there is none. */
struct pst_entry *pst_find(const struct pst *s, uint64_t id);

/* Something is not there, or not what it should be. */
void pst_damage(struct pst *s, uint64_t off);

/* n bytes at off of the file, borrowed; or NULL. */
const uint8_t *pst_at(struct fx_decoding *d, uint64_t off, size_t n);

/* A number, or an offset, of the file's width. */
uint64_t pst_number(const struct pst_form *f, const uint8_t *p);

/* Undo a disguise of n bytes of the block of that number. */
void pst_reveal(enum pst_method method, uint8_t *p, size_t n, uint64_t id);

/*
 * The data of a block to out: its length, or 0.  seen tells whether it lies so
 * in the file, or there is a zlib stream that gives it.
 */
size_t pst_data(struct fx_decoding *d, struct pst *s, const struct pst_entry *e,
    uint8_t out[PST_BLOCK_MOST], bool *seen);

/* The list of blocks that e may be: its level, or 0 if it is none. */
unsigned pst_list(struct fx_decoding *d, struct pst *s,
    const struct pst_entry *e, struct pst_list *l);

/* The next block of a list; NULL if there is none of that number. */
struct pst_entry *pst_next(const struct pst *s, struct pst_list *l);

#endif
