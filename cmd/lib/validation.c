/* validation.c - a report on error rates, as fxbench writes it */
#include <jansson.h>
#include <stdio.h>
#include <string.h>

#include "cli.h"
#include "forensic/buf.h"
#include "validation.h"

/* The whole file, or at most one byte more than there may be. */
static void
read_all(const char *path, struct fx_buf *b)
{
	FILE *f = fopen(path, "rb");
	char piece[1 << 14];
	size_t n;

	if (f == NULL)
		cli_die(CLI_FAIL, "%s: cannot be opened", path);
	while (b->len <= VALIDATION_MOST &&
	    (n = fread(piece, 1, sizeof(piece), f)) > 0)
		fx_buf_put(b, piece, n);
	if (ferror(f) || b->failed)
		cli_die(CLI_FAIL, "%s: cannot be read", path);
	fclose(f);
}

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

	read_all(path, &b);
	if (b.len > VALIDATION_MOST || !is_report(&b))
		cli_die(CLI_FAIL, "%s: no report of fxbench --errors --json",
		    path);
	if (fx_sha256(sum, b.p, b.len) == -1)
		cli_die(CLI_FAIL, "%s: no SHA-256 of it can be made", path);
	for (i = 0; i < sizeof(sum); i++)
		snprintf(hex + 2 * i, 3, "%02x", sum[i]);
	fx_buf_done(&b);
}
