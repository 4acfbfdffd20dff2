/* zygote.h - the small process that forks the children of a box */
#ifndef DECODE_ZYGOTE_H
#define DECODE_ZYGOTE_H

#include <sys/types.h>

#include "forensic/err.h"

/*
 * A process with threads does not fork: so one is forked before there are
 * threads, that forks for it.  It waits for its children when it is told, and
 * no sooner, so that a pid is theirs until then.
 */
struct zygote {
	pid_t pid; /* 0: none */
	int sock;
};

/* Returns 0, or -1 and err. */
int zygote_start(struct zygote *z, struct fx_err *err);

/*
 * A new child, that runs main(FX_CHILD_SOCK, window): sock becomes the one, and
 * window is what the memory of descriptor mem is mapped at, size bytes.
 * Returns its pid, or -1.
 */
struct zygote_birth {
	void (*main)(int sock, void *window);
	int sock, mem;
	size_t size;
};
pid_t zygote_spawn(const struct zygote *z, const struct zygote_birth *birth);

/* Wait for a child that is dying.  Returns its status, or -1: not known. */
int zygote_reap(const struct zygote *z, pid_t pid);

void zygote_end(struct zygote *z);

#endif
