/* list.h - what the files of a list of values share */
#ifndef FINDING_LIST_H
#define FINDING_LIST_H

#include <stdbool.h>

#include "forensic/list.h"

/* list_line.c: one line taken apart. */
struct list_line {
	enum { LIST_NOTHING, LIST_VALUE, LIST_REGEX } what;
	bool nocase;           /* of an expression */
	char *value, *context; /* in the line itself; NULL: no context */
	size_t n, ncontext;
};

/*
 * Take a line of n bytes at p apart, which is changed by that.  Returns 0; or
 * -1 and err, FX_EFORMAT or FX_ELIMIT.
 */
int list_line_read(struct list_line *line, char *p, size_t n,
    struct fx_err *err);

/* list_regex.c: regular expressions over PCRE2. */
struct list_regex;
struct list_match; /* what searches in one value need */

/* NULL and err: why it is none. */
struct list_regex *list_regex_new(const char *p, size_t n, bool nocase,
    struct fx_err *err);
void list_regex_free(struct list_regex *r); /* NULL is fine */

/* Is it in a value?  *m is NULL before the first of several searches. */
enum fx_listed list_regex_find(const struct list_regex *r,
    struct list_match **m, const char *value, size_t n);
void list_match_free(struct list_match *m); /* NULL is fine */

#endif
