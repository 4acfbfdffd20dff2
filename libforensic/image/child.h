/* child.h - a confined reader process, seen from its parent */
#ifndef IMAGE_CHILD_H
#define IMAGE_CHILD_H

#include "forensic/child.h"
#include "internal.h"
#include "wire.h"

/* One process; pid 0: none. */
struct child {
	pid_t pid;
	int sock;
	char died[FX_GAP_WHY]; /* why it is gone */
};

/*
 * Start a process that runs main(sock, arg) and nothing of ours: no descriptor
 * but sock, its end of the connection; standard files are /dev/null; signals
 * of the terminal are not its business.  Returns 0, or -1 and err.
 */
int child_start(struct child *c, void (*main)(int sock, void *arg), void *arg,
    struct fx_err *err);

/*
 * Send ask and wait for a reply of at most room bytes.  Returns its length; or
 * -1 when the child is dead then, by itself or by us, c->died saying how.
 */
ssize_t child_ask(struct child *c, const struct wire_ask *ask, void *reply,
    size_t room, const struct fx_patience *p);

/* Kill and reap it, if it is there.  why goes to died; NULL: its status does.
 */
void child_kill(struct child *c, const char *why);

#endif
