/*
 * stamp.c - any bytes, or what they spell in hexadecimal digits, as a timestamp
 * reply, as a request and as somebody's signature: what is called good says
 * what the authority and the signer said, and about nothing else
 */
#include <stdlib.h>
#include <string.h>

#include "cms.h"
#include "forensic/bytes.h"
#include "forensic/cms.h"
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

/* Its one signer has signed one note. */
static void
try_cms(const uint8_t *data, size_t size)
{
	static const char other[] = "lab.example/2026-0417/A1\n2\n";
	static struct fx_tsa *ca;
	struct fx_stamp_told told;
	struct fx_cms *cms;
	struct fx_err err = { 0 };

	if (ca == NULL) {
		must((ca = fx_tsa_new()) != NULL);
		must(fx_tsa_add(ca, cms_ca, sizeof(cms_ca) - 1, &err) == 0);
	}
	if ((cms = fx_cms_parse(data, size, &err)) == NULL) {
		must(err.code == FX_EFORMAT && err.msg[0] != '\0');
		return;
	}
	fx_cms_is_over(cms, stamp_note, sizeof(stamp_note) - 1);
	if (fx_cms_verify(cms, ca, CMS_TIME, &told) == FX_STAMP_GOOD)
		must(!fx_cms_is_over(cms, other, sizeof(other) - 1));
	fx_cms_free(cms);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	size_t n = size / 2;
	uint8_t *copy = malloc(n > 0 ? n : 1);

	must(copy != NULL);
	try(data, size);
	try_cms(data, size);
	if (n > 0 && fx_unhex(copy, (const char *)data, n) == 0) {
		try(copy, n);
		try_cms(copy, n);
	}
	free(copy);
	return 0;
}
