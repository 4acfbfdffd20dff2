/* validation.c - a report on error rates, as fxbench writes it */
#include <jansson.h>
#include <stdio.h>
#include <string.h>

#include "cli.h"
#include "small.h"
#include "validation.h"

static bool
is_report(const struct fx_buf *b)
{
	json_t *v = json_loadb(fx_buf_text(b), b->len, JSON_REJECT_DUPLICATES,
	    NULL);
	const char *type = json_string_value(json_object_get(v, "type"));
	bool good = type != NULL && strcmp(type, "errors") == 0 &&
	    json_integer_value(json_object_get(v, "v")) == 1 &&
	    json_is_array(json_object_get(v, "kinds"));

	json_decref(v);
	return good;
}

void
validation_read(const char *path, char hex[VALIDATION_LEN])
{
	struct fx_buf b = { 0 };
	uint8_t sum[FX_SHA256_LEN];
	size_t i;

	small_file(&b, path, VALIDATION_MOST);
	if (!is_report(&b))
		cli_die(CLI_FAIL, "%s: no report of fxbench --errors --json",
		    path);
	if (fx_sha256(sum, b.p, b.len) == -1)
		cli_die(CLI_FAIL, "%s: no SHA-256 of it can be made", path);
	for (i = 0; i < sizeof(sum); i++)
		snprintf(hex + 2 * i, 3, "%02x", sum[i]);
	fx_buf_done(&b);
}
