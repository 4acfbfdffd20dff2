/* state.h - how far each unit of a batch is, by the names in its folder */
#ifndef BATCH_STATE_H
#define BATCH_STATE_H

#include "batch.h"
#include "result.h"

enum unit_state {
	UNIT_WAITING, /* to be done; perhaps an attempt broke off */
	UNIT_DONE,
	UNIT_FAILED, /* and nobody asked for another attempt */
};

struct unit {
	enum unit_state state;
	uint32_t attempts; /* begun so far */
	uint32_t failed;   /* the latest attempt that failed; 0: none */
	uint32_t again;    /* the latest one that people want repeated */
};

/* By number - 1.  One pass over the folder; the caller frees it. NULL, err. */
struct unit *state_read(const struct batch *b, struct fx_err *err);

/*
 * One unit again, after attempts at it: is it done, or did one past u->attempts
 * fail?  u is brought up to date.
 */
void state_look(const struct batch *b, uint64_t unit, struct unit *u);

/*
 * Can work on a unit begin?  One that joins ranges waits until all of them are
 * done, whoever asks.
 */
bool state_ready(const struct batch *b, const struct unit *units,
    uint64_t unit);

/* Does it wait for a unit that failed? */
bool state_blocked(const struct batch *b, const struct unit *units,
    uint64_t unit);

/*
 * What came of a unit that is done or has failed.  Returns 0, or -1 and err;
 * the caller ends it with result_done, come what may.
 */
int state_result(const struct batch *b, uint64_t unit, const struct unit *u,
    struct result *out, struct fx_err *err);

/* Ask for another attempt at a unit that failed. Returns 0, or -1 and err. */
int state_again(const struct batch *b, uint64_t unit, struct unit *u,
    struct fx_err *err);

#endif
