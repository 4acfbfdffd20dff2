/*
 * signer.h - who signs a head: a key in a file, or a command that has one
 *
 * A command gets the three lines of a head on standard input and prints C2SP
 * signature lines, so that the key may lie in a smart card or an HSM.  A head
 * may bear the signatures of others beside the log's own, under their names.
 */
#ifndef FORENSIC_SIGNER_H
#define FORENSIC_SIGNER_H

#include "forensic/note.h"

enum {
	FX_SIGNER_SECONDS = 120, /* patience with a command, if none is told */
};

/* Somebody else who signs, too. */
struct fx_cosigner {
	char *name; /* of the key; not the log's origin */
	struct fx_key *key;
};

struct fx_signer {
	struct fx_pub pub;        /* whose signature the head must bear */
	const struct fx_key *key; /* its private half; NULL: a command has it */
	const char *const *commands; /* for sh(1), each run for each head */
	size_t ncommands;
	unsigned int patience; /* seconds for one of them; 0: see above */
	const struct fx_cosigner *others;
	size_t nothers;
};

/* Only this key signs. */
struct fx_signer fx_signer_of(const struct fx_key *key);

/*
 * Append the whole note: the signatures of the key, of the commands and of the
 * others.  What comes of it must be a note with a good signature by pub under
 * the head's origin; a command that fails, takes too long, or prints anything
 * but signature lines is an error that says so.  Returns 0, or -1 and err.
 */
int fx_signer_note(struct fx_buf *out, const struct fx_checkpoint *head,
    const struct fx_signer *by, struct fx_err *err);

#endif
