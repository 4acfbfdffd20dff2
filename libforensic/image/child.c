/* child.c - start a reader process, ask it, notice how it dies */
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "child.h"

enum {
	TICK = 200,          /* milliseconds between looks at a busy child */
	SOCK = 3,            /* the child's only descriptor */
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

/* Keep sock alone, as SOCK.  Returns false if that cannot be. */
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
	if (sock != SOCK && dup2(sock, SOCK) == -1)
		return false;
	return close_range(SOCK + 1, ~0U, 0) == 0;
}

int
child_start(struct child *c, void (*main)(int sock, void *arg), void *arg,
    struct fx_err *err)
{
	pid_t parent = getpid();
	int pair[2];

	c->pid = 0;
	c->died[0] = '\0';
	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) == -1)
		return fx_fail_sys(err, 0, "cannot start its reader");
	if ((c->pid = fork()) == -1) {
		c->pid = 0;
		fx_fail_sys(err, 0, "cannot start its reader");
		close(pair[0]);
		close(pair[1]);
		return -1;
	}
	if (c->pid == 0) {
		signals();
		/* Not to outlive a parent that is killed, or is dead by now. */
		if (prctl(PR_SET_PDEATHSIG, SIGKILL) == 0 &&
		    getppid() == parent && descriptors(pair[1]))
			main(SOCK, arg);
		_exit(1);
	}
	close(pair[1]);
	c->sock = pair[0];
	return 0;
}

static void
how(char died[FX_GAP_WHY], int status)
{
	const char *name;

	if (WIFSIGNALED(status)) {
		name = sigdescr_np(WTERMSIG(status));
		snprintf(died, FX_GAP_WHY, "reader died: signal %d (%s)",
		    WTERMSIG(status), name != NULL ? name : "unknown");
	} else {
		snprintf(died, FX_GAP_WHY, "reader died: exit %d",
		    WEXITSTATUS(status));
	}
}

void
child_kill(struct child *c, const char *why)
{
	int status;
	pid_t got;

	if (c->pid == 0)
		return;
	close(c->sock);
	/* One that is dying of something else still dies of that. */
	kill(c->pid, SIGKILL);
	do
		got = waitpid(c->pid, &status, 0);
	while (got == -1 && errno == EINTR);
	c->pid = 0;
	if (why != NULL)
		snprintf(c->died, sizeof(c->died), "%s", why);
	else if (got == -1) /* somebody else waits for all children */
		snprintf(c->died, sizeof(c->died), "reader died");
	else
		how(c->died, status);
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

/* Wait for an answer.  Returns NULL, or why no more is waited for. */
static const char *
await(const struct child *c, const struct patience *p)
{
	struct pollfd f = { .fd = c->sock, .events = POLLIN };
	int64_t began = now(CLOCK_MONOTONIC), worked;
	clockid_t work;
	int rc;

	if (clock_getcpuclockid(c->pid, &work) != 0)
		work = CLOCK_MONOTONIC;
	worked = now(work);
	for (;;) {
		rc = poll(&f, 1, TICK);
		if (rc == 1 || (rc == -1 && errno != EINTR))
			return NULL; /* recv tells the rest */
		if (now(work) - worked > (int64_t)p->cpu * NANO)
			return "reader ran without end and was stopped";
		if (now(CLOCK_MONOTONIC) - began > (int64_t)p->wall * NANO)
			return "reader gave no answer and was stopped";
	}
}

ssize_t
child_ask(struct child *c, const struct wire_ask *ask, void *reply, size_t room,
    const struct patience *p)
{
	const char *why;
	ssize_t n;

	if (c->pid == 0)
		return -1;
	do
		n = send(c->sock, ask, sizeof(*ask), MSG_NOSIGNAL);
	while (n == -1 && errno == EINTR);
	why = n == -1 ? NULL : await(c, p);
	if (n != -1 && why == NULL)
		n = recv(c->sock, reply, room, MSG_DONTWAIT | MSG_TRUNC);
	if (why == NULL && n > 0 && (size_t)n <= room)
		return n;
	if (why == NULL && n > 0)
		why = "reader answered nonsense and was stopped";
	child_kill(c, why);
	return -1;
}
