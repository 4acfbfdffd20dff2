/* finding_lines.c - lines out of a descriptor, however they come */
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "forensic/bytes.h"
#include "forensic/finding.h"
#include "tap.h"

/* A descriptor with these bytes, to be read from its start. */
static int
holding(const char *p, size_t n)
{
	FILE *f = tmpfile();
	int fd;

	if (f == NULL || fwrite(p, 1, n, f) != n || fflush(f) != 0)
		exit(99);
	fd = dup(fileno(f));
	fclose(f);
	if (fd == -1 || lseek(fd, 0, SEEK_SET) != 0)
		exit(99);
	return fd;
}

static void
small(void)
{
	static const struct {
		const char *in, *out; /* lines, each between bars */
	} cases[] = {
		{ "", "" },
		{ "\n", "||" },
		{ "a", "|a|" },
		{ "a\n", "|a|" },
		{ "a\nb", "|a||b|" },
		{ "a\n\nb\n", "|a||||b|" },
		{ "\n\n", "||||" },
	};
	struct fx_lines r;
	struct fx_err err;
	const char *text;
	char got[64];
	size_t i, n, len;
	int rc, lines;

	for (i = 0; i < FX_LEN(cases); i++) {
		fx_lines_init(&r, holding(cases[i].in, strlen(cases[i].in)));
		len = 0;
		lines = 0;
		got[0] = '\0';
		while ((rc = fx_lines_next(&r, &text, &n, &err)) == 1) {
			len += (size_t)snprintf(got + len, sizeof(got) - len,
			    "|%.*s|", (int)n, text);
			lines++;
		}
		is_int(rc, 0, "row %zu ends", i);
		is_str(got, cases[i].out, "its lines");
		is_int(r.number, lines, "their number");
		close(r.fd);
		fx_lines_done(&r);
	}
}

/* Lines longer than may be are skipped and said, the others are not lost. */
static void
big(size_t len, bool newline, bool fits)
{
	size_t n = 2 + len + (newline ? 3 : 0), got;
	char *p = malloc(n);
	struct fx_lines r;
	struct fx_err err;
	const char *text;

	memset(p, 'x', n);
	p[0] = 'a';
	p[1] = '\n';
	if (newline) {
		p[n - 3] = '\n';
		p[n - 2] = 'b';
		p[n - 1] = '\n';
	}
	fx_lines_init(&r, holding(p, n));
	is_int(fx_lines_next(&r, &text, &got, &err), 1, "a line");
	if (fits) {
		is_int(fx_lines_next(&r, &text, &got, &err), 1, "%zu fit", len);
		is_int(got, len, "as a whole");
	} else {
		is_int(fx_lines_next(&r, &text, &got, &err), -1, "%zu do not",
		    len);
		is_int(err.code, FX_ELIMIT, "which is a limit");
		is_int(err.off, 2, "from its offset");
	}
	is_int(r.number, 2, "it is line 2");
	if (newline) {
		is_int(fx_lines_next(&r, &text, &got, &err), 1, "the next");
		ok(got == 1 && text[0] == 'b', "is whole");
		is_int(r.number, 3, "it is line 3");
		is_int(r.offset, 2 + len + 1, "where it stands");
	}
	is_int(fx_lines_next(&r, &text, &got, &err), 0, "the end");
	close(r.fd);
	fx_lines_done(&r);
	free(p);
}

/* Bytes that trickle: a pipe whose writer is slower than its reader. */
static void
trickle(void)
{
	static const char in[] = "one\ntwo\nthree\n";
	struct fx_lines r;
	struct fx_err err;
	const char *text;
	size_t i, n, lines = 0;
	int fd[2];

	if (pipe(fd) == -1)
		exit(99);
	fx_lines_init(&r, fd[0]);
	for (i = 0; i < sizeof(in) - 1; i++) {
		if (write(fd[1], in + i, 1) != 1)
			exit(99);
		if (in[i] == '\n' && fx_lines_next(&r, &text, &n, &err) == 1)
			lines++;
	}
	is_int(lines, 3, "each line is there once its newline is");
	close(fd[1]);
	is_int(fx_lines_next(&r, &text, &n, &err), 0, "the end");
	close(fd[0]);
	fx_lines_done(&r);
}

/* A line is waited for, with what is there kept. */
static void
waiting(void)
{
	struct fx_lines r;
	struct fx_err err;
	const char *text;
	size_t n;
	int fd[2];

	if (pipe(fd) == -1)
		exit(99);
	fx_lines_init(&r, fd[0]);
	is_int(fx_lines_wait(&r, 0, &err), 0, "nothing is there");
	ok(write(fd[1], "ab", 2) == 2, "half a line");
	is_int(fx_lines_wait(&r, 1000, &err), 0, "is not waited for longer");
	ok(write(fd[1], "c\nd\ne", 5) == 5, "its end, and more");
	is_int(fx_lines_wait(&r, 1000, &err), 1, "is there");
	is_int(fx_lines_next(&r, &text, &n, &err), 1, "read");
	ok(n == 3 && memcmp(text, "abc", 3) == 0, "whole");
	is_int(fx_lines_wait(&r, 0, &err), 1, "the next one is there too");
	is_int(fx_lines_next(&r, &text, &n, &err), 1, "read");
	ok(n == 1 && *text == 'd' && r.number == 2, "the second one");
	is_int(fx_lines_wait(&r, 0, &err), 0, "the third one is not whole");
	close(fd[1]);
	is_int(fx_lines_wait(&r, 1000, &err), 1, "until the end comes");
	is_int(fx_lines_next(&r, &text, &n, &err), 1, "what has no newline");
	ok(n == 1 && *text == 'e', "is a line");
	is_int(fx_lines_next(&r, &text, &n, &err), 0, "and the last one");
	close(fd[0]);
	fx_lines_done(&r);
}

int
main(void)
{
	struct fx_lines r;
	struct fx_err err;
	const char *text;
	size_t n;
	int fd;

	small();
	big(FX_LINE_LEN - 1, true, true);
	big(FX_LINE_LEN, true, false);
	big(FX_LINE_LEN - 1, false, true);
	big(FX_LINE_LEN, false, false);
	big(5 * (size_t)FX_LINE_LEN + 7, true, false);
	big(5 * (size_t)FX_LINE_LEN + 7, false, false);
	big(200000, true, true);
	trickle();
	waiting();
	fd = open("/", O_RDONLY | O_DIRECTORY);
	fx_lines_init(&r, fd);
	is_int(fx_lines_next(&r, &text, &n, &err), -1, "a directory");
	is_int(err.code, FX_EIO, "cannot be read");
	close(fd);
	fx_lines_done(&r);
	return done();
}
