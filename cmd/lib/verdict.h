/* verdict.h - what a check of a case file says, and with which exit status */
#ifndef VERDICT_H
#define VERDICT_H

#include <stdbool.h>

#include "forensic/verify.h"

/* The reasons, the closing block and the verdict; with verbose the last head.
 */
void verdict_text(const struct fx_verdict *v, bool verbose);

/* The same as JSON; path is the file that was checked.  Returns -1 and err. */
int verdict_json(const struct fx_verdict *v, const char *path,
    struct fx_err *err);

/* The exit status that goes with it (fxverify(1), EXIT STATUS). */
int verdict_status(const struct fx_verdict *v);

#endif
