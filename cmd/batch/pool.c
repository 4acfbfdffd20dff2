/* pool.c - do what waits, a number of units at a time, each in a process */
#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "cli.h"
#include "forensic/sys.h"
#include "pool.h"
#include "signals.h"
#include "worker.h"

enum {
	TICK_MS = 200,           /* between two looks at the clock */
	UNIT_MEMORY = 512 << 20, /* bytes that a unit is thought to take */
	RESERVE = 10,            /* one part in so many is left to others */
};

struct pool {
	const struct batch *b;
	struct unit *units;
	struct live *live;
	struct worker {
		pid_t pid; /* 0: none */
		uint64_t unit;
	} worker[POOL_MOST];
	unsigned int busy;
	/*
	 * Units that join ranges which are at work, or were: at most one for
	 * each worker, and one more.
	 */
	uint64_t later[POOL_MOST + 1];
	unsigned int nlater;
	bool stopping; /* workers are ended by us */
	bool lost;     /* a worker could put nothing on file */
};

/* Bytes of memory that could be had now; 0: not known. */
static uint64_t
memory_free(void)
{
	static const char name[] = "MemAvailable:";
	FILE *f = fopen("/proc/meminfo", "re");
	uint64_t found = 0;
	char line[128];

	while (f != NULL && fgets(line, sizeof(line), f) != NULL)
		if (strncmp(line, name, sizeof(name) - 1) == 0)
			found = strtoull(line + sizeof(name) - 1, NULL, 10);
	if (f != NULL)
		fclose(f);
	return found * 1024;
}

static unsigned int
cores(void)
{
	cpu_set_t set;

	if (sched_getaffinity(0, sizeof(set), &set) == -1)
		return 1;
	return (unsigned int)CPU_COUNT(&set);
}

void
pool_size(struct batch *b, uint64_t waiting)
{
	const uint64_t all_free = memory_free();
	const uint64_t room = all_free - all_free / RESERVE;
	const uint64_t each = b->memory != 0 ? b->memory : UNIT_MEMORY;
	const unsigned int all = cores();

	if (b->jobs == 0) {
		b->jobs = all;
		if (room != 0 && room / each < b->jobs)
			b->jobs = (unsigned int)(room / each);
		if (waiting < b->jobs)
			b->jobs = (unsigned int)waiting;
	}
	if (b->jobs == 0)
		b->jobs = 1;
	if (b->jobs > POOL_MOST)
		b->jobs = POOL_MOST;
	if (b->threads == 0)
		b->threads = all > b->jobs ? all / b->jobs : 1;
	/* None may take what the others, and the machine, live on. */
	if (b->memory == 0 && room / b->jobs >= UNIT_MEMORY)
		b->memory = room / b->jobs;
}

/* The process of one worker. */
static void __attribute__((noreturn)) be_worker(const struct pool *p,
    uint64_t unit, pid_t parent, const sigset_t *mask)
{
	/* What a terminal sends to all is the parent's to deal with. */
	signal(SIGINT, SIG_IGN);
	signal(SIGHUP, SIG_IGN);
	signal(SIGTERM, SIG_DFL);
	signal(SIGCHLD, SIG_DFL);
	signal(SIGPIPE, SIG_IGN);
	sigprocmask(SIG_SETMASK, mask, NULL);
	if (prctl(PR_SET_PDEATHSIG, SIGKILL) == -1 || getppid() != parent)
		_exit(WORKER_LOST);
	_exit((int)worker_run(p->b, unit, &p->units[unit - 1]));
}

static int
start(struct pool *p, uint64_t unit, const sigset_t *mask, struct fx_err *err)
{
	const pid_t parent = getpid();
	struct worker *w = p->worker;
	pid_t pid;

	while (w->pid != 0)
		w++;
	if ((pid = fork()) == 0)
		be_worker(p, unit, parent, mask);
	if (pid == -1)
		return fx_fail_sys(err, 0, "a process for a unit");
	*w = (struct worker){ pid, unit };
	p->busy++;
	live_begin(p->live, unit);
	return 0;
}

static void
ended(struct pool *p, struct worker *w, int status)
{
	struct unit *u = &p->units[w->unit - 1];

	state_look(p->b, w->unit, u);
	/* Who ends all processes one by one may come to this one last. */
	if (WIFSIGNALED(status) && !p->stopping && WTERMSIG(status) != SIGTERM)
		worker_died(p->b, w->unit, u, WTERMSIG(status));
	else if (WIFEXITED(status) && WEXITSTATUS(status) == WORKER_LOST)
		p->lost = true;
	live_end(p->live, w->unit, u);
	w->pid = 0;
	p->busy--;
}

/* Learn of workers that ended, or wait for a signal or a tick. */
static void
reap(struct pool *p, const sigset_t *children)
{
	const struct timespec tick = { 0, TICK_MS * 1000000L };
	int status, i;
	pid_t pid;
	bool any = false;

	while ((pid = waitpid(-1, &status, WNOHANG)) > 0)
		for (i = 0; i < POOL_MOST; i++)
			if (p->worker[i].pid == pid) {
				ended(p, &p->worker[i], status);
				any = true;
			}
	live_tick(p->live);
	if (!any && p->busy > 0 && !signals_stop)
		sigtimedwait(children, NULL, &tick);
}

/* End the workers: what they were at waits, and is begun again. */
static void
stop(struct pool *p)
{
	int status, i;

	p->stopping = true;
	for (i = 0; i < POOL_MOST; i++)
		if (p->worker[i].pid != 0)
			kill(p->worker[i].pid, SIGTERM);
	for (i = 0; i < POOL_MOST; i++) {
		if (p->worker[i].pid == 0)
			continue;
		while (waitpid(p->worker[i].pid, &status, 0) == -1 &&
		    errno == EINTR)
			;
		ended(p, &p->worker[i], status);
	}
}

/* Is any unit of that image at work? */
static bool
is_at_work(const struct pool *p, uint64_t unit)
{
	const size_t image = p->b->plan.unit[unit - 1].image;
	int i;

	for (i = 0; i < POOL_MOST; i++)
		if (p->worker[i].pid != 0 &&
		    p->b->plan.unit[p->worker[i].unit - 1].image == image)
			return true;
	return false;
}

/* The next unit that can be begun, from `unit` on; 0: there is none. */
static uint64_t
next(struct pool *p, uint64_t unit, uint64_t to)
{
	for (; unit <= to; unit++) {
		if (state_ready(p->b, p->units, unit))
			return unit;
		if (p->units[unit - 1].state == UNIT_WAITING &&
		    is_at_work(p, unit) && p->nlater <= POOL_MOST)
			p->later[p->nlater++] = unit;
	}
	return 0;
}

/* One that was left for later and can be begun now; 0: there is none. */
static uint64_t
take_later(struct pool *p)
{
	uint64_t unit, found = 0;
	unsigned int i, n = 0;

	for (i = 0; i < p->nlater; i++) {
		unit = p->later[i];
		if (found == 0 && state_ready(p->b, p->units, unit))
			found = unit;
		else if (is_at_work(p, unit) ||
		    state_ready(p->b, p->units, unit))
			p->later[n++] = unit;
	}
	p->nlater = n;
	return found;
}

/* Begin what can be begun, or wait. *unit is the next one in order. */
static int
go_on(struct pool *p, uint64_t *unit, uint64_t to, const sigset_t *mask,
    const sigset_t *children, struct fx_err *err)
{
	const uint64_t joined = p->busy < p->b->jobs ? take_later(p) : 0;
	int rc = 0;

	if (joined != 0) {
		rc = start(p, joined, mask, err);
	} else if (*unit != 0 && p->busy < p->b->jobs) {
		rc = start(p, *unit, mask, err);
		*unit = next(p, *unit + 1, to);
	} else {
		reap(p, children);
	}
	return rc;
}

int
pool_run(const struct batch *b, struct unit *units, uint64_t from, uint64_t to,
    struct live *live, struct fx_err *err)
{
	static struct pool p;
	sigset_t children, mask;
	uint64_t unit;
	int rc = 0;

	p = (struct pool){ .b = b, .units = units, .live = live };
	sigemptyset(&children);
	sigaddset(&children, SIGCHLD);
	sigprocmask(SIG_BLOCK, &children, &mask);
	unit = next(&p, from, to);
	while (rc == 0 && (unit != 0 || p.busy > 0 || p.nlater > 0)) {
		if (signals_stop || p.lost)
			break;
		rc = go_on(&p, &unit, to, &mask, &children, err);
	}
	stop(&p);
	sigprocmask(SIG_SETMASK, &mask, NULL);
	if (rc == 0 && p.lost)
		rc = fx_fail(err, FX_EIO, 0,
		    "nothing can be put on file: make room, and run it again");
	return rc == 0 && signals_stop ? 1 : rc;
}
