/*
 * witness.h - a second authority's memory of a log (C2SP tlog-witness)
 *
 * A log asks with the size that the witness last saw, a proof that its tree has
 * only grown since, and its new head, as add-checkpoint has it:
 *
 *	old SIZE\n  BASE64(NODE)\n ...  \n  HEAD
 *
 * The witness answers with a cosignature, or refuses.  What is asked by HTTP
 * there comes in files here.
 */
#ifndef FORENSIC_WITNESS_H
#define FORENSIC_WITNESS_H

#include "forensic/consistency.h"
#include "forensic/memory.h"
#include "forensic/vkey.h"

enum { FX_REQUEST_LEN = FX_NOTE_LEN + 4096 }; /* longest request, bytes */

struct fx_request {
	uint64_t old; /* the size that the witness saw; 0: nothing */
	size_t n;     /* nodes of the proof */
	uint8_t proof[FX_PROOF_NODES * FX_SHA256_LEN];
	const char *text; /* of the head: what note is parsed from; borrowed */
	struct fx_note note;
};

/* Take a request of n bytes apart: its form alone. Returns 0, or -1 and err. */
int fx_request_parse(struct fx_request *r, const char *text, size_t n,
    struct fx_err *err);

/* Append it: the nodes of a finished proof, and the signed note. */
void fx_request_put(struct fx_buf *out, uint64_t old,
    const struct fx_consistency *proof, const char *note);

struct fx_witness {
	const char *name; /* the key's */
	const struct fx_key *key;
	const struct fx_vkey *logs; /* the keys of the logs it watches */
	size_t nlogs;
};

/*
 * Check a request against the memory, in the order of tlog-witness; remember
 * its head, on disk; and only then append the cosignature made at time.
 * Returns 0; or -1 and err, FX_EBROKEN with a sentence when it is refused.
 */
int fx_witness_cosign(const struct fx_witness *w, struct fx_memory *memory,
    const struct fx_request *r, uint64_t time, struct fx_buf *out,
    struct fx_err *err);

#endif
