/* sums_read.c - the digests of an image and of its ranges, from their text */
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "forensic/bytes.h"
#include "sums.h"

/* A digest of n bytes as text; false if it is none. */
static bool
take(uint8_t *out, const json_t *v, size_t n)
{
	const char *hex = json_string_value(v);

	return hex != NULL && strlen(hex) == 2 * n &&
	    fx_unhex(out, hex, n) == 0;
}

static bool
take_all(struct sums *s, const json_t *v)
{
	const json_t *ranges = json_object_get(v, "ranges"), *m;
	const json_t *bytes = json_object_get(v, "bytes");
	const char *name;
	size_t i, k;

	if (!json_is_integer(bytes) || json_integer_value(bytes) < 0 ||
	    !json_is_array(ranges))
		return false;
	s->bytes = (uint64_t)json_integer_value(bytes);
	for (i = 0; i < FX_HASHES; i++) {
		name = fx_hash_name((enum fx_hash_alg)i);
		m = json_object_get(v, name);
		s->have[i] = m != NULL;
		if (m != NULL &&
		    !take(s->sum[i], m, fx_hash_len((enum fx_hash_alg)i)))
			return false;
		json_array_foreach (json_object_get(v, "differs"), k, m) {
			s->differs[i] = s->differs[i] ||
			    (json_is_string(m) &&
				strcmp(json_string_value(m), name) == 0);
		}
	}
	s->part = calloc(json_array_size(ranges) + 1, sizeof(*s->part));
	for (i = 0; s->part != NULL && i < json_array_size(ranges); i++)
		if (!take(s->part[s->parts++], json_array_get(ranges, i),
			FX_SHA256_LEN))
			return false;
	return s->part != NULL && s->have[FX_SHA256];
}

int
sums_read(struct sums *s, const char *p, size_t n, struct fx_err *err)
{
	json_t *v = json_loadb(p, n, JSON_REJECT_DUPLICATES, NULL);
	bool good;

	*s = (struct sums){ 0 };
	good = v != NULL && take_all(s, v);
	json_decref(v);
	return good
	    ? 0
	    : fx_fail(err, FX_EFORMAT, 0, "no digests of an image in ranges");
}

void
sums_done(struct sums *s)
{
	free(s->part);
	*s = (struct sums){ 0 };
}
