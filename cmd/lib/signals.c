/* signals.c - a signal ends a tool in good order, and looks like that signal */
#include <stddef.h>
#include <unistd.h>

#include "cli.h"
#include "signals.h"

volatile sig_atomic_t signals_stop;
static volatile sig_atomic_t came;

void
signals_end(void)
{
	__atomic_store_n(&signals_stop, 1, __ATOMIC_RELAXED);
}

static void
note(int sig)
{
	came = sig;
	signals_end();
}

static void
handle(int sig, void (*handler)(int))
{
	struct sigaction sa = { .sa_handler = handler }, old;

	/* Reset at its first coming; calls that wait return with EINTR. */
	sa.sa_flags = (int)SA_RESETHAND;
	sigemptyset(&sa.sa_mask);
	if (sigaction(sig, NULL, &old) == 0 && old.sa_handler != SIG_IGN)
		sigaction(sig, &sa, NULL);
}

void
signals_watch(void)
{
	handle(SIGINT, note);
	handle(SIGTERM, note);
	handle(SIGHUP, note);
}

void
signals_unwatch(void)
{
	handle(SIGINT, SIG_DFL);
	handle(SIGTERM, SIG_DFL);
	handle(SIGHUP, SIG_DFL);
}

void
signals_pipe(void)
{
	struct sigaction sa = { .sa_handler = SIG_IGN };

	sigemptyset(&sa.sa_mask);
	sigaction(SIGPIPE, &sa, NULL);
}

int
signals_came(void)
{
	return came;
}

void
signals_die(void)
{
	struct sigaction sa = { .sa_handler = SIG_DFL };
	int sig = came;
	sigset_t set;

	sigemptyset(&sa.sa_mask);
	sigaction(sig, &sa, NULL);
	sigemptyset(&set);
	sigaddset(&set, sig);
	sigprocmask(SIG_UNBLOCK, &set, NULL);
	raise(sig);
	_exit(CLI_FAIL);
}
