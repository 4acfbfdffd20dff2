/* make.h - a plan for the images of a manifest or a folder */
#ifndef BATCH_MAKE_H
#define BATCH_MAKE_H

#include "plan.h"

/* What is asked for; texts are the caller's. NULL, 0: not given. */
struct make {
	const char *manifest; /* a file, a folder, or "-" */
	const char *id;       /* the case; of images that name none, too */
	const char *agency, *examiner, *legal;
	const char *key; /* whose identity serves where no custodian is named */
	const char *const *custodian; /* NULL-ended */
	bool no_vault;
	uint64_t split;
	const char *word[PLAN_WORDS + 1]; /* for fxscan, NULL-ended */
	size_t words;
	const char *option[PLAN_FILES], *file[PLAN_FILES]; /* that takes it */
	size_t files;
};

/* Was anything of it asked for, but the manifest and the key? */
bool make_asked(const struct make *m);

/*
 * Make the plan in the folder dir, which is made if it is not there.  If one is
 * there, it must be of the same manifest and options: what else it would say is
 * not looked at, since images may have vanished since then.  What is wrong is
 * said.  Returns an exit status.
 */
int make_plan(const struct make *m, const char *dir);

#endif
