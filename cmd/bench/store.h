/* store.h - a row of a browser's database, as a file or as what is left of it
 */
#ifndef STORE_H
#define STORE_H

#include "forensic/buf.h"

/* What of a database is put. */
enum store_left {
	STORE_FILE, /* all of it */
	STORE_LOG,  /* its write-ahead log, which has not been written back */
	STORE_FREE, /* all, after its table was dropped: on the freelist */
	STORE_DELETED, /* all, after the row was deleted: in a free block */
	STORE_PAGE,    /* the page that the row is on, without the others */
	STORE_LEFTS
};

struct store {
	const char *make;  /* SQL: its tables, and their rows */
	const char *table; /* the one that the row is in */
	const char *where; /* SQL that is true of the row alone */
	const void *mark;  /* n bytes of the row */
	size_t n;
};

/*
 * Append it to out.  Returns where in out the mark stands; SIZE_MAX, with out
 * failed, when SQLite refused.
 */
size_t store_put(const struct store *s, enum store_left left,
    struct fx_buf *out);

#endif
