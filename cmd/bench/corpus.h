/* corpus.h - files in which nothing is to be found, and what is found there */
#ifndef CORPUS_H
#define CORPUS_H

#include "result.h"

struct corpus {
	const struct fx_carver *const *set; /* NULL-ended */
	const struct fx_scan_options *opt;
	struct result *res;
	void (*say)(const char *words, void *arg); /* each finding; or NULL */
	void *arg;

	/* Private. */
	struct fx_hash *sum;
	const char *path;
	unsigned int flags;
	bool failed;
	struct fx_err err;
};

/*
 * Scan each file and folder of res->corpus_names.  What cannot be opened or
 * read is counted, and said.  corpus_sum is the SHA-256 over the SHA-256 of all
 * files, in the order of their names: of folders as fxscan takes them.  Returns
 * 0; or -1 and err, when memory or the stop flag ended it.
 */
int corpus_scan(struct corpus *c, struct fx_err *err);

#endif
