/* command.h - ask a command of the user's: a few lines in, a few lines out */
#ifndef EVIDENCE_COMMAND_H
#define EVIDENCE_COMMAND_H

#include "forensic/buf.h"

enum { COMMAND_INPUT = 4096 }; /* most bytes of input: a pipe holds them */

/*
 * Run command by sh(1) with in on its standard input, and append what it
 * prints, which out->max bounds; its words go to standard error.  It must end
 * with 0 within so many seconds, or it is killed.  Returns 0, or -1 and err.
 */
int command_ask(struct fx_buf *out, const char *command,
    const struct fx_buf *in, unsigned int seconds, struct fx_err *err);

#endif
