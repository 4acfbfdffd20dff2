/* tool.c - start the tools beside this one, and learn how they ended */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cli.h"
#include "place.h"
#include "tool.h"
#include "watch.h"
#include "worker.h"

enum {
	NOT_RUN = 127,  /* what a process ends with that could not become one */
	LAST = 1 << 12, /* bytes at the end of a log that are looked at */
};

void
tool_words(struct tool *t, const char *const *word)
{
	for (; *word != NULL; word++) {
		if (t->n == TOOL_WORDS)
			cli_die(CLI_FAIL, "too many arguments for %s", t->name);
		t->word[t->n++] = *word;
	}
}

/* Make fd the standard file `as`; -1: it is /dev/null. */
static bool
become(int fd, int as)
{
	if (fd == -1)
		fd = open("/dev/null", O_RDWR);
	return fd != -1 && (fd == as || dup2(fd, as) != -1);
}

/* In the new process: what it has of the batch is its files and its limits. */
static void
settle(const struct tool_files *files, pid_t group, pid_t parent,
    const struct batch *b, uint64_t seconds)
{
	sigset_t none;
	int s;

	setpgid(0, group);
	if (prctl(PR_SET_PDEATHSIG, SIGKILL) == -1 || getppid() != parent)
		_exit(NOT_RUN);
	for (s = 1; s < SIGRTMIN; s++)
		signal(s, SIG_DFL);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	if (!become(files->in, STDIN_FILENO) ||
	    !become(files->out, STDOUT_FILENO) ||
	    !become(files->err, STDERR_FILENO) ||
	    close_range(STDERR_FILENO + 1, ~0U, 0) == -1)
		_exit(NOT_RUN);
	watch_limit(b->memory, seconds * (b->threads + 1));
}

/* Become the tool. */
static void __attribute__((noreturn))
run(const char *path, const struct tool *t)
{
	char *argv[TOOL_WORDS + 2]; /* as execv(3) wants what it leaves alone */

	memcpy(&argv[0], &t->name, sizeof(argv[0]));
	memcpy(&argv[1], t->word, (t->n + 1) * sizeof(argv[0]));
	execv(path, argv);
	_exit(NOT_RUN);
}

pid_t
tool_start(const struct batch *b, const struct tool *t,
    const struct tool_files *files, pid_t group, uint64_t seconds,
    struct fx_err *err)
{
	char *path = batch_tool(b, t->name);
	const pid_t parent = getpid();
	pid_t pid = fork();

	if (pid == 0) {
		settle(files, group, parent, b, seconds);
		run(path, t);
	}
	if (pid == -1)
		fx_fail_sys(err, 0, "a process for %s", t->name);
	else
		setpgid(pid, group); /* whichever of the two comes first */
	free(path);
	return pid;
}

pid_t
tool_fork(const struct attempt *a, int out, int (*work)(void *arg), void *arg,
    struct fx_err *err)
{
	const struct tool_files files = { -1, out, a->logfd };
	const pid_t parent = getpid();
	pid_t pid = fork();

	if (pid == 0) {
		settle(&files, 0, parent, a->b, a->seconds);
		_exit(work(arg));
	}
	if (pid == -1)
		fx_fail_sys(err, 0, "a process");
	else
		setpgid(pid, 0);
	return pid;
}

int
tool_wait(pid_t pid)
{
	int status = 0;

	while (waitpid(pid, &status, 0) == -1 && errno == EINTR)
		;
	return status;
}

/* What that tool says in this line, behind "fxscan: ". NULL: another does. */
static char *
words_of(char *line, const char *name)
{
	size_t n = strlen(name);

	return strncmp(line, name, n) == 0 && strncmp(line + n, ": ", 2) == 0
	    ? line + n + 2
	    : NULL;
}

/*
 * Append the last line of that tool in a log, or the last of all: two tools
 * write to it, and the one that reads speaks last.
 */
static void
last_line(struct fx_buf *out, const char *log, const char *name)
{
	char text[LAST + 1], *line, *own = NULL, *last = text, *next, *p;
	int fd = open(log, O_RDONLY | O_CLOEXEC);
	off_t size = fd != -1 ? lseek(fd, 0, SEEK_END) : 0;
	ssize_t n = 0;

	if (fd != -1) {
		n = pread(fd, text, LAST, size > LAST ? size - LAST : 0);
		close(fd);
	}
	while (n > 0 && (text[n - 1] == '\n' || text[n - 1] == '\r'))
		n--;
	text[n > 0 ? n : 0] = '\0';
	for (line = text; line != NULL; line = next) {
		if ((next = strchr(line, '\n')) != NULL)
			*next++ = '\0';
		own = words_of(line, name) != NULL ? words_of(line, name) : own;
		last = line;
	}
	line = own != NULL ? own : last;
	for (p = line; *p != '\0'; p++)
		if ((unsigned char)*p < 0x20 || *p == 0x7f)
			*p = ' ';
	fx_buf_str(out, line);
}

/* Do the words of a tool say that it was refused memory? */
static bool
is_memory(const char *words)
{
	return strcasestr(words, "out of memory") != NULL ||
	    strcasestr(words, "cannot allocate memory") != NULL;
}

void
tool_judge(struct result *r, const char *name, int status, int fine,
    const char *log)
{
	const int code = WIFEXITED(status) ? WEXITSTATUS(status) : 0;
	struct fx_buf words = { 0 };

	if (WIFSIGNALED(status)) {
		result_fail(r, WHY_SIGNAL, "%s was ended by signal %d (%s)",
		    name, WTERMSIG(status), strsignal(WTERMSIG(status)));
		return;
	}
	if (code == 0 || code == fine)
		return;
	last_line(&words, log, name);
	result_fail(r, is_memory(fx_buf_text(&words)) ? WHY_MEMORY : WHY_STATUS,
	    "%s ended with status %d%s%s", name, code,
	    words.len > 0 ? ": " : "", fx_buf_text(&words));
	fx_buf_done(&words);
}
