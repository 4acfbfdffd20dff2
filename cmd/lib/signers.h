/* signers.h - who signs: --key, --signer, --signer-wait and --cosigner */
#ifndef SIGNERS_H
#define SIGNERS_H

#include "forensic/record.h"
#include "forensic/signer.h"

enum { SIGNER_WAIT_MOST = 3600 }; /* seconds */

/* Begins empty. */
struct signers {
	struct fx_signer by; /* once they are loaded: lent to what signs */
	struct fx_key *key;  /* of --key; NULL where commands sign */
	const char **commands;
	struct fx_cosigner *others;
	const char **files;       /* where their keys are */
	struct fx_masker *masker; /* of names; NULL: none yet */
};

/*
 * Take what an option says, which is borrowed.  Each ends with CLI_USAGE for
 * what cannot be, such as a name that holds a finding.
 */
void signers_command(struct signers *s, const char *arg);  /* --signer */
void signers_wait(struct signers *s, const char *arg);     /* --signer-wait */
void signers_cosigner(struct signers *s, const char *arg); /* --cosigner */

/*
 * All were taken: read the key in the file of --key (where a command signs, its
 * public half) and those of the cosigners.  Returns 0, or -1 and err.
 */
int signers_load(struct signers *s, const char *key, struct fx_err *err);

/* Let go of all, whatever came of it. */
void signers_drop(struct signers *s);

#endif
