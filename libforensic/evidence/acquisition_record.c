/* acquisition_record.c - what a log says, as a member of the source record */
#include <string.h>

#include "forensic/acquisition.h"
#include "forensic/bytes.h"
#include "record_internal.h"

static void
put_hex(struct members *m, const char *key, const uint8_t *p, size_t n)
{
	char hex[2 * FX_HASH_MAX + 1];

	fx_hex(hex, p, n);
	put_str(m, key, hex);
}

static void
put_digests(struct members *m, const struct fx_sums *sums)
{
	struct members out = { .v = json_object() };
	enum fx_hash_alg alg;
	size_t i;

	for (i = 0; i < FX_HASHES; i++) {
		alg = (enum fx_hash_alg)i;
		if (sums->has[i])
			put_hex(&out, fx_hash_name(alg), sums->sum[i],
			    fx_hash_len(alg));
	}
	m->failed |= out.failed;
	put(m, "digests", out.v);
}

/* A text of the log, without the findings in it. */
static int
put_text(struct members *m, const char *key, const char *text,
    const struct fx_carver *const *set, struct fx_err *err)
{
	struct fx_buf out = { 0 };
	int rc = fx_mask_text(&out, text, strlen(text), set, err);

	if (rc == 0)
		put_bytes(m, key, fx_buf_text(&out), out.len);
	fx_buf_done(&out);
	return rc;
}

int
put_acquisition(struct members *m, const struct fx_acquisition *acq,
    const struct fx_carver *const *set, struct fx_err *err)
{
	struct members out = { .v = json_object() };
	int rc = 0;
	size_t i;

	put_str(&out, "format", acq->format);
	put_hex(&out, "log", acq->log, sizeof(acq->log));
	put_digests(&out, &acq->digests);
	if (acq->has_size)
		put_int(&out, "size", acq->size);
	for (i = 0; i < FX_ACQ_TEXTS && rc == 0; i++)
		if (acq->text[i][0] != '\0')
			rc = put_text(&out, fx_acq_member((enum fx_acq_text)i),
			    acq->text[i], set, err);
	m->failed |= out.failed;
	put(m, "acq", out.v);
	return rc;
}
