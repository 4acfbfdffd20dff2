/*
 * child.h - what the processes have in common that read hostile bytes for us
 *
 * Parsers and decoders that are built on a library run in a process of their
 * own, which has given up what it needs not.  Here is how such a process
 * begins, how its parent waits for it, how it ended, and what it can no longer
 * do; what they say to each other is their own affair.
 */
#ifndef FORENSIC_CHILD_H
#define FORENSIC_CHILD_H

#include <sys/types.h>

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { FX_CHILD_SOCK = 3 }; /* the connection, in the new process */

/*
 * To be called first in a new process: it dies with parent, signals are as a
 * new program has them but for those that a terminal sends to all, standard
 * files are /dev/null, and the only other descriptor is FX_CHILD_SOCK, which
 * sock becomes.  Returns false if that cannot be: then _exit.
 */
bool fx_child_settle(int sock, pid_t parent);

/* What a parent grants a child for one answer. */
struct fx_patience {
	int cpu, wall; /* seconds of its work, and in all */
};

enum fx_wait {
	FX_WAIT_SPOKE,  /* something can be received; or nothing ever will */
	FX_WAIT_LOOPS,  /* it has worked for too long */
	FX_WAIT_SILENT, /* it has said nothing for too long */
};

/*
 * One stretch of waiting: begun when a child is asked, it goes on over all
 * that is received before the answer.
 */
struct fx_waiting {
	pid_t pid;
	clockid_t work;
	int64_t began, worked; /* nanoseconds */
};
void fx_wait_begin(struct fx_waiting *w, pid_t pid);
enum fx_wait fx_wait(const struct fx_waiting *w, int sock,
    const struct fx_patience *p);

/* Words for a status of waitpid(2): "WHO died: signal 6 (Aborted)". */
void fx_child_how(char *out, size_t size, const char *who, int status);

/* What a process keeps, when it gives up the rest. */
struct fx_confine {
	uint64_t room; /* bytes of memory that it may take yet; 0: no limit */
	size_t files;  /* files that it may open for reading: open(arg, i) */
	int (*open)(void *arg, size_t i); /* is a descriptor of one, or -1 */
	void *arg;
};

struct fx_confined {
	bool landlock, seccomp; /* in force */
};

/*
 * Never to be undone, for the calling process: no core, no new file, no more
 * memory than that, no name opened but those files', and these for reading, no
 * system call but what reading needs.  What the kernel does not have is left
 * out and told; under a sanitizer or Valgrind there is no seccomp.
 */
struct fx_confined fx_confine(const struct fx_confine *keep);

/*
 * Never to be undone, for the calling process, which has no other thread yet,
 * and all that it starts: no program is run, no socket opened to anybody but
 * its own children, nobody traced, no name made, changed or removed but files
 * in the folders, of which there are n; what is open stays open, and what can
 * be read can be.  For a tool that reads what others wrote and starts confined
 * children.  What the kernel does not have, or a sanitizer, Valgrind or a
 * measurement of coverage does not bear, is left out, as the result tells.
 */
struct fx_confined fx_forgo(const char *const *folders, size_t n);

/* Words for what is not in force: "the reader runs without seccomp"; or "". */
const char *fx_confined_notes(const struct fx_confined *in);

#endif
