/* zygote.c - fork, while it can be done safely, what will fork for us */
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "forensic/child.h"
#include "talk.h"
#include "zygote.h"

/* Fork, if main is there, passing on two descriptors; or else wait for pid. */
struct order {
	void (*main)(int sock, void *window);
	size_t size;
	pid_t pid;
};

union control {
	struct cmsghdr align;
	char room[CMSG_SPACE(2 * sizeof(int))];
};

/* Returns false when the parent is gone. */
static bool
take_order(struct order *o, int fds[2])
{
	union control c;
	struct iovec v = { o, sizeof(*o) };
	struct msghdr m = { .msg_iov = &v,
		.msg_iovlen = 1,
		.msg_control = &c,
		.msg_controllen = sizeof(c) };
	struct cmsghdr *head;
	ssize_t n;

	do
		n = recvmsg(FX_CHILD_SOCK, &m, MSG_CMSG_CLOEXEC);
	while (n == -1 && errno == EINTR);
	if (n != (ssize_t)sizeof(*o))
		return false;
	head = CMSG_FIRSTHDR(&m);
	fds[0] = fds[1] = -1;
	if (head != NULL && head->cmsg_len == CMSG_LEN(2 * sizeof(int)))
		memcpy(fds, CMSG_DATA(head), 2 * sizeof(int));
	return true;
}

static void
begin(const struct order *o, const int fds[2], pid_t parent)
{
	void *window;

	window = mmap(NULL, o->size, PROT_READ | PROT_WRITE, MAP_SHARED, fds[1],
	    0);
	if (window != MAP_FAILED && fx_child_settle(fds[0], parent))
		o->main(FX_CHILD_SOCK, window);
	_exit(1);
}

/* What is answered to an order: a pid, or a status; -1 if there is none. */
static int
obey(const struct order *o, const int fds[2])
{
	pid_t me = getpid(), pid;
	int status;

	if (o->main != NULL) {
		pid = fork();
		if (pid == 0)
			begin(o, fds, me);
		close(fds[0]);
		close(fds[1]);
		return pid;
	}
	do
		pid = waitpid(o->pid, &status, 0);
	while (pid == -1 && errno == EINTR);
	return pid == -1 ? -1 : status;
}

static void
live(void)
{
	struct order o;
	int fds[2], reply;

	while (take_order(&o, fds)) {
		reply = obey(&o, fds);
		if (!talk_send(FX_CHILD_SOCK, &reply, sizeof(reply)))
			break;
	}
}

int
zygote_start(struct zygote *z, struct fx_err *err)
{
	pid_t parent = getpid();
	int pair[2];

	z->pid = 0;
	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) == -1)
		return fx_fail_sys(err, 0, "cannot start the decoders");
	if ((z->pid = fork()) == -1) {
		z->pid = 0;
		fx_fail_sys(err, 0, "cannot start the decoders");
		close(pair[0]);
		close(pair[1]);
		return -1;
	}
	if (z->pid == 0) {
		if (fx_child_settle(pair[1], parent))
			live();
		_exit(0);
	}
	close(pair[1]);
	z->sock = pair[0];
	return 0;
}

/* Give an order and get the answer to it; -1 if the zygote is gone. */
static int
order(const struct zygote *z, struct msghdr *m)
{
	ssize_t n;
	int reply;

	do
		n = sendmsg(z->sock, m, MSG_NOSIGNAL);
	while (n == -1 && errno == EINTR);
	if (n == -1 || !talk_receive(z->sock, &reply, sizeof(reply)))
		return -1;
	return reply;
}

pid_t
zygote_spawn(const struct zygote *z, const struct zygote_birth *birth)
{
	struct order o = { .main = birth->main, .size = birth->size };
	const int fds[2] = { birth->sock, birth->mem };
	union control c = { 0 };
	struct iovec v = { &o, sizeof(o) };
	struct msghdr m = { .msg_iov = &v,
		.msg_iovlen = 1,
		.msg_control = &c,
		.msg_controllen = sizeof(c) };
	struct cmsghdr *head = CMSG_FIRSTHDR(&m);

	head->cmsg_level = SOL_SOCKET;
	head->cmsg_type = SCM_RIGHTS;
	head->cmsg_len = CMSG_LEN(sizeof(fds));
	memcpy(CMSG_DATA(head), fds, sizeof(fds));
	return order(z, &m);
}

int
zygote_reap(const struct zygote *z, pid_t pid)
{
	struct order o = { .pid = pid };
	struct iovec v = { &o, sizeof(o) };
	struct msghdr m = { .msg_iov = &v, .msg_iovlen = 1 };

	return order(z, &m);
}

void
zygote_end(struct zygote *z)
{
	if (z->pid == 0)
		return;
	close(z->sock);
	kill(z->pid, SIGKILL);
	while (waitpid(z->pid, NULL, 0) == -1 && errno == EINTR)
		;
	z->pid = 0;
}
