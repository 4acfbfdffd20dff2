/* tables.c - tables that the user's own files hold */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "cli.h"
#include "forensic/buf.h"
#include "tables.h"

/* The whole file as a string, or exit. */
static void
whole(struct fx_buf *text, const char *path)
{
	char piece[4096];
	FILE *f = fopen(path, "re");
	size_t n;

	if (f == NULL)
		cli_die(CLI_FAIL, "%s: cannot open: %s", path, strerror(errno));
	text->max = TABLES_MOST;
	while ((n = fread(piece, 1, sizeof piece, f)) > 0)
		fx_buf_put(text, piece, n);
	if (ferror(f))
		cli_die(CLI_FAIL, "%s: cannot read: %s", path, strerror(errno));
	fclose(f);
	if (text->failed || strlen(fx_buf_text(text)) != text->len)
		cli_die(CLI_FAIL, "%s: not a table of text of at most %d bytes",
		    path, TABLES_MOST);
}

void
tables_modulus(struct fx_modulus *m, const char *path)
{
	struct fx_buf text = { 0 };
	struct fx_err err;

	whole(&text, path);
	if (fx_modulus_read(m, fx_buf_text(&text), &err) == -1)
		cli_die(CLI_FAIL, "%s: line %" PRIu64 ": %s", path, err.off,
		    err.msg);
	fx_buf_done(&text);
}
