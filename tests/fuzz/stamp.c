/*
 * stamp.c - any bytes, or what they spell in hexadecimal digits, as a timestamp
 * reply and as a request: what is called good says what the authority said, and
 * about nothing else
 */
#include <stdlib.h>
#include <string.h>

#include "forensic/bytes.h"
#include "forensic/stamp.h"
#include "stamp.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
must(bool good)
{
	if (!good)
		abort();
}

/* The authority has spoken twice: of the note, and of both. */
static bool
is_known(const struct fx_stamp *stamp, const uint8_t *reply, size_t n)
{
	const struct fx_stamped note = { stamp_note, sizeof(stamp_note) - 1,
		NULL, 0 };
	const struct fx_stamped both = { stamp_note, sizeof(stamp_note) - 1,
		reply, n };

	return fx_stamp_is_over(stamp, &note) || fx_stamp_is_over(stamp, &both);
}

static void
try(const uint8_t *data, size_t size)
{
	static uint8_t reply[sizeof(stamp_reply) / 2];
	static struct fx_stamp *first;
	static struct fx_tsa *tsa;
	struct fx_stamp_told told;
	struct fx_stamp *stamp;
	struct fx_err err = { 0 };

	if (tsa == NULL) {
		must((tsa = fx_tsa_new()) != NULL);
		must(
		    fx_tsa_add(tsa, stamp_ca, sizeof(stamp_ca) - 1, &err) == 0);
		must(fx_unhex(reply, stamp_reply, sizeof(reply)) == 0);
		first = fx_stamp_parse(reply, sizeof(reply), &err);
		must(first != NULL);
	}
	fx_stamp_answers(first, data, size, &err);
	if ((stamp = fx_stamp_parse(data, size, &err)) == NULL) {
		must(err.code == FX_EFORMAT && err.msg[0] != '\0');
		return;
	}
	if (fx_stamp_verify(stamp, tsa, &told) == FX_STAMP_GOOD)
		must(is_known(stamp, reply, sizeof(reply)));
	fx_stamp_free(stamp);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	size_t n = size / 2;
	uint8_t *copy = malloc(n > 0 ? n : 1);

	must(copy != NULL);
	try(data, size);
	if (n > 0 && fx_unhex(copy, (const char *)data, n) == 0)
		try(copy, n);
	free(copy);
	return 0;
}
