/*
 * fxdecode.c - run one decoder over a file
 *
 * usage: fxdecode NAME [OFFSET] <file what is decoded at OFFSET, or 0
 *        fxdecode -l NAME <file       OFFSET of each start, one a line
 *        fxdecode -a NAME <file       for each start a line OFFSET USED LENGTH
 *                                     END LIMIT, LENGTH bytes and a newline;
 *                                     END is ok or bad, LIMIT - if there is
 * none Exit status: 0 decoded to the end; 1 damaged; 2 usage; 3 nothing begins
 * there.
 */
#include <stdio.h>

#include "decode_run.h"

static struct fx_buf in;
static const uint8_t *p;

static void
take(void)
{
	static char piece[1 << 16];
	size_t n;

	while ((n = fread(piece, 1, sizeof(piece), stdin)) > 0)
		fx_buf_put(&in, piece, n);
	p = (const uint8_t *)fx_buf_text(&in);
}

static int
one(const struct fx_decoder *d, size_t at)
{
	struct run r;

	run_at(d, p, in.len, at, 1 << 16, FX_BUF_MAX, &r);
	fwrite(fx_buf_text(&r.out), 1, r.out.len, stdout);
	if (!r.whole)
		fprintf(stderr, "fxdecode: %s\n", r.err.msg);
	if (r.limit != NULL)
		fprintf(stderr, "fxdecode: limit: %s\n", r.limit);
	fprintf(stderr, "used %llu\n", (unsigned long long)r.used);
	fx_buf_done(&r.out);
	if (!r.opened)
		return 3;
	return !r.whole;
}

static void
frame(const struct fx_decoder *d, size_t at)
{
	struct run r;

	run_at(d, p, in.len, at, 1 << 16, FX_BUF_MAX, &r);
	if (r.opened) {
		printf("%zu %llu %zu %s %s\n", at, (unsigned long long)r.used,
		    r.out.len, r.whole ? "ok" : "bad",
		    r.limit != NULL ? r.limit : "-");
		fwrite(fx_buf_text(&r.out), 1, r.out.len, stdout);
		putchar('\n');
	}
	fx_buf_done(&r.out);
}

int
main(int argc, char *argv[])
{
	bool list = argc == 3 && strcmp(argv[1], "-l") == 0;
	bool all = argc == 3 && strcmp(argv[1], "-a") == 0;
	const char *name = argc > 1 ? argv[list || all ? 2 : 1] : "";
	const struct fx_decoder *d = fx_decoder_find(name, strlen(name));
	size_t at;

	if (argc > 3 || d == NULL) {
		fprintf(stderr, "fxdecode: [-a | -l] NAME, or NAME [OFFSET]\n");
		return 2;
	}
	take();
	if (!list && !all)
		return one(d, argc == 3 ? strtoull(argv[2], NULL, 10) : 0);
	for (at = 0; (at = run_next(d, p, in.len, at)) < in.len; at++) {
		if (all)
			frame(d, at);
		else
			printf("%zu\n", at);
	}
	fx_buf_done(&in);
	return 0;
}
