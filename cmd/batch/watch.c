/* watch.c - hold what a worker started to a time and to memory */
#include <ctype.h>
#include <dirent.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <unistd.h>

#include "forensic/sys.h"
#include "watch.h"

enum {
	LOOK_MS = 100, /* between two looks */
	SLACK = 2,     /* times the limit that one process may reserve */
	DEPTH = 8,     /* generations of processes that are looked at */
	SMALL = 4096,  /* bytes that are read of a file in /proc */
};

/* Read a small file of /proc. Returns its length; 0: it is not there. */
static size_t
proc_read(const char *path, char out[SMALL])
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t n = 0;

	if (fd != -1) {
		n = read(fd, out, SMALL - 1);
		close(fd);
	}
	out[n > 0 ? n : 0] = '\0';
	return n > 0 ? (size_t)n : 0;
}

/* Bytes that a process has to itself. */
static uint64_t
own_memory(long pid)
{
	unsigned long resident, shared;
	char path[64], text[SMALL], *p;

	snprintf(path, sizeof(path), "/proc/%ld/statm", pid);
	if (proc_read(path, text) == 0)
		return 0;
	strtoul(text, &p, 10); /* all that it has mapped */
	resident = strtoul(p, &p, 10);
	shared = strtoul(p, &p, 10);
	if (resident < shared)
		return 0;
	return (uint64_t)(resident - shared) * (uint64_t)sysconf(_SC_PAGESIZE);
}

static uint64_t of_children(long pid, unsigned int depth);

/* What those that one thread of pid has started have, with their own. */
static uint64_t
of_thread(long pid, const char *thread, unsigned int depth)
{
	char path[96], text[SMALL], *p = text, *end;
	uint64_t sum = 0;
	long child;

	snprintf(path, sizeof(path), "/proc/%ld/task/%.20s/children", pid,
	    thread);
	if (proc_read(path, text) == 0)
		return 0;
	for (; (child = strtol(p, &end, 10)) > 0; p = end)
		sum += own_memory(child) + of_children(child, depth + 1);
	return sum;
}

static uint64_t
of_children(long pid, unsigned int depth)
{
	char path[64];
	struct dirent *e;
	uint64_t sum = 0;
	DIR *d;

	snprintf(path, sizeof(path), "/proc/%ld/task", pid);
	if (depth == DEPTH || (d = opendir(path)) == NULL)
		return 0;
	while ((e = readdir(d)) != NULL)
		if (isdigit((unsigned char)e->d_name[0]))
			sum += of_thread(pid, e->d_name, depth);
	closedir(d);
	return sum;
}

static void *
look(void *arg)
{
	struct watch *w = arg;
	struct pollfd p = { .fd = w->wake[0], .events = POLLIN };
	uint64_t now;

	while (poll(&p, 1, LOOK_MS) == 0) {
		now = of_children((long)getpid(), 0);
		if (now > w->peak)
			w->peak = now;
		if (w->over == WHY_NONE && w->memory != 0 && now > w->memory)
			w->over = WHY_MEMORY;
		if (w->over == WHY_NONE && w->until != 0 &&
		    fx_time_up() > w->until)
			w->over = WHY_TIME;
		if (w->over != WHY_NONE)
			kill(-w->group, SIGKILL);
	}
	return NULL;
}

int
watch_begin(struct watch *w, pid_t group, uint64_t seconds, uint64_t memory,
    struct fx_err *err)
{
	*w = (struct watch){ .group = group, .memory = memory };
	if (seconds != 0)
		w->until = fx_time_up() + (int64_t)seconds * 1000000;
	if (pipe2(w->wake, O_CLOEXEC) == -1)
		return fx_fail_sys(err, 0, "a pipe");
	if (pthread_create(&w->thread, NULL, look, w) == 0)
		return 0;
	close(w->wake[0]);
	close(w->wake[1]);
	return fx_fail(err, FX_ENOMEM, 0, "no thread can be made");
}

void
watch_end(struct watch *w)
{
	close(w->wake[1]);
	pthread_join(w->thread, NULL);
	close(w->wake[0]);
}

static void
limit(__rlimit_resource_t what, uint64_t most)
{
	struct rlimit r;

	if (getrlimit(what, &r) == -1 || r.rlim_cur <= most)
		return;
	r.rlim_cur = most;
	setrlimit(what, &r);
}

void
watch_limit(uint64_t memory, uint64_t cpu_seconds)
{
	limit(RLIMIT_CORE, 0); /* memory holds clear values */
	if (memory != 0 && !FX_SANITIZED)
		limit(RLIMIT_DATA, SLACK * memory);
	if (cpu_seconds != 0)
		limit(RLIMIT_CPU, cpu_seconds);
}
