/*
 * list.h - a list of values, such as those of no concern, or those looked for
 *
 * A list is text, an entry a line, as fxscan(1) describes it: a value, or
 * /a regular expression/ that is searched for in values; behind a tab the text
 * that must stand around a value for the entry to hold.  It may hold millions
 * of values: of each there are two digests of 16 bytes at most, or four where
 * it has blanks in it.
 *
 * The case of letters counts only where it can: a value that has letters of
 * both cases is found as it is spelled, any other however it is.
 */
#ifndef FORENSIC_LIST_H
#define FORENSIC_LIST_H

#include <stddef.h>
#include <stdint.h>

#include "forensic/err.h"

/* Past one of these a list is FX_ELIMIT. */
enum {
	FX_LIST_LINE = 8192,          /* bytes of a line */
	FX_LIST_ENTRIES = 1 << 24,    /* spellings of values, 24 bytes each */
	FX_LIST_CONTEXTS = 256 << 20, /* bytes of all contexts */
	FX_LIST_REGEXES = 256,        /* regular expressions, */
	FX_LIST_REGEX = 1024,         /* bytes of one, */
	FX_LIST_COMPILED = 32 << 10,  /* and of one when compiled */
};

/*
 * What the search for one expression in one value may take, see pcre2api(3).
 * Of each value so many such searches are given up, then no other is begun: a
 * list of hard expressions must not hold up a scan that meets many values.
 */
enum {
	FX_LIST_STEPS = 10000, /* the match limit */
	FX_LIST_DEPTH = 5000,  /* of nested backtracking */
	FX_LIST_HEAP = 2048,   /* KiB */
	FX_LIST_TRIES = 4,
};

struct fx_list;

/*
 * An empty list, to which text is added in pieces as it comes, until its end.
 * The caller frees it.  NULL and err when out of memory.
 */
struct fx_list *fx_list_new(struct fx_err *err);
void fx_list_free(struct fx_list *l); /* NULL is fine */

/*
 * Add n bytes of text; all of it was added: only now values are found.  Each
 * returns 0; or -1 and err: FX_EFORMAT for a line that is no entry, FX_ELIMIT,
 * both with the number of the line in err->off; FX_ENOMEM.  The list can only
 * be freed then.
 */
int fx_list_add(struct fx_list *l, const void *text, size_t n,
    struct fx_err *err);
int fx_list_end(struct fx_list *l, struct fx_err *err);

/* All that is in a file.  NULL and err as above, or FX_EIO. */
struct fx_list *fx_list_load(const char *path, struct fx_err *err);

/* The SHA-256 of the text, once it is at its end. */
const uint8_t *fx_list_sum(const struct fx_list *l);

/* How many lines have a value or an expression? How many a context? */
uint64_t fx_list_count(const struct fx_list *l);
uint64_t fx_list_contexts(const struct fx_list *l);

/* What is looked for in a list. */
struct fx_list_item {
	const char *value;
	const char *const *also; /* nalso more values of it: for entries that
	                            are no expressions */
	size_t nalso;
	/*
	 * The n bytes of text around it, in UTF-8, of which it is len from at
	 * on.  NULL: not known, and an entry with a context does not hold.
	 */
	const char *text;
	size_t n, at, len;
};

enum fx_listed {
	FX_LISTED_NOT,
	FX_LISTED,
	FX_LISTED_OPEN, /* the search for an expression met a limit above, and
	                   no other entry holds */
};

/*
 * The first entry that holds; *line is the number of its line then.  Any number
 * of threads may ask at once.
 */
enum fx_listed fx_list_find(const struct fx_list *l,
    const struct fx_list_item *item, uint32_t *line);

#endif
