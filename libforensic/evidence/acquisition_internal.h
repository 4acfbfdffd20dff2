/* acquisition_internal.h - a log that is being read, line by line */
#ifndef EVIDENCE_ACQUISITION_INTERNAL_H
#define EVIDENCE_ACQUISITION_INTERNAL_H

#include "forensic/acquisition.h"

/* A piece of a line, not ended by NUL. */
struct piece {
	const char *p;
	size_t n;
};

struct reading {
	struct fx_acquisition *acq;
	uint64_t line;       /* its number, from 1 */
	const char *section; /* that the line stands in; or NULL */
	uint64_t sector;     /* dc3dd: bytes a sector; 0: not told yet */
	struct fx_err *err;
};

/* A tool whose log we know. */
struct tool {
	const char *format;
	/* Does its log begin with this line, or say by it whose it is? */
	bool (*is)(struct piece line);
	/* Take a line, that one and those before it too. 0, or -1 and err. */
	int (*take)(struct reading *r, struct piece line);
};

extern const struct tool acquisition_tools[]; /* ends with format NULL */

/* acquisition.c: what tools' lines are taken apart with */
struct piece trim(struct piece s); /* without blanks at both ends */
bool starts(struct piece s, const char *with);
bool equals(struct piece s, const char *with);
/* What stands behind the first needle, or n 0 and p NULL. */
struct piece behind(struct piece s, const char *needle);
/* Digits, among them commas, at the start of s, which moves behind them. */
int take_number(struct piece *s, uint64_t *n);

/* Each returns 0, or -1 and err. */
int take_text(struct reading *r, enum fx_acq_text which, struct piece value);
int take_size(struct reading *r, uint64_t size);
int take_digest(struct reading *r, enum fx_hash_alg alg, struct piece value);

#endif
