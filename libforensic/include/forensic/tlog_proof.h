/*
 * tlog_proof.h - that one record is under a signed head: C2SP tlog-proof
 *
 *	c2sp.org/tlog-proof@v1\nindex N\n[BASE64(HASH)\n]...\nNOTE
 *
 * The note is a signed head as note.h has it.  The optional line of extra data
 * is not accepted: nothing covers it.
 */
#ifndef FORENSIC_TLOG_PROOF_H
#define FORENSIC_TLOG_PROOF_H

#include "forensic/merkle.h"
#include "forensic/note.h"

enum { FX_TLOG_PROOF_LEN = FX_NOTE_LEN + (1 << 12) }; /* longest proof, bytes */

struct fx_tlog_proof {
	uint64_t index;
	size_t n; /* hashes */
	uint8_t hashes[FX_INCLUSION_MOST][FX_SHA256_LEN];
	size_t note_at; /* where in the text the note begins, to its end */
	struct fx_note note;
};

/* Append the proof for leaf index: n hashes, and the note of the head. */
void fx_tlog_proof_text(struct fx_buf *out, uint64_t index,
    const uint8_t *hashes, size_t n, const char *note);

/*
 * Take a proof of n bytes apart.  Only form is checked: one spelling, an index
 * within the head's size, the number of hashes that it takes.  Returns 0; or -1
 * and err, FX_EFORMAT and the place.
 */
int fx_tlog_proof_parse(struct fx_tlog_proof *proof, const char *text, size_t n,
    struct fx_err *err);

/*
 * Does the proof lead from the leaf hash to the root of its head?  0 yes, -1
 * no.  Whether the head is signed is fx_note_verify's to say.
 */
int fx_tlog_proof_check(const struct fx_tlog_proof *proof,
    const uint8_t leaf[FX_SHA256_LEN]);

#endif
