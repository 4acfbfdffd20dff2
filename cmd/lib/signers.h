/* signers.h - who signs: --key, --signer and --cosigner of fxrecord */
#ifndef RECORD_SIGNERS_H
#define RECORD_SIGNERS_H

#include "asked.h"

enum { SIGNER_WAIT_MOST = 3600 }; /* seconds */

/*
 * Read the keys that the options name into a->signer, and a->key if it is one
 * of ours.  Returns 0, or -1 and err; ends with CLI_USAGE for what cannot be.
 * Either way signers_drop is to be called.
 */
int signers_load(struct asked *a, struct fx_err *err);
void signers_drop(struct asked *a);

#endif
