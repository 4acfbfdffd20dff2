/* small.c - files that are read whole, because they are small */
#include <errno.h>
#include <string.h>

#include "cli.h"
#include "small.h"

void
small_read(struct fx_buf *out, FILE *f, const char *name, size_t most)
{
	const size_t before = out->len;
	char piece[1 << 14];
	size_t n;

	while (out->len - before <= most && !out->failed &&
	    (n = fread(piece, 1, sizeof(piece), f)) > 0)
		fx_buf_put(out, piece, n);
	if (ferror(f) || out->failed)
		cli_die(CLI_FAIL, "%s: cannot be read", name);
	if (out->len - before > most)
		cli_die(CLI_FAIL, "%s: longer than %zu bytes", name, most);
}

void
small_file(struct fx_buf *out, const char *path, size_t most)
{
	FILE *f = fopen(path, "rb");

	if (f == NULL)
		cli_die(CLI_FAIL, "%s: %s", path, strerror(errno));
	small_read(out, f, path, most);
	fclose(f);
}
