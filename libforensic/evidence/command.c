/* command.c - ask a command of the user's: a few lines in, a few lines out */
#include <sys/wait.h>

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "command.h"
#include "forensic/sys.h"

enum { PAUSE_MS = 10 };

extern char **environ;

static int
over(int64_t deadline, struct fx_err *err)
{
	if (fx_time_up() < deadline)
		return 0;
	return fx_fail(err, FX_ELIMIT, 0, "it took too long and was ended");
}

/* All that comes until the last writer has closed the pipe. */
static int
listen_to(int fd, struct fx_buf *out, int64_t deadline, struct fx_err *err)
{
	struct pollfd p = { .fd = fd, .events = POLLIN };
	char piece[4096];
	ssize_t n = 1;

	while (n != 0) {
		if (over(deadline, err) == -1)
			return -1;
		if (poll(&p, 1, 100) <= 0)
			continue;
		n = read(fd, piece, sizeof(piece));
		if (n == -1 && errno == EINTR)
			continue;
		if (n == -1)
			return fx_fail_sys(err, 0, "its output");
		fx_buf_put(out, piece, (size_t)n);
		if (out->failed)
			return fx_fail(err, FX_ELIMIT, 0, "it says too much");
	}
	return 0;
}

/* It has closed its output: it should end now. */
static int
await(pid_t pid, int64_t deadline, struct fx_err *err)
{
	const struct timespec pause = { .tv_nsec = PAUSE_MS * 1000000L };
	int status;
	pid_t got;

	while ((got = waitpid(pid, &status, WNOHANG)) != pid) {
		if (got == -1 && errno != EINTR)
			return fx_fail_sys(err, 0, "its end");
		if (over(deadline, err) == -1)
			return -1;
		nanosleep(&pause, NULL);
	}
	if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
		return 0;
	if (WIFEXITED(status))
		return fx_fail(err, FX_EIO, 0, "it ended with status %d",
		    WEXITSTATUS(status));
	return fx_fail(err, FX_EIO, 0, "signal %d ended it",
	    WIFSIGNALED(status) ? WTERMSIG(status) : 0);
}

/*
 * Start it between two pipes.  Signals are as a new program has them.  It stays
 * in our group of processes, since it may have to ask for a PIN.
 */
static int
start(pid_t *pid, const char *command, int in, int out, struct fx_err *err)
{
	char *argv[] = { (char[]){ "sh" }, (char[]){ "-c" }, NULL, NULL };
	char *copy = strdup(command);
	posix_spawn_file_actions_t files;
	posix_spawnattr_t attr;
	sigset_t all;
	int rc;

	if (copy == NULL)
		return fx_fail(err, FX_ENOMEM, 0, "out of memory");
	argv[2] = copy;
	posix_spawn_file_actions_init(&files);
	posix_spawnattr_init(&attr);
	sigemptyset(&all);
	sigaddset(&all, SIGPIPE);
	posix_spawnattr_setsigdefault(&attr, &all);
	posix_spawnattr_setflags(&attr, POSIX_SPAWN_SETSIGDEF);
	posix_spawn_file_actions_adddup2(&files, in, STDIN_FILENO);
	posix_spawn_file_actions_adddup2(&files, out, STDOUT_FILENO);
	rc = posix_spawn(pid, "/bin/sh", &files, &attr, argv, environ);
	posix_spawn_file_actions_destroy(&files);
	posix_spawnattr_destroy(&attr);
	free(copy);
	errno = rc;
	return rc == 0 ? 0 : fx_fail_sys(err, 0, "/bin/sh");
}

/* A pipe that holds the input, so that nobody has to wait for its reader. */
static int
fill(int fd[2], const struct fx_buf *in, struct fx_err *err)
{
	if (in->len > COMMAND_INPUT)
		return fx_fail(err, FX_EARG, 0, "too much for a command");
	if (pipe2(fd, O_CLOEXEC) == -1)
		return fx_fail_sys(err, 0, "a pipe");
	if (write(fd[1], fx_buf_text(in), in->len) != (ssize_t)in->len) {
		close(fd[0]);
		close(fd[1]);
		return fx_fail_sys(err, 0, "a pipe");
	}
	close(fd[1]);
	return 0;
}

int
command_ask(struct fx_buf *out, const char *command, const struct fx_buf *in,
    unsigned int seconds, struct fx_err *err)
{
	const int64_t deadline = fx_time_up() + (int64_t)seconds * 1000000;
	int to[2] = { -1, -1 }, from[2] = { -1, -1 }, rc;
	pid_t pid = -1;

	if (fill(to, in, err) == -1)
		return -1;
	if (pipe2(from, O_CLOEXEC) == -1) {
		close(to[0]);
		return fx_fail_sys(err, 0, "a pipe");
	}
	rc = start(&pid, command, to[0], from[1], err);
	close(to[0]);
	close(from[1]);
	if (rc == 0 &&
	    (listen_to(from[0], out, deadline, err) == -1 ||
		await(pid, deadline, err) == -1)) {
		kill(pid, SIGKILL);
		waitpid(pid, NULL, 0);
		rc = -1;
	}
	close(from[0]);
	return rc;
}
