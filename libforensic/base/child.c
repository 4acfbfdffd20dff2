/* child.c - begin as a child, wait for one, say how it ended */
#include <sys/prctl.h>
#include <sys/wait.h>

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "forensic/child.h"

enum {
	TICK = 200,          /* milliseconds between looks at a busy child */
	NANO = 1000000000,   /* nanoseconds in a second */
	FIRST_REALTIME = 32, /* signals from here on are left alone */
};

/* Signals as a new program has them, but for those a terminal sends to all. */
static void
signals(void)
{
	static const int ours[] = { SIGINT, SIGQUIT, SIGTERM, SIGHUP, SIGTSTP,
		SIGPIPE };
	sigset_t none;
	size_t i;
	int s;

	for (s = 1; s < FIRST_REALTIME; s++)
		signal(s, SIG_DFL); /* KILL and STOP refuse: no matter */
	for (i = 0; i < sizeof(ours) / sizeof(ours[0]); i++)
		signal(ours[i], SIG_IGN);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
}

/* Keep sock alone, as FX_CHILD_SOCK.  Returns false if that cannot be. */
static bool
descriptors(int sock)
{
	int null = open("/dev/null", O_RDWR | O_CLOEXEC);

	if (null == -1 || dup2(null, STDIN_FILENO) == -1 ||
	    dup2(null, STDOUT_FILENO) == -1)
		return false;
		/* libafflib and the C++ library talk on stderr.  A sanitizer
		 * must. */
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
	if (dup2(null, STDERR_FILENO) == -1)
		return false;
#endif
	if (sock != FX_CHILD_SOCK && dup2(sock, FX_CHILD_SOCK) == -1)
		return false;
	return close_range(FX_CHILD_SOCK + 1, ~0U, 0) == 0;
}

bool
fx_child_settle(int sock, pid_t parent)
{
	signals();
	/* Not to outlive a parent that is killed, or is dead by now. */
	return prctl(PR_SET_PDEATHSIG, SIGKILL) == 0 && getppid() == parent &&
	    descriptors(sock);
}

/* Nanoseconds on a clock; 0 where that is gone. */
static int64_t
now(clockid_t clock)
{
	struct timespec t;

	if (clock_gettime(clock, &t) == -1)
		return 0;
	return (int64_t)t.tv_sec * NANO + t.tv_nsec;
}

void
fx_wait_begin(struct fx_waiting *w, pid_t pid)
{
	w->pid = pid;
	if (clock_getcpuclockid(pid, &w->work) != 0)
		w->work = CLOCK_MONOTONIC;
	w->worked = now(w->work);
	w->began = now(CLOCK_MONOTONIC);
}

enum fx_wait
fx_wait(const struct fx_waiting *w, int sock, const struct fx_patience *p)
{
	struct pollfd f = { .fd = sock, .events = POLLIN };
	int rc;

	for (;;) {
		rc = poll(&f, 1, TICK);
		if (rc == 1 || (rc == -1 && errno != EINTR))
			return FX_WAIT_SPOKE; /* recv tells the rest */
		if (now(w->work) - w->worked > (int64_t)p->cpu * NANO)
			return FX_WAIT_LOOPS;
		if (now(CLOCK_MONOTONIC) - w->began > (int64_t)p->wall * NANO)
			return FX_WAIT_SILENT;
	}
}

void
fx_child_how(char *out, size_t size, const char *who, int status)
{
	const char *name;

	if (WIFSIGNALED(status)) {
		name = sigdescr_np(WTERMSIG(status));
		snprintf(out, size, "%s died: signal %d (%s)", who,
		    WTERMSIG(status), name != NULL ? name : "unknown");
	} else {
		snprintf(out, size, "%s died: exit %d", who,
		    WEXITSTATUS(status));
	}
}
