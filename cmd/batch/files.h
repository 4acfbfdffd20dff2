/* files.h - lists and keys that a batch goes by, as they were when it was
 * planned */
#ifndef BATCH_FILES_H
#define BATCH_FILES_H

#include <jansson.h>

#include "plan.h"
#include "result.h"

/* Add one to a plan, with its content as it is now. 0, or -1 and err. */
int files_add(struct plan_head *h, const char *option, const char *path,
    struct fx_err *err);

/*
 * Do they have the content that the plan has frozen?  scans: those of the
 * scanner, too.  Returns 0, or -1 and err.
 */
int files_check(const struct plan_head *h, bool scans, struct fx_err *err);

/*
 * Does a source line say that the scanner read these very lists?  Else that is
 * why the unit fails.
 */
void files_told(const struct plan_head *h, const json_t *source,
    struct result *r);

#endif
