/*
 * scratch.h - for the benches: a folder to work in, gone however that ends
 *
 * A process of its own does the work; this one waits, and empties the folder
 * when the other has ended, or is told to end by a signal.
 */
#ifndef SCRATCH_H
#define SCRATCH_H

#include <ftw.h>
#include <signal.h>
#include <string.h>

#include "child.h"

static volatile sig_atomic_t scratch_signal;

static inline void
scratch_caught(int sig)
{
	scratch_signal = sig;
}

static inline int
scratch_remove(const char *path, const struct stat *st, int type,
    struct FTW *ftw)
{
	(void)st, (void)type, (void)ftw;
	return remove(path);
}

static inline void
scratch_catch(void)
{
	static const int sigs[] = { SIGHUP, SIGINT, SIGTERM };
	struct sigaction on = { .sa_handler = scratch_caught };
	size_t i;

	sigemptyset(&on.sa_mask);
	for (i = 0; i < sizeof sigs / sizeof sigs[0]; i++)
		sigaction(sigs[i], &on, NULL);
}

/* Have work done in a new folder.  Returns the exit status. */
static inline int
scratch_run(int (*work)(void *arg), void *arg)
{
	const char *tmp = getenv("TMPDIR");
	char dir[4096];
	int status = 0;
	pid_t pid;

	snprintf(dir, sizeof dir, "%s/fx-speed.XXXXXX",
	    tmp != NULL ? tmp : "/var/tmp"); /* on disk: /tmp may be memory */
	if (mkdtemp(dir) == NULL)
		err(4, "%s", dir);
	scratch_catch();
	if ((pid = fork()) == 0) {
		signal(SIGHUP, SIG_DFL);
		signal(SIGINT, SIG_DFL);
		signal(SIGTERM, SIG_DFL);
		if (setpgid(0, 0) == -1 || chdir(dir) == -1)
			err(4, "%s", dir);
		exit(work(arg));
	}
	while (
	    pid != -1 && waitpid(pid, &status, 0) == -1 && scratch_signal == 0)
		;
	if (pid != -1 && scratch_signal != 0) {
		kill(-pid, SIGKILL);
		waitpid(pid, &status, 0);
		status = 98 << 8;
	}
	nftw(dir, scratch_remove, 16, FTW_DEPTH | FTW_PHYS);
	return pid != -1 && WIFEXITED(status) ? WEXITSTATUS(status) : 98;
}

#endif
