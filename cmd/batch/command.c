/* command.c - run a program of somebody else, and read what it prints */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cli.h"
#include "command.h"
#include "signals.h"

/* What a process ends with that could not become one. */
enum { NOT_THERE = 127 };

void
command_words(struct command *c, const char *const *word)
{
	for (; *word != NULL; word++) {
		if (c->n == COMMAND_WORDS)
			cli_die(CLI_FAIL, "too many arguments for %s",
			    c->word[0]);
		c->word[c->n++] = *word;
	}
}

/* In the new process. */
static void __attribute__((noreturn))
become(const struct command *c, int out, pid_t parent)
{
	char *argv[COMMAND_WORDS + 1];
	int null = open("/dev/null", O_RDONLY);

	if (prctl(PR_SET_PDEATHSIG, SIGTERM) == -1 || getppid() != parent)
		_exit(NOT_THERE);
	signal(SIGPIPE, SIG_DFL);
	if (null == -1 || dup2(null, STDIN_FILENO) == -1 ||
	    (out != -1 && dup2(out, STDOUT_FILENO) == -1))
		_exit(NOT_THERE);
	/* execvp(3) leaves the words alone. */
	memcpy(argv, c->word, (c->n + 1) * sizeof(argv[0]));
	execvp(argv[0], argv);
	_exit(NOT_THERE);
}

/* Take in what it prints. */
static void
take(int fd, struct fx_buf *out)
{
	char piece[4096];
	ssize_t n;

	while ((n = read(fd, piece, sizeof(piece))) != 0) {
		if (n == -1 && errno == EINTR && !signals_stop)
			continue;
		if (n == -1)
			return;
		if (out->len < COMMAND_SAYS)
			fx_buf_put(out, piece, (size_t)n);
	}
}

/* Wait for its end; a signal that came to us is handed on. */
static int
await(pid_t pid)
{
	bool told = false;
	int status = 0;

	do {
		/* It may have come while its words were read. */
		if (signals_stop && !told) {
			kill(pid, SIGTERM);
			told = true;
		}
	} while (waitpid(pid, &status, 0) == -1 && errno == EINTR);
	return status;
}

int
command_run(const struct command *c, struct fx_buf *out, struct fx_err *err)
{
	const pid_t self = getpid();
	int pipes[2] = { -1, -1 }, status;
	pid_t pid;

	if (out != NULL && pipe2(pipes, O_CLOEXEC) == -1)
		return fx_fail_sys(err, 0, "%s", c->word[0]);
	if ((pid = fork()) == 0)
		become(c, pipes[1], self);
	if (pid == -1)
		fx_fail_sys(err, 0, "%s", c->word[0]);
	if (pipes[1] != -1)
		close(pipes[1]);
	if (pid != -1 && out != NULL)
		take(pipes[0], out);
	if (pipes[0] != -1)
		close(pipes[0]);
	if (pid == -1)
		return -1;
	status = await(pid);
	if (!WIFEXITED(status))
		return fx_fail(err, FX_EIO, 0, "%s was ended by signal %d",
		    c->word[0], WTERMSIG(status));
	if (WEXITSTATUS(status) == NOT_THERE)
		return fx_fail(err, FX_EIO, 0,
		    "%s cannot be run: is it installed?", c->word[0]);
	return WEXITSTATUS(status);
}

void
command_quote(struct fx_buf *out, const char *word)
{
	fx_buf_byte(out, '\'');
	for (; *word != '\0'; word++)
		if (*word == '\'')
			fx_buf_str(out, "'\\''");
		else
			fx_buf_byte(out, *word);
	fx_buf_byte(out, '\'');
}
