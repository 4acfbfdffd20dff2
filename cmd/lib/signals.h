/* signals.h - a signal ends a tool in good order, and looks like that signal */
#ifndef SIGNALS_H
#define SIGNALS_H

#include <signal.h>

/* Not 0: stop at the next good place.  Threads may read it. */
extern volatile sig_atomic_t signals_stop;
void signals_end(void); /* set it */

/*
 * SIGINT, SIGTERM and SIGHUP set signals_stop, each once: the second of a kind
 * ends the tool on the spot, as all do after signals_unwatch.  One that is
 * ignored stays ignored (nohup(1)).
 */
void signals_watch(void);
void signals_unwatch(void);

/* A closed pipe is no signal but EPIPE from write(2). */
void signals_pipe(void);

/* The signal that came, or 0. */
int signals_came(void);

/* End this process by the signal that came, so that its parent sees it. */
void signals_die(void) __attribute__((noreturn));

#endif
