/*
 * proof.c - any bytes as a proof: one spelling, and none that leads to a root
 * from a leaf that is not under it
 */
#include <stdlib.h>
#include <string.h>

#include "forensic/tlog_proof.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
must(bool good)
{
	if (!good)
		abort();
}

static void
text(const char *p, size_t n)
{
	static const uint8_t leaf[FX_SHA256_LEN] = { 1 };
	struct fx_buf again = { 0 };
	struct fx_err err = { 0 };
	struct fx_tlog_proof proof;

	if (fx_tlog_proof_parse(&proof, p, n, &err) == -1) {
		must(err.code == FX_EFORMAT && err.msg[0] != '\0');
		return;
	}
	must(proof.index < proof.note.head.size &&
	    proof.n == fx_inclusion_len(proof.index, proof.note.head.size));
	fx_tlog_proof_text(&again, proof.index, proof.hashes[0], proof.n, "");
	must(again.len == proof.note_at && memcmp(again.p, p, again.len) == 0);
	must(fx_tlog_proof_check(&proof, leaf) == -1 ||
	    memcmp(proof.note.head.root, leaf, sizeof(leaf)) == 0);
	fx_buf_done(&again);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *copy = malloc(size > 0 ? size : 1);

	if (copy == NULL)
		abort();
	if (size > 0)
		memcpy(copy, data, size);
	text(copy, size);
	free(copy);
	return 0;
}
