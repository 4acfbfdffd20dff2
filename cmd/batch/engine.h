/*
 * engine.h - units that other machines do: an engine hands out lists of them
 *
 * An engine runs each task at least once: a machine that was given up may go on
 * writing.  Which result counts is decided in the folder (place.h), so nothing
 * more is asked of it.  In rounds: all units that wait are handed out; when the
 * engine is done with them, what still waits is handed out again.
 */
#ifndef BATCH_ENGINE_H
#define BATCH_ENGINE_H

#include "state.h"

enum {
	ENGINE_ROUNDS = 5,  /* at most */
	ENGINE_LOGINS = 256 /* most machines by ssh */
};

/* What an engine is given in a round. */
struct round {
	const struct batch *b;
	const struct engine_asked *asked;
	uint64_t waiting;    /* units */
	uint64_t tasks;      /* lines of the list, which has units in each */
	const char *dir;     /* for its files; absolute */
	unsigned int number; /* of the round: its files are called so */
	const char *list;    /* the file of tasks */
	const char *work;    /* words for sh(1), before the units, */
	const char *folder;  /* and behind them */
	const char *program; /* this one, quoted for sh(1) */
	const char *key;     /* quoted, too */
};

/* What the command line says of it. */
struct engine_asked {
	const struct engine *engine; /* NULL: this machine does it all */
	const char *login[ENGINE_LOGINS];
	size_t logins;
};

struct engine {
	const char *name;
	bool logins; /* may be told machines */
	/* Most lines that a list may have. 0: it cannot be used, and err. */
	uint64_t (*most)(struct fx_err *err);
	/* Jobs of an earlier run that are not over: wait for them. */
	int (*adopt)(const struct round *r, struct fx_err *err);
	/* Hand out the list; return when it is over.  0; 1: a signal; -1. */
	int (*hand_out)(const struct round *r, struct fx_err *err);
};

extern const struct engine engine_slurm, engine_parallel;

/* The engine of that name; NULL: none. "local" is none, and *local. */
const struct engine *engine_find(const char *name, bool *local);

/*
 * Have all units done that wait.  *units is read anew: the caller frees it.
 * lock: of batch_lock, given up meanwhile, since jobs need it, and taken again.
 * Returns as pool_run.
 */
int engine_run(const struct batch *b, const struct engine_asked *asked,
    struct unit **units, int *lock, struct fx_err *err);

/* Say how far the units are, if that has changed since *told. */
void engine_tell(const struct batch *b, uint64_t *told);

#endif
