/* tool.h - start the tools beside this one, and learn how they ended */
#ifndef BATCH_TOOL_H
#define BATCH_TOOL_H

#include <stddef.h>
#include <sys/types.h>

#include "batch.h"
#include "result.h"

enum { TOOL_WORDS = PLAN_WORDS + 2 * PLAN_FILES + 32 };

/* The arguments of a tool, NULL-ended. { 0 } is none. */
struct tool {
	const char *name; /* of the tool: "fxscan" */
	const char *word[TOOL_WORDS + 1];
	size_t n;
};

/* Add words, up to NULL. Too many of them end the program. */
#define tool_add(t, ...) tool_words(t, (const char *const[]){ __VA_ARGS__ })
void tool_words(struct tool *t, const char *const *word);

/* Where a tool's standard files go; -1: /dev/null. */
struct tool_files {
	int in, out, err;
};

/*
 * Start it in that group of processes, or in one of its own when group is 0.
 * It dies with the calling process and has the limits of the batch.  Returns
 * its number, or -1 and err.
 */
pid_t tool_start(const struct batch *b, const struct tool *t,
    const struct tool_files *files, pid_t group, uint64_t seconds,
    struct fx_err *err);

/*
 * The same with a function of this program, which ends as its status; out
 * becomes its standard output.
 */
struct attempt;
pid_t tool_fork(const struct attempt *a, int out, int (*work)(void *arg),
    void *arg, struct fx_err *err);

/* Wait for it. Returns the status of waitpid(2). */
int tool_wait(pid_t pid);

/*
 * Note in r that it failed, if status says so: a status above 0 that is not
 * fine is none of success.  log: the file that has what it said; the last line
 * of it becomes part of the words.
 */
void tool_judge(struct result *r, const char *name, int status, int fine,
    const char *log);

#endif
