/* decode_locked.c - what says that a document is encrypted, and what does not
 */
#include "decode_run.h"
#include "tap.h"

#define T(text) text, sizeof(text) - 1
#define TRAILER "trailer\n<< /Size 12 /Root 1 0 R /ID [<00><00>] "
#define W(a, b, c, d) a "\0" b "\0" c "\0" d "\0"
#define ENTRY_NAME            \
	W("E", "n", "c", "r") \
	W("y", "p", "t", "e") W("d", "P", "a", "c") W("k", "a", "g", "e")
#define Z8 "\0\0\0\0\0\0\0\0"
#define ODF "<manifest:file-entry><manifest:encryption-data "

static const struct {
	const char *what, *in;
	size_t n;
	long at; /* where; -1: nowhere */
} cases[] = {
	{ "a reference", T(TRAILER "/Encrypt 11 0 R >>"), 47 },
	{ "over lines", T(TRAILER "/Encrypt\r\n11\n0\nR>>"), 47 },
	{ "no blanks", T("<</Encrypt<</Filter/Standard/V 1>>/Root 1 0 R>>"),
	    2 },
	{ "no root", T("trailer << /Encrypt 11 0 R >>"), -1 },
	{ "no object", T(TRAILER "/Encrypt true >>"), -1 },
	{ "half of a reference", T(TRAILER "/Encrypt 11 R >>"), -1 },
	{ "another key", T(TRAILER "/EncryptMetadata 11 0 R >>"), -1 },
	{ "cut", T(TRAILER "/Encrypt 11 0 "), -1 },
	{ "an encrypted package",
	    T("xx" ENTRY_NAME Z8 Z8 Z8 Z8 "\x22\0\2\1" Z8 Z8 Z8 Z8 Z8 Z8 Z8
	      "\0\0\0\0"),
	    2 },
	{ "a storage of that name",
	    T("xx" ENTRY_NAME Z8 Z8 Z8 Z8 "\x22\0\1\1" Z8 Z8 Z8 Z8 Z8 Z8 Z8
	      "\0\0\0\0"),
	    -1 },
	{ "an entry cut short",
	    T("xx" ENTRY_NAME Z8 Z8 Z8 Z8 "\x22\0\2\1" Z8 Z8 Z8), -1 },
	{ "its name in text", T(ENTRY_NAME " \0i\0s\0 \0i\0t\0"), -1 },
	{ "a manifest", T(ODF "manifest:checksum='x'/>" ODF), 21 },
	{ "another element", T("<x:encryption-data>"), -1 },
	{ "the word", T("about :encryption-data"), -1 },
};

static void
check(size_t i, const struct fx_decoder *decoder)
{
	uint8_t *p = malloc(cases[i].n);
	struct fx_memory m = { p, cases[i].n };
	struct fx_source src = fx_source_memory(&m);
	struct fx_decoding d;
	struct fx_err err;
	uint8_t out[8];
	long at, first = -1;

	memcpy(p, cases[i].in, cases[i].n);
	for (at = 0; at < (long)cases[i].n; at++)
		if (run_look(decoder, p, cases[i].n, (size_t)at, 0)) {
			first = first == -1 ? at : -2;
			ok(fx_decoding_open(&d, decoder, &src, (uint64_t)at,
			       &err) == 0 &&
				d.limit != NULL &&
				strcmp(d.limit, "encrypted") == 0 &&
				decoder->read(&d, out, sizeof(out), &err) == 0,
			    "%s: a limit", cases[i].what);
			fx_decoding_close(&d);
		} else if (fx_decoding_open(&d, decoder, &src, (uint64_t)at,
			       &err) == 0) {
			ok(false, "%s: opens at %ld", cases[i].what, at);
			fx_decoding_close(&d);
		}
	is_int(first, cases[i].at, "%s: where it begins", cases[i].what);
	free(p);
}

int
main(void)
{
	const struct fx_decoder *decoder = fx_decoder_find("LOCKED", 6);
	size_t i;

	for (i = 0; i < FX_LEN(cases); i++)
		check(i, decoder);
	return done();
}
