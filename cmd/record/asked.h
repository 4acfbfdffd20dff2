/* asked.h - what the command line of fxrecord asks for */
#ifndef RECORD_ASKED_H
#define RECORD_ASKED_H

#include <getopt.h>
#include <signal.h>
#include <stdbool.h>

#include "forensic/acquisition.h"
#include "forensic/buf.h"
#include "forensic/fp.h"
#include "forensic/store.h"
#include "signers.h"
#include "validation.h"

/* What is asked for, and what it is done with. */
struct asked {
	const char *path; /* of the case file */
	bool quiet, verbose;
	unsigned int wait;      /* seconds, for another writer */
	struct signers signers; /* for acts that need a key */
	/* The case, open, for acts that write to one. */
	struct fx_store *store;
	bool mended; /* opening it, something was */

	char validation[VALIDATION_LEN];    /* of --errors; "" without */
	struct fx_acquisition *acquisition; /* NULL: none */
	struct fx_fp_key fp;                /* of --fp-key; else of no use */

	/* The options that were given, in their order. */
	struct given *given;
	size_t ngiven;
};

/* One option that was given; its argument, or "". */
struct given {
	int option;
	const char *arg;
	struct fx_buf masked; /* what arg is in, where it was */
};

/* Set by a signal: the stream is to end in good order. */
extern volatile sig_atomic_t asked_stop;

/* The last argument of that option; NULL if it was not given. */
const char *asked(const struct asked *a, int option);

/*
 * The first argument of that option at or behind place *at among those given,
 * with *at moved behind it; NULL when there is none any more.  For options that
 * may be given again and again; *at is 0 at first.
 */
const char *asked_next(const struct asked *a, int option, size_t *at);

/*
 * To standard error, behind the name of the case: for fx_..._options.say, with
 * the asked as arg.
 */
void asked_say(const char *words, void *arg);

/* The same for what failed.  Returns CLI_FAIL. */
int asked_fail(const struct asked *a, const struct fx_err *err);

#endif
