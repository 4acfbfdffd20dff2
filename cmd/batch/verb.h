/* verb.h - what fxbatch can do, each in the file of its name */
#ifndef BATCH_VERB_H
#define BATCH_VERB_H

#include <getopt.h>

#include "batch.h"
#include "engine.h"
#include "make.h"
#include "state.h"

/* Options that are long only. */
enum {
	OPT_AGENCY = 256,
	OPT_ALERT,
	OPT_CASE,
	OPT_CONTEXT,
	OPT_CUSTODIAN,
	OPT_ENGINE,
	OPT_ERRORS,
	OPT_EXAMINER,
	OPT_FILES,
	OPT_FP_KEY,
	OPT_HASH,
	OPT_JSON,
	OPT_KEY,
	OPT_KNOWN,
	OPT_LEGAL,
	OPT_MEMORY,
	OPT_MIN,
	OPT_NO_DECODE,
	OPT_NO_VAULT,
	OPT_PROGRESS,
	OPT_RAW,
	OPT_SKIP_KNOWN,
	OPT_SPLIT,
	OPT_SSHLOGIN,
	OPT_STOP,
	OPT_STOPPED,
	OPT_THREADS,
	OPT_TIME,
	OPT_UNITS,
	OPT_VOLUME,
	OPT_WAITING,
};

/* Which verbs an option goes with. */
enum { PLAN = 1, RUN = 2, RETRY = 4, WORK = 8, MERGE = 16, STATUS = 32 };

enum { VERB_RANGES = 4096, VERB_CUSTODIANS = 64, VERB_OPTIONS = 256 };

/* What the command line asks for. */
struct asked {
	struct make make;
	struct batch batch; /* its options; opened by the verb */
	const char *out;    /* folder of the batch */
	bool json, waiting; /* of status */
	/* Units, by --units; none: all. */
	struct {
		uint64_t from, to;
	} units[VERB_RANGES];
	size_t nunits;
	struct engine_asked engine;
	const char *custodian[VERB_CUSTODIANS + 1];
	size_t custodians;
	int given[VERB_OPTIONS]; /* which options were */
	size_t ngiven;
};

/*
 * Take an option; end with CLI_USAGE where its argument is none.  asked_done:
 * all were taken, and must go with that verb.
 */
void asked_take(struct asked *a, int ch);
void asked_done(struct asked *a, const struct option *table, int verb);

/* Was the unit asked for? */
bool verb_wants(const struct asked *a, uint64_t unit);

/*
 * Open the batch of a->out, and see that it has the units that were asked for;
 * end with CLI_USAGE if it has not.  Returns 0, or -1 and err.
 */
int verb_open(struct asked *a, struct fx_err *err);

/*
 * Are the key and the tools there?  Else that is told, once, and no unit has to
 * fail for it.
 */
bool verb_ready(struct asked *a);

/* Each returns an exit status. */
int verb_plan(struct asked *a);
int verb_run(struct asked *a);
int verb_retry(struct asked *a);
int verb_work(struct asked *a);
int verb_merge(struct asked *a);
int verb_status(struct asked *a);

/*
 * What is left when every unit is done or has failed: ranges are joined where
 * that was left to us, exhibits get their names, the parent case is written.
 * Units of which there is no result are named. Returns an exit status.
 */
int verb_finish(struct batch *b, struct unit *units);

#endif
