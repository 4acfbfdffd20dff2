/*
 * acquisition.c - any bytes as the log of an acquisition: what is taken from it
 * is within bounds, the same each time, and agrees with itself
 */
#include <stdlib.h>
#include <string.h>

#include "forensic/acquisition.h"
#include "forensic/bytes.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
must(bool good)
{
	if (!good)
		abort();
}

/* The digests as the members of an object. */
static json_t *
object(const struct fx_sums *sums)
{
	char hex[2 * FX_HASH_MAX + 1];
	json_t *v = json_object();
	size_t i;

	for (i = 0; i < FX_HASHES; i++) {
		if (!sums->has[i])
			continue;
		fx_hex(hex, sums->sum[i], fx_hash_len((enum fx_hash_alg)i));
		json_object_set_new(v, fx_hash_name((enum fx_hash_alg)i),
		    json_string(hex));
	}
	return v;
}

/* A run that has what the log states matches; one more byte, and it does not.
 */
static void
compare(const struct fx_acquisition *acq)
{
	json_t *source = json_pack("{s:{s:o}}", "acq", "digests",
	    object(&acq->digests));
	json_t *end = object(&acq->digests);
	char words[FX_ACQ_WORDS];
	struct fx_stated stated;

	json_object_set_new(end, "status", json_string("complete"));
	json_object_set_new(end, "bytes", json_integer((json_int_t)acq->size));
	if (acq->has_size)
		json_object_set_new(json_object_get(source, "acq"), "size",
		    json_integer((json_int_t)acq->size));
	fx_stated_read(&stated, source);
	must(stated.log && !stated.container);
	must(memcmp(&stated.of_log, &acq->digests, sizeof(stated.of_log)) == 0);
	must(fx_stated_compare(&stated, end, words) == FX_ACQUIRED_MATCH);
	json_object_set_new(end, "bytes",
	    json_integer((json_int_t)acq->size + 1));
	must((fx_stated_compare(&stated, end, words) == FX_ACQUIRED_MISMATCH) ==
	    acq->has_size);
	json_decref(source);
	json_decref(end);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct fx_acquisition acq, again;
	struct fx_err err = { 0 };
	bool any = false;
	size_t i;

	if (fx_acquisition_read(&acq, data, size, &err) == -1) {
		must(err.code != FX_OK && err.msg[0] != '\0');
		return 0;
	}
	for (i = 0; i < FX_HASHES; i++)
		any = any || acq.digests.has[i];
	must(any && acq.format != NULL && acq.size < UINT64_C(1) << 53);
	for (i = 0; i < FX_ACQ_TEXTS; i++)
		must(memchr(acq.text[i], '\0', sizeof(acq.text[i])) != NULL);
	must(acq.text[FX_ACQ_BLOCKER][0] == '\0');
	must(fx_acquisition_read(&again, data, size, &err) == 0);
	must(memcmp(acq.text, again.text, sizeof(acq.text)) == 0);
	must(acq.has_size == again.has_size && acq.size == again.size);
	must(memcmp(&acq.digests, &again.digests, sizeof(acq.digests)) == 0);
	compare(&acq);
	return 0;
}
