/*
 * note.c - any bytes as a signed head, as a verifier key and as a request to a
 * witness: one spelling for each, and no signature that was not made
 */
#include <stdlib.h>
#include <string.h>

#include "forensic/witness.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
must(bool good)
{
	if (!good)
		abort();
}

static void
note(const char *p, size_t n, const struct fx_pub *pub)
{
	struct fx_buf text = { 0 };
	struct fx_err err = { 0 };
	struct fx_note note;

	if (fx_note_parse(&note, p, n, &err) == -1) {
		must(err.code == FX_EFORMAT && err.msg[0] != '\0');
		return;
	}
	must(note.nsigs > 0 && note.nsigs <= FX_NOTE_SIGS);
	must(fx_origin_ok(note.head.origin));
	fx_checkpoint_text(&text, &note.head);
	must(text.len == note.text_len && memcmp(text.p, p, text.len) == 0);
	must(fx_note_verify(&note, p, pub) == -1);
	fx_buf_done(&text);
}

static void
vkey(const char *p, size_t n)
{
	struct fx_buf text = { 0 };
	struct fx_err err = { 0 };
	struct fx_vkey key;

	if (fx_vkey_get(&key, p, n, &err) == -1) {
		must(err.code == FX_EFORMAT && err.msg[0] != '\0');
		return;
	}
	must(fx_vkey_put(&text, &key) == 0);
	must(text.len == n && memcmp(text.p, p, n) == 0);
	fx_buf_done(&text);
}

/* No witness signs for a log that it does not know. */
static void
request(const char *p, size_t n, const struct fx_key *key,
    const struct fx_pub *pub)
{
	struct fx_consistency proof = { 0 };
	struct fx_buf text = { 0 }, line = { 0 };
	struct fx_err err = { 0 };
	struct fx_witness w = { .name = "w", .key = key, .nlogs = 1 };
	struct fx_request r;
	struct fx_vkey log;

	if (fx_request_parse(&r, p, n, &err) == -1) {
		must(err.code == FX_EFORMAT && err.msg[0] != '\0');
		return;
	}
	must(r.n <= FX_PROOF_NODES);
	for (proof.n = 0; proof.n < r.n; proof.n++)
		memcpy(proof.part[proof.n].root,
		    r.proof + proof.n * FX_SHA256_LEN, FX_SHA256_LEN);
	fx_buf_put(&line, r.text, n - (size_t)(r.text - p));
	fx_request_put(&text, r.old, &proof, line.p);
	must(text.len == n && memcmp(text.p, p, n) == 0);
	fx_consistency_check(r.old, r.note.head.root, r.note.head.size,
	    r.note.head.root, r.proof, r.n);
	must(fx_vkey_make(&log, FX_VKEY_ED25519, r.note.head.origin, pub,
		 &err) == 0);
	w.logs = &log;
	must(fx_witness_cosign(&w, NULL, &r, 1, &line, &err) == -1);
	must(err.code == FX_EBROKEN);
	fx_buf_done(&line);
	fx_buf_done(&text);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct fx_key *key; /* nobody else has it */
	struct fx_pub pub;
	struct fx_err err;
	char *copy;

	if (key == NULL)
		must((key = fx_key_new(&err)) != NULL);
	fx_key_pub(key, &pub);
	if ((copy = malloc(size > 0 ? size : 1)) == NULL)
		abort();
	if (size > 0)
		memcpy(copy, data, size);
	note(copy, size, &pub);
	vkey(copy, size);
	request(copy, size, key, &pub);
	free(copy);
	return 0;
}
