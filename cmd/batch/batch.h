/* batch.h - a batch at hand: its folder, its plan, how its work is to be done
 */
#ifndef BATCH_BATCH_H
#define BATCH_BATCH_H

#include "plan.h"
#include "progress.h"

struct batch {
	char *dir;   /* of the batch */
	char *units; /* the folder units in it */
	struct plan plan;
	const char *key;      /* file of the signing key */
	char *bin;            /* folder of this tool, where the others are */
	unsigned int jobs;    /* units at a time; 0: as the machine allows */
	unsigned int threads; /* of a scanner */
	uint64_t memory;      /* bytes a unit may take; 0: no limit */
	uint64_t seconds;     /* it may take; 0: by the size of the image */
	bool quiet, verbose;
	enum progress_mode mode;
};

/*
 * Open the batch in the folder at path, or whose plan is the file at path: its
 * plan is read.  Returns 0, or -1 and err; ended by batch_close.
 */
int batch_open(struct batch *b, const char *path, struct fx_err *err);

/*
 * Are the key and the tools there, without which every unit would fail?  Before
 * or behind batch_open.  Returns 0, or -1 and err.
 */
int batch_ready(struct batch *b, struct fx_err *err);

void batch_close(struct batch *b); /* { 0 } is fine */

/*
 * Be the one fxbatch of this machine that runs the batch.  The lock ends with
 * the process, or when the descriptor is closed that is returned; or -1 and
 * err: another one is at it.
 */
int batch_lock(const struct batch *b, struct fx_err *err);

/* The tool of that name beside this one, in a new string. */
char *batch_tool(const struct batch *b, const char *name);

/* The image of a unit. */
const struct plan_image *batch_image(const struct batch *b, size_t unit);

#endif
