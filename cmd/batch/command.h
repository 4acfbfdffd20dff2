/* command.h - run a program of somebody else, and read what it prints */
#ifndef BATCH_COMMAND_H
#define BATCH_COMMAND_H

#include "forensic/buf.h"

enum { COMMAND_WORDS = 512, COMMAND_SAYS = 16 << 20 };

/* Its name, looked for in PATH, and arguments; NULL-ended. { 0 } is none. */
struct command {
	const char *word[COMMAND_WORDS + 1];
	size_t n;
};

/* Add words, the last of which is NULL. Too many of them end the program. */
#define command_add(c, ...) \
	command_words(c, (const char *const[]){ __VA_ARGS__ })
void command_words(struct command *c, const char *const *word);

/*
 * Run it to its end, with nothing to read; what it says to people goes where
 * ours does.  out: what it prints is appended, COMMAND_SAYS bytes at most;
 * NULL: that too goes where ours does.  A signal that ends us ends it.  Returns
 * its exit status, or -1 and err: it could not be run, or a signal ended it.
 */
int command_run(const struct command *c, struct fx_buf *out,
    struct fx_err *err);

/* Append a word as sh(1) reads it back, whatever is in it. */
void command_quote(struct fx_buf *out, const char *word);

#endif
