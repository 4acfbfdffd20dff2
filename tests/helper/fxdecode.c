/*
 * fxdecode.c - run one decoder over a file
 *
 * usage: fxdecode NAME [OFFSET] <file what is decoded at OFFSET, or 0
 *        fxdecode -b NAME [OFFSET] <file  the same, in a box
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

/* As run_at does it, but in a box. */
static void
run_boxed(const struct fx_decoder *decoder, size_t at, struct run *r)
{
	static uint8_t piece[1 << 16];
	static char limit[64];
	struct fx_memory mem = { p, in.len };
	const struct fx_source src = fx_source_memory(&mem);
	struct fx_box *box = fx_box_new(&r->err);
	struct fx_decode *d;
	ssize_t got = -1;

	*r = (struct run){ .whole = false };
	if (box == NULL)
		abort();
	d = fx_decode_open(box, decoder, &src, at, &r->err);
	r->opened = d != NULL;
	while (d != NULL &&
	    (got = fx_decode_read(d, piece, sizeof(piece), &r->err)) > 0)
		fx_buf_put(&r->out, piece, (size_t)got);
	r->whole = got == 0;
	if (d != NULL) {
		r->used = fx_decode_used(d);
		if (fx_decode_limit(d) != NULL) { /* goes with d */
			snprintf(limit, sizeof(limit), "%s",
			    fx_decode_limit(d));
			r->limit = limit;
		}
	}
	fx_decode_close(d);
	fx_box_free(box);
}

static int
one(const struct fx_decoder *d, size_t at, bool boxed)
{
	struct run r;

	if (boxed)
		run_boxed(d, at, &r);
	else
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
	bool box = argc > 2 && strcmp(argv[1], "-b") == 0;
	const char *name = argc > 1 ? argv[list || all || box ? 2 : 1] : "";
	const struct fx_decoder *d = fx_decoder_find(name, strlen(name));
	size_t at;

	if (argc > 3 + box || d == NULL) {
		fprintf(stderr,
		    "fxdecode: [-a | -l] NAME, or [-b] NAME [OFFSET]\n");
		return 2;
	}
	take();
	if (!list && !all)
		return one(d,
		    argc == 3 + box ? strtoull(argv[2 + box], NULL, 10) : 0,
		    box);
	for (at = 0; (at = run_next(d, p, in.len, at)) < in.len; at++) {
		if (all)
			frame(d, at);
		else
			printf("%zu\n", at);
	}
	fx_buf_done(&in);
	return 0;
}
