/*
 * sqlrow.h - the row of a known SQLite table around one of its columns
 *
 * In the bytes of a page a row is the types of its columns, then the columns,
 * and before both, in a live one, the length of the record and the rowid.  So a
 * row is told from the page alone, or a piece of it: no schema is needed, and
 * no other page.
 */
#ifndef SQLROW_H
#define SQLROW_H

#include "forensic/carver.h"

enum { SQLROW_COLUMNS = 64 };

/* What rows of a table look like. */
struct sqlrow_form {
	const char *table;
	/*
	 * The first columns, a letter each; a row has at least these: "g" a
	 * UUID as text, "T" text, "t" text or NULL, "i" integer or NULL, "b"
	 * blob, "n" NULL, as a column is that stands for the rowid.
	 */
	const char *kinds;
	uint8_t least; /* as many as kinds has */
	uint8_t key;   /* the column by which it is found */
	uint8_t most;  /* columns */
	bool whole;    /* its types would fit much else: only whole cells do */
};

/* How much of a row's cell is there. */
enum sqlrow_state {
	SQLROW_CELL,   /* length, rowid and types, which agree */
	SQLROW_HEADER, /* types, and their length */
	SQLROW_TYPES,  /* a free block took all before them, */
	SQLROW_REST,   /* or the first of them, too */
};

struct sqlrow {
	const struct sqlrow_form *form;
	enum sqlrow_state state;
	uint64_t rowid;                /* of a cell */
	size_t n;                      /* columns */
	uint64_t type[SQLROW_COLUMNS]; /* as SQLite counts them */
	size_t at[SQLROW_COLUMNS];     /* where each begins in the window, or
	                                  behind its end */
};

/*
 * Find a row of one of n forms whose key column begins at w->p[at]: one whose
 * header is whole before others, then of the first form, then the nearest.  w
 * is searched as it is given.
 */
bool sqlrow_find(const struct fx_window *w, size_t at,
    const struct sqlrow_form *forms, size_t n, struct sqlrow *row);

/* Bytes of column i. */
uint64_t sqlrow_size(const struct sqlrow *row, size_t i);

/* The text in column i; false, and "", if there is none, of cap bytes. */
bool sqlrow_text(const struct fx_window *w, const struct sqlrow *row, size_t i,
    char *out, size_t cap);

/* The integer in column i; false if there is none. */
bool sqlrow_integer(const struct fx_window *w, const struct sqlrow *row,
    size_t i, int64_t *v);

#endif
