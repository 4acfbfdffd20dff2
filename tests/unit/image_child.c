/* image_child.c - readers that die, hang and lie, seen from their parent */
#include <sys/socket.h>
#include <sys/wait.h>

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

#include "../../libforensic/image/child.h"
#include "tap.h"

static const struct wire_ask ask = { .serial = 1, .len = 1 };

static void
hear(int sock)
{
	struct wire_ask a;

	if (recv(sock, &a, sizeof(a), 0) != (ssize_t)sizeof(a))
		_exit(99);
}

static void
aborts(int sock, void *arg)
{
	(void)arg;
	hear(sock);
	abort();
}

static void
segfaults(int sock, void *arg)
{
	(void)arg;
	hear(sock);
	raise(SIGSEGV);
}

static void
leaves(int sock, void *arg)
{
	(void)arg;
	hear(sock);
	_exit(7);
}

static void
hangs_up(int sock, void *arg)
{
	(void)arg;
	hear(sock);
	close(sock);
	pause(); /* alive, and will not speak again */
}

static void
sleeps(int sock, void *arg)
{
	(void)arg;
	hear(sock);
	pause();
}

static void
spins(int sock, void *arg)
{
	volatile unsigned int n = 0;

	(void)arg;
	hear(sock);
	for (;;)
		n++;
}

static void
babbles(int sock, void *arg)
{
	static const char much[8192];

	(void)arg;
	hear(sock);
	send(sock, much, sizeof(much), 0);
	pause();
}

static void
is_silent(int sock, void *arg)
{
	(void)arg;
	hear(sock);
	send(sock, "", 0, 0); /* an empty packet looks like an end */
	pause();
}

static const struct row {
	const char *what;
	void (*main)(int sock, void *arg);
	struct fx_patience p;
	const char *died;
} rows[] = {
	{ "abort(3)", aborts, { 9, 9 }, "reader died: signal 6 (Aborted)" },
	{ "a segmentation fault", segfaults, { 9, 9 },
	    "reader died: signal 11 (Segmentation fault)" },
	{ "an exit", leaves, { 9, 9 }, "reader died: exit 7" },
	{ "a closed connection", hangs_up, { 9, 9 },
	    "reader died: signal 9 (Killed)" },
	{ "sleep", sleeps, { 9, 1 }, "reader gave no answer and was stopped" },
	{ "an endless loop", spins, { 1, 60 },
	    "reader ran without end and was stopped" },
	{ "a message too long", babbles, { 9, 9 },
	    "reader answered nonsense and was stopped" },
	{ "an empty message", is_silent, { 9, 9 },
	    "reader died: signal 9 (Killed)" },
};

static void
check(const struct row *r)
{
	struct wire_reply reply;
	struct fx_err err;
	struct child c;
	pid_t pid;

	if (!ok(child_start(&c, r->main, NULL, &err) == 0, "%s", r->what))
		return;
	pid = c.pid;
	is_int(child_ask(&c, &ask, &reply, sizeof(reply), &r->p), -1,
	    "is noticed");
	is_str(c.died, r->died, "and told");
	is_int(c.pid, 0, "it is gone");
	ok(waitpid(pid, NULL, WNOHANG) == -1 && errno == ECHILD,
	    "and no zombie");
	is_int(child_ask(&c, &ask, &reply, sizeof(reply), &r->p), -1,
	    "the dead do not answer");
	child_kill(&c, NULL);
}

/* What a child has: tell descriptors, signals ignored and its parent. */
static void
tells(int sock, void *arg)
{
	struct wire_reply r = { 0 };
	struct sigaction a;
	int fd;

	hear(sock);
	for (fd = 0; fd < 256; fd++)
		r.n += fcntl(fd, F_GETFD) != -1;
	sigaction(SIGINT, NULL, &a);
	r.len = a.sa_handler == SIG_IGN;
	sigaction(SIGUSR1, NULL, &a);
	r.bad[0].why = a.sa_handler == SIG_DFL;
	r.serial = (uint64_t)(uintptr_t)arg;
	send(sock, &r, sizeof(r), 0);
	pause();
}

static void
handler(int s)
{
	(void)s;
}

static void
inherits(void)
{
	const struct fx_patience p = { 9, 9 };
	struct wire_reply r;
	struct fx_err err;
	struct child c;
	int extra[2];

	if (pipe(extra) == -1)
		abort();
	signal(SIGUSR1, handler);
	if (!ok(child_start(&c, tells, (void *)4711, &err) == 0, "a child"))
		return;
	is_int(child_ask(&c, &ask, &r, sizeof(r), &p), sizeof(r), "answers");
	is_int(r.serial, 4711, "knows its argument");
	/* 0, 1, 2 and the connection. */
	is_int(r.n, 4, "has no descriptor of its parent's");
	is_int(r.len, 1, "leaves Ctrl-C to its parent");
	is_int(r.bad[0].why, 1, "has none of its parent's handlers");
	child_kill(&c, NULL);
	close(extra[0]);
	close(extra[1]);
}

/* Dead before it is asked: no SIGPIPE. */
static void
early(void)
{
	const struct fx_patience p = { 9, 9 };
	struct wire_reply r;
	struct fx_err err;
	struct child c;

	if (!ok(child_start(&c, sleeps, NULL, &err) == 0, "a child"))
		return;
	kill(c.pid, SIGKILL);
	usleep(100000);
	is_int(child_ask(&c, &ask, &r, sizeof(r), &p), -1,
	    "killed while nothing was asked");
	is_str(c.died, "reader died: signal 9 (Killed)", "is told");
}

int
main(void)
{
	size_t i;

	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		check(&rows[i]);
	inherits();
	early();
	return done();
}
