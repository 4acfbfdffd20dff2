/* live.h - how a batch goes: lines, or a table on a terminal, or JSON */
#ifndef BATCH_LIVE_H
#define BATCH_LIVE_H

#include "batch.h"
#include "state.h"

struct live {
	const struct batch *b;
	enum progress_mode mode; /* AUTO: a table on a terminal, else lines */
	bool table;
	int64_t began, drawn;
	uint64_t units, busy, done, failed; /* units: that there are to do */
	uint64_t bytes, size;               /* done of those to do */
	uint64_t findings, errors;
	size_t shown;     /* lines of the table that stand on the terminal */
	uint64_t *active; /* numbers of units at work, `busy` of them */
	int64_t *since;
};

/* Begin: units tells what is to be done. Returns 0, or -1 and err. */
int live_start(struct live *l, const struct batch *b, const struct unit *units,
    struct fx_err *err);

/* A unit is begun; has ended, as u tells; time passes; all is over. */
void live_begin(struct live *l, uint64_t unit);
void live_end(struct live *l, uint64_t unit, const struct unit *u);
void live_tick(struct live *l);
void live_stop(struct live *l);

#endif
