/*
 * finding.c - any bytes as lines of findings: no overread, a member that was
 * promised is there, and what is wrong has words and a place in the line.
 */
#include <stdlib.h>
#include <string.h>

#include "forensic/finding.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
look(const struct fx_line *line)
{
	struct fx_buf buf = { 0 };
	struct fx_finding f;
	struct fx_path path;
	struct fx_err err;

	if (line->type != FX_LINE_FINDING && line->type != FX_LINE_STOPPED)
		return;
	fx_finding_get(&f, line);
	if (f.kind[0] == '\0' || f.length == 0 || f.score < 0 || f.score > 99 ||
	    !json_is_array(f.why) || fx_json_get_bytes(f.value, &buf) == -1 ||
	    fx_path_read(&path, f.path, strlen(f.path), &err) == -1)
		abort();
	fx_buf_done(&buf);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *p = (const char *)data, *nl;
	struct fx_line line;
	struct fx_err err;
	size_t n;
	char *copy;

	for (;;) {
		nl = size > 0 ? memchr(p, '\n', size) : NULL;
		n = nl != NULL ? (size_t)(nl - p) : size;
		if ((copy = malloc(n > 0 ? n : 1)) == NULL)
			abort();
		if (n > 0)
			memcpy(copy, p, n);
		memset(&err, 0, sizeof(err));
		if (fx_line_read(&line, copy, n, &err) == 0)
			look(&line);
		else if (err.msg[0] == '\0' || err.off > n)
			abort();
		fx_line_done(&line);
		free(copy);
		if (nl == NULL)
			return 0;
		p = nl + 1;
		size -= n + 1;
	}
}
