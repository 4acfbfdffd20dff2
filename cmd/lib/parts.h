/* parts.h - which bytes of a source are scanned: --range, --volume, --files */
#ifndef PARTS_H
#define PARTS_H

#include "forensic/fs.h"
#include "forensic/scan.h"

enum { PARTS = 1024 }; /* most ranges on a command line */

/* What was asked for; { 0 } is all of the source. */
struct parts {
	struct fx_range v[PARTS]; /* as given, then in order and apart */
	size_t n;
	bool has_volume;
	unsigned int volume; /* its number */
	bool files;          /* the content of allocated files alone */
};

/*
 * Add "A-B", bytes A to B - 1, or "A-", all from A on.  What is no range, or an
 * empty one, ends the tool with CLI_USAGE.
 */
void parts_add(struct parts *p, const char *text);

/* Put them in order and join those that touch. */
void parts_done(struct parts *p);

/* Does it take a map to know them? */
bool parts_need_map(const struct parts *p);

/* Ranges in order and apart; { 0 } is empty. */
struct range_list {
	struct fx_range *v;
	size_t n, cap;
};

/*
 * Of a source of size bytes, those that were asked for, into out, which is
 * empty and is freed by its owner.  map may be NULL if none is needed. Returns
 * 0; or -1 and err: there are none, in words, or memory.
 */
int parts_choose(const struct parts *p, uint64_t size, const struct fx_map *map,
    struct range_list *out, struct fx_err *err);

#endif
