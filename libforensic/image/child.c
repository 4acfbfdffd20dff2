/* child.c - start a reader process, ask it, notice how it dies */
#include <sys/socket.h>
#include <sys/wait.h>

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <unistd.h>

#include "child.h"

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
		if (fx_child_settle(pair[1], parent))
			main(FX_CHILD_SOCK, arg);
		_exit(1);
	}
	close(pair[1]);
	c->sock = pair[0];
	return 0;
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
		fx_child_how(c->died, sizeof(c->died), "reader", status);
}

ssize_t
child_ask(struct child *c, const struct wire_ask *ask, void *reply, size_t room,
    const struct fx_patience *p)
{
	static const char *const words[] = {
		[FX_WAIT_LOOPS] = "reader ran without end and was stopped",
		[FX_WAIT_SILENT] = "reader gave no answer and was stopped",
	};
	const char *why = NULL;
	struct fx_waiting w;
	ssize_t n;

	if (c->pid == 0)
		return -1;
	fx_wait_begin(&w, c->pid);
	do
		n = send(c->sock, ask, sizeof(*ask), MSG_NOSIGNAL);
	while (n == -1 && errno == EINTR);
	if (n != -1)
		why = words[fx_wait(&w, c->sock, p)];
	if (n != -1 && why == NULL)
		n = recv(c->sock, reply, room, MSG_DONTWAIT | MSG_TRUNC);
	if (why == NULL && n > 0 && (size_t)n <= room)
		return n;
	if (why == NULL && n > 0)
		why = "reader answered nonsense and was stopped";
	child_kill(c, why);
	return -1;
}
