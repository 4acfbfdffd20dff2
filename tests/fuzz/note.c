/*
 * note.c - any bytes as a signed head and as a verifier key: one spelling for
 * each, and no signature that was not made
 */
#include <stdlib.h>
#include <string.h>

#include "forensic/note.h"

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
	char name[FX_ORIGIN_LEN + 1];
	struct fx_buf text = { 0 };
	struct fx_err err = { 0 };
	struct fx_pub pub;

	if (fx_vkey_parse(p, n, name, &pub, &err) == -1) {
		must(err.code == FX_EFORMAT && err.msg[0] != '\0');
		return;
	}
	must(fx_vkey_text(&text, name, &pub) == 0);
	must(text.len == n && memcmp(text.p, p, n) == 0);
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
	free(copy);
	return 0;
}
