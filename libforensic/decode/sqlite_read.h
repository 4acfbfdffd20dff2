/* sqlite_read.h - a decoding of SQLite pages, for sqlite.c and sqlite_log.c */
#ifndef DECODE_SQLITE_READ_H
#define DECODE_SQLITE_READ_H

#include "sqlite.h"

enum sql_kind {
	SQL_KIND_PAGE,
	SQL_KIND_DATABASE,
	SQL_KIND_WAL,
	SQL_KIND_JOURNAL
};

/* A page image in a log. */
struct sql_image {
	uint32_t number;     /* of the page */
	uint32_t generation; /* images of one are of one time */
	uint32_t commit;     /* the last image of its transaction */
	uint64_t off;
};

/* A deleted row that may go on in overflow pages. */
struct sql_spilt {
	uint64_t page;
	struct sql_spill cell;
};

struct sql {
	enum sql_kind kind;
	uint32_t size, reserved;  /* of a page */
	uint64_t pages;           /* of a database, or of images in a log */
	struct sql_image *images; /* of a log, in its order */
	uint32_t *by_number;      /* indexes of images, by generation, number */
	uint8_t *claimed;         /* a bit for each page that was joined */
	uint8_t *tree;            /* and for each that is one of a b-tree */
	struct sql_spilt *spilt; /* followed when all that is in use is known */
	size_t nspilt, spilt_at;
	uint64_t next;    /* page to look at */
	uint64_t strange; /* pages in a row that cannot be its own */
	uint32_t trunk;   /* next of the freelist, once pages are done */
	bool at_page;     /* the one in `page` is being told */
	bool alone;       /* which tells itself what is whole in it */
	uint32_t cell;    /* next one there */
	uint64_t steps;   /* structures visited */
	struct sql_page g;
	struct sql_tell tell;
	size_t given; /* bytes of tell.out that were read */
	struct fx_buf joined;
	uint8_t page[SQL_MOST];
};

/* Count a step; false when there are no more. */
bool sql_step(struct fx_decoding *d, struct sql *s);
/* n bytes at off of what is decoded; false if they are not there. */
bool sql_copy(struct fx_decoding *d, uint64_t off, uint8_t *out, size_t n);
/* Take the page at off into s->page; false if it is not there. */
bool sql_take(struct fx_decoding *d, struct sql *s, uint64_t off);

/*
 * List the page images of the write-ahead log, or of the rollback journal, at
 * d->start into s->images.  Returns 0, or -1 if it is none or memory is out.
 */
int sql_open_wal(struct fx_decoding *d, struct sql *s);
int sql_open_journal(struct fx_decoding *d, struct sql *s);
/* Put them in order; -1 if there are none, or memory is out. */
int sql_index_images(struct sql *s);
/* The image of a page as it was when the image `from` was written. */
bool sql_find_image(const struct sql *s, uint64_t from, uint32_t number,
    uint64_t *i);

#endif
