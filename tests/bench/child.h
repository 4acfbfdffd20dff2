/* child.h - for the benches: run a program, and what it took */
#ifndef CHILD_H
#define CHILD_H

#include <sys/resource.h>
#include <sys/wait.h>

#include <err.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

struct child {
	double seconds; /* by the wall */
	double used;    /* of processors, by it and whom it waited for */
	long rss;       /* most memory that one of them held at once, KiB */
	int status;     /* as by exit */
};

static inline double
child_clock(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static inline double
child_used(const struct rusage *r)
{
	return (double)r->ru_utime.tv_sec + (double)r->ru_stime.tv_sec +
	    (double)(r->ru_utime.tv_usec + r->ru_stime.tv_usec) / 1e6;
}

static inline void
child_redirect(int to, const char *path, int flags)
{
	int fd = open(path, flags, 0666);

	if (fd == -1 || dup2(fd, to) == -1)
		err(4, "%s", path);
	close(fd);
}

/* Run a shell's command with standard input from in and output to out, and wait
 * for it.  What is measured is the program if the command begins with exec. */
static inline struct child
child_run(const char *command, const char *in, const char *out)
{
	struct child c = { 0 };
	struct rusage use;
	int status;
	pid_t pid;

	fflush(stdout);
	c.seconds = child_clock();
	if ((pid = fork()) == -1)
		err(4, "fork");
	if (pid == 0) {
		child_redirect(STDIN_FILENO, in, O_RDONLY);
		child_redirect(STDOUT_FILENO, out,
		    O_WRONLY | O_CREAT | O_TRUNC);
		execl("/bin/sh", "sh", "-c", command, (char *)NULL);
		err(4, "sh");
	}
	if (wait4(pid, &status, 0, &use) == -1)
		err(4, "wait4");
	c.seconds = child_clock() - c.seconds;
	c.used = child_used(&use);
	c.rss = use.ru_maxrss;
	c.status = WIFEXITED(status) ? WEXITSTATUS(status) : 128;
	return c;
}

/* The tools of this build come first on the path, */
static inline void
child_path(void)
{
	const char *bin = getenv("BIN"), *path = getenv("PATH");
	char text[8192];

	if (bin == NULL)
		errx(2, "BIN is not set: run it by make bench");
	snprintf(text, sizeof text, "%s:%s:/usr/sbin:/sbin", bin,
	    path != NULL ? path : "");
	if (setenv("PATH", text, 1) == -1)
		err(4, "%s", bin);
}

/* and the folder they stand in is the one to work in. */
static inline void
child_tools(void)
{
	const char *bin = getenv("BIN");

	child_path();
	if (chdir(bin) == -1 || chdir("..") == -1)
		err(4, "%s", bin);
}

#endif
