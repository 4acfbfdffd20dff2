/* judge.h - scan what was planted, and hold what is found against the truth */
#ifndef JUDGE_H
#define JUDGE_H

#include "result.h"

struct judge {
	const struct fx_carver *const *set; /* NULL-ended */
	const struct fx_scan_options *opt;
	struct field *field;
	struct result *res;
	void (*say)(const char *words, void *arg); /* what was false; or NULL */
	void *arg;

	/* Of the source at hand. */
	struct plant *first, *end;
	unsigned int source;
};

/* Scan all sources of the field.  Returns 0, or -1 and err. */
int judge_field(struct judge *j, struct fx_err *err);

#endif
