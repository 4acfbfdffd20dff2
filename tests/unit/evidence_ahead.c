/* evidence_ahead.c - lines come out as they went in, in order, taken apart */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../../libforensic/evidence/ahead.h"
#include "tap.h"

enum { LINES = 3000, BAD = 7 };

static FILE *file;

/* Line i, from 1: some are none that a stream may have. */
static void
put_line(int i)
{
	fprintf(file,
	    i % BAD == 0
		? "{\"type\":\"limit\",\"path\":\"%d\"}\n"
		: "{\"type\":\"limit\",\"path\":\"%d\",\"why\":\"x\"}\n",
	    i);
}

/* Is it line i? */
static bool
is_line(const struct ahead_line *l, int i)
{
	char path[16];

	snprintf(path, sizeof path, "%d", i);
	if (l == NULL || l->rc != 1 || l->number != (uint64_t)i)
		return false;
	if (i % BAD == 0)
		return l->read == -1 && l->err.code == FX_EFORMAT;
	return l->read == 0 && l->line.type == FX_LINE_LIMIT &&
	    strcmp(fx_line_str(&l->line, "path"), path) == 0;
}

/* Many lines, and what ends them. */
static void
many(const char *what, bool cut, bool longer)
{
	struct fx_lines lines;
	struct ahead_line *l;
	unsigned int wrong = 0;
	struct ahead *a;
	struct fx_err err;
	int i;

	if ((file = tmpfile()) == NULL)
		return;
	for (i = 1; i <= LINES; i++)
		put_line(i);
	for (i = 0; longer && i <= FX_LINE_LEN; i++)
		putc('x', file);
	if (cut)
		fprintf(file,
		    "{\"type\":\"limit\",\"path\":\"9\",\"why\":\"x\"}");
	fflush(file);
	rewind(file);
	fx_lines_init(&lines, fileno(file));
	if ((a = ahead_new(&lines, NULL, &err)) == NULL)
		return;
	for (i = 1; i <= LINES; i++)
		wrong += !is_line(ahead_next(a), i);
	is_int(wrong, 0, "%s: %d lines come in their order", what, LINES);
	l = ahead_next(a);
	if (longer)
		ok(l != NULL && l->rc == -1 && l->err.code == FX_ELIMIT &&
			l->number == LINES + 1,
		    "%s: it is told", what);
	else if (cut)
		ok(l != NULL && l->rc == 1 && l->read == 0, "%s: it is a line",
		    what);
	else
		ok(l != NULL && l->rc == 0, "%s: it is told", what);
	ahead_free(a);
	fx_lines_done(&lines);
	fclose(file);
}

/* From a pipe: what came is had at once, and what did not is not waited for. */
static void
pipes(void)
{
	struct fx_lines lines;
	struct ahead *a;
	struct fx_err err;
	int fd[2], i;

	if (pipe(fd) == -1 || (file = fdopen(fd[1], "w")) == NULL)
		return;
	fx_lines_init(&lines, fd[0]);
	if ((a = ahead_new(&lines, NULL, &err)) == NULL)
		return;
	ok(!ahead_any(a) && ahead_next(a) == NULL, "nothing is there");
	for (i = 1; i <= 3; i++)
		put_line(i);
	fflush(file);
	ok(is_line(ahead_next(a), 1), "the first line of three");
	for (i = 4; i <= 200; i++)
		put_line(i);
	fflush(file);
	ok(ahead_any(a), "more are there");
	ok(is_line(ahead_next(a), 2) && is_line(ahead_next(a), 3),
	    "the two others");
	for (i = 4; i <= 199 && is_line(ahead_next(a), i); i++)
		;
	is_int(i, 200, "those that came then");
	ok(ahead_any(a), "and one more is ready");
	/* Let go of with lines that nobody took. */
	for (i = 201; i <= 500; i++)
		put_line(i);
	fflush(file);
	ok(is_line(ahead_next(a), 200), "which is the last of them");
	ok(is_line(ahead_next(a), 201), "the next ones are taken apart");
	ahead_free(a);
	fx_lines_done(&lines);
	fclose(file);
	close(fd[0]);
}

int
main(void)
{
	many("the end", false, false);
	many("a line without an end", true, false);
	many("a line too long", false, true);
	pipes();
	ahead_free(NULL);
	return done();
}
