/*
 * sqlite.h - pages, records and rows of an SQLite database
 *
 * What sqlite.c walks, sqlite_page.c takes apart, sqlite_row.c tells as text
 * and sqlite_gap.c finds again where it was deleted.  Nothing here is trusted:
 * every offset is checked against the page, every length against what holds it.
 */
#ifndef DECODE_SQLITE_H
#define DECODE_SQLITE_H

#include "forensic/buf.h"
#include "forensic/decode.h"
#include "seen.h"

enum {
	SQL_LEAST = 512,       /* bytes of a page, a power of two */
	SQL_MOST = 64 << 10,   /* the largest page */
	SQL_FILE_HEAD = 100,   /* bytes of a database's header, in page 1 */
	SQL_WAL_HEAD = 32,     /* of a write-ahead log's */
	SQL_JOURNAL_HEAD = 28, /* of a rollback journal's; a sector is kept */
	SQL_COLUMNS = 2048,    /* of a row; SQLite as it is built allows 2000 */
	SQL_JOINED = 32 << 20, /* most bytes of a row that are joined */
	SQL_TIGHT = 4,         /* least bytes that a cell takes */
	SQL_OVER = 4,          /* bytes of it that a free block overwrites */
	SQL_SHORT = 57,        /* of a text whose type takes one byte */
	SQL_SHAPES = 64,  /* columns of rows that are found by their shape */
	SQL_UNKNOWN = 10, /* in a model: the type of a column is not known */
};

enum sql_type {
	SQL_INDEX_NODE = 2,
	SQL_TABLE_NODE = 5,
	SQL_INDEX_LEAF = 10,
	SQL_TABLE_LEAF = 13,
};

enum sql_text {
	SQL_GUESS, /* no header says it */
	SQL_UTF8,
	SQL_UTF16LE,
	SQL_UTF16BE,
};

struct sql_page {
	const uint8_t *p;
	uint32_t size;
	uint32_t usable; /* size without what is reserved at its end */
	uint32_t head;   /* where its header is: 0, or 100 in page 1 */
	uint8_t type;    /* enum sql_type */
	uint32_t cells;
	uint32_t pointers; /* where those to the cells begin */
	uint32_t content;  /* where the cells begin */
};

struct sql_cell {
	uint32_t size;     /* bytes in the page, the overflow number too */
	uint64_t payload;  /* bytes of the record; 0 in a node of a table */
	uint64_t rowid;    /* of a table */
	uint32_t head;     /* bytes before the record */
	uint32_t local;    /* bytes of the record that are in the page */
	uint32_t overflow; /* page where it goes on, or 0 */
};

/* The columns of a record. */
struct sql_row {
	bool table; /* it has a rowid */
	bool known; /* and which one is known */
	uint64_t rowid;
	size_t columns;
	uint64_t type[SQL_COLUMNS]; /* serial types */
	const uint8_t *body;        /* the columns' bytes */
	size_t have;                /* bytes there */
};

/* The page size in a header of n bytes at p; 0 if it is none. */
uint32_t sql_file_head(const uint8_t *p, size_t n);
uint32_t sql_wal_head(const uint8_t *p, size_t n); /* its sum must be right */
uint32_t sql_journal_head(const uint8_t *p, size_t n);

/* A variable-length number: bytes it takes, 0 if it is cut off. */
size_t sql_varint(const uint8_t *p, size_t n, uint64_t *v);

/* Bytes of a column, UINT64_MAX for a type that no record has. */
uint64_t sql_size(uint64_t type);

static inline bool
sql_is_text(uint64_t type)
{
	return type >= 13 && (type & 1) == 1;
}

/*
 * Read the header of the page at p, whose first n bytes are there (the rest
 * may lie behind them): false if it cannot be one.  size is 0 while it is not
 * known; then the page's own sizes are not set.
 */
bool sql_page_head(struct sql_page *g, const uint8_t *p, size_t n,
    uint32_t size, uint32_t reserved);

/*
 * Is the page at p, all of whose bytes are there, one of a b-tree?  Its cells,
 * free blocks and fragments must add up to its content to the byte, as SQLite
 * keeps them.
 */
bool sql_page_check(struct sql_page *g, const uint8_t *p, uint32_t size,
    uint32_t reserved, bool first);

/* The same of a page that stands alone in n bytes, whose size is not known. */
bool sql_page_alone(struct sql_page *g, const uint8_t *p, size_t n);

/*
 * May more of the page than the n bytes that are there be needed to tell, its
 * head being right?
 */
bool sql_page_reaches(const struct sql_page *g, size_t n);

uint32_t sql_cell_at(const struct sql_page *g, uint32_t i);

/* The cell at `at`: false if it does not fit before `end`. */
bool sql_cell_read(const struct sql_page *g, uint32_t at, uint32_t end,
    struct sql_cell *c);

/*
 * The columns of a record of `payload` bytes, the first n of them at p: false
 * if its header is not whole or does not add up.
 */
bool sql_row_read(struct sql_row *r, const uint8_t *p, size_t n,
    uint64_t payload);

/* Where rows are told. */
struct sql_tell {
	struct fx_buf out;
	struct seen seen;
	enum sql_text text;
	struct sql_row row; /* the one at hand */
	struct sql_row
	    model; /* one of the page, to find others by: its types; */
	uint8_t classes[SQL_COLUMNS]; /* and all of which there were some */
	uint64_t work; /* steps left for what was deleted in the page */
	bool tired;    /* they did not do */
	/* a bit for each byte of the page in a deleted row that was found */
	uint8_t taken[SQL_MOST / 8];
	size_t wholes;             /* deleted rows found that are whole */
	size_t votes[SQL_SHAPES];  /* cells that may have so many types left */
	size_t headed[SQL_SHAPES]; /* with so many types in a whole header */
	size_t shape;              /* the number that was chosen, */
	bool heads;                /* and whether it is one of those */
	size_t tally[SQL_SHAPES][3]; /* of what classes they are */
};

/* How the bytes of t->row lie in the input. */
struct sql_lie {
	size_t before; /* bytes that may be looked at before the body */
	size_t after;  /* and behind its `have` bytes */
	size_t piece;  /* bytes of the body up to its first seam, */
	size_t next;   /* and from seam to seam; 0: it lies in one piece */
	bool told;     /* columns whole in the first piece are told elsewhere */
};

/*
 * Tell t->row: rowid and columns with tabs between, and a newline.  A column
 * that is not all there is left out, with those behind it.
 */
void sql_tell_row(struct sql_tell *t, const struct sql_lie *lie);

/*
 * Tell t->row's record as it lies, its header lying right before the body, if
 * there is a ciphertext in it whose first bytes are not in the first piece.
 */
void sql_tell_record(struct sql_tell *t, const struct sql_lie *lie);

/* Is that text, of one line or more, without controls? */
bool sql_texty(const uint8_t *p, size_t n, enum sql_text text);

/* Guess the encoding of the texts in a page's cells. */
enum sql_text sql_guess(struct sql_tell *t, const struct sql_page *g);

/* Take n of the steps left; false if there are not so many. */
bool sql_work(struct sql_tell *t, size_t n);

/* May column i of a row like the model be of this type?  Each may be NULL. */
bool sql_fits(const struct sql_tell *t, size_t i, uint64_t type);

/* Let the model stand for t->row too, if it has as many columns. */
void sql_learn(struct sql_tell *t);

/*
 * Is t->row a row, and one that says something?  *text: a text of its own
 * makes it one.
 */
bool sql_worth(struct sql_tell *t, bool *text);

/* The same, and are its numbers in as few bytes as SQLite writes them in? */
bool sql_good(struct sql_tell *t, bool *text);

/* Has t->row no number of 8 bytes that is as large as can be? */
bool sql_usual(const struct sql_row *r);

/* A part of a page where cells were. */
struct sql_part {
	const struct sql_page *g;
	uint32_t from, to;
	bool starts; /* a cell began at from */
	bool ends;   /* one ended at to */
};

/*
 * Where the cell ends that a block's header at `at` replaced: at the end of the
 * block, or where the next one in it began.  0: none begins there.
 */
uint32_t sql_end(struct sql_tell *t, const struct sql_part *s, uint32_t at);

/* Where the block ended that had its header at `at` once; 0: none had. */
uint32_t sql_stale(const struct sql_page *g, uint32_t at);

/*
 * Would the lengths before a record of that many bytes, and the rowid in a
 * table, take so many bytes?
 */
bool sql_begins(const struct sql_page *g, uint64_t payload, uint32_t before);

/*
 * A cell at `at` that was overwritten by the header of a block and that ends
 * where something did, into t->row, by the model: its end; or 0.
 */
uint32_t sql_lost(struct sql_tell *t, const struct sql_part *s, uint32_t at);

/* The same of one whose record header is left; it needs no model. */
bool sql_headed(struct sql_tell *t, const struct sql_part *s, uint32_t at,
    uint32_t end, bool *text);

/*
 * The same without an end that could be relied on: only a whole header or one
 * whose lost columns were NULL will do, and a text or, where it is one of a
 * row of such cells, the next one.
 */
uint32_t sql_vague(struct sql_tell *t, const struct sql_part *s, uint32_t at,
    bool chained);

/*
 * A model from cells that were overwritten, when there is no whole one: have
 * the cells of each part vote, choose, and if that is true learn from them.
 */
void sql_shape_begin(struct sql_tell *t);
void sql_shape_vote(struct sql_tell *t, const struct sql_part *s);
bool sql_shape_choose(struct sql_tell *t);
void sql_shape_learn(struct sql_tell *t, const struct sql_part *s);
void sql_shape_model(struct sql_tell *t, uint8_t type);

/*
 * Tell what was deleted in a page: its free blocks, and the gap in front of
 * its cells; of a page whose header is gone, all from `from`.
 */
void sql_deleted(struct sql_tell *t, const struct sql_page *g);
void sql_remains(struct sql_tell *t, struct sql_page *g, uint32_t from);

/* How much of a record stays in the page: the rule of the file format. */
uint32_t sql_local(const struct sql_page *g, uint64_t payload);

/* A deleted cell of a table whose record went on in overflow pages. */
struct sql_spill {
	uint32_t at;       /* its record, whose first byte may be lost */
	uint32_t head;     /* bytes of the record's header, */
	uint64_t payload;  /* of all of it, */
	uint32_t local;    /* and of what is in the page */
	uint32_t overflow; /* page where it goes on */
};

/*
 * One whose record is at `at` of a leaf and that ends before `to`, of a
 * database of so many pages; t->row has what is in the page.
 */
bool sql_spill(struct sql_tell *t, const struct sql_page *g, uint32_t at,
    uint32_t to, uint32_t pages, struct sql_spill *s);

/* All that may be in a leaf; until found says false: no more. */
typedef bool sql_spill_fn(void *arg, const struct sql_spill *s);
void sql_spills(struct sql_tell *t, const struct sql_page *g, uint32_t pages,
    sql_spill_fn *found, void *arg);

#endif
