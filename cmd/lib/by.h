/* by.h - what findings are counted by: issuer range, kind, file ... */
#ifndef BY_H
#define BY_H

#include "count.h"
#include "forensic/finding.h"

/* All that a key may be made of. */
struct by_facts {
	const struct fx_finding *f;
	const char *value;           /* its value's bytes, NUL-ended */
	const struct fx_buf *source; /* the path in the source line */
};

/*
 * Append the key of a finding: the bytes of one column, or of two with a NUL
 * between.  Nothing stands for what the finding does not tell.
 */
typedef void by_fn(struct fx_buf *key, const struct by_facts *facts);

struct by {
	const char *name;   /* of the option, the first column, the member */
	const char *second; /* of a second column, or NULL */
	by_fn *key;
	const char *alone; /* member of the second where the first is empty;
	                      NULL: as ever */
};

/* The key of that name, or NULL. */
const struct by *by_find(const char *name);

/* Append their names, with commas between. */
void by_names(struct fx_buf *out);

/*
 * What was counted by that key, in the order of c's rows: one JSON object a
 * line, or a table that is safe to show.  What is found in names is masked.
 */
void by_put_json(const struct by *by, const struct count *c,
    struct fx_buf *out);
void by_put_table(const struct by *by, const struct count *c,
    struct fx_buf *out);

#endif
