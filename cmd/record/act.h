/*
 * act.h - what fxrecord can do: one act, one file, one row of the list
 *
 * An act is asked for by an option of its own, such as --init; the one without
 * an option records findings from standard input.  To add one: its options go
 * into enum opt and into the table in fxrecord.c, its row into act.c, and its
 * work into a file called as its option.
 */
#ifndef RECORD_ACT_H
#define RECORD_ACT_H

#include "asked.h"
#include "forensic/record.h"

/* Options that are long only. */
enum opt {
	OPT_FIRST = 256,
	OPT_ACQUISITION = OPT_FIRST,
	OPT_AGENCY,
	OPT_ANCHOR_CMS,
	OPT_ANCHOR_FILED,
	OPT_ANCHOR_REPLY,
	OPT_ANCHOR_REQUEST,
	OPT_BLOCKER,
	OPT_BY,
	OPT_CASE,
	OPT_CLOSE,
	OPT_CORRECT,
	OPT_COSIGNATURE,
	OPT_COSIGNER,
	OPT_CUSTODIAN,
	OPT_CUSTODY,
	OPT_ERASE,
	OPT_ERASE_OLD,
	OPT_ERRORS,
	OPT_EXAMINER,
	OPT_EXHIBIT,
	OPT_FIELD,
	OPT_FP_KEY,
	OPT_FROM,
	OPT_IDENTITY,
	OPT_INIT,
	OPT_KEY,
	OPT_LEGAL,
	OPT_NEW_VAULT,
	OPT_NO_VAULT,
	OPT_RECOVER,
	OPT_RENEW,
	OPT_REQUEST,
	OPT_REVIEW,
	OPT_REVIEWS,
	OPT_ROTATE,
	OPT_SEAL_NO,
	OPT_SIGNER,
	OPT_SIGNER_WAIT,
	OPT_TO,
	OPT_VERDICT,
	OPT_WAIT,
	OPT_WHAT,
	OPT_WHY,
	OPT_WITNESS,
	OPT_WITNESS_REQUEST,
};

/* What must be there before an act begins. */
enum act_needs {
	ACT_FILE, /* nothing but the name */
	ACT_KEY,  /* the key is read */
	ACT_CASE  /* and the case is open and at rest, mended if need be */
};

enum { ACT_OPTIONS = 12 };

struct act {
	int option; /* that asks for it; 0: none does */
	/* Its options, ended by 0: those it can't do without, and others. */
	int wants[ACT_OPTIONS], takes[ACT_OPTIONS];
	enum act_needs needs;
	int (*run)(struct asked *a); /* what fxrecord exits with */
	/*
	 * Looks at the arguments, and reads what they name, before anything is
	 * opened: ends with CLI_USAGE where one can't be.  NULL: all can.
	 */
	void (*check)(struct asked *a);
};

/*
 * The act that is asked for.  Ends with CLI_USAGE when two are, when an option
 * is missing, or when one does not belong to it; table names them.
 */
const struct act *act_find(struct asked *a, const struct option *table);

/* Does a list of options, ended by 0, have that one? */
bool act_lists(const int *list, int option);

/* The name of a long option. */
const char *act_name(const struct option *table, int option);

/* Do it: read the key, open the case, run, close.  Returns an exit status. */
int act_run(const struct act *act, struct asked *a);

/*
 * Whatever act is asked for: the words that people give are what may be stated,
 * and from now on hold no findings; or CLI_USAGE.  The act begins a case: there
 * are names among them.
 */
void texts_take(struct asked *a, bool begins, const struct option *table);

/* What acts share: the log of --acquisition, read, and what came of it. */
void acquisition_check(struct asked *a);
void acquisition_told(const struct asked *a, const struct fx_run_told *run);

/* The acts, each in the file of its name. */
int anchor_cms_run(struct asked *a);
int anchor_filed_run(struct asked *a);
int anchor_reply_run(struct asked *a);
int anchor_request_run(struct asked *a);
int close_run(struct asked *a);
void correct_check(struct asked *a);
int correct_run(struct asked *a);
void custodian_check(struct asked *a);
int custodian_run(struct asked *a);
int custody_run(struct asked *a);
int cosignature_run(struct asked *a);
void erase_check(struct asked *a);
int erase_run(struct asked *a);
void init_check(struct asked *a);
int init_run(struct asked *a);
int recover_run(struct asked *a);
void rotate_check(struct asked *a);
int rotate_run(struct asked *a);
void review_check(struct asked *a);
int review_run(struct asked *a);
int reviews_run(struct asked *a);
void stream_check(struct asked *a);
int stream_run(struct asked *a);
int witness_request_run(struct asked *a);

#endif
